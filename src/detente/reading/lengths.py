"""When a measure ends that holds for a length of time: `suspended from 1 March for 90 days` until 30 May.

In: an analysis and the draft of a measure, the day on which it takes effect. Out: its last day with the words of the length.

Holds: the length hangs on the words that tell of the measure, and is its whole length: not `for another 90 days`.
"""

import re
from collections.abc import Iterator
from datetime import date

from detente.model.edtf import Edtf
from detente.model.sourced import Sourced
from detente.reading.dates import TimeExpression, TimexType
from detente.reading.dates.period import add_months
from detente.reading.drafts import Draft
from detente.reading.mentions import Analysis, Mention

_LENGTH = re.compile(r"P(\d{1,4})([DWMY])")
_DAY_OR_MONTH = re.compile(r"\d{4}-\d\d(-\d\d)?")
_PROLONGED = re.compile(r"\b(?:another|further|additional|more|extra|first|next|last|past|up to|at least)\b", re.IGNORECASE)
# From the length up to the word that tells of the measure: `for`, the verb, its auxiliaries.
_STEPS = 3


def end_by_length(analysis: Analysis, draft: Draft, effective: Edtf) -> Sourced[Edtf] | None:
    """The day (or month) on which a measure ends by its length; None where none is told or its beginning is too vague."""
    for mention, length in _lengths(analysis, draft):
        if (end := _later(effective, length)) is not None:
            return Sourced(end, mention.span, "date-effective-and-length")
    return None


def _lengths(analysis: Analysis, draft: Draft) -> Iterator[tuple[Mention, str]]:
    for candidate in (draft.candidate, *draft.others):
        tree = analysis.trees[candidate.sentence]
        for mention in analysis.mentions[candidate.sentence]:
            time = mention.value
            if tree is None or mention.token is None or not isinstance(time, TimeExpression) or time.type is not TimexType.DURATION:
                continue
            words = analysis.document.whole[mention.span.start - 12 : mention.span.end]
            above = [mention.token, *tree.ancestors(mention.token)][: _STEPS + 1]
            is_told = time.preposition in ("for", "of") or tree.deps[mention.token] in ("nummod", "amod", "compound", "npadvmod")
            if is_told and not _PROLONGED.search(words) and any(token in candidate.tokens for token in above):
                yield mention, time.value


def _later(start: Edtf, length: str) -> Edtf | None:
    """`2026-03-01` and `P90D`: `2026-05-30`; days and weeks are counted from a day only."""
    match, known = _LENGTH.fullmatch(length), _DAY_OR_MONTH.fullmatch(start.text)
    if match is None or known is None or start.first is None:
        return None
    count, unit = int(match[1]), match[2]
    try:
        if unit in "DW":
            return Edtf(date.fromordinal(start.first.toordinal() + count * (7 if unit == "W" else 1)).isoformat()) if known[1] else None
        end = add_months(start.first, count * (12 if unit == "Y" else 1))
    except (ValueError, OverflowError):
        return None
    return Edtf(end.isoformat() if known[1] else end.isoformat()[:7])
