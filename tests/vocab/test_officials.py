from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from detente.vocab.actors import actor_names
from detente.vocab.countries import is_state, states
from detente.vocab.officials import Office, Official, leading_office, officials, plain, shared_words

ONE_HOLDER = {
    Office.HEAD_OF_STATE,
    Office.HEAD_OF_GOVERNMENT,
    Office.FOREIGN,
    Office.TRADE,
    Office.FINANCE,
    Office.DEFENCE,
    Office.BODY_HEAD,
}
FAR = date(2100, 1, 1)

# Without a leader in the tables: dissolved states, territories, and San Marino, whose two heads change twice a year.
UNLED = set("SUN DDR CSK YUG SCG MAC SMR FRO PRI BMU CYM VGB NCL PYF GIB FLK CUW ABW GUM ASM ESH NIU".split())


# Years whose middle found the office vacant or disputed.
VACANT = {2015: {"LBN", "LBY"}, 2016: {"LBN"}, 2023: {"LBN"}, 2024: {"LBN"}}


def by_title() -> dict[tuple[str, Office, str], list[Official]]:
    terms = defaultdict(list)
    for official in officials():
        terms[official.code, official.office, official.title].append(official)
    return terms


def test_every_code_is_a_state_or_a_known_body() -> None:
    bodies = {name.code for name in actor_names()}
    assert not {official.code for official in officials() if not is_state(official.code) and official.code not in bodies}


def test_terms_do_not_run_backwards() -> None:
    assert not [official for official in officials() if official.end and official.end < official.start]


def test_an_office_with_one_holder_has_no_two_at_a_time_beyond_the_day_of_handing_over() -> None:
    for (code, office, title), terms in by_title().items():
        if office not in ONE_HOLDER:
            continue
        for earlier, later in pairwise(terms):
            unsure = "approximate" in earlier.source + later.source
            allowed = timedelta(days=31 if unsure else 1)
            assert (earlier.end or FAR) - later.start <= allowed, (code, title, earlier.name, later.name)


def test_a_title_does_not_name_its_state() -> None:
    names = {state.names[0] for state in states()}
    assert not [official for official in officials() if official.title.split(" of ")[-1] in names and official.office is not Office.ENVOY]


def test_a_family_name_is_part_of_the_name_or_given_with_its_aliases() -> None:
    unfounded = [
        (official.name, official.family_name)
        for official in officials()
        if official.family_name not in official.name and not any(official.family_name in alias for alias in official.aliases)
    ]
    assert set(unfounded) <= {(name, "al-Sabah") for name, _ in unfounded}


def test_chinese_korean_and_vietnamese_names_open_with_the_family_name() -> None:
    asian = [official for official in officials() if official.code in ("CHN", "KOR", "PRK", "VNM")]
    assert asian
    assert not [official.name for official in asian if not official.name.startswith(official.family_name)]


def test_accented_names_are_there_without_accents_too() -> None:
    bare = {alias for official in officials() for alias in official.aliases}
    accented = {official.name for official in officials() if not official.name.isascii()}
    assert not {name for name in accented if plain(name) not in bare}


def test_a_day_that_is_not_known_is_marked_as_approximate() -> None:
    term = next(official for official in officials() if official.name == "Steve Witkoff")
    assert "approximate" not in term.source
    guessed = next(official for official in officials() if official.name == "David Perdue")
    assert guessed.start.day == 1
    assert "approximate" in guessed.source


@pytest.mark.parametrize("year", range(2015, 2027))
def test_every_state_has_a_leader_in_the_middle_of_the_year(year: int) -> None:
    day = date(year, 7, 1)
    led = {(o.code, o.office) for o in officials() if o.start <= day <= (o.end or FAR)}
    without = {state.code for state in states() if (state.code, leading_office(state.code)) not in led}
    assert without <= UNLED | VACANT.get(year, set())


def test_the_leader_of_a_body_is_its_head() -> None:
    assert leading_office("NATO") is Office.BODY_HEAD


def test_names_that_are_also_common_words_belong_to_officials() -> None:
    known = {official.family_name for official in officials()} | {alias for official in officials() for alias in official.aliases}
    assert {"May", "He", "To", "Park"} <= shared_words() <= known


@pytest.mark.parametrize(
    ("short", "name", "code"),
    [
        ("Xi", "Xi Jinping", "CHN"),
        ("Erdogan", "Recep Tayyip Erdoğan", "TUR"),
        ("MBS", "Mohammed bin Salman", "SAU"),
        ("Lula", "Luiz Inácio Lula da Silva", "BRA"),
        ("AMLO", "Andrés Manuel López Obrador", "MEX"),
        ("Jokowi", "Joko Widodo", "IDN"),
        ("Trong", "Nguyen Phu Trong", "VNM"),
        ("Paetongtarn", "Paetongtarn Shinawatra", "THA"),
        ("Zelenskyy", "Volodymyr Zelensky", "UKR"),
        ("Lee Jae-myung", "Lee Jae Myung", "KOR"),
        ("Maros Sefcovic", "Maroš Šefčovič", "EU"),
        ("von der Leyen", "Ursula von der Leyen", "EU"),
        ("Abe", "Shinzo Abe", "JPN"),
        ("Anwar", "Anwar Ibrahim", "MYS"),
        ("Sisi", "Abdel Fattah el-Sisi", "EGY"),
        ("Abiy", "Abiy Ahmed", "ETH"),
    ],
)
def test_a_short_name_leads_to_the_full_one(short: str, name: str, code: str) -> None:
    assert any(o.name == name and o.code == code and short in (o.family_name, *o.aliases) for o in officials())
