"""All rules over all threads.

In: threads. Out: conflicts, one for each thread, field and time, with all claims that take part; and findings.

Holds: a conflict names only claims that a rule found to contradict another of them. Rules look at two claims at a
time; those that overlap are told as one conflict.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from detente.checks import amounts, courses, days, denials, impossible, places, rates
from detente.checks.time import SAME_TIME_DAYS
from detente.model.claim import Claim
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


def _near_pairs(claims: tuple[Claim, ...]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs that can be of one time; the claims come in order of time, so a long thread is not compared with all of itself."""
    for index, left in enumerate(claims):
        for right in claims[index + 1 :]:
            a, b = left.document.day, right.document.day
            if a and b and (b - a).days > SAME_TIME_DAYS:
                break
            yield left, right


def contradictions_in(thread: Thread) -> list[Contradiction]:
    """What any rule says against any two claims of a thread."""
    return [found for left, right in _near_pairs(thread.claims) for rule in RULES for found in rule(left, right)]


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
    """The conflicts of all threads."""
    return [conflict for thread in threads for conflict in conflicts_in(thread)]


def findings_of(threads: Iterable[Thread]) -> Iterator[Finding]:
    """What cannot be, claim by claim."""
    for thread in threads:
        for claim in thread.claims:
            yield from impossible.findings(claim)
