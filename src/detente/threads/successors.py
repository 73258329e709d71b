"""Which measure took the place of which: an act that changes the rate at which another act stands.

In: threads. Out: pairs of threads, the later one first, each with the two claims that show it.

Holds: same imposer, instrument, targets and goods; the later act starts from the rate at which the earlier one ends
(`raised from 25 to 50`), or the earlier one was dropped and an act at another rate was decided within `MOST_DAYS` of
that. Several earlier acts that fit equally: none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from detente.model.claim import Claim, Kind, Measure, MeasureAction, MeasureStatus
from detente.model.selection import actors_in
from detente.model.thread import Thread
from detente.vocab.phrases import Words, words_of

MOST_DAYS = 31

_DECIDED = frozenset({MeasureStatus.ANNOUNCED, MeasureStatus.IN_FORCE})
_SETTING = frozenset({MeasureAction.IMPOSE, MeasureAction.RAISE, MeasureAction.CUT})

Succession = tuple[Thread, Thread, Claim, Claim]


def _goods(thread: Thread) -> Words:
    return frozenset(word for claim in _measures(thread) for held in claim.products for word in words_of(held.value))


def _measures(thread: Thread) -> list[Measure]:
    return [claim for claim in thread.claims if isinstance(claim, Measure)]


def _sides(thread: Thread) -> tuple[str, frozenset[str], frozenset[str]]:
    claims = _measures(thread)
    imposer = frozenset(held.value.code for claim in claims for held in claim.imposer)
    return claims[0].instrument.value, imposer, frozenset(held.value.code for claim in claims for held in claim.target)


def _setting(thread: Thread) -> Measure | None:
    """The first claim that decides the rate of the act."""
    return next((c for c in _measures(thread) if c.status in _DECIDED and c.action in _SETTING and c.rate is not None), None)


def _dropping(thread: Thread) -> Measure | None:
    claims = _measures(thread)
    return claims[-1] if claims[-1].status is MeasureStatus.DROPPED else None


def _fits(later: Measure, earlier: Thread) -> Claim | None:
    """The claim of the earlier thread that the later act follows on."""
    held = _setting(earlier)
    if later.rate_from is not None and held is not None and held.rate is not None and _is_before(held, later):
        return held if held.rate.value == later.rate_from.value and later.rate != held.rate else None
    dropped = _dropping(earlier)
    if dropped is None or later.rate is None or not _is_near(dropped, later):
        return None
    rates = {c.rate.value for c in _measures(earlier) if c.rate is not None}
    return dropped if rates and later.rate.value not in rates else None


def _is_before(earlier: Claim, later: Claim) -> bool:
    a, b = earlier.document.day, later.document.day
    return a is not None and b is not None and a <= b


def _is_near(earlier: Claim, later: Claim) -> bool:
    a, b = earlier.document.day, later.document.day
    return a is not None and b is not None and abs((b - a).days) <= MOST_DAYS


def _groups(threads: Iterable[Thread]) -> Iterator[list[Thread]]:
    groups: dict[tuple[object, ...], list[Thread]] = defaultdict(list)
    for thread in threads:
        if thread.kind is Kind.MEASURE and actors_in(thread.claims[0]):
            groups[(*_sides(thread), _goods(thread))].append(thread)
    yield from (group for group in groups.values() if len(group) > 1)


def _predecessors(thread: Thread, group: Sequence[Thread]) -> list[tuple[Thread, Claim, Claim]]:
    later = _setting(thread)
    if later is None:
        return []
    found = [(other, later, claim) for other in group if other.id != thread.id and (claim := _fits(later, other))]
    return [(other, mine, theirs) for other, mine, theirs in found]


def successions(threads: Iterable[Thread]) -> Iterator[Succession]:
    """Every pair of which the first took the place of the second."""
    for group in _groups(threads):
        for thread in group:
            found = _predecessors(thread, group)
            if len(found) == 1:
                earlier, mine, theirs = found[0]
                yield thread, earlier, mine, theirs
