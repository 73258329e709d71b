"""All rules over all threads.

In: threads. Out: conflicts, one for each thread, field and time, with all claims that take part; and findings.

Holds: a conflict names only claims that a rule found to contradict another of them. Rules look at two claims at a
time; those that overlap are told as one conflict.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from detente.checks import amounts, courses, days, denials, impossible, offices, places, rates
from detente.checks.time import SAME_TIME_DAYS
from detente.checks.tours import conflicts_of_tours
from detente.checks.twins import conflicts_between
from detente.model.claim import Claim, Measure
from detente.model.conflict import Conflict, Contradiction
from detente.model.finding import Finding
from detente.model.thread import Thread

Rule = Callable[[Claim, Claim], Iterator[Contradiction]]

RULES: tuple[Rule, ...] = (
    rates.contradictions,
    days.contradictions,
    places.contradictions,
    amounts.contradictions,
    denials.contradictions,
    courses.contradictions,
)


# Measures further on in a thread than this are compared only if they are of one time, so that a long thread costs no more than
# its length; of other kinds no rule looks beyond that time.
_REACH = 100


def _pairs(claims: tuple[Claim, ...]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs that a rule may find to contradict each other; the claims come in order of time."""
    for index, left in enumerate(claims):
        reach = _REACH if isinstance(left, Measure) else 0
        for place, right in enumerate(claims[index + 1 :]):
            a, b = left.document.day, right.document.day
            if place >= reach and a and b and (b - a).days > SAME_TIME_DAYS:
                break
            yield left, right


def contradictions_in(thread: Thread) -> list[Contradiction]:
    """What any rule says against any two claims of a thread."""
    return [found for left, right in _pairs(thread.claims) for rule in RULES for found in rule(left, right)]


def _overlapping(found: list[Contradiction]) -> Iterator[list[Contradiction]]:
    groups: list[list[Contradiction]] = []
    for contradiction in found:
        sides = (contradiction.left, contradiction.right)
        touched = [group for group in groups if any(side in (other.left, other.right) for other in group for side in sides)]
        groups = [group for group in groups if group not in touched]
        groups.append([contradiction, *(other for group in touched for other in group)])
    yield from groups


def conflicts_in(thread: Thread) -> Iterator[Conflict]:
    """The conflicts of one thread."""
    by_field: dict[str, list[Contradiction]] = defaultdict(list)
    for contradiction in contradictions_in(thread):
        by_field[contradiction.field].append(contradiction)
    for field, found in by_field.items():
        for group in _overlapping(found):
            involved = tuple(c for c in thread.claims if any(c in (other.left, other.right) for other in group))
            first = min(group, key=lambda one: (thread.claims.index(one.left), thread.claims.index(one.right)))
            yield Conflict(thread.id, field, involved, first.why)


def conflicts_of(threads: Iterable[Thread]) -> list[Conflict]:
    """The conflicts of all threads: within each, between two that tell one thing, and of tours."""
    held = list(threads)
    within = [conflict for thread in held for conflict in conflicts_in(thread)]
    return [*within, *conflicts_between(held), *conflicts_of_tours(held)]


def findings_of(threads: Iterable[Thread]) -> Iterator[Finding]:
    """What cannot be, claim by claim."""
    for thread in threads:
        for claim in thread.claims:
            yield from impossible.findings(claim)
            yield from offices.findings(claim)
