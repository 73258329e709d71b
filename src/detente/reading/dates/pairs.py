"""Days, months or years that follow each other and are named side by side make one date: `31 October and 1 November`, `2020 and 2021`.

In: expressions of a text. Out: the same, with each such run as one expression whose `parts` they are. Those that do not
follow each other stay apart, since they are two dates.
"""

import re
from datetime import timedelta

from detente.model.edtf import Edtf
from detente.model.span import Span
from detente.reading.dates.expression import TimeExpression, TimexType

_LINK = re.compile(r",?\s+and\s+(?:on\s+|in\s+|the\s+)?|,\s+")


def paired(expressions: tuple[TimeExpression, ...], text: str) -> tuple[TimeExpression, ...]:
    """Join what follows each other; a comma joins only where an `and` joins the last one."""
    joined: list[TimeExpression] = []
    place = 0
    while place < len(expressions):
        run = _run(expressions, place, text)
        joined.append(_whole(expressions[place : place + run]) if run > 1 else expressions[place])
        place += run
    return tuple(joined)


def _run(expressions: tuple[TimeExpression, ...], start: int, text: str) -> int:
    length = closed = 1
    while start + length < len(expressions):
        left, right = expressions[start + length - 1], expressions[start + length]
        link = text[left.span.end : right.span.start]
        if not _LINK.fullmatch(link) or not _follows(left, right):
            break
        length += 1
        if "and" in link:
            return length
    return closed


def _follows(left: TimeExpression, right: TimeExpression) -> bool:
    """Whether both are whole days, months or years, the right one next after the left."""
    if left.parts or right.parts or left.mod or right.mod or left.type is not TimexType.DATE or right.type is not TimexType.DATE:
        return False
    if left.edtf is None or right.edtf is None or "/" in left.edtf.text + right.edtf.text or len(left.edtf.text) != len(right.edtf.text):
        return False
    last, first = left.edtf.last, right.edtf.first
    return last is not None and first is not None and first - last == timedelta(days=1)


def _whole(run: tuple[TimeExpression, ...]) -> TimeExpression:
    first, last = run[0], run[-1]
    return TimeExpression(
        span=Span(first.span.start, last.span.end),
        type=TimexType.DATE,
        value=f"{first.value}/{last.value}",
        edtf=Edtf(f"{first.edtf}/{last.edtf}"),
        anchor=first.anchor or last.anchor,
        rule=f"pair-{last.rule}",
        preposition=first.preposition,
        parts=run,
    )
