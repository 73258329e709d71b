"""What a person should look at: doubtful joins, conflicts, claims with odd values, decisions that find no claim.

In: threads, and what decisions say. Out: doubts, each with the claims that it is about. What was accepted is left out, and comes
back when other claims join it.

Holds: a doubt has an id that stays the same while it is about the same claims.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from detente.checks import impossible, readers
from detente.ledger.effect import Accepted, Effect
from detente.model.claim import Claim
from detente.model.decision import JOINING
from detente.model.identity import claim_key, content_hash
from detente.model.record import Json, Record
from detente.model.recorded import RecordedDecision
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.threads.doubts import JoiningDoubt, joining_doubts
from detente.threads.lifecycle import impossible_steps
from detente.views.conflicts import conflict_rows
from detente.views.headline import headline, headline_of
from detente.views.threads import select_threads


class DoubtKind(StrEnum):
    """What is in doubt."""

    JOINING = "joining"
    CONFLICT = "conflict"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`about` is `joining`, `conflict:FIELD` or a finding's code; `score` the log odds that two matters are one, of a joining alone."""

    kind: DoubtKind
    about: str
    claims: tuple[Claim, ...]
    threads: tuple[Thread, ...]
    why: str
    score: float | None

    @property
    def id(self) -> str:
        """`r-` and a hash of what it is about."""
        keys: list[Json] = [*sorted(claim_key(claim) for claim in self.claims)]
        return f"r-{content_hash([self.about, keys])[:8]}"


def _joining_words(doubt: JoiningDoubt) -> str:
    reasons = ", ".join(f"{reason.slot} {reason.level} {reason.weight:+.1f}" for reason in doubt.reasons)
    if doubt.is_joined:
        return f"one matter, at log odds of {doubt.score:+.1f} only: {headline([doubt.other])} ({reasons})"
    return f"kept apart, at log odds of {doubt.score:+.1f}: {headline_of(doubt.thread)} | {headline_of(doubt.other_thread)} ({reasons})"


def _of_joining(found: JoiningDoubt) -> Doubt:
    threads = (found.thread,) if found.is_joined else (found.thread, found.other_thread)
    return Doubt(DoubtKind.JOINING, JOINING, (found.claim, found.other), threads, _joining_words(found), found.score)


def _conflicts(threads: Sequence[Thread]) -> Iterator[Doubt]:
    for row in conflict_rows(threads):
        if row.settled_by is None:
            about = f"conflict:{row.conflict.field}"
            yield Doubt(DoubtKind.CONFLICT, about, row.conflict.claims, (row.thread,), row.conflict.why, None)


def _odd(threads: Sequence[Thread]) -> Iterator[Doubt]:
    for thread in threads:
        for claim in thread.claims:
            for finding in (*impossible.findings(claim), *readers.findings(claim)):
                yield Doubt(DoubtKind.ODD, finding.code, (claim,), (thread,), finding.message, None)
        for earlier, later in pairwise(thread.history):
            for finding in impossible_steps(thread.id, (earlier, later)):
                yield Doubt(DoubtKind.ODD, finding.code, (earlier.claim, later.claim), (thread,), finding.message, None)


def _covers(accepted: Accepted, doubt: Doubt) -> bool:
    if accepted.doubt != doubt.about:
        return False
    keys = [claim_key(claim) for claim in doubt.claims]
    if doubt.kind is not DoubtKind.JOINING:
        return all(any(key in side for side in accepted.sides) for key in keys)
    # Of two matters any claim stands for its matter: a report that joins one of them raises no new doubt.
    sides = [{claim_key(claim) for claim in thread.claims} for thread in doubt.threads]
    if len(sides) == 1:
        return all(any(key in side for side in accepted.sides) for key in keys)
    meant = [[bool(side & members) for side in accepted.sides] for members in sides]
    return all(any(row) for row in meant)


def doubts(threads: Sequence[Thread], effect: Effect, selection: Selection) -> list[Doubt]:
    """What is to be looked at: joins nearest to the threshold first, then conflicts, then what is odd."""
    chosen = {thread.id for thread in select_threads(threads, selection)}
    found = [*map(_of_joining, joining_doubts(threads, effect.ties)), *_conflicts(threads), *_odd(threads)]
    return [
        doubt
        for doubt in found
        if any(thread.id in chosen for thread in doubt.threads) and not any(_covers(accepted, doubt) for accepted in effect.accepted)
    ]


def claim_name(claim: Claim) -> str:
    """What a person calls a claim: its document and its id there."""
    return f"{claim.document.id}#{claim.id}"


def _claim_to_record(claim: Claim) -> Json:
    return {
        "claim": claim_name(claim),
        "key": claim_key(claim),
        "publisher": claim.document.publisher,
        "stated": claim.document.published,
        "status": str(claim.status),
        "matter": headline([claim]),
        "quote": claim.quotes[0],
    }


def doubt_to_record(doubt: Doubt) -> Record:
    """The public form."""
    return {
        "id": doubt.id,
        "doubt": doubt.kind.value,
        "about": doubt.about,
        "score": None if doubt.score is None else round(doubt.score, 2),
        "why": doubt.why,
        "threads": [thread.id for thread in doubt.threads],
        "claims": [_claim_to_record(claim) for claim in doubt.claims],
    }


def unmet_words(decisions: Iterable[RecordedDecision]) -> Iterator[str]:
    """Decisions in force that find no claim, or not all that they name."""
    for held in decisions:
        yield f"{held.id} by {held.decision.by} finds no claim any more, or cannot tell which: {held.decision.why}"
