"""Compare two claims of one kind slot by slot.

In: the keys of two claims. Out: `Comparison`s, a slot with the level of agreement found in it.

Holds: symmetric; a slot that one of the two leaves open gives no comparison, so silence neither joins nor parts.
Leaves to `weights`: how much a level tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from detente.model.amount import Amount
from detente.model.claim import Kind
from detente.threads.keys import Days, Keys
from detente.vocab.phrases import Words, takes_in


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two claims agree in one slot; `level` is a row of the table of weights."""

    slot: str
    level: str


def _sets(left: frozenset[str], right: frozenset[str]) -> str | None:
    if not left or not right:
        return None
    if left == right:
        return "same"
    if left <= right or right <= left:
        return "part"
    return "overlap" if left & right else "differ"


def _words(left: Words, right: Words) -> str | None:
    if not left or not right:
        return None
    shared = 2 * len(left & right) / (len(left) + len(right))
    if shared >= 0.99:
        return "same"
    if takes_in(left, right) or takes_in(right, left):
        return "part"
    return "overlap" if shared else "differ"


def _dates(left: Days | None, right: Days | None) -> str | None:
    """`same` day or interval, one `within` the other's precision, `near` (3 days), `month` (31 days), else `differ`."""
    if left is None or right is None:
        return None
    if left == right:
        return "same"
    gap = max(left.first - right.last, right.first - left.last)
    if gap <= 0:
        return "within"
    return "near" if gap <= 3 else "month" if gap <= 31 else "differ"


def _products(left: Keys, right: Keys) -> str:
    """As words; `none`: both are on all goods, `one`: only one of them is."""
    if not left.phrases and not right.phrases:
        return "none"
    return _words(left.words, right.words) or "one"


def _amounts(left: Amount | None, right: Amount | None) -> str | None:
    """`same` within 1 percent, `like` within a third, else `differ`; other units are not comparable, but for money."""
    if left is None or right is None:
        return None
    if left.unit != right.unit and not (len(left.unit) == len(right.unit) == 3):
        return "unit"
    low, high = sorted((abs(left.value), abs(right.value)))
    if high == low or high - low <= high / 100:
        return "same"
    return "like" if high and low / high >= 2 / 3 else "differ"


def _rates(left: Keys, right: Keys) -> str | None:
    """`same`: the rates after the act agree; `before`: one starts where the other ended or takes it away."""
    a, b = left.rates, right.rates
    if a.after is not None and b.after is not None:
        if a.after == b.after:
            return "same"
        return "before" if a.before == b.after or b.before == a.after else "differ"
    if a.change is not None and b.change is not None:
        return "same" if abs(a.change) == abs(b.change) else "differ"
    if a.before is not None and a.before in (b.after, b.before):
        return "before"
    if b.before is not None and b.before in (a.after, a.before):
        return "before"
    pairs = ((a.change, b.after), (b.change, a.after))
    if any(change is not None and abs(change) == after for change, after in pairs):
        return "same"
    return None


def _persons(left: Keys, right: Keys) -> str | None:
    if not left.persons or not right.persons:
        return None
    if left.persons & right.persons:
        return "same" if left.persons <= right.persons or right.persons <= left.persons else "overlap"
    states = {state for state, _ in left.persons} & {state for state, _ in right.persons}
    return "differ" if states else None


def _places(left: str | None, right: str | None) -> str | None:
    if left is None or right is None:
        return None
    if left == right:
        return "same"
    country = left.rsplit(", ", 1)[-1] == right.rsplit(", ", 1)[-1]
    return ("part" if ("," in left) != ("," in right) else "country") if country else "differ"


_MEETINGS = frozenset({"meeting", "talks", "summit"})


_STAY = frozenset({"impose", "suspend", "extend", "lift", "maintain"})


def _acts(left: Keys, right: Keys) -> str:
    """`stay`: both leave the matter what it is (imposing, suspending, prolonging, lifting); else one is a new act."""
    acts = {left.act, right.act}
    if len(acts) == 1:
        return "same"
    return "stay" if acts <= _STAY else "exempt" if "exempt" in acts else "new"


# Statuses that say that something is not, or not any more: the one case in which a report tells of a matter twice.
_NEGATIONS = frozenset({"ruled_out", "denied", "rejected", "collapsed"})


def _report(left: Keys, right: Keys) -> str | None:
    """One report tells of a matter once, unless one side says in it what the other denies."""
    if left.document != right.document:
        return None
    return "denied" if (left.status in _NEGATIONS) != (right.status in _NEGATIONS) else "same"


def _gap(left: Keys, right: Keys) -> str | None:
    if left.day is None or right.day is None:
        return None
    days = abs((left.day - right.day).days)
    return "week" if days <= 7 else "month" if days <= 31 else "quarter" if days <= 92 else "year" if days <= 366 else "years"


def levels(left: Keys, right: Keys) -> Iterator[tuple[str, str | None]]:
    """Every slot of the kind with its level of agreement, None where one of the two leaves it open."""
    yield "document", _report(left, right)
    yield "stated", _gap(left, right)
    match left.kind:
        case Kind.ENCOUNTER:
            yield "participants", _sets(left.core, right.core)
            yield "persons", _persons(left, right)
            yield "form", "same" if left.form == right.form else "meet" if {left.form, right.form} <= _MEETINGS else "differ"
            yield "place", _places(left.place, right.place)
            yield "date", _dates(left.when, right.when)
            yield "topics", _words(left.words, right.words)
        case Kind.MEASURE:
            yield "imposer", _sets(left.core, right.core)
            yield "target", _sets(left.other, right.other)
            yield "products", _products(left, right)
            yield "action", _acts(left, right)
            yield "rate", _rates(left, right)
            yield "trade_value", _amounts(left.amount, right.amount)
            yield "effective", _dates(left.when, right.when)
            yield "expires", _dates(left.until, right.until)
        case Kind.COMMITMENT:
            yield "promisor", _sets(left.core, right.core)
            yield "promisee", _sets(left.other, right.other)
            yield "action", "same" if left.form == right.form else "differ"
            yield "object", _words(left.words, right.words)
            yield "amount", _amounts(left.amount, right.amount)
            yield "deadline", _dates(left.when, right.when)
        case Kind.AGREEMENT:
            yield "parties", _sets(left.core, right.core)
            yield "form", "same" if left.form == right.form else "differ"
            yield "topic", _words(left.words, right.words)
            yield "date", _dates(left.when, right.when)
            yield "expires", _dates(left.until, right.until)
        case _:
            assert_never(left.kind)


def compare(left: Keys, right: Keys) -> tuple[Comparison, ...]:
    """The comparisons of two claims of one kind, in the order of slots."""
    return tuple(Comparison(slot, level) for slot, level in levels(left, right) if level is not None)
