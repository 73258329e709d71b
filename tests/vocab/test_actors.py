from collections import defaultdict

import pytest

from detente.model.actor import Actor
from detente.vocab.actors import ActorName, Sense, actor_names, lookalikes
from detente.vocab.countries import is_state, states


def code_of(text: str, sense: Sense) -> str | None:
    return next((name.code for name in actor_names() if name.text == text and name.sense is sense), None)


def test_every_code_can_be_an_actor_and_is_a_state_or_a_body_with_a_name_of_its_own() -> None:
    bodies = {name.code for name in actor_names() if name.sense in (Sense.ORGANISATION, Sense.COMPANY)}
    for name in actor_names():
        assert Actor(name.code).person is None
        assert is_state(name.code) or name.code in bodies, name


def test_a_code_is_not_both_a_state_and_a_body() -> None:
    assert not [name for name in actor_names() if name.sense in (Sense.ORGANISATION, Sense.COMPANY) and is_state(name.code)]


def test_no_text_has_two_codes_in_one_sense() -> None:
    codes = defaultdict(set)
    for name in actor_names():
        codes[name.text, name.sense].add(name.code)
    assert not {key: found for key, found in codes.items() if len(found) > 1}


def test_only_metonyms_may_name_another_actor_than_the_text_does_elsewhere() -> None:
    codes = defaultdict(set)
    for name in actor_names():
        if name.sense not in (Sense.CAPITAL, Sense.SEAT):
            codes[name.text].add(name.code)
    assert not {text: found for text, found in codes.items() if len(found) > 1}


def test_names_have_no_stray_blanks_or_separators() -> None:
    for name in actor_names():
        assert name.text == " ".join(name.text.split())
        assert "|" not in name.text


def test_every_state_has_a_name_and_a_leading_office() -> None:
    assert all(state.names and state.led_by in ("head_of_state", "head_of_government") for state in states())


def test_a_straight_apostrophe_also_stands_for_the_typographic_one() -> None:
    assert code_of("Côte d'Ivoire", Sense.NAME) == code_of("Côte d’Ivoire", Sense.NAME) == "CIV"


def test_lookalikes_are_no_actors_themselves() -> None:
    assert not set(lookalikes()) & {name.text for name in actor_names()}


@pytest.mark.parametrize(
    ("text", "sense", "code"),
    [
        ("US", Sense.NAME, "USA"),
        ("U.K.", Sense.NAME, "GBR"),
        ("mainland China", Sense.NAME, "CHN"),
        ("DPRK", Sense.NAME, "PRK"),
        ("Republic of Korea", Sense.NAME, "KOR"),
        ("Türkiye", Sense.NAME, "TUR"),
        ("Burma", Sense.NAME, "MMR"),
        ("Holland", Sense.NAME, "NLD"),
        ("Czech Republic", Sense.NAME, "CZE"),
        ("Kosovo", Sense.NAME, "XKX"),
        ("Holy See", Sense.NAME, "VAT"),
        ("Palestinian Authority", Sense.NAME, "PSE"),
        ("Soviet Union", Sense.NAME, "SUN"),
        ("Britons", Sense.DEMONYM, "GBR"),
        ("Swiss", Sense.DEMONYM, "CHE"),
        ("Nigerien", Sense.DEMONYM, "NER"),
        ("Nigerian", Sense.DEMONYM, "NGA"),
        ("Emirati", Sense.DEMONYM, "ARE"),
        ("Beijing", Sense.CAPITAL, "CHN"),
        ("Ottawa", Sense.CAPITAL, "CAN"),
        ("Brussels", Sense.SEAT, "EU"),
        ("Kremlin", Sense.SEAT, "RUS"),
        ("Downing Street", Sense.SEAT, "GBR"),
        ("Malacañang", Sense.SEAT, "PHL"),
        ("USTR", Sense.ORGAN, "USA"),
        ("Mofcom", Sense.ORGAN, "CHN"),
        ("METI", Sense.ORGAN, "JPN"),
        ("the Commission", Sense.ORGAN, "EU"),
        ("Itamaraty", Sense.ORGAN, "BRA"),
        ("UN Security Council", Sense.ORGAN, "UN"),
        ("OPEC+", Sense.ORGANISATION, "OPEC"),
        ("World Trade Organization", Sense.ORGANISATION, "WTO"),
        ("Hamas", Sense.ORGANISATION, "ORG:Hamas"),
        ("Yangtze Memory Technologies", Sense.COMPANY, "ORG:YMTC"),
        ("U.S. Steel", Sense.COMPANY, "ORG:US Steel"),
    ],
)
def test_a_spelling_in_its_sense_names_the_actor_known_by_it(text: str, sense: Sense, code: str) -> None:
    assert code_of(text, sense) == code


def test_brussels_is_a_seat_of_the_union_and_not_of_belgium() -> None:
    assert [name for name in actor_names() if name.text == "Brussels"] == [ActorName("Brussels", "EU", Sense.SEAT)]
