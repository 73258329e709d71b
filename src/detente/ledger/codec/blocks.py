"""Lines to blocks: a heading line, then fields, then a blank line.

Holds: every line keeps its number, so that whatever is wrong can be told by file and line. Lines that begin with `#` are
comments, but in a text, whose lines all begin with `|`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from detente.errors import DetenteError, RecordError
from detente.ledger.codec.values import unquoted
from detente.ledger.codec.writing import HEADER

T = TypeVar("T")

KINDS = ("document", "claim", "decision", "look")

_TEXT = "|"


@dataclass(frozen=True, slots=True)
class Line:
    """`name: text`, or a line of a text, whose name is `|`."""

    number: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """`kind name`, and the lines below it; `where` names the file."""

    where: str
    number: int
    kind: str
    name: str
    lines: tuple[Line, ...]

    def error(self, message: str, line: Line | None = None, *, hint: str = "") -> RecordError:
        """What is wrong, at a line of the block or at its heading."""
        return RecordError(message, where=f"{self.where}:{line.number if line else self.number}", hint=hint)

    def read(self, line: Line | None, read: Callable[..., T], *values: object) -> T:
        """What `read` makes of the values; its errors name the line."""
        try:
            return read(*values)
        except DetenteError as error:
            what = f"{line.name}: {error.message}" if line else error.message
            raise self.error(what, line, hint=error.hint) from None

    def all(self, name: str) -> list[Line]:
        """All lines of that name."""
        return [line for line in self.lines if line.name == name]

    def maybe(self, name: str) -> Line | None:
        """The one line of that name, None where there is none."""
        found = self.all(name)
        if len(found) > 1:
            raise self.error(f"{name} stands twice in one {self.kind}", found[1])
        return found[0] if found else None

    def one(self, name: str) -> Line:
        """The one line of that name, which must be there."""
        found = self.maybe(name)
        if found is None:
            raise self.error(f"this {self.kind} has no line `{name}:`")
        return found

    def words(self, name: str) -> str | None:
        """The words of the one line of that name."""
        line = self.maybe(name)
        return None if line is None else self.read(line, unquoted, line.text)

    def text(self) -> str:
        """The text whose lines begin with `|`."""
        return "\n".join(line.text for line in self.all(_TEXT))

    def require_known(self, names: Iterable[str]) -> None:
        """RecordError at the first line that such a block does not have."""
        known = {*names, _TEXT} if "text" in names else set(names)
        for line in self.lines:
            if line.name not in known:
                raise self.error(f"a {self.kind} has no line `{line.name}:`", line, hint=f"known are {', '.join(sorted(known))}")


def _line(number: int, text: str, where: str) -> Line:
    if text.startswith(_TEXT):
        return Line(number, _TEXT, text[2:] if text.startswith("| ") else text[1:])
    name, colon, value = text.partition(":")
    if not colon or not name or " " in name:
        raise RecordError(
            f"neither a heading nor a field: {text[:60]!r}",
            where=f"{where}:{number}",
            hint="a field is `name: value`; a blank line ends a block",
        )
    return Line(number, name, value.removeprefix(" "))


def _heading(number: int, text: str, where: str) -> tuple[str, str]:
    kind, _, name = text.partition(" ")
    if kind not in KINDS:
        raise RecordError(f"a block begins with one of {', '.join(KINDS)}, not with {text[:60]!r}", where=f"{where}:{number}")
    if not name:
        raise RecordError(f"a {kind} needs a name", where=f"{where}:{number}")
    try:
        return kind, unquoted(name)
    except RecordError as error:
        raise RecordError(error.message, where=f"{where}:{number}") from None


def _require_header(text: str, where: str) -> None:
    if text != HEADER:
        newer = text.startswith("detente ledger ")
        message = "written by a newer version of detente" if newer else "not the text form of a ledger"
        raise RecordError(message, where=f"{where}:1", hint="upgrade detente" if newer else f"its first line is `{HEADER}`")


def blocks_in(lines: Iterable[str], *, where: str) -> Iterator[Block]:
    """The blocks of the text form; RecordError with file and line where it is not well formed."""
    numbered = enumerate((line.removesuffix("\n") for line in lines), 1)
    _require_header(next(numbered, (1, ""))[1], where)
    heading: tuple[int, str, str] | None = None
    held: list[Line] = []
    for number, text in numbered:
        if text.startswith("#"):
            continue
        if not text:
            if heading:
                yield Block(where, *heading, tuple(held))
            heading, held = None, []
        elif heading is None:
            heading = (number, *_heading(number, text, where))
        else:
            held.append(_line(number, text, where))
    if heading:
        yield Block(where, *heading, tuple(held))
