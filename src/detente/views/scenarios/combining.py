"""Threads combined into one scenario: an act alone, with the announced answer, the deal as reported, no deal, and their differences.

In: the thread asked about, all threads, the links between claims of one document, the model's setting. Out: `ThreadScenario`.

Who belongs to the thread:
    its answers                threads with a claim that is `retaliation_for` one of its claims
    what it answers            the other way round
    its deal, an agreement     the measures and commitments between its parties that the same reports tell of: settled ones as terms, those
                               threatened as what happens without it, of several against the same goods the one stated last; what was
                               in force when first heard of is part of the base
    its deal, else             threads with a claim `in_exchange_for` one of its claims, or the other way round; terms of agreements
                               that it is `conditional_on`
Cases (those whose acts are known and differ):
    alone                      the act by itself
    with the announced answer  the act and its answers
    deal as reported           the terms; of reliefs nothing is left to lay on
    no deal                    what reliefs take off, and what is threatened, with its answers
Holds: every thread that belongs and cannot be mapped is in `unmapped`, with its reason; acts stand in the order in which they
apply, those that reliefs take off first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.errors import QueryError
from detente.model.claim import CommitmentStatus, Kind, Link, LinkType, Measure, MeasureAction, MeasureStatus
from detente.model.identity import document_key
from detente.model.thread import Thread
from detente.stakes.scenario.acts import STANDARD, Assumptions, BaseRate, Case, Difference, EngineName, Scenario
from detente.stakes.scenario.base import WORLD
from detente.stakes.scenario.engines import engine
from detente.stakes.scenario.places import BLOCS
from detente.views.headline import headline_of
from detente.views.scenarios.mapping import Context, Mapped, Unmapped, mapped, us_base_day
from detente.views.scenarios.scope import Setting, table_of_goods
from detente.views.scenarios.stated import actors, phrases

_PENDING = frozenset({MeasureStatus.SOUGHT, MeasureStatus.CONSIDERED, MeasureStatus.THREATENED, MeasureStatus.DROPPED})
_NOT_MADE = frozenset({MeasureStatus.RULED_OUT, MeasureStatus.BLOCKED, CommitmentStatus.SOUGHT, CommitmentStatus.DENIED})
_BURDENS = frozenset({MeasureAction.IMPOSE, MeasureAction.RAISE, MeasureAction.MAINTAIN, MeasureAction.EXTEND})
_SIDES = {Kind.MEASURE: ("imposer", "target"), Kind.COMMITMENT: ("promisor", "promisee")}

DEAL, NO_DEAL, ANSWERED = "deal as reported", "no deal", "with the announced answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadScenario:
    """The scenario of a thread; `mapped` in the order of its acts, `unmapped` with reasons."""

    thread: Thread
    scenario: Scenario
    mapped: tuple[Mapped, ...]
    unmapped: tuple[Unmapped, ...]


@dataclass(frozen=True, slots=True)
class _Ties:
    """Threads by their ids, and the links between them: (source, type, target)."""

    threads: Mapping[str, Thread]
    links: frozenset[tuple[str, LinkType, str]]

    def sources(self, thread: Thread, *types: LinkType) -> list[Thread]:
        return self._found({source for source, type, target in self.links if target == thread.id and type in types} - {thread.id})

    def targets(self, thread: Thread, *types: LinkType) -> list[Thread]:
        return self._found({target for source, type, target in self.links if source == thread.id and type in types} - {thread.id})

    def _found(self, ids: Iterable[str]) -> list[Thread]:
        return [thread for thread in self.threads.values() if thread.id in set(ids)]


def _ties(threads: Sequence[Thread], links: Iterable[tuple[str, Link]]) -> _Ties:
    homes = {(document_key(claim.document), claim.id): thread.id for thread in threads for claim in thread.claims}
    found = {
        (homes[key, link.source], link.type, homes[key, link.target])
        for key, link in links
        if (key, link.source) in homes and (key, link.target) in homes
    }
    return _Ties({thread.id: thread for thread in threads}, frozenset(found))


def _was_in_force(thread: Thread) -> bool:
    """Whether the first report already knew it as a standing burden."""
    first = thread.claims[0]
    return isinstance(first, Measure) and first.status is MeasureStatus.IN_FORCE and first.action in _BURDENS


def _last_of_each(threats: Iterable[Thread]) -> tuple[list[Thread], list[Unmapped]]:
    """Of several threats against the same goods of the same countries the one that was stated last, and the others with why."""
    by_flow: dict[tuple[frozenset[str], ...], list[Thread]] = {}
    for threat in threats:
        flow = tuple(frozenset(texts) for texts in (actors(threat, "imposer"), actors(threat, "target"), phrases(threat, "products")))
        by_flow.setdefault(flow, []).append(threat)
    kept, replaced = [], []
    for group in by_flow.values():
        *earlier, last = sorted(group, key=lambda threat: (threat.newest.document.published or "", threat.id))
        kept.append(last)
        replaced += [Unmapped(thread=threat, why=f"{last.id} is the later threat against the same goods") for threat in earlier]
    return kept, replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class _Roles:
    """Threads by what they are to the one asked about."""

    main: tuple[Thread, ...]
    answers: tuple[Thread, ...]
    answered: tuple[Thread, ...]
    terms: tuple[Thread, ...]
    threats: tuple[Thread, ...]
    left_out: tuple[Unmapped, ...]

    def all(self) -> tuple[Thread, ...]:
        """Each once; an answer stands behind what it answers."""
        found = (*self.answered, *self.threats, *self.main, *self.terms, *self.answers)
        return tuple({thread.id: thread for thread in found}.values())


def _states(thread: Thread, slot: str) -> set[str]:
    return {member for code in actors(thread, slot) for member in (code, *BLOCS.get(code, ()))}


def _is_between(thread: Thread, parties: set[str]) -> bool:
    return thread.kind in _SIDES and all((sides := _states(thread, slot)) and sides <= parties for slot in _SIDES[thread.kind])


def _of_agreement(deal: Thread, ties: _Ties) -> _Roles:
    """The terms of a deal, and what is threatened without it."""
    parties = _states(deal, "parties")
    documents = {document_key(claim.document) for claim in deal.claims}
    near = [
        thread
        for thread in ties.threads.values()
        if _is_between(thread, parties) and any(document_key(claim.document) in documents for claim in thread.claims)
    ]
    threats, replaced = _last_of_each(thread for thread in near if thread.state in _PENDING and thread.kind is Kind.MEASURE)
    settled = [thread for thread in near if thread.state not in _PENDING | _NOT_MADE]
    standing = [
        Unmapped(thread=thread, why="in force when first heard of: part of the base") for thread in settled if _was_in_force(thread)
    ]
    return _Roles(
        main=(),
        answers=(),
        answered=(),
        terms=tuple(thread for thread in settled if not _was_in_force(thread)),
        threats=tuple(threats),
        left_out=(*replaced, *standing),
    )


def _roles(thread: Thread, ties: _Ties) -> _Roles:
    if thread.kind is Kind.AGREEMENT:
        return _of_agreement(thread, ties)
    exchanged = (*ties.sources(thread, LinkType.IN_EXCHANGE_FOR), *ties.targets(thread, LinkType.IN_EXCHANGE_FOR))
    deals = [tied for tied in ties.targets(thread, LinkType.CONDITIONAL_ON) if tied.kind is Kind.AGREEMENT]
    of_deals = [term for deal in deals for term in _of_agreement(deal, ties).terms if term.id != thread.id]
    terms = tuple(term for term in (*exchanged, *of_deals) if term.kind in _SIDES)
    return _Roles(
        main=(thread,),
        answers=tuple(ties.sources(thread, LinkType.RETALIATION_FOR)),
        answered=tuple(ties.targets(thread, LinkType.RETALIATION_FOR)),
        terms=terms,
        threats=(),
        left_out=(),
    )


def thread_scenario(
    thread: Thread, threads: Sequence[Thread], links: Iterable[tuple[str, Link]], *, assume: Assumptions = STANDARD
) -> ThreadScenario:
    """The scenario of a thread; QueryError where nothing of it can be mapped."""
    if thread.kind is Kind.ENCOUNTER:
        raise QueryError("a meeting changes no tariff", where=thread.id, hint="ask for a measure, a commitment or an agreement")
    roles = _roles(thread, _ties(threads, links))
    us_base = assume.us_base or next((day for tied in roles.all() if (day := us_base_day(tied))), "")
    if assume.engine is EngineName.PRODUCT:
        # the tracker's rates are means over all goods, not this product's: its table has its own
        us_base = assume.us_base
        assume = replace(assume, table=table_of_goods(thread, roles.all()) if assume.table == WORLD else assume.table)
    assume = replace(assume, us_base=us_base)
    table = "icio2019" if assume.engine is EngineName.MULTI_SECTOR and assume.table == WORLD else assume.table
    setting = Setting(name=assume.engine, table=table, engine=engine(assume, ()))
    outcomes: dict[str, Mapped | Unmapped] = {}
    for tied in roles.all():
        context = Context(
            setting=setting, us_base=us_base, is_answer=tied in roles.answers or (tied in roles.main and bool(roles.answered))
        )
        outcomes[tied.id] = mapped(tied, context)
    made = [found for found in outcomes.values() if isinstance(found, Mapped)]
    # what reliefs take off was there first: a threatened total replaces it, a threatened addition comes on top of it
    acts = {found.act.id: found for found in sorted(made, key=lambda found: not found.is_relief)}
    unmapped = (*(found for found in outcomes.values() if isinstance(found, Unmapped)), *roles.left_out)
    cases, differences = _cases(thread, roles, acts)
    if not any(case.acts for case in cases):
        reasons = (
            "; ".join(found.why if found.thread is thread else f"{found.thread.id}: {found.why}" for found in unmapped)
            or "no measure or pledge is tied to it"
        )
        raise QueryError(f"nothing of it can be mapped: {reasons}", where=thread.id, hint="write a scenario file instead: docs/stakes.md")
    scenario = Scenario(
        name=headline_of(thread),
        acts=tuple(found.act for found in acts.values()),
        cases=cases,
        differences=differences,
        base_rates=_bases(acts.values()),
        assume=assume,
    )
    return ThreadScenario(thread=thread, scenario=scenario, mapped=tuple(acts.values()), unmapped=unmapped)


def _bases(acts: Iterable[Mapped]) -> tuple[BaseRate, ...]:
    found = {(base.importers, base.exporters): base for entry in acts if (base := entry.base)}
    return tuple(found.values())


def _ids(threads: Iterable[Thread], acts: Mapping[str, Mapped], *, reliefs: bool) -> tuple[str, ...]:
    wanted = {thread.id for thread in threads}
    return tuple(id for id, found in acts.items() if id in wanted and found.is_relief == reliefs)


def _cases(thread: Thread, roles: _Roles, acts: Mapping[str, Mapped]) -> tuple[tuple[Case, ...], tuple[Difference, ...]]:
    """Cases with acts, and the differences between those that there are; a case without acts stays only where another is set against it."""
    laid: dict[str, tuple[str, ...]] = {}
    alone = _name_alone(thread)
    main_laid, main_taken_off = _ids(roles.main, acts, reliefs=False), _ids(roles.main, acts, reliefs=True)
    answered, answers = _ids(roles.answered, acts, reliefs=False), _ids(roles.answers, acts, reliefs=False)
    if answered and main_laid:
        laid["what it answers"] = answered
        laid["with this answer"] = (*answered, *main_laid)
    elif main_laid:
        laid[alone] = main_laid
    if main_laid and answers:
        laid[ANSWERED] = (*answered, *main_laid, *answers)
    terms, taken_off = _ids(roles.terms, acts, reliefs=False), _ids(roles.terms, acts, reliefs=True)
    threats = _ids(roles.threats, acts, reliefs=False)
    is_threat = thread.state in _PENDING
    kept = () if is_threat else main_laid
    without = (*main_taken_off, *taken_off, *threats, *((*main_laid, *answers) if is_threat and roles.terms else ()))
    if without or terms:
        laid[DEAL] = (*kept, *terms)
        laid[NO_DEAL] = without
        if ANSWERED not in laid and laid.get(alone) == laid[DEAL]:
            del laid[alone]
    names = _renamed(laid, is_deal=bool(roles.terms) or thread.kind is Kind.AGREEMENT)
    pairs = ((ANSWERED, alone, "what the answer adds"), ("with this answer", "what it answers", "what this answer adds"))
    wanted = [(name, case, against) for case, against, name in pairs if case in laid and against in laid]
    wanted += [(f"{names[DEAL]} against {names[NO_DEAL]}", DEAL, NO_DEAL)] if DEAL in laid else []
    return (
        tuple(Case(name=names[name], acts=tuple(id for id in acts if id in ids)) for name, ids in laid.items()),
        tuple(Difference(name=name, case=names[case], against=names[against]) for name, case, against in wanted),
    )


def _name_alone(thread: Thread) -> str:
    if thread.kind is Kind.COMMITMENT:
        return "pledge kept"
    return "threat alone" if thread.state in _PENDING else "measure alone"


def _renamed(laid: Mapping[str, tuple[str, ...]], *, is_deal: bool) -> dict[str, str]:
    """A relief that nothing is given for is no deal: its two cases are with and without it."""
    names = {name: name for name in laid}
    if not is_deal and DEAL in laid:
        names |= {DEAL: "with the relief", NO_DEAL: "without the relief"}
    return names
