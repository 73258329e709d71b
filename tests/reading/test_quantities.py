"""Amounts have their unit beside them, or the only currency of the text."""

import pytest

from detente.reading.quantities import is_without_currency, quantities_in


def _amounts(text: str) -> list[tuple[str, str, str]]:
    return [
        (f"{quantity.amount.value:f}", quantity.amount.unit, text[quantity.span.start : quantity.span.end])
        for quantity in quantities_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("A hundred million dollars", ("100000000", "USD", "A hundred million dollars")),
        ("two hundred and ten million euros", ("210000000", "EUR", "two hundred and ten million euros")),
        ("two point five million tonnes", ("2500000.0", "t", "two point five million tonnes")),
        ("the half million tons", ("500000.0", "t", "half million tons")),
        ("R1.5 billion for rail", ("1500000000.0", "ZAR", "R1.5 billion")),
        ("an order for 12 F-16s", ("12", "aircraft", "12 F-16s")),
    ],
)
def test_an_amount_is_read_whole(text: str, amount: tuple[str, str, str]) -> None:
    assert _amounts(text) == [amount]


def test_millions_without_a_currency_are_of_the_only_one_that_the_text_names() -> None:
    text = "It invests $9 billion: 4 billion in steel, the rest later."
    assert _amounts(text) == [("9000000000", "USD", "$9 billion"), ("4000000000", "USD", "4 billion")]
    assert is_without_currency("4 billion")
    assert not is_without_currency("$9 billion")


@pytest.mark.parametrize(
    "text",
    [
        "It invests $9 billion and €2 billion: 4 billion in steel.",
        "It has 4 billion in steel.",
        "For $9 billion it feeds 4 million people.",
    ],
)
def test_millions_are_no_money_where_the_currency_is_open_or_something_else_is_counted(text: str) -> None:
    assert not any(words.startswith("4") for _, _, words in _amounts(text))


@pytest.mark.parametrize("text", ["three thousand five hundred tons", "on the R1 and the R22", "a dollar", "Boeing 737 jets"])
def test_half_read_and_vague_amounts_are_left_out(text: str) -> None:
    assert _amounts(text) == []
