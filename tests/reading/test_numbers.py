"""Numbers in digits and words have one value, and no part of a longer number is taken for one."""

from decimal import Decimal

import pytest

from detente.reading.numbers import is_rest_of_a_number, number_in


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("1,500", "1500"),
        ("12.5", "12.5"),
        ("zero", "0"),
        ("Twenty-five", "25"),
        ("a hundred", "100"),
        ("hundred and twenty", "120"),
        ("two hundred fifty-five", "255"),
        ("eleven point eight", "11.8"),
        ("six and a half", "6.5"),
        ("half a", "0.5"),
    ],
)
def test_a_number_has_the_value_that_its_words_say(words: str, value: str) -> None:
    assert number_in(words) == Decimal(value)


@pytest.mark.parametrize("words", ["seven fifty", "many", "", "twenty eleven"])
def test_what_is_no_number_has_no_value(words: str) -> None:
    assert number_in(words) is None


def test_the_end_of_a_longer_number_is_told_apart() -> None:
    assert is_rest_of_a_number("three thousand five", 15)
    assert not is_rest_of_a_number("of three thousand", 3)
