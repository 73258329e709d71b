"""What the other side of a threat did: gave, or hit back.

In: threads and their links. Out: for a threat, what a report links to it, and apart from that what merely followed.

Holds: only what was reached counts (pledged, agreed, announced), not what was asked for. What is linked is never among
what followed. What followed is no claim that the threat brought it about.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from detente.model.claim import Agreement, Claim, Commitment, Encounter, Measure, Status
from detente.model.claim import AgreementStatus as A
from detente.model.claim import CommitmentStatus as C
from detente.model.claim import MeasureAction as Act
from detente.model.claim import MeasureStatus as M
from detente.model.thread import Thread
from detente.model.thread_link import ThreadLink, ThreadLinkType

_REACHED: frozenset[Status] = frozenset(
    {C.PLEDGED, C.UNDER_WAY, C.FULFILLED, A.IN_PRINCIPLE, A.SIGNED, A.IN_FORCE, A.EXTENDED, M.ANNOUNCED, M.IN_FORCE}
)

_EASES = frozenset({Act.LIFT, Act.SUSPEND, Act.CUT, Act.EXEMPT})


@dataclass(frozen=True, slots=True)
class Gain:
    """A thread of the other side and the claim that first has it reached; `link` is what ties it to the threat, None if nothing does."""

    thread: Thread
    claim: Claim
    link: ThreadLink | None


@dataclass(frozen=True, slots=True)
class Gains:
    """`linked` was given, by a report's word; `followed` was pledged or agreed meanwhile; `retaliation` answers in kind."""

    linked: tuple[Gain, ...]
    followed: tuple[Gain, ...]
    retaliation: tuple[Gain, ...]


def _codes(claim: Claim, slots: Sequence[str]) -> frozenset[str]:
    return frozenset(held.value.code for slot in slots for held in getattr(claim, slot))


def givers(claim: Claim) -> frozenset[str]:
    """Who gives, or decides."""
    match claim:
        case Commitment():
            return _codes(claim, ["promisor"])
        case Agreement():
            return _codes(claim, ["parties"])
        case Measure():
            return _codes(claim, ["imposer"])
        case Encounter():
            return frozenset()
        case _:
            assert_never(claim)


def _receivers(claim: Claim) -> frozenset[str]:
    match claim:
        case Commitment():
            return _codes(claim, ["promisee"])
        case Agreement():
            return _codes(claim, ["parties"])
        case Measure():
            return _codes(claim, ["target"])
        case Encounter():
            return frozenset()
        case _:
            assert_never(claim)


def reached(thread: Thread) -> Claim | None:
    """The first claim that has a pledge made, a deal reached, a measure of one's own eased."""
    for claim in thread.claims:
        if claim.status in _REACHED and (not isinstance(claim, Measure) or claim.action in _EASES):
            return claim
    return None


def pairs_given(claim: Claim) -> Iterator[tuple[str, str]]:
    """Who gives and who receives."""
    for giver in givers(claim):
        for receiver in _receivers(claim) - {giver}:
            yield giver, receiver


class Given:
    """What was given, by giver and receiver, and the links of each thread; made once for all threats."""

    def __init__(self, threads: Sequence[Thread], links: Iterable[ThreadLink], *, everybody: frozenset[str] | None = None) -> None:
        """`everybody`: who gives or is given anything, where `threads` are not all there are."""
        self._threads = {thread.id: thread for thread in threads}
        self._links: dict[str, list[ThreadLink]] = defaultdict(list)
        for link in links:
            if link.is_reported:
                self._links[link.source].append(link)
                self._links[link.target].append(link)
        self._by_pair: dict[tuple[str, str], list[tuple[date, str, Claim]]] = defaultdict(list)
        for thread in threads:
            claim = reached(thread)
            if claim is not None and claim.document.day is not None:
                self._add(thread, claim, claim.document.day)
        for held in self._by_pair.values():
            held.sort(key=lambda entry: entry[:2])
        self._everybody = frozenset(code for pair in self._by_pair for code in pair) if everybody is None else everybody

    def _add(self, thread: Thread, claim: Claim, day: date) -> None:
        for pair in pairs_given(claim):
            self._by_pair[pair].append((day, thread.id, claim))

    def _linked(self, threat: Thread, others: frozenset[str]) -> Iterator[Gain]:
        for link in self._links.get(threat.id, ()):
            is_exchange = link.type is ThreadLinkType.IN_EXCHANGE_FOR
            is_demand = link.type is ThreadLinkType.CONDITIONAL_ON and link.source == threat.id
            other = self._threads.get(link.target if link.source == threat.id else link.source)
            claim = reached(other) if other else None
            if other and claim and (is_exchange or is_demand) and givers(claim) & others:
                yield Gain(other, claim, link)

    def _retaliation(self, threat: Thread, others: frozenset[str]) -> Iterator[Gain]:
        for link in self._links.get(threat.id, ()):
            if link.type is ThreadLinkType.RETALIATION_FOR and link.target == threat.id:
                other = self._threads.get(link.source)
                if other and givers(other.claims[0]) & others:
                    yield Gain(other, other.claims[0], link)

    def _followed(self, pairs: Iterable[tuple[str, str]], since: date, until: date) -> Iterator[Gain]:
        for pair in pairs:
            held = self._by_pair.get(pair, [])
            start = bisect_right(held, since, key=lambda entry: entry[0])
            for day, name, claim in held[start:]:
                if day > until:
                    break
                yield Gain(self._threads[name], claim, None)

    def towards(self, threat: Thread, *, imposer: Sequence[str], target: Sequence[str], since: date | None, until: date) -> Gains:
        """What the target gave the imposer after `since`, to `until`; of a threat against all the world, only what is linked."""
        others = frozenset(target) or self._everybody - frozenset(imposer)
        linked = _once(self._linked(threat, others))
        pairs = [(giver, receiver) for giver in target for receiver in imposer]
        known = {threat.id, *(gain.thread.id for gain in linked)}
        followed = _once(self._followed(pairs, since, until)) if since else ()
        return Gains(linked, tuple(gain for gain in followed if gain.thread.id not in known), _once(self._retaliation(threat, others)))


def _once(gains: Iterable[Gain]) -> tuple[Gain, ...]:
    """Each thread once, in order of the day that it was reached."""
    held: dict[str, Gain] = {}
    for gain in gains:
        held.setdefault(gain.thread.id, gain)
    return tuple(sorted(held.values(), key=lambda gain: (gain.claim.document.published or "", gain.thread.id)))
