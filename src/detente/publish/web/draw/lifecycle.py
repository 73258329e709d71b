"""The life-cycle of a thread as one line in time.

In: a thread's page, a day. Out: marks on a line of `WIDTH` units: steps, contradictions, what is expected, today.

Holds: labels do not cover each other: each is in the first row in which it has room; steps without a day are left out and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from math import log1p

from detente.publish.words import day_words, shape, slot_words, status_words
from detente.views.page import ThreadPage

WIDTH = 760
_MARGIN = 14
_LETTER = 6.6
_ROW = 30
_LINE = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the line. `kind` is `step`, `split`, `expected` or `today`; `x` its place, `row` that of its label."""

    kind: str
    shape: str
    x: float
    row: int
    label: str
    when: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """`ends` is where the known part of the line ends and its dotted part begins; `undated` counts steps without a day."""

    marks: tuple[Mark, ...]
    ends: float
    last: float
    height: int
    undated: int


@dataclass(frozen=True, slots=True)
class _Event:
    kind: str
    shape: str
    day: date
    label: str


def _events(page: ThreadPage, today: date) -> list[_Event]:
    steps = [_Event("step", shape(s.status, s.action), s.stated, status_words(s.status, s.action)) for s in page.thread.history if s.stated]
    splits = [
        _Event("split", "split", max(days), f"disputed: {slot_words(row.conflict.field)}")
        for row in page.conflicts
        if (days := [claim.document.day for claim in row.conflict.claims if claim.document.day])
    ]
    expected = [_Event("expected", "hollow", item.day, item.kind.value) for item in page.due if not item.passed]
    first = min((event.day for event in steps), default=today)
    now = [_Event("today", "", today, "today")] if first <= today else []
    return sorted([*steps, *splits, *expected, *now], key=lambda event: event.day)


def _anchor(x: float, width: float) -> str:
    if x - width / 2 < 0:
        return "start"
    return "end" if x + width / 2 > WIDTH else "middle"


def _extent(x: float, width: float, anchor: str) -> tuple[float, float]:
    left = {"start": x - 6, "middle": x - width / 2, "end": x - width + 6}[anchor]
    return left, left + width


def _placed(events: Sequence[_Event], place: dict[date, float]) -> list[Mark]:
    rows: list[float] = []
    marks = []
    for event in events:
        x = place[event.day]
        width = max(len(event.label), len(day_words(event.day))) * _LETTER + 10
        anchor = _anchor(x, width)
        left, right = _extent(x, width, anchor)
        row = next((at for at, taken in enumerate(rows) if taken <= left), len(rows))
        rows[row : row + 1] = [right]
        marks.append(Mark(event.kind, event.shape, round(x, 1), row, event.label, day_words(event.day), anchor))
    return marks


def _places(days: Sequence[date]) -> dict[date, float]:
    """Where each day lies. A gap is as wide as the logarithm of its days: long ones are shortened, so that close steps stay apart."""
    apart = sorted(set(days))
    gaps = [log1p((later - earlier).days) for earlier, later in pairwise(apart)]
    whole = sum(gaps) or 1.0
    reached = accumulate(gaps, initial=0.0)
    return {day: _MARGIN + (WIDTH - 2 * _MARGIN) * at / whole for day, at in zip(apart, reached, strict=True)}


def lifecycle(page: ThreadPage, today: date) -> Drawing | None:
    """The drawing, None where no step has a day."""
    events = _events(page, today)
    if not any(event.kind == "step" for event in events):
        return None
    place = _places([event.day for event in events])
    marks = _placed(events, place)
    known = max(place[event.day] for event in events if event.kind in ("step", "split"))
    rows = max(mark.row for mark in marks) + 1
    undated = sum(step.stated is None for step in page.thread.history)
    return Drawing(tuple(marks), known, max(place.values()), _LINE + rows * _ROW + 8, undated)
