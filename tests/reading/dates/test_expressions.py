from datetime import date

from detente.reading.dates import expressions_in


def test_a_month_goes_by_the_tense_of_its_clause() -> None:
    past, ahead = (expressions_in(text, date(2025, 10, 10))[0] for text in ("It was signed in July.", "It will be signed in July."))
    assert (past.value, ahead.value) == ("2025-07", "2026-07")


def test_nothing_is_dated_where_the_day_of_publication_is_unknown() -> None:
    (found,) = expressions_in("They met on Friday.", None)
    assert (found.value, found.edtf, found.preposition) == ("XXXX-WXX-5", None, "on")
