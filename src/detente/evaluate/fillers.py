"""What counts as a filled slot of a claim, and when two fillers agree.

In: claims in the public record form, gold or predicted, well formed or not. Out: `ScoredClaim`, what scoring compares.

Holds: the rules are those of the MUC-4 scorer of the corpus (template filling): actors by state, persons of
participants apart, places by city, phrases by shared words, dates by their first or last day, amounts within 1 percent.
"""

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from detente.model.claim import Kind
from detente.model.record import Json, Record
from detente.model.slots import CHOICES, CORE, SLOTS, SlotType

KINDS = frozenset(Kind)

# Words that do not tell one product, object or topic from another.
_STOP = frozenset(
    re.findall(
        r"\S+", "a an the of on in to for and or with by from at its their his her all any some new more other us u.s american chinese"
    )
)

_UNSCORED = frozenset({"topics"})

# The order in which the corpus' own scorer goes through slots; it decides between slots that are equally frequent.
_TYPES_IN_ORDER = (SlotType.ACTORS, SlotType.PLACE, SlotType.PHRASE, SlotType.PHRASES, SlotType.NUMBER, SlotType.AMOUNT, SlotType.DATE)

_Day = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Filler:
    """One filled slot: `how` names the rule by which its value is compared."""

    slot: str
    value: Json
    how: str


@dataclass(frozen=True, slots=True)
class ScoredClaim:
    """A claim as scoring sees it. `core` holds (slot, state) of those who act; `evidence` the quoted words."""

    id: str
    kind: Kind
    status: str
    fillers: tuple[Filler, ...]
    core: frozenset[tuple[str, str]]
    evidence: tuple[str, ...]
    thread: str | None


def as_list(value: Json) -> list[Json]:
    """A list as it is, a single value as a list of one, nothing as an empty list."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def words_of(text: object) -> frozenset[str]:
    """The telling words of a phrase, lower case, plurals cut."""
    found = set()
    for raw in re.findall(r"[a-z0-9][a-z0-9.\-]*", str(text).lower()):
        word = raw.strip(".-")
        if word and word not in _STOP:
            found.add(re.sub(r"(ies)$", "y", word) if word.endswith("ies") else re.sub(r"(?<=[a-z]{3})s$", "", word))
    return frozenset(found)


def alike(left: object, right: object, *, least: float = 0.5) -> bool:
    """Whether two phrases share at least `least` of their words (Dice)."""
    a, b = words_of(left), words_of(right)
    if not a or not b:
        return a == b
    return 2 * len(a & b) / (len(a) + len(b)) >= least


def state_of(actor: object) -> str:
    """The state or body of an actor in the public form; companies in lower case."""
    name = str(actor).strip()
    return name.lower() if name.startswith("ORG:") else name.split("/")[0].upper()


def _surname_of(actor: object) -> str | None:
    name = str(actor)
    return name.split("/", 1)[1].lower().split()[-1] if "/" in name and not name.startswith("ORG:") else None


def _source_of(text: str) -> str:
    is_actor = text.upper() == text or "/" in text or text.startswith("ORG:")
    return state_of(text) if is_actor else text.lower()


def _day(text: str, *, last: bool) -> _Day:
    if text in ("", ".."):
        return None
    year, month, *rest = [int(part) for part in text.split("-")] + ([] if "-" in text else [12 if last else 1])
    return year, month, rest[0] if rest else calendar.monthrange(year, month)[1] if last else 1


def same_date(left: object, right: object) -> bool:
    """The same first or the same last day: `by the end of 2025` may be 2025, 2025-12-31 or 2025-11/2025-12."""
    try:
        bounds = [
            (_day(first, last=False), _day(end or first, last=True)) for first, _, end in (str(d).partition("/") for d in (left, right))
        ]
    except ValueError:
        return str(left) == str(right)
    return any(a is not None and a == b for a, b in zip(*bounds))


def _same_amount(left: Json, right: Json) -> bool:
    if not isinstance(left, dict) or not isinstance(right, dict) or left.get("unit") != right.get("unit"):
        return False
    try:
        a, b = float(cast(str, left["value"])), float(cast(str, right["value"]))
    except (KeyError, TypeError, ValueError):
        return False
    return abs(a - b) <= 0.01 * abs(a)


def agree(gold: Filler, other: Filler) -> bool:
    """Whether two fillers of one slot say the same."""
    match gold.how:
        case "exact":
            return gold.value == other.value
        case "words":
            return alike(gold.value, other.value)
        case "condition":
            return alike(gold.value, other.value, least=0.4)
        case "number":
            return abs(cast(float, gold.value) - cast(float, other.value)) < 0.01
        case "date":
            return same_date(gold.value, other.value)
        case "amount":
            return _same_amount(gold.value, other.value)
        case _:
            raise ValueError(gold.how)


def _actor_fillers(slot: str, value: Json) -> Iterator[Filler]:
    actors = as_list(value)
    yield from (Filler(slot, name, "exact") for name in dict.fromkeys(state_of(actor) for actor in actors))
    if slot == "participants":
        yield from (Filler("person", name, "exact") for name in dict.fromkeys(filter(None, map(_surname_of, actors))))


def _slot_fillers(slot: str, type_: SlotType, value: Json) -> Iterator[Filler]:
    match type_:
        case SlotType.ACTORS:
            yield from _actor_fillers(slot, value)
        case SlotType.PHRASES | SlotType.PHRASE:
            yield from (Filler(slot, item, "words") for item in as_list(value))
        case SlotType.NUMBER if value is not None:
            yield Filler(slot, float(cast(float, value)), "number")
        case SlotType.PLACE if value:
            yield Filler(slot, str(value).split(",")[0].strip().lower(), "exact")
        case SlotType.AMOUNT if value:
            yield Filler(slot, value, "amount")
        case SlotType.DATE if value:
            yield Filler(slot, value, "date")
        case _:
            return


def fillers_of(record: Record) -> Iterator[Filler]:
    """The filled slots of a claim."""
    kind = Kind(str(record["kind"]))
    for choice in CHOICES[kind]:
        if record.get(choice):
            yield Filler(choice, record[choice], "exact")
    for slot, type_ in sorted(SLOTS[kind].items(), key=lambda item: _TYPES_IN_ORDER.index(item[1])):
        if slot not in _UNSCORED:
            yield from _slot_fillers(slot, type_, record.get(slot))
    if record.get("condition"):
        yield Filler("condition", record["condition"], "condition")
    if record.get("attributed_to"):
        yield Filler("attributed_to", _source_of(str(record["attributed_to"])), "exact")


def scored(record: Record) -> ScoredClaim:
    """A claim record as scoring sees it; its kind must be one of the four."""
    kind = Kind(str(record["kind"]))
    thread = record.get("thread")
    return ScoredClaim(
        id=str(record.get("id")),
        kind=kind,
        status=str(record.get("status")),
        fillers=tuple(fillers_of(record)),
        core=frozenset((slot, state_of(actor)) for slot in CORE[kind] for actor in as_list(record.get(slot))),
        evidence=tuple(str(run) for run in as_list(record.get("evidence"))),
        thread=None if thread is None else str(thread),
    )


def hits(gold: Sequence[Filler], other: Sequence[Filler]) -> Counter[str]:
    """In how many fillers two claims agree, by slot; each filler counts once."""
    left = list(other)
    found: Counter[str] = Counter()
    for filler in gold:
        for index, candidate in enumerate(left):
            if filler.slot == candidate.slot and agree(filler, candidate):
                found[filler.slot] += 1
                del left[index]
                break
    return found
