"""The readable case files of `tests/cases/reading`: passages with the claims that they tell.

In: text files. Out: `Case`s in order of file and place. The form is told in `tests/cases/reading/README.md`.

Holds: kinds, words of closed lists, slots, values and links are checked on reading, so that a misspelt case fails
loudly instead of passing as wrong.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from detente.errors import DetenteError
from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import UNNAMED_SOURCES, Kind, Link, LinkType
from detente.model.document import Document
from detente.model.edtf import Edtf
from detente.model.slots import CHOICES, SLOTS, SlotType

FOLDER = Path(__file__).parents[1] / "cases" / "reading"
STATE = FOLDER / "state.txt"

NOTHING = "-"
_SCALES = {"m": Decimal(10**6), "bn": Decimal(10**9), "tn": Decimal(10**12)}


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim as a case names it: only the slots that the case is about. `slots` maps to the alternatives as written."""

    kind: Kind
    choices: dict[str, tuple[str, ...]]
    slots: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """A passage, the claims it must give, those it must not give, and links between the former by their place."""

    name: str
    document: Document
    expected: tuple[Expected, ...]
    unwanted: tuple[Expected, ...]
    links: tuple[Link, ...]

    @property
    def is_negative(self) -> bool:
        """Whether the passage must give no claim at all."""
        return not self.expected and not self.unwanted


class CaseError(ValueError):
    """A case that is not well formed."""


def amount_of(text: str) -> Amount:
    """`600m USD`, `50000 t`, `14000 bbl day`."""
    number, unit, *per = text.split()
    match = re.fullmatch(r"([\d.]+)(m|bn|tn)?", number)
    if not match:
        raise CaseError(f"not an amount: {text!r}")
    return Amount(Decimal(match[1]) * _SCALES.get(match[2], Decimal(1)), unit, per[0] if per else None)


def _check_value(kind: Kind, slot: str, value: str) -> None:
    if value == NOTHING or slot == "condition" or value in UNNAMED_SOURCES:
        return
    match SlotType.ACTORS if slot == "attributed_to" else SLOTS[kind][slot]:
        case SlotType.ACTORS:
            for actor in value.split(","):
                Actor.parse(actor)
        case SlotType.DATE:
            Edtf(value)
        case SlotType.NUMBER:
            Decimal(value)
        case SlotType.AMOUNT:
            amount_of(value)
        case SlotType.PLACE | SlotType.PHRASE | SlotType.PHRASES:
            pass


def _choice_of(kind: Kind, words: tuple[str, ...], taken: dict[str, tuple[str, ...]]) -> str:
    for name, enum in CHOICES[kind].items():
        if name not in taken and all(word in set(enum) for word in words):
            return name
    raise CaseError(f"not a word of {kind}: {'|'.join(words)}")


def expected_of(text: str) -> Expected:
    """`measure threatened tariff imposer=USA target=CAN rate=35`."""
    first, *rest = shlex.split(text)
    kind = Kind(first)
    choices: dict[str, tuple[str, ...]] = {}
    slots: dict[str, tuple[str, ...]] = {}
    for part in rest:
        name, equals, value = part.partition("=")
        if not equals:
            words = tuple(part.split("|"))
            choices[_choice_of(kind, words, choices)] = words
            continue
        if name not in (*SLOTS[kind], "condition", "attributed_to"):
            raise CaseError(f"not a slot of {kind}: {name}")
        slots[name] = tuple(value.split("|"))
        for alternative in slots[name]:
            _check_value(kind, name, alternative)
    return Expected(kind, choices, slots)


def _link_of(text: str, count: int) -> Link:
    source, type_, target = text.split()
    for end in (source, target):
        if not re.fullmatch(r"c\d+", end) or not 1 <= int(end[1:]) <= count:
            raise CaseError(f"no claim {end}")
    return Link(source, LinkType(type_), target)


def case_of(block: str) -> Case:
    """One block of a case file."""
    name, published, title = "", "", ""
    passage: list[str] = []
    lines: list[str] = []
    for line in block.strip().split("\n"):
        if line.startswith("# ") and not name:
            name = line[2:].strip()
        elif line.startswith("published: ") and not passage:
            published = line.removeprefix("published: ").strip()
        elif line.startswith("title: ") and not passage:
            title = line.removeprefix("title: ")
        elif line.startswith("=> "):
            lines.append(line[3:].strip())
        else:
            passage.append(line)
    try:
        return _case(name, Document(name, None, None, published, title, "\n".join(passage)), lines)
    except (ValueError, ArithmeticError, DetenteError) as error:
        raise CaseError(f"{name}: {error}") from error


def _case(name: str, document: Document, lines: list[str]) -> Case:
    if not name or not document.text or not lines:
        raise CaseError("a case has a name, a passage and an expectation")
    if lines == ["none"]:
        return Case(name, document, (), (), ())
    unwanted = tuple(expected_of(line.removeprefix("not ")) for line in lines if line.startswith("not "))
    expected = tuple(expected_of(line) for line in lines if not line.startswith(("not ", "link ")))
    links = tuple(_link_of(line.removeprefix("link "), len(expected)) for line in lines if line.startswith("link "))
    return Case(name, document, expected, unwanted, links)


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """All cases of a folder."""
    for path in sorted(folder.glob("*.txt")):
        if path.name != STATE.name:
            for block in re.split(r"\n\s*\n(?=# )", path.read_text(encoding="utf-8").strip()):
                yield case_of(block)
