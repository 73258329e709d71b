"""Which measure took the place of which: an act that changes the rate at which another act stood, or was to stand.

In: threads. Out: pairs of threads, the later one first, each with the two claims that show it.

Holds: both claims name the same imposer, instrument, targets and goods, at two rates; and the later act starts from the rate of
the earlier (`from 25 to 50`), or was decided within `MOST_DAYS` of its being dropped, or takes effect within `MOST_DAYS_APART` of
the day for which it was threatened. Several earlier acts that fit: none, since doubt keeps apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from detente.model.claim import Claim, Instrument, Kind, Measure, MeasureAction, MeasureStatus
from detente.model.thread import Thread
from detente.vocab.phrases import words_of

MOST_DAYS = 31
MOST_DAYS_APART = 10

_DECIDED = frozenset({MeasureStatus.ANNOUNCED, MeasureStatus.IN_FORCE})
_SETTING = frozenset({MeasureAction.IMPOSE, MeasureAction.RAISE, MeasureAction.CUT})

Succession = tuple[Thread, Thread, Claim, Claim]

Scope = tuple[Instrument, frozenset[str], frozenset[str], frozenset[str]]


def scope_of(claim: Measure) -> Scope:
    """What an act is about: instrument, imposers, targets, words of the products; one can only take the place of another of the same."""
    imposer, target = (frozenset(held.value.code for held in side) for side in (claim.imposer, claim.target))
    return claim.instrument, imposer, target, frozenset(word for held in claim.products for word in words_of(held.value))


def _setting(claims: Sequence[Measure]) -> Measure | None:
    """The first claim that decides the rate of an act."""
    return next((c for c in claims if c.status in _DECIDED and c.action in _SETTING and c.rate is not None), None)


@dataclass(frozen=True, slots=True)
class _End:
    """A claim at which another act can take up, and the rate at which it leaves its own."""

    claim: Measure
    rate: Decimal


def _ends(claims: Sequence[Measure]) -> list[_End]:
    """The rate that was decided; where none was, the newest threat and the drop, at the newest rate that was threatened."""
    setting = _setting(claims)
    if setting is not None and setting.rate is not None:
        return [_End(setting, setting.rate.value)]
    rates = [claim.rate.value for claim in claims if claim.rate is not None]
    last = {claim.status: claim for claim in claims}
    found = [last[status] for status in (MeasureStatus.DROPPED, MeasureStatus.THREATENED) if status in last]
    return [_End(claim, claim.rate.value if claim.rate else rates[-1]) for claim in found if rates]


def _days_between(earlier: Claim, later: Claim) -> int | None:
    a, b = earlier.document.day, later.document.day
    return None if a is None or b is None else (b - a).days


def _on_near_days(earlier: Measure, later: Measure) -> bool:
    a, b = earlier.effective, later.effective
    if a is None or b is None or a.value.first is None or b.value.first is None or not (a.value.is_day and b.value.is_day):
        return False
    return abs((a.value.first - b.value.first).days) <= MOST_DAYS_APART


def _follows(later: Measure, end: _End) -> bool:
    """Whether the later act took up where the earlier one leaves off."""
    earlier = end.claim
    days = _days_between(earlier, later)
    if days is None or later.rate is None or later.rate.value == end.rate:
        return False
    if earlier.status is MeasureStatus.DROPPED:
        return abs(days) <= MOST_DAYS
    if earlier.status is MeasureStatus.THREATENED:
        return days >= 0 and _on_near_days(earlier, later)
    return days >= 0 and later.rate_from is not None and later.rate_from.value == end.rate


def scopes_of(thread: Thread) -> Iterator[Scope]:
    """What the acts of a thread are about at which another act may take up, or which may take up another."""
    claims = [claim for claim in thread.claims if isinstance(claim, Measure)] if thread.kind is Kind.MEASURE else []
    setting = _setting(claims)
    yield from (scope_of(claim) for claim in (*(end.claim for end in _ends(claims)), *((setting,) if setting else ())))


def successions(threads: Iterable[Thread]) -> Iterator[Succession]:
    """Every pair of which the first took the place of the second."""
    by_scope: dict[Scope, list[tuple[Thread, _End]]] = defaultdict(list)
    settings: list[tuple[Thread, Measure]] = []
    for thread in threads:
        claims = [claim for claim in thread.claims if isinstance(claim, Measure)] if thread.kind is Kind.MEASURE else []
        for end in _ends(claims):
            by_scope[scope_of(end.claim)].append((thread, end))
        setting = _setting(claims)
        if setting is not None and setting.imposer:
            settings.append((thread, setting))
    for thread, setting in settings:
        fitting = {other.id: (other, end) for other, end in by_scope[scope_of(setting)] if other.id != thread.id and _follows(setting, end)}
        if len(fitting) == 1:
            ((other, end),) = fitting.values()
            yield thread, other, setting, end.claim
