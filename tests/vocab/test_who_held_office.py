from datetime import date

import pytest

from detente.vocab.officials import Office, officials

S, G, D = Office.HEAD_OF_STATE, Office.HEAD_OF_GOVERNMENT, Office.DEPUTY
F, T, M = Office.FOREIGN, Office.TRADE, Office.FINANCE


@pytest.mark.parametrize(
    ("day", "code", "office", "name"),
    [
        # the Americas
        ("1987-12-08", "USA", S, "Ronald Reagan"),
        ("1993-12-08", "CAN", G, "Jean Chrétien"),
        ("2001-11-11", "USA", T, "Robert Zoellick"),
        ("2008-10-01", "USA", M, "Henry Paulson"),
        ("2012-03-15", "USA", F, "Hillary Clinton"),
        ("2018-07-06", "USA", T, "Robert Lighthizer"),
        ("2018-07-06", "USA", T, "Wilbur Ross"),
        ("2018-11-29", "MEX", S, "Enrique Peña Nieto"),
        ("2018-12-02", "MEX", S, "Andrés Manuel López Obrador"),
        ("2018-09-30", "CAN", F, "Chrystia Freeland"),
        ("2025-04-02", "USA", T, "Jamieson Greer"),
        ("2025-08-01", "CAN", G, "Mark Carney"),
        ("2005-01-01", "BRA", S, "Luiz Inácio Lula da Silva"),
        ("2019-07-01", "BRA", F, "Ernesto Araújo"),
        ("2022-08-10", "ARG", M, "Sergio Massa"),
        ("2013-03-04", "VEN", S, "Hugo Chávez"),
        ("2020-11-12", "PER", S, "Manuel Merino"),
        ("2023-01-01", "COL", S, "Gustavo Petro"),
        # Europe
        ("1986-10-11", "SUN", G, "Mikhail Gorbachev"),
        ("1990-10-03", "DEU", G, "Helmut Kohl"),
        ("1999-12-31", "RUS", S, "Vladimir Putin"),
        ("2010-06-01", "RUS", S, "Dmitry Medvedev"),
        ("2010-06-01", "RUS", G, "Vladimir Putin"),
        ("2014-03-18", "GBR", G, "David Cameron"),
        ("2016-07-14", "GBR", F, "Boris Johnson"),
        ("2022-10-01", "GBR", M, "Kwasi Kwarteng"),
        ("2018-07-25", "EU", T, "Cecilia Malmström"),
        ("2020-12-30", "EU", T, "Valdis Dombrovskis"),
        ("2025-07-27", "EU", T, "Maroš Šefčovič"),
        ("2012-06-01", "EU", F, "Catherine Ashton"),
        ("2015-02-12", "UKR", S, "Petro Poroshenko"),
        ("2023-06-01", "TUR", F, "Mevlüt Çavuşoğlu"),
        ("2024-06-15", "CHE", S, "Viola Amherd"),
        ("2019-01-15", "GRC", G, "Alexis Tsipras"),
        ("2015-07-06", "GRC", M, "Euclid Tsakalotos"),
        ("2021-07-01", "BLR", F, "Vladimir Makei"),
        ("2024-07-05", "HUN", G, "Viktor Orbán"),
        # Asia
        ("1989-06-04", "CHN", G, "Li Peng"),
        ("2001-12-11", "CHN", G, "Zhu Rongji"),
        ("2018-05-17", "CHN", D, "Liu He"),
        ("2019-10-11", "CHN", T, "Zhong Shan"),
        ("2023-06-19", "CHN", F, "Qin Gang"),
        ("2005-09-01", "JPN", G, "Junichiro Koizumi"),
        ("2019-07-01", "JPN", T, "Hiroshige Seko"),
        ("2019-07-01", "JPN", F, "Taro Kono"),
        ("2025-10-28", "JPN", G, "Sanae Takaichi"),
        ("2007-06-30", "KOR", T, "Kim Hyun-chong"),
        ("2018-06-12", "KOR", S, "Moon Jae-in"),
        ("2000-06-13", "PRK", S, "Kim Jong Il"),
        ("2010-06-29", "TWN", S, "Ma Ying-jeou"),
        ("2014-05-27", "IND", G, "Narendra Modi"),
        ("2020-11-04", "IND", T, "Piyush Goyal"),
        ("2018-05-20", "MYS", G, "Mahathir Mohamad"),
        ("2023-09-01", "THA", G, "Srettha Thavisin"),
        ("2024-12-01", "VNM", S, "Luong Cuong"),
        # the Middle East and Africa
        ("1995-11-03", "ISR", G, "Yitzhak Rabin"),
        ("2015-07-14", "IRN", F, "Mohammad Javad Zarif"),
        ("2018-10-02", "SAU", F, "Adel al-Jubeir"),
        ("2013-01-15", "EGY", S, "Mohamed Morsi"),
        ("2020-06-01", "SDN", G, "Abdalla Hamdok"),
        ("1995-06-24", "ZAF", S, "Nelson Mandela"),
        ("2025-05-21", "ZAF", T, "Parks Tau"),
        ("2015-06-01", "NGA", S, "Muhammadu Buhari"),
        ("2017-08-08", "KEN", S, "Uhuru Kenyatta"),
        ("2022-11-02", "ETH", G, "Abiy Ahmed"),
        # Oceania
        ("2010-07-01", "AUS", G, "Julia Gillard"),
        ("2020-11-15", "AUS", T, "Simon Birmingham"),
        ("2020-03-25", "NZL", G, "Jacinda Ardern"),
        ("2022-04-20", "SLB", G, "Manasseh Sogavare"),
        # organisations
        ("2003-03-20", "UN", Office.BODY_HEAD, "Kofi Annan"),
        ("2011-05-01", "IMF", Office.BODY_HEAD, "Dominique Strauss-Kahn"),
        ("2015-12-19", "WTO", Office.BODY_HEAD, "Roberto Azevêdo"),
        ("2022-02-24", "NATO", Office.BODY_HEAD, "Jens Stoltenberg"),
        ("2022-10-05", "OPEC", Office.BODY_HEAD, "Haitham Al Ghais"),
    ],
)
def test_an_office_was_held_on_that_day_by_its_holder(day: str, code: str, office: Office, name: str) -> None:
    on = date.fromisoformat(day)
    assert name in {o.name for o in officials() if (o.code, o.office) == (code, office) and o.start <= on <= (o.end or on)}


@pytest.mark.parametrize(
    ("day", "code", "office", "name"),
    [
        ("2021-01-21", "USA", S, "Donald Trump"),
        ("2016-07-14", "GBR", G, "David Cameron"),
        ("2023-08-01", "CHN", F, "Qin Gang"),
        ("2024-11-01", "USA", T, "Robert Lighthizer"),
        ("2019-12-02", "EU", Office.BODY_HEAD, "Jean-Claude Juncker"),
        ("2022-07-01", "KOR", S, "Moon Jae-in"),
    ],
)
def test_an_office_was_no_longer_held_after_its_term(day: str, code: str, office: Office, name: str) -> None:
    on = date.fromisoformat(day)
    assert name not in {o.name for o in officials() if (o.code, o.office) == (code, office) and o.start <= on <= (o.end or on)}
