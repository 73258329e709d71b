"""Decide about claims, as a person names them.

In: names of doubts (`r-1a2b3c4d`), claims (`DOCUMENT#c1`, or their key) and threads (their id). Out: recorded decisions.

Holds: a name that stands for nothing, or for two things, decides nothing; nothing is decided about a claim that it does not
fit (another kind, a slot that it has not, a value that the slot cannot hold).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.app.rows import Rows
from detente.errors import NotInLedger, QueryError
from detente.ledger.correcting import parsed, value_of, with_value
from detente.ledger.effect import Effect, not_undone
from detente.ledger.log import Log
from detente.model.claim import Claim
from detente.model.decision import Acceptance, Act, Correction, Decision, Joining, Parting, Reference, Retraction, Undoing, reference_to
from detente.model.identity import canonical, claim_key
from detente.model.record import Json
from detente.model.recorded import RecordedClaim, RecordedDecision
from detente.model.selection import EVERYTHING, Selection
from detente.model.thread import Thread
from detente.views.review import Doubt, claim_name, doubt_to_record, doubts
from detente.views.threads import find_thread

# Fewer digits of a key could stand for two claims.
_LEAST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Case:
    """All that is to be known of one claim: as it was read, as it stands (None where it was retracted), what was decided about it."""

    read: RecordedClaim
    stands: Claim | None
    thread: Thread | None
    decisions: tuple[RecordedDecision, ...]


class Review:
    """The queue of doubts of one ledger, and decisions about it; it is always that of the present.

    `effect` and `threads` give what stands now; `decided` is called after each decision.
    """

    def __init__(
        self, log: Log, effect: Callable[[], Effect], threads: Callable[[], Sequence[Thread]], decided: Callable[[], None]
    ) -> None:
        self._log = log
        self._effect = effect
        self._threads = threads
        self._decided = decided
        self._read: dict[str, RecordedClaim] = {}

    def queue(self, selection: Selection = EVERYTHING) -> Rows[Doubt]:
        """What is to be looked at, doubtful joins first."""
        return Rows(doubts(self._threads(), self._effect(), selection), doubt_to_record)

    def unmet(self) -> tuple[RecordedDecision, ...]:
        """Decisions in force that find no claim."""
        return self._effect().unmet

    def doubt(self, name: str) -> Doubt:
        """The doubt of that id; NotInLedger where there is none."""
        for found in self.queue():
            if found.id == name:
                return found
        raise NotInLedger("no such doubt", where=name, hint="`detente review list` lists them; a decision may have settled it")

    def case(self, name: str) -> Case:
        """One claim with all that was decided about it."""
        read = self._recorded(name)
        key = claim_key(read.claim)
        stands = next((entry.claim for entry in self._effect().claims if claim_key(entry.claim) == key), None)
        thread = next((thread for thread in self._threads() if any(claim_key(claim) == key for claim in thread.claims)), None)
        about = tuple(held for held in self._log.decisions() if _is_about(held, key))
        return Case(read, stands, thread, about)

    def accept(self, name: str, *, by: str, why: str) -> RecordedDecision:
        """A doubt is none: it is right as it is."""
        found = self.doubt(name)
        return self._decide(Acceptance(self._references(found.claims), found.about), by, why)

    def correct(self, name: str, slot: str, value: Json, *, by: str, why: str) -> RecordedDecision:
        """A slot of a claim holds another value: in the public form, or in words (`25`, `steel, copper`, empty for nothing)."""
        read = self._recorded(name).claim
        meant = parsed(read, slot, value) if isinstance(value, str) else value
        with_value(read, slot, meant, rule="checked")
        return self._decide(Correction(reference_to(read), slot, canonical(meant), value_of(read, slot)), by, why)

    def retract(self, name: str, *, by: str, why: str) -> RecordedDecision:
        """The report does not say this: the claim counts no more."""
        return self._decide(Retraction(reference_to(self._recorded(name).claim)), by, why)

    def join(self, *names: str, by: str, why: str) -> RecordedDecision:
        """Doubts, threads and claims are of one matter."""
        claims = _distinct([claim for name in names for claim in self._meant(name)])
        if len(claims) < 2:
            raise QueryError("joining takes two claims or threads", where="join", hint="name both, or a doubt about two")
        if len({claim.kind for claim in claims}) > 1:
            raise QueryError(
                "claims of two kinds are two matters", where="join", hint="a matter has one kind; `detente thread` shows links"
            )
        return self._decide(Joining(self._references(claims)), by, why)

    def part(self, *names: str, others: Sequence[str] = (), by: str, why: str) -> RecordedDecision:
        """Claims are not of one matter with others: with all else in their thread, where none are named."""
        if not others and len(names) == 1 and names[0].startswith("r-"):
            found = self.doubt(names[0])
            sides = ((found.claims[0],), found.claims[1:]) if len(found.threads) == 1 else tuple(t.claims for t in found.threads)
            left, right = _distinct(sides[0]), _distinct(sides[1])
        else:
            left = _distinct([claim for name in names for claim in self._meant(name)])
            right = self._others(left, others)
        if not left or not right:
            raise QueryError("parting takes two sides", where="part", hint="name claims of a thread that has others, or --from")
        return self._decide(Parting(self._references(left), self._references(right)), by, why)

    def _others(self, left: Sequence[Claim], names: Sequence[str]) -> list[Claim]:
        chosen = {claim_key(claim) for claim in left}
        if names:
            named = [claim for name in names for claim in self._meant(name)]
        else:
            named = [c for thread in self._threads() if chosen & {claim_key(c) for c in thread.claims} for c in thread.claims]
        return [claim for claim in _distinct(named) if claim_key(claim) not in chosen]

    def undo(self, name: str, *, by: str, why: str) -> RecordedDecision:
        """A decision, by its id, is taken back; an undoing too."""
        held = [entry for entry in self._log.decisions() if entry.id.startswith(name)]
        if len(held) != 1:
            raise NotInLedger("no such decision" if not held else "two decisions have this id", where=name, hint="`detente review log`")
        if held[0].id not in {entry.id for entry in not_undone(self._log.decisions())}:
            raise QueryError("this decision was taken back already", where=name, hint="undo the undoing to have it again")
        return self._decide(Undoing(held[0].id), by, why)

    def _decide(self, act: Act, by: str, why: str) -> RecordedDecision:
        recorded = self._log.decide([Decision(act, by, why)])
        self._decided()
        if not recorded:
            raise QueryError("this was decided already", where=by)
        return recorded[0]

    def _all_read(self) -> dict[str, RecordedClaim]:
        if not self._read:
            self._read = {claim_key(entry.claim): entry for entry in self._log.recorded_claims()}
        return self._read

    def _references(self, claims: Sequence[Claim]) -> tuple[Reference, ...]:
        """References to claims as they were read, however they stand now."""
        return tuple(reference_to(self._all_read()[claim_key(claim)].claim) for claim in claims)

    def _recorded(self, name: str) -> RecordedClaim:
        if name.startswith("r-"):
            found = self.doubt(name).claims
            if len(found) > 1:
                names = ", ".join(map(claim_name, found))
                raise QueryError("this doubt is about several claims", where=name, hint=f"name one of {names}")
            return self._all_read()[claim_key(found[0])]
        return self._named(name)

    def _named(self, name: str) -> RecordedClaim:
        held = [
            entry
            for key, entry in self._all_read().items()
            if claim_name(entry.claim) == name or (len(name) >= _LEAST_DIGITS and key.startswith(name))
        ]
        if not held:
            raise NotInLedger("no such claim", where=name, hint="name it as DOCUMENT#c1, as `detente claims` lists it")
        newest = max(entry.recorded_at for entry in held)
        latest = [entry for entry in held if entry.recorded_at == newest]
        if len({entry.claim.document.url for entry in held}) > 1 or len(latest) > 1:
            keys = ", ".join(claim_key(entry.claim)[:12] for entry in held)
            raise QueryError("two documents have this id", where=name, hint=f"name the claim by its key: {keys}")
        return latest[0]

    def _meant(self, name: str) -> Sequence[Claim]:
        if name.startswith("r-"):
            return [claim for thread in self.doubt(name).threads for claim in thread.claims]
        if "#" in name:
            return [self._named(name).claim]
        try:
            return find_thread(self._threads(), name).claims
        except NotInLedger:
            if len(name) >= _LEAST_DIGITS and any(key.startswith(name) for key in self._all_read()):
                return [self._named(name).claim]
            raise


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    return list({claim_key(claim): claim for claim in claims}.values())


def _is_about(held: RecordedDecision, key: str) -> bool:
    match held.decision.act:
        case Acceptance(claims, _) | Joining(claims):
            return any(reference.key == key for reference in claims)
        case Correction(claim=claim) | Retraction(claim):
            return claim.key == key
        case Parting(claims, others):
            return any(reference.key == key for reference in (*claims, *others))
        case Undoing():
            return False
