from datetime import date, datetime, timedelta, timezone

import pytest

from detente.reading.dates import Anchor, TimeExpression, TimexType, dates, expressions_in

_DAY = date(2025, 10, 10)


def one(text: str, published: date | None = _DAY) -> TimeExpression:
    (found,) = expressions_in(text, published)
    return found


def test_the_span_leaves_out_the_preposition_in_front() -> None:
    text = "It applies from 1 November."
    found = one(text)
    assert (text[found.span.start : found.span.end], found.preposition) == ("1 November", "from")


def test_an_article_between_preposition_and_expression_belongs_to_neither_or_to_the_expression() -> None:
    assert one("It ends by the end of March.").preposition == "by"
    assert one("As of Thursday nothing had changed.").preposition == "as of"
    assert one("Tuesday was calm.").preposition is None


def test_an_expression_complete_in_itself_has_no_anchor() -> None:
    assert one("It began on 10 May 2019.").anchor is None
    assert one("He stayed for three days.").anchor is None


def test_a_relative_expression_tells_what_it_was_counted_from() -> None:
    published = expressions_in("It began two weeks ago.", _DAY)[0]
    told = expressions_in("On 3 September they met; two days later they signed.", _DAY)[1]
    event = expressions_in("It takes effect 15 days after publication of the list.", _DAY)[0]
    assert (published.anchor, told.anchor, event.anchor) == (Anchor.PUBLISHED, Anchor.TEXT, Anchor.EVENT)


def test_a_length_counted_from_an_event_keeps_the_words_of_the_event_and_no_date() -> None:
    found = one("Within 30 days of the entry into force, the parties shall meet.")
    assert (found.type, found.value, found.edtf, found.event) == (TimexType.DURATION, "P30D", None, "the entry into force")


def test_within_a_length_of_time_is_a_deadline_counted_from_publication() -> None:
    found = one("They must comply within 60 days.")
    assert (str(found.edtf), found.anchor, found.preposition) == ("2025-12-09", Anchor.PUBLISHED, "within")


def test_the_rule_names_how_tense_decided() -> None:
    past, ahead, open_ = (one(text).rule for text in ("They met in July.", "They will meet in July.", "The July list."))
    assert (past, ahead, open_) == ("month:tense-past", "month:tense-future", "month:nearest")


def test_a_range_knows_its_ends() -> None:
    found = one("The tour runs from 26 to 28 October.")
    assert [(str(part.edtf), part.value) for part in found.parts] == [("2025-10-26", "2025-10-26"), ("2025-10-28", "2025-10-28")]


def test_dates_gives_the_ends_of_a_range_each_with_the_whole() -> None:
    first, last = dates("The tour runs from 26 to 28 October.", _DAY)
    assert (str(first.within), str(last.within), str(last.edtf)) == ("2025-10-26/2025-10-28", "2025-10-26/2025-10-28", "2025-10-28")


def test_how_often_and_about_how_long_are_kept_beside_the_value() -> None:
    often, about = one("They meet twice a year."), one("It lasted nearly two years.")
    assert (often.freq, about.mod) == ("2X", "APPROX")


def test_an_instant_counts_as_its_own_local_day() -> None:
    tokyo = datetime(2025, 10, 10, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    assert [str(found.edtf) for found in expressions_in("He spoke yesterday.", tokyo)] == ["2025-10-09"]


def test_without_a_day_of_publication_nothing_relative_has_a_date() -> None:
    text = "He spoke on Friday, last week, two days ago, in July and within 60 days; he will speak on the 30th, tonight and next year."
    assert [found.edtf for found in expressions_in(text, None)] == [None] * 8


def test_a_history_is_told_by_its_own_years_and_not_by_the_year_of_publication() -> None:
    text = (
        "In September 1939 the war began. In April, Norway was invaded. On May 10, 1940 France was attacked. In June 1940 it fell. "
        "In July, the battle in the air began. In October 1940 it ended. In 1941 the east was attacked."
    )
    values = [found.value for found in expressions_in(text, date(2009, 12, 19))]
    assert (values[1], values[4]) == ("1940-04", "1940-07")


def test_lines_wrapped_inside_a_paragraph_do_not_cut_an_expression() -> None:
    text = "The two sides met on 3\nSeptember in the old\ncapital, where talks had\nbeen broken off in the\nspring of last\nyear.\n"
    assert [str(found.edtf) for found in expressions_in(text, _DAY)] == ["2025-09-03", "2024-03/2024-05"]


def test_endless_digits_and_runs_of_small_numbers_hold_nothing() -> None:
    assert expressions_in("1234567890" * 20_000, _DAY) == ()
    assert expressions_in("12 34 56789 " * 5_000, _DAY) == ()


def test_a_deadline_at_midnight_falls_on_the_next_day() -> None:
    found = one("The duties are to start at midnight.")
    assert (found.value, str(found.edtf)) == ("2025-10-10T24:00", "2025-10-11")


def test_a_line_end_between_lines_of_a_list_does_cut() -> None:
    assert [found.value for found in expressions_in("Signed in May\n2019 is the base year\nOf note", _DAY)] == ["2025-05", "2019"]


def test_the_first_weekday_of_a_list_follows_the_sentence_that_leads_it() -> None:
    text = "The president will visit three cities:\n- Sunday, Kuala Lumpur\n- Monday, on to Tokyo"
    assert [str(found.edtf) for found in expressions_in("Next month he will visit three cities.\n" + text, _DAY)][1:] == [
        "2025-10-12",
        "2025-10-13",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He is to witness the signing of the accord between the two on Sunday.", "2025-10-26"),
        ("The queen is to address the assembly in the capital of the island on Sunday.", "2025-10-26"),
        ("The minister leaves for Lagos on Friday.", "2025-10-24"),
        ("It is to send talks on Sunday", "2025-10-26"),
    ],
)
def test_a_verb_that_announces_looks_ahead(text: str, value: str) -> None:
    (found,) = expressions_in(text, date(2025, 10, 23))
    assert found.value == value


def test_so_much_a_day_from_a_month_on_is_no_day() -> None:
    values = [(found.value, found.rule) for found in expressions_in("It supplies 60 cubic feet of gas a day from June.", date(2025, 3, 3))]
    assert not any(rule.startswith("length-from") for _, rule in values)
    (found,) = expressions_in("It comes in a week from 2 June 2025.", date(2025, 3, 3))
    assert found.value == "2025-06-09"
