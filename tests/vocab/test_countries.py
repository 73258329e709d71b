import pycountry
import pytest

from detente.errors import RecordError
from detente.vocab.countries import country_name, is_state, states

NOT_IN_THE_UN = {
    "TWN",
    "HKG",
    "MAC",
    "XKX",
    "PSE",
    "VAT",
    "GRL",
    "FRO",
    "PRI",
    "BMU",
    "CYM",
    "VGB",
    "NCL",
    "PYF",
    "GIB",
    "FLK",
    "CUW",
    "ABW",
    "GUM",
    "ASM",
    "ESH",
    "COK",
    "NIU",
}


def test_all_193_members_of_the_united_nations_have_a_row() -> None:
    current = {country.alpha_3 for country in pycountry.countries}
    assert len({state.code for state in states()} & current - NOT_IN_THE_UN) == 193


def test_no_state_has_two_rows() -> None:
    codes = [state.code for state in states()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("USA", "United States"),
        ("KOR", "South Korea"),
        ("PRK", "North Korea"),
        ("RUS", "Russia"),
        ("TWN", "Taiwan"),
        ("XKX", "Kosovo"),
        ("CZE", "Czechia"),
        ("VNM", "Vietnam"),
        ("REU", "Réunion"),
        ("SUN", "Soviet Union"),
    ],
)
def test_the_common_name_is_that_of_the_news(code: str, name: str) -> None:
    assert country_name(code) == name


@pytest.mark.parametrize("code", ["EU", "NATO", "ORG:Boeing", "", "usa"])
def test_what_is_no_state_has_no_country_name(code: str) -> None:
    assert not is_state(code)
    with pytest.raises(RecordError):
        country_name(code)
