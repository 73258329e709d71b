"""Bring the projection up to what is recorded.

In: the log. Out: its projection, changed; a report of what was done.

Holds: the threads are those of all claims, computed anew only where something new reaches; the order in which records came in
does not matter. It goes step by step, each whole in itself, and what is pending is struck out last: a run that was killed
anywhere is taken up by the next. Two processes may catch up at the same time: the one that comes second begins anew.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from detente.app.matters.index import Index, indexed, member_held
from detente.app.matters.overlay import named_claims, overlay_of
from detente.app.matters.stored import stored_form
from detente.errors import Overtaken
from detente.ledger.log import Log
from detente.model.claim import Kind
from detente.model.identity import claim_key, document_key
from detente.model.ports import Naming, Projection
from detente.model.projection import ALL_TIME, Backlog
from detente.model.recorded import RecordedClaim, RecordedDecision
from detente.threads.gathering import partners, reached_from
from detente.threads.joining import Company, block_of, companies_of, groups_of, least_crowd
from detente.threads.members import Member
from detente.threads.rules import rules

# Documents in one transaction of the index: few enough that others get to write in between.
_DOCUMENTS_AT_ONCE = 1_000

# Of more new claims than this, and than a fifth of all, all threads are made anew: that is quicker than looking around each.
_MANY = 2_000

_TRIES = 20


def catch_up(log: Log) -> None:
    """Bring the projection up to what is recorded; LedgerUnavailable where it cannot be written."""
    for _ in range(_TRIES):
        try:
            return _caught_up(log)
        except Overtaken:
            continue
    raise Overtaken("other processes keep changing the ledger", hint="try again when they are done")


def rebuild(log: Log) -> None:
    """Make the projection anew from the log."""
    log.projection.clear(rules(), log.projection.backlog().generation)
    catch_up(log)


def _caught_up(log: Log) -> None:
    projection = log.projection
    decisions = list(log.decisions())  # before the backlog: what is decided in between waits for the next time
    backlog = projection.backlog()
    if backlog.rules != rules():
        projection.clear(rules(), backlog.generation)
        decisions = list(log.decisions())
        backlog = projection.backlog()
    if backlog.is_empty:
        return
    generation = _read(log, backlog)
    known = backlog.decisions & {held.id for held in decisions}
    given = replace(backlog, generation=generation, decisions=known)
    generation = _Regrouping(log, given, decisions).run()
    projection.settle(replace(given, generation=generation))


def _read(log: Log, backlog: Backlog) -> int:
    """Take the claims of unread documents into the index; gives the generation after it."""
    generation, unread = backlog.generation, iter(sorted(backlog.unread))
    while part := list(islice(unread, _DOCUMENTS_AT_ONCE)):
        entries = log.chosen_claims(Naming.DOCUMENT, part)
        log.projection.index([indexed(entry) for entry in entries], part, generation)
        generation += 1
    return generation


class _Regrouping:
    """One catching up of threads, once all claims are in the index."""

    def __init__(self, log: Log, backlog: Backlog, decisions: Sequence[RecordedDecision]) -> None:
        self._projection: Projection = log.projection
        self._backlog = backlog
        fresh = backlog.unread | backlog.ungrouped
        self._new = frozenset(self._projection.keys_in(fresh))
        named = self._indexed(named_claims(log, decisions, ALL_TIME))
        self._overlay = overlay_of(named, decisions)
        self._index = Index(self._projection, self._overlay)
        older = [entry for entry in named if document_key(entry.claim.document) not in fresh]
        self._before = overlay_of(older, [held for held in decisions if held.id not in backlog.decisions])

    def _indexed(self, claims: Sequence[RecordedClaim]) -> list[RecordedClaim]:
        """Those that the index holds: what was appended since waits for the next time."""
        held = {member.key for member in self._projection.members([claim_key(entry.claim) for entry in claims])}
        return [entry for entry in claims if claim_key(entry.claim) in held]

    def run(self) -> int:
        """Make the threads that have changed; gives the generation after it."""
        if len(self._new) > _MANY and len(self._new) * 5 > self._projection.size():
            return self._all()
        return self._some()

    def _all(self) -> int:
        generation = self._backlog.generation
        for kind in Kind:
            groups = groups_of(self._index.of_kind(kind), self._overlay.ties)
            self._projection.regroup([stored_form(group, self._overlay.ties) for group in groups], generation, instead_of=kind)
            generation += 1
        return generation

    def _some(self) -> int:
        changed = self._changed()
        if not changed:
            return self._backlog.generation
        tied = partners(self._overlay.ties)
        given = self._index.members(changed - self._overlay.retracted)
        touched = {member.key for member in [*given, *reached_from(given, self._index, tied)]} | changed
        components: dict[str, frozenset[str]] = {}
        while more := self._projection.together(touched).keys() - components.keys():
            components |= {name: held for name, held in self._projection.together(touched).items() if name in more}
            touched |= {key for name in more for key in components[name]}
        members = self._index.members(touched - self._overlay.retracted)
        groups = groups_of(members, self._overlay.ties, self._index.crowded)
        threads = [stored_form(group, self._overlay.ties) for group in groups]
        self._projection.regroup(threads, self._backlog.generation, instead_of=components.keys())
        return self._backlog.generation + 1

    def _changed(self) -> set[str]:
        """The keys of the claims that are new or stand otherwise than when the threads were made, or are compared otherwise."""
        before, after = self._before, self._overlay
        changed = set(self._new) | (before.retracted ^ after.retracted)
        changed |= {key for key in before.members.keys() | after.members.keys() if before.members.get(key) != after.members.get(key)}
        ties = {*before.ties.joined} ^ {*after.ties.joined} | {*before.ties.parted} ^ {*after.ties.parted}
        changed |= {key for tie in ties for key in (tie.left, tie.right)}
        return changed | self._compared_otherwise()

    def _compared_otherwise(self) -> set[str]:
        """The claims of companies that have become crowds, or are no crowds any more."""
        new = [member_held(held) for held in self._projection.members(self._new)]
        more = Counter(company for member in new for company in _companies(member))
        decided = (*self._overlay.hidden.values(), *self._overlay.members.values())
        more.update({company: 0 for member in decided for company in _companies(member)})
        before = Index(self._projection, self._before)
        found: set[str] = set()
        for company, count in more.items():
            # Measures always are compared by what they share.
            if company.kind != Kind.MEASURE and self._index.crowded(company) != (before.size(company) - count >= least_crowd()):
                found.update(member.key for member in self._index.company(company))
        return found


def _companies(member: Member) -> tuple[Company, ...]:
    return companies_of(block_of(member.keys))
