"""What decisions make of the claims that were read.

In: claims as they were read, and decisions. Out: claims as they stand, what was retracted, ties for the joining, what was
accepted, and decisions that find no claim.

Holds: nothing depends on the order in which records came in, only on their instants; without decisions the claims are
what was read. An undoing takes a decision back, and can be taken back itself. Of two decisions that cannot both hold
(joined, then parted) the newer one holds; claims of two kinds are never joined.
Leaves to `addressing`: which claims a decision means; to `threads`: what ties do.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from detente.ledger.addressing import Directory
from detente.ledger.correcting import corrected
from detente.model.decision import Acceptance, Correction, Joining, Parting, Reference, Retraction, Undoing, references_in
from detente.model.identity import claim_key
from detente.model.recorded import RecordedClaim, RecordedDecision
from detente.model.revision import Corrected
from detente.model.ties import NO_TIES, Tie, Ties


@dataclass(frozen=True, slots=True)
class Accepted:
    """A doubt that was decided to be none; `sides` are the keys that each claim named stands for."""

    doubt: str
    sides: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Retracted:
    """A claim that does not count any more, and the decision that says so."""

    claim: RecordedClaim
    decision: RecordedDecision


@dataclass(frozen=True, slots=True)
class Effect:
    """Claims as they stand, in the order in which they were given; `unmet` are decisions in force that find no claim."""

    claims: tuple[RecordedClaim, ...]
    retracted: tuple[Retracted, ...]
    ties: Ties
    accepted: tuple[Accepted, ...]
    unmet: tuple[RecordedDecision, ...]


def _in_order(decisions: Iterable[RecordedDecision]) -> list[RecordedDecision]:
    return sorted(decisions, key=lambda held: (held.recorded_at, held.id))


def not_undone(decisions: Iterable[RecordedDecision]) -> list[RecordedDecision]:
    """The decisions that nobody has taken back, undoings among them, in order of recording."""
    undone: set[str] = set()
    kept = []
    for held in reversed(_in_order(decisions)):
        if held.id not in undone:
            kept.append(held)
            if isinstance(held.decision.act, Undoing):
                undone.add(held.decision.act.decision)
    return kept[::-1]


def in_force(decisions: Iterable[RecordedDecision]) -> list[RecordedDecision]:
    """The decisions that say something of claims and that nobody has taken back, in order of recording."""
    return [held for held in not_undone(decisions) if not isinstance(held.decision.act, Undoing)]


def words_of(held: RecordedDecision) -> str:
    """Who decided, and why."""
    return f"{held.decision.by}: {held.decision.why}"


class _Matters:
    """Which claims were decided to be of one matter, newest decision first."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._groups: dict[str, set[str]] = {}
        self._parted: set[frozenset[str]] = set()
        self.joined: list[Tie] = []
        self.parted: list[Tie] = []

    def _group(self, key: str) -> set[str]:
        return self._groups.setdefault(key, {key})

    def join(self, keys: Sequence[str], why: str) -> None:
        """Tie all these claims together, but those that a newer decision sets apart."""
        for key in keys[1:]:
            left, right = self._group(keys[0]), self._group(key)
            if left is right or self._directory.claim(keys[0]).kind is not self._directory.claim(key).kind:
                continue
            if any(frozenset(pair) in self._parted for pair in product(left, right)):
                continue
            left |= right
            self._groups |= dict.fromkeys(right, left)
            self.joined.append(Tie(keys[0], key, why))

    def part(self, keys: Sequence[str], others: Sequence[str], why: str) -> None:
        """Set the claims of the two sides apart, but those that a newer decision ties together."""
        for left, right in product(keys, others):
            if self._group(left) is not self._group(right):
                self._parted.add(frozenset((left, right)))
                self.parted.append(Tie(left, right, why))


def _ties(standing: Sequence[RecordedDecision], directory: Directory) -> Ties:
    matters = _Matters(directory)
    for held in reversed(standing):
        match held.decision.act:
            case Joining(claims):
                matters.join(_keys(claims, directory), words_of(held))
            case Parting(claims, others):
                matters.part(_keys(claims, directory), _keys(others, directory), words_of(held))
            case _:
                pass
    return Ties(tuple(matters.joined), tuple(matters.parted))


def _keys(references: Iterable[Reference], directory: Directory) -> list[str]:
    return list(dict.fromkeys(key for reference in references for key in directory.keys(reference)))


def _correct(entry: RecordedClaim, held: RecordedDecision, act: Correction) -> RecordedClaim:
    correction = Corrected(act.slot, act.was, held.decision.by, held.decision.why, held.recorded_at, held.id)
    return replace(entry, claim=corrected(entry.claim, json.loads(act.value), correction))


def _claims(
    claims: Sequence[RecordedClaim], standing: Sequence[RecordedDecision], directory: Directory
) -> Iterator[RecordedClaim | Retracted]:
    by_key: dict[str, list[RecordedDecision]] = defaultdict(list)
    for held in standing:
        if isinstance(held.decision.act, Correction | Retraction):
            for key in directory.keys(held.decision.act.claim):
                by_key[key].append(held)
    for entry in claims:
        yield _decided(entry, by_key.get(claim_key(entry.claim), ()) if directory.knows(entry.claim.document) else ())


def _decided(entry: RecordedClaim, decisions: Sequence[RecordedDecision]) -> RecordedClaim | Retracted:
    for held in decisions:
        match held.decision.act:
            case Correction() as act:
                entry = _correct(entry, held, act)
            case Retraction():
                return Retracted(entry, held)
            case _:
                pass
    return entry


def effect_of(claims: Iterable[RecordedClaim], decisions: Iterable[RecordedDecision]) -> Effect:
    """Claims as they stand by the decisions, and what else these say."""
    given = tuple(claims)
    standing = in_force(decisions)
    if not standing:
        return Effect(given, (), NO_TIES, (), ())
    documents = {reference.document for held in standing for reference in references_in(held.decision.act)}
    directory = Directory((entry.claim for entry in given), documents)
    decided = list(_claims(given, standing, directory))
    return Effect(
        claims=tuple(entry for entry in decided if isinstance(entry, RecordedClaim)),
        retracted=tuple(entry for entry in decided if isinstance(entry, Retracted)),
        ties=_ties(standing, directory),
        accepted=tuple(_accepted(standing, directory)),
        unmet=tuple(held for held in standing if any(not list(directory.keys(r)) for r in references_in(held.decision.act))),
    )


def _accepted(standing: Iterable[RecordedDecision], directory: Directory) -> Iterator[Accepted]:
    for held in standing:
        if isinstance(held.decision.act, Acceptance):
            act = held.decision.act
            yield Accepted(act.doubt, tuple(frozenset(directory.keys(reference)) for reference in act.claims))
