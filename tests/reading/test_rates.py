"""Rates are read with `percent`, and without it where the words about them speak of duties."""

import pytest

from detente.reading.rates import rates_in


def _rates(text: str) -> list[tuple[str, str, str | None]]:
    return [(str(rate.value), text[rate.span.start : rate.span.end], rate.hint) for rate in rates_in(text)]


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("a tariff of hundred and ten per cent", [("110", "hundred and ten per cent", None)]),
        ("the duty falls from 57 per cent to 47.", [("57", "57 per cent", "from"), ("47", "47", "to")]),
        ("pays 15 percent duty instead of 25 on cars", [("15", "15 percent", None), ("25", "25", "from")]),
        ("duties of 4 percent on cars and 3.4 on lorries", [("4", "4 percent", None), ("3.4", "3.4", None)]),
        ("The tariff goes from 25 to 35 on Friday.", [("25", "25", "from"), ("35", "35", "to")]),
        ("The tariffs come down. Copper now pays 12.", []),
        ("The tariff on copper stays; tin pays 12.", [("12", "12", None)]),
    ],
)
def test_a_rate_shares_its_percent_with_another_or_with_the_duty(text: str, rates: list[tuple[str, str, str | None]]) -> None:
    assert _rates(text) == rates


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zero tariffs on buses", "Zero"),
        ("cut its tariff on wheat to zero", "zero"),
        ("Lamb enters duty-free.", "duty-free"),
        ("goods enter free of customs duties", "free of customs duties"),
        ("parts come in without duty", "without duty"),
        ("Cars would pay no tariff at all", "no tariff"),
    ],
)
def test_no_duty_is_a_rate_of_zero(text: str, words: str) -> None:
    assert [rate[:2] for rate in _rates(text)] == [("0", words)]


@pytest.mark.parametrize(
    "text",
    [
        "The tariff talks begin at 9 on Monday.",
        "The tariff bill passed by 7 votes to 4.",
        "After the tariff news the rand eased to 19.05 to the dollar.",
        "The tariff falls in 2024 to 12 states.",
        "A duty-free shop at the border",
        "They left without tariff relief",
        "The bank keeps its zero tolerance for emissions.",
        "From 10 to 15 June the ministers met.",
    ],
)
def test_other_numbers_are_no_rates(text: str) -> None:
    assert _rates(text) == []
