"""Two actors: what is between them, and whether they act for or against each other, month by month.

In: threads, two codes. Out: the threads in which both take part, and a month's acts with their weights.

Holds: an act counts once, in the month in which it was first stated, however many reports repeat it: each step of a
thread's history gives the interactions that its claim tells (the table `interactions/claims.csv`), with the weight of
their event type (`interactions/weights.csv`, from -10, conflict, to +10, cooperation). Acts that are only considered or
denied do not count. The balance of a month is the sum of its acts' weights, and every act is there with its claim.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.model.claim import Claim, Kind
from detente.model.interaction import Context, Interaction
from detente.model.record import Json, Record
from detente.model.selection import actors_in
from detente.model.thread import Thread
from detente.views.headline import headline_of
from detente.vocab.claim_acts import interactions_of

UNDATED = "not stated"

_NOT_DONE = frozenset({Context.HYPOTHETICAL, Context.NEGATION, Context.HISTORICAL})


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one of the two towards the other: its thread, the claim that first told it, what it counts."""

    thread: Thread
    claim: Claim
    interaction: Interaction

    @property
    def weight(self) -> float:
        """Its place on the scale, from -10 to +10."""
        return self.interaction.weight

    @property
    def source(self) -> str:
        """The code of who acts."""
        party = self.interaction.source
        return party.actor.code if party and party.actor else ""


@dataclass(frozen=True, slots=True)
class Month:
    """The acts first stated in one month (`2025-10`, or `not stated`)."""

    month: str
    acts: tuple[Act, ...]

    @property
    def cooperation(self) -> float:
        """The sum of the weights above 0."""
        return round(sum(act.weight for act in self.acts if act.weight > 0), 1)

    @property
    def conflict(self) -> float:
        """The sum of the weights below 0."""
        return round(sum(act.weight for act in self.acts if act.weight < 0), 1)

    @property
    def balance(self) -> float:
        """The sum of both."""
        return round(self.cooperation + self.conflict, 1)


@dataclass(frozen=True, slots=True)
class Dyad:
    """`threads` are those in which both take part, the newest report first; `months` are in order of time."""

    left: str
    right: str
    threads: tuple[Thread, ...]
    months: tuple[Month, ...]

    def of(self, kind: Kind, state: str | None = None) -> tuple[Thread, ...]:
        """The threads of one kind, and one state."""
        return tuple(thread for thread in self.threads if thread.kind is kind and state in (None, str(thread.state)))

    @property
    def counts(self) -> tuple[tuple[Kind, str, int], ...]:
        """How many threads there are of each kind and state, most frequent first within a kind."""
        found: dict[tuple[Kind, str], int] = defaultdict(int)
        for thread in self.threads:
            found[thread.kind, str(thread.state)] += 1
        order = list(Kind)
        return tuple((*key, n) for key, n in sorted(found.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1])))

    @property
    def balance(self) -> float:
        """The sum over all months."""
        return round(sum(month.balance for month in self.months), 1)


def pair_of(act: Act) -> tuple[str, str]:
    """Who acts and upon whom, in order of their codes."""
    left, right = sorted(_codes_of(act.interaction))
    return left, right


def _codes_of(interaction: Interaction) -> frozenset[str]:
    return frozenset(party.actor.code for party in (interaction.source, interaction.target) if party and party.actor)


def _ends(interaction: Interaction) -> tuple[str, str] | None:
    source, target = interaction.source, interaction.target
    if source is None or target is None or source.actor is None or target.actor is None:
        return None
    return source.actor.code, target.actor.code


def _acts_of(claim: Claim) -> Iterator[tuple[tuple[str, str], Interaction]]:
    """What a claim tells as done or decided, by who acts towards whom; what two do together is one act, not one of each."""
    is_mutual = claim.kind in (Kind.ENCOUNTER, Kind.AGREEMENT)
    for interaction in interactions_of(claim):
        ends = _ends(interaction)
        if ends is not None and _NOT_DONE.isdisjoint(interaction.contexts):
            left, right = ends
            yield (min(ends), max(ends)) if is_mutual else (left, right), interaction


def acts_in(thread: Thread) -> Iterator[Act]:
    """The acts that a thread tells: each step of its history once for each two actors, and no step twice."""
    told: set[tuple[str, str, str, str | None]] = set()
    for step in thread.history:
        for ends, interaction in _acts_of(step.claim):
            key = (*ends, str(step.status), step.action)
            if key not in told:
                told.add(key)
                yield Act(thread, step.claim, interaction)


def month_of(claim: Claim) -> str:
    """The month in which a claim was stated."""
    day = claim.document.day
    return f"{day.year:04d}-{day.month:02d}" if day else UNDATED


def _months(acts: Iterable[Act]) -> tuple[Month, ...]:
    by_month: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        by_month[month_of(act.claim)].append(act)
    return tuple(Month(month, tuple(held)) for month, held in sorted(by_month.items()))


def dyad(threads: Iterable[Thread], left: str, right: str) -> Dyad:
    """What is between two actors; `threads` may be of anything."""
    ends = frozenset({left, right})
    between = [thread for thread in threads if any(ends <= actors_in(claim) for claim in thread.claims)]
    between.sort(key=lambda thread: (thread.newest.document.published or "", thread.id), reverse=True)
    acts = [act for thread in between for act in acts_in(thread) if _codes_of(act.interaction) == ends]
    return Dyad(left, right, tuple(between), _months(acts))


@dataclass(frozen=True, slots=True)
class Movement:
    """How the balance of two actors changed from the month before to a month."""

    left: str
    right: str
    month: str
    before: float
    after: Month

    @property
    def change(self) -> float:
        """The difference of the two balances."""
        return round(self.after.balance - self.before, 1)


def movements(threads: Iterable[Thread], month: str) -> list[Movement]:
    """All pairs that acted in a month, the one whose balance moved most against the month before it first."""
    acts: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for thread in threads:
        for act in acts_in(thread):
            acts[pair_of(act)].append(act)
    found = []
    for (left, right), held in acts.items():
        months = {each.month: each for each in _months(held)}
        if month in months:
            earlier = months.get(month_before(month))
            found.append(Movement(left, right, month, earlier.balance if earlier else 0.0, months[month]))
    return sorted(found, key=lambda movement: (-abs(movement.change), movement.left, movement.right))


def movement_of(left: str, right: str, month: str, before: float, threads: Iterable[Thread]) -> Movement:
    """How the balance of two actors changed to a month; `threads` hold at least all in which they acted in it."""
    acts = (act for thread in threads for act in acts_in(thread) if pair_of(act) == (left, right) and month_of(act.claim) == month)
    return Movement(left, right, month, before, Month(month, tuple(acts)))


def movement_to_record(movement: Movement) -> Record:
    """The public form."""
    actors: list[Json] = [movement.left, movement.right]
    return {"actors": actors, "before": movement.before, "change": movement.change, **month_to_record(movement.after)}


def month_before(month: str) -> str:
    """The month before a month."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year - 1:04d}-12" if number == 1 else f"{year:04d}-{number - 1:02d}"


def _act_to_record(act: Act) -> Record:
    interaction = act.interaction
    return {
        "thread": act.thread.id,
        "doc": act.claim.document.id,
        "claim": act.claim.id,
        "source": act.source,
        "event": interaction.code.value,
        "weight": act.weight,
        "quote": act.claim.quotes[0],
    }


def month_to_record(month: Month) -> Record:
    """The public form of a month: sums, and every act with its weight and claim."""
    acts: list[Json] = [_act_to_record(act) for act in month.acts]
    return {
        "month": month.month,
        "cooperation": month.cooperation,
        "conflict": month.conflict,
        "balance": month.balance,
        "acts": acts,
    }


def dyad_to_record(held: Dyad) -> Record:
    """The public form of a dyad."""
    threads: list[Json] = [
        {"thread": thread.id, "kind": thread.kind.value, "state": str(thread.state), "matter": headline_of(thread)}
        for thread in held.threads
    ]
    months: list[Json] = [month_to_record(month) for month in held.months]
    return {"actors": [held.left, held.right], "balance": held.balance, "months": months, "threads": threads}


def actors_in_threads(threads: Iterable[Thread]) -> list[tuple[str, int]]:
    """Every actor that takes part in a thread, with the number of threads, most first."""
    counted = Counter(code for thread in threads for code in {code for claim in thread.claims for code in actors_in(claim)})
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def pairs_in(threads: Sequence[Thread]) -> list[tuple[str, str, int]]:
    """Every two actors that act together in a thread, with the number of threads, most first."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for thread in threads:
        codes = sorted({code for claim in thread.claims for code in actors_in(claim)})
        for left, right in combinations(codes, 2):
            counted[left, right] += 1
    return sorted(((*pair, count) for pair, count in counted.items()), key=lambda item: (-item[2], item[0], item[1]))
