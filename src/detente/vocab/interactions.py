"""The lexicon of acts between actors: verbs and nouns by sense, words for parts of society, what acts are about, and their weights.

In: the tables in `data/interactions/`. Out: `Sense`s by the first word, sectors, modes by content, attitudes, weights, the table of claims.

Holds: every code, mode and attitude is one of a closed list; RecordError otherwise.
Leaves to `reading.interactions`: finding the words in a tree, and who stands in which slot.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from detente.errors import RecordError
from detente.model.interaction import Context, EventType
from detente.vocab.table import Row, rows

FROM_CONTENT = "content"
_NOT_IN_DRAFT = "-"
_FOLDER = "interactions"


@dataclass(frozen=True, slots=True)
class ActSense:
    """One sense of a verb or noun. `further` are words that must hang on it; `needs` and `without` lemmas of its objects.

    `sources` and `targets` name slots in order of preference; `mode` is `content` where what is said decides.
    """

    word: str
    further: tuple[str, ...]
    needs: frozenset[str]
    without: frozenset[str]
    code: EventType
    mode: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    draft_code: str | None


class Attitude(StrEnum):
    """How a governing verb bears on the act below it."""

    OPEN = "open"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATION = "negation"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """Which event a claim of a kind, status and choice tells; slots are names of the claim's slots, `self` or `place`."""

    code: EventType
    mode: str | None
    context: Context | None
    source: str
    target: str


def _one_of(enum: type[EventType] | type[Context] | type[Attitude], row: Row, column: str) -> str:
    try:
        return enum(row[column])
    except ValueError as error:
        raise RecordError(str(error), where=row.where) from None


_ACT_COLUMNS = ("words", "code", "mode", "source", "target", "draft")


def _draft(row: Row, code: EventType) -> str | None:
    return None if row["draft"] == _NOT_IN_DRAFT else row["draft"] or code.value


def _senses(row: Row, needs: tuple[str, ...]) -> list[ActSense]:
    code = EventType(_one_of(EventType, row, "code"))
    out = []
    for phrase in row.many("words"):
        word, *further = phrase.split()
        out.append(
            ActSense(
                word,
                tuple(further),
                frozenset(need for need in needs if not need.startswith("!")),
                _excluded(needs),
                code,
                row["mode"] or None,
                row.many("source") or ("subj",),
                row.many("target"),
                _draft(row, code),
            )
        )
    return out


def _excluded(needs: tuple[str, ...]) -> frozenset[str]:
    """What a sense may not have as object: all behind the first `!`."""
    first = next((number for number, need in enumerate(needs) if need.startswith("!")), len(needs))
    return frozenset(need.removeprefix("!") for need in needs[first:])


def _needed(needs: tuple[str, ...]) -> tuple[str, ...]:
    """A cell that begins with `!` names only what is excluded."""
    return tuple(f"!{need.removeprefix('!')}" for need in needs) if needs and needs[0].startswith("!") else needs


@cache
def verbs() -> dict[str, tuple[ActSense, ...]]:
    """The senses of each verb, those that ask for most first."""
    table: dict[str, list[ActSense]] = defaultdict(list)
    for row in rows(f"{_FOLDER}/verbs.csv", ("words", "needs", *_ACT_COLUMNS[1:])):
        for sense in _senses(row, _needed(row.many("needs"))):
            table[sense.word].append(sense)
    return {word: tuple(sorted(held, key=lambda s: (-len(s.further) * bool(s.further), not s.needs))) for word, held in table.items()}


@cache
def nouns() -> dict[str, ActSense]:
    """The sense of each noun that names an act."""
    return {sense.word: sense for row in rows(f"{_FOLDER}/nouns.csv", _ACT_COLUMNS) for sense in _senses(row, ())}


@cache
def sectors() -> dict[str, str]:
    """The sector code of each word for a part of society."""
    return {word: row.needed("sector") for row in rows(f"{_FOLDER}/agents.csv", ("sector", "words")) for word in row.many("words")}


@cache
def groups() -> dict[str, tuple[str, str]]:
    """The code and sector of each group or people that acts without being a state."""
    columns = ("code", "sector", "names")
    table = rows(f"{_FOLDER}/groups.csv", columns)
    return {name: (row.needed("code"), row.needed("sector")) for row in table for name in row.spellings("names")}


@cache
def contents() -> dict[EventType, tuple[tuple[str, frozenset[str]], ...]]:
    """By event type: modes with the words that decide for them, in order."""
    table: dict[EventType, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for row in rows(f"{_FOLDER}/contents.csv", ("code", "mode", "words")):
        table[EventType(_one_of(EventType, row, "code"))].append((row.needed("mode"), frozenset(row.many("words"))))
    return {code: tuple(held) for code, held in table.items()}


@cache
def attitudes() -> dict[str, Attitude]:
    """How each governing verb bears on the act below it."""
    return {
        word: Attitude(_one_of(Attitude, row, "attitude"))
        for row in rows(f"{_FOLDER}/attitudes.csv", ("attitude", "words"))
        for word in row.many("words")
    }


@cache
def weights() -> dict[EventType, float]:
    """The conflict-cooperation score of each event type."""
    return {
        EventType(_one_of(EventType, row, "code")): float(row.needed("weight"))
        for row in rows(f"{_FOLDER}/weights.csv", ("code", "weight"))
    }


_CLAIM_COLUMNS = ("kind", "status", "choice", "code", "mode", "context", "source", "target")


@cache
def claim_rules() -> dict[tuple[str, str, str], ClaimRule]:
    """By kind, status and choice (`*` for any) the event that a claim tells."""
    return {
        (row.needed("kind"), row.needed("status"), row.needed("choice")): ClaimRule(
            EventType(_one_of(EventType, row, "code")),
            row["mode"] or None,
            Context(_one_of(Context, row, "context")) if row["context"] else None,
            row.needed("source"),
            row.needed("target"),
        )
        for row in rows(f"{_FOLDER}/claims.csv", _CLAIM_COLUMNS)
    }
