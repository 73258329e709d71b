from collections import defaultdict

import pytest

from detente.vocab.countries import is_state, states
from detente.vocab.places import PlaceKind, places
from detente.vocab.table import rows


def found(name: str) -> str | None:
    return next((place.place for place in places() if place.name == name), None)


def test_every_place_is_in_a_country_and_its_form_ends_with_the_code() -> None:
    for place in places():
        assert is_state(place.country), place
        assert place.place == place.country or place.place.endswith(f", {place.country}"), place


def test_no_name_is_in_two_countries_within_one_kind() -> None:
    countries = defaultdict(set)
    for place in places():
        countries[place.name, place.kind].add(place.country)
    assert not {key: codes for key, codes in countries.items() if len(codes) > 1}


def test_no_city_is_twice_in_the_hand_made_table() -> None:
    names = [name for row in rows("places/cities.csv", ("country", "name", "variants")) for name in {row["name"], *row.many("variants")}]
    assert len(names) == len(set(names))


def test_every_capital_that_stands_for_a_state_is_a_city_there() -> None:
    cities = {(place.name, place.country) for place in places() if place.kind == PlaceKind.CITY}
    capitals = {(text, state.code) for state in states() if state.code not in ("DDR",) for text in state.capitals}
    assert not capitals - cities


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Busan", "Busan, KOR"),
        ("Kiev", "Kyiv, UKR"),
        ("Saint Petersburg", "St. Petersburg, RUS"),
        ("Washington, D.C.", "Washington, USA"),
        ("Bombay", "Mumbai, IND"),
        ("Danang", "Da Nang, VNM"),
        ("Sharm El-Sheikh", "Sharm el-Sheikh, EGY"),
        ("Birmingham", "Birmingham, GBR"),
        ("Brest", "Brest, BLR"),
        ("Tripoli", "Tripoli, LBY"),
        ("Nairobi", "Nairobi, KEN"),
        ("Curitiba", "Curitiba, BRA"),
        ("Kananaskis", "Kananaskis, CAN"),
        ("Mar-a-Lago", "Palm Beach, USA"),
        ("Camp David", "Thurmont, USA"),
        ("Sunnylands", "Rancho Mirage, USA"),
        ("Panmunjom", "Paju, KOR"),
        ("Chequers", "Ellesborough, GBR"),
        ("Ladakh", "Ladakh, IND"),
        ("Crimea", "Crimea, UKR"),
        ("Gaza Strip", "Gaza, PSE"),
    ],
)
def test_a_name_gives_the_form_that_claims_hold(name: str, place: str) -> None:
    assert found(name) == place
