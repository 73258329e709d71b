"""What an assistant may ask: search, thread, due, changes, scoreboard. Nothing here writes.

In: a tool's name and arguments. Out: records; QueryError for arguments that make no question, NotInLedger for what is not there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from detente.errors import QueryError
from detente.model.claim import Kind
from detente.model.record import Json, Record
from detente.model.selection import Selection
from detente.publish.shelf import Known, Shelf
from detente.views.changes import change_to_record
from detente.views.due import due_to_record
from detente.views.page import page_to_record
from detente.views.scoreboard import Breakdown, score_row_to_record
from detente.views.search import hit_to_record

_MOST = 200

_TEXT: Record = {"type": "string"}
_WORDS: Record = {"type": "array", "items": {"type": "string"}}
_DAY: Record = {"type": "string", "format": "date"}
_FILTERS: Record = {
    "kind": {"type": "array", "items": {"type": "string", "enum": [str(kind) for kind in Kind]}},
    "actor": _WORDS | {"description": "codes (CHN, EU, ORG:Boeing) or names, any of which takes part"},
    "status": _WORDS | {"description": "states, e.g. threatened, announced, in_force"},
    "since": _DAY | {"description": "stated on this day or later"},
    "until": _DAY | {"description": "stated on this day or earlier"},
    "as_of": _TEXT | {"description": "as recorded by the end of this day, or by an instant"},
    "limit": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 20},
}


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call, understood."""

    given: Mapping[str, Json]

    def text(self, name: str) -> str | None:
        """A word; QueryError where it is none."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, str):
            raise QueryError("must be text", where=name)
        return value

    def required(self, name: str) -> str:
        """A word that must be there."""
        value = self.text(name)
        if not value:
            raise QueryError("must be given", where=name)
        return value

    def words(self, name: str) -> list[str]:
        """Some words, or one."""
        value = self.given.get(name, [])
        held = [value] if isinstance(value, str) else value
        if not isinstance(held, list) or not all(isinstance(each, str) for each in held):
            raise QueryError("must be a list of words", where=name)
        return cast(list[str], held)

    @property
    def limit(self) -> int:
        """How many rows are given."""
        value = self.given.get("limit", 20)
        if type(value) is not int or not 1 <= value <= _MOST:
            raise QueryError(f"must be a number from 1 to {_MOST}", where="limit")
        return value

    def day(self, name: str) -> date | None:
        """A day."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise QueryError(f"not a day: {text!r}", where=name, hint="write it as 2025-10-30") from None


Answer = Callable[[Shelf, Known, Selection, Arguments], Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Tool:
    """A question with what it may be asked with."""

    name: str
    description: str
    own: Record
    required: tuple[str, ...]
    answer: Answer

    @property
    def schema(self) -> Record:
        """The JSON schema of its arguments."""
        filters = {} if self.name == "thread" else _FILTERS
        required: list[Json] = [*self.required]
        return {"type": "object", "properties": {**self.own, **filters}, "required": required, "additionalProperties": False}


def _search(shelf: Shelf, known: Known, chosen: Selection, given: Arguments) -> Sequence[Record]:
    return [hit_to_record(hit) for hit in known.answers.search(given.required("q"), chosen)]


def _thread(shelf: Shelf, known: Known, chosen: Selection, given: Arguments) -> Sequence[Record]:
    return [page_to_record(known.answers.page(given.required("id"), today=shelf.today()), why=True)]


def _due(shelf: Shelf, known: Known, chosen: Selection, given: Arguments) -> Sequence[Record]:
    window, today = shelf.window(given.text("within") or "30d"), given.day("today") or shelf.today()
    return [due_to_record(item) for item in known.answers.due(chosen, today=today, within=window)]


def _changes(shelf: Shelf, known: Known, chosen: Selection, given: Arguments) -> Sequence[Record]:
    return [change_to_record(change) for change in known.answers.changes(chosen)]


def _scoreboard(shelf: Shelf, known: Known, chosen: Selection, given: Arguments) -> Sequence[Record]:
    by = given.text("by") or Breakdown.ALL.value
    if by not in [each.value for each in Breakdown]:
        raise QueryError(f"no such breakdown: {by!r}", where="by", hint=", ".join(Breakdown))
    return [score_row_to_record(row) for row in known.answers.scoreboard(chosen, by=Breakdown(by), today=shelf.today())]


_CITE = "Every row carries the words of its report, the publisher and the address: cite them."

TOOLS = (
    Tool("search", f"Claims that hold all words or “phrases in quotes”. {_CITE}", {"q": _TEXT}, ("q",), _search),
    Tool(
        "thread",
        f"All of one matter: state, history, values with their sources, conflicts, claims. {_CITE}",
        {"id": _TEXT},
        ("id",),
        _thread,
    ),
    Tool(
        "due",
        f"What falls due: deadlines, days of effect, meetings; and what passed without news. {_CITE}",
        {"within": _TEXT | {"description": "30d, 2w, 6m, 1y"}, "today": _DAY},
        (),
        _due,
    ),
    Tool("changes", f"What was stated anew or otherwise than before, the newest first. {_CITE}", {}, (), _changes),
    Tool(
        "scoreboard",
        "What became of threats, counted by outcome; every count names its threads.",
        {"by": {"type": "string", "enum": [each.value for each in Breakdown]}},
        (),
        _scoreboard,
    ),
)


def called(shelf: Shelf, name: str, given: Mapping[str, Json]) -> Record:
    """The answer of a tool: rows, and how many there are in all."""
    tool = next((tool for tool in TOOLS if tool.name == name), None)
    if tool is None:
        raise QueryError(f"no such tool: {name!r}", where="name", hint=", ".join(tool.name for tool in TOOLS))
    properties = cast(Record, tool.schema["properties"])
    unknown = next((key for key in given if key not in properties), None)
    if unknown is not None:
        raise QueryError("no such argument", where=unknown, hint=", ".join(properties))
    arguments = Arguments(given)
    words = {key: arguments.words(key) for key in ("kind", "actor", "status")}
    days = {key: [text] for key in ("since", "until") if (text := arguments.text(key))}
    chosen = shelf.saved_search({**words, **days}).selection
    rows = tool.answer(shelf, shelf.known(as_of=arguments.text("as_of") or None), chosen, arguments)
    shown: list[Json] = [*rows[: arguments.limit]]
    return {"rows": shown, "total": len(rows)}
