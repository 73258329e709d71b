"""Lists that read only what is shown are the lists that all threads make."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest

from detente.app.answers import OpenLedger
from detente.app.matters import matters
from detente.model.claim import Kind
from detente.model.saved_search import SavedSearch
from detente.model.selection import EVERYTHING, Selection
from detente.publish.brief import brief_of
from detente.views.scoreboard import Breakdown, Chosen, score_row_to_record
from tests import stories
from tests.publish import shelves

STORIES = ("trade-war-2018", "asia-tour-2025", "eu-us-2025")

SELECTIONS = (
    EVERYTHING,
    Selection(kinds=(Kind.MEASURE,), statuses=("threatened", "announced")),
    Selection(since=date(2018, 6, 1), until=date(2018, 8, 31)),
    Selection(actors=("CHN", "EU"), kinds=(Kind.MEASURE, Kind.ENCOUNTER)),
)

DAYS = (date(2018, 7, 10), date(2025, 7, 20), date(2025, 11, 3))

# Each question is asked with a selection and a day.
QUESTIONS = {
    "threads": lambda held, chosen, day: held.threads(chosen),
    "changes": lambda held, chosen, day: held.changes(chosen),
    "conflicts": lambda held, chosen, day: held.conflicts(chosen),
    "conflicts that stand": lambda held, chosen, day: held.conflicts(chosen, standing=True),
    "conflicts that are settled": lambda held, chosen, day: held.conflicts(chosen, standing=False),
    "due": lambda held, chosen, day: held.due(chosen, today=day, within="90d"),
    "ahead": lambda held, chosen, day: held.due(chosen, today=day, within="90d", passed=False),
    "passed": lambda held, chosen, day: held.due(chosen, today=day, within="900d", passed=True),
    "measures": lambda held, chosen, day: held.measures(chosen, on=day),
    "stacks": lambda held, chosen, day: held.stack_sizes(chosen, on=day),
    "states": lambda held, chosen, day: held.states(on=day),
    "meetings": lambda held, chosen, day: held.meetings(day - timedelta(days=30), day + timedelta(days=30)),
    "calendar": lambda held, chosen, day: held.calendar(day.replace(day=1), day.replace(day=28), chosen),
    "days": lambda held, chosen, day: held.day_counts(day.replace(day=1), day.replace(day=28), chosen),
    "actors": lambda held, chosen, day: held.actors(),
    "pairs": lambda held, chosen, day: held.pairs(20),
    "movements": lambda held, chosen, day: held.movements(f"{day:%Y-%m}"),
    "threats": lambda held, chosen, day: held.threats(chosen, today=day),
    "threats of a cell": lambda held, chosen, day: held.threats(
        chosen, today=day, chosen=Chosen(Breakdown.PAIR, "USA → CHN", "carried out in full")
    ),
    "threats that were answered": lambda held, chosen, day: held.threats(chosen, today=day, chosen=Chosen(answered=True)),
    "scoreboard": lambda held, chosen, day: list(map(score_row_to_record, held.scoreboard(chosen, by=Breakdown.PAIR, today=day))),
    "disputed": lambda held, chosen, day: held.disputed(chosen, Selection(since=day - timedelta(days=90), until=day)),
    "claims": lambda held, chosen, day: held.claims(chosen),
    "coverage": lambda held, chosen, day: held.coverage(),
    "brief": lambda held, chosen, day: brief_of(held, SavedSearch(chosen, "", None), since=day - timedelta(days=60), until=day),
    "span": lambda held, chosen, day: held.span(),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> Iterator[tuple[OpenLedger, OpenLedger]]:
    """One ledger with all threads at hand, and the same asked as if it were large."""
    path = tmp_path_factory.mktemp("ledger") / "a.ledger"
    with pytest.MonkeyPatch.context() as patch, OpenLedger(path) as small, OpenLedger(path) as large:
        small.append(reading for name in STORIES for reading in stories.readings(name))
        decide(small)
        small.all_threads()
        patch.setattr(matters, "MOST_AT_HAND", 0)
        patch.setattr(large._matters, "all", lambda: pytest.fail("all threads are read"))
        yield small, large


def decide(held: OpenLedger) -> None:
    """A claim is retracted, and one that was no threat becomes one."""
    measures = held.claims(Selection(kinds=(Kind.MEASURE,), statuses=("announced",)))
    gone, other = (f"{row.claim.document.id}#{row.claim.id}" for row in measures[:2])
    held.review().retract(gone, by="Ana", why="not said")
    held.review().correct(other, slot="status", value="threatened", by="Ana", why="not decided")


def told(answer: object) -> object:
    return list(answer) if isinstance(answer, Sequence) else answer


# The others follow the same ways.
_ALWAYS = ("threads", "changes", "measures", "calendar", "actors", "scoreboard", "claims", "coverage", "brief")


@pytest.mark.parametrize("question", [pytest.param(name, marks=() if name in _ALWAYS else pytest.mark.slow) for name in QUESTIONS])
def test_a_list_of_a_large_ledger_is_that_of_all_threads(both, question):
    ask = QUESTIONS[question]
    for chosen, day in zip(SELECTIONS, (*DAYS[:2], *DAYS[:2]), strict=True):
        expected, found = (ask(held, chosen, day) for held in both)
        if isinstance(found, Sequence):
            assert len(found) == len(expected)
            assert list(found[1:3]) == list(expected[1:3])
        assert told(found) == told(expected)


def test_summaries_follow_what_is_recorded_and_decided(monkeypatch):
    monkeypatch.setattr(matters, "MOST_AT_HAND", 0)
    with shelves.ledger(shelves.THREAT, shelves.MEETING) as held:
        assert [len(held.threads()), len(held.changes())] == [2, 2]
        held.append(shelves.readings(shelves.ORDER, shelves.PLEDGE))
        found = held.threads(), held.changes(), held.measures(on=date(2012, 3, 21))
        held.review().retract("b#c1", by="Ana", why="not said")
        after = held.threads(), held.changes(), held.measures(on=date(2012, 3, 21))
        assert [len(rows) for rows in (*found, *after)] == [3, 4, 1, 3, 3, 0]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(matters, "MOST_AT_HAND", 50_000)
            held.refresh()
            assert [list(rows) for rows in after] == [list(held.threads()), list(held.changes()), list(held.measures(on=date(2012, 3, 21)))]
