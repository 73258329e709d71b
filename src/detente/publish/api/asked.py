"""What a request to the API asks, and one page of the answer.

Holds: a cursor names the instant at which its first page was asked, so that later pages go on with the same answer,
whatever is recorded meanwhile.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import Response

from detente.errors import NotInLedger, QueryError
from detente.model.claim import Kind
from detente.model.identity import canonical
from detente.model.record import Json, Record
from detente.model.saved_search import SavedSearch
from detente.model.slots import CHOICES
from detente.publish.api.export import MEDIA_TYPES, Form, exported, json_bytes
from detente.publish.outlets import answered
from detente.publish.shelf import Known, Shelf

STATUSES = tuple(dict.fromkeys(str(status) for choices in CHOICES.values() for status in choices["status"]))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: which matters, as known when, changed since when, which page, in which form."""

    search: SavedSearch
    as_of: str | None
    known: date | None
    on: date | None
    modified_since: datetime | None
    limit: int
    start: int
    form: Form


Answer = Callable[[Known, Asked], Sequence[Record]]


def _instant(when: datetime) -> datetime:
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def cursor_of(start: int, as_of: str | None) -> str:
    """Where to go on."""
    return base64.urlsafe_b64encode(canonical([start, as_of]).encode()).decode().rstrip("=")


def _cursor(text: str) -> tuple[int, str | None]:
    try:
        start, as_of = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if type(start) is not int or start < 0 or not isinstance(as_of, str | None):
            raise ValueError
        if as_of is not None:
            datetime.fromisoformat(as_of)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise NotInLedger("no such page", where="cursor", hint="give `next` of the page before as it stands there") from None
    return start, as_of


def asking(shelf: Shelf) -> Callable[..., Asked]:
    """The parameters that all lists share, as a dependency of FastAPI."""

    def asked(
        kind: Annotated[list[Kind], Query(description="only matters of these kinds")] = [],  # noqa: B006
        actor: Annotated[list[str], Query(description="codes or names, any of which takes part", max_length=20)] = [],  # noqa: B006
        status: Annotated[list[Literal[STATUSES]], Query(description="only matters in these states")] = [],  # type: ignore[valid-type]  # noqa: B006
        since: Annotated[date | None, Query(description="stated on this day or later")] = None,
        until: Annotated[date | None, Query(description="stated on this day or earlier")] = None,
        in_force_on: Annotated[date | None, Query(description="in force in the world on this day")] = None,
        as_of: Annotated[datetime | None, Query(description="as recorded by this instant")] = None,
        known: Annotated[date | None, Query(description="as reports had it by the end of this day")] = None,
        on: Annotated[date | None, Query(description="the day that counts as today")] = None,
        modified_since: Annotated[datetime | None, Query(description="only rows that were absent or otherwise then")] = None,
        limit: Annotated[int, Query(ge=1, le=1000, description="rows a page; CSV and Parquet are whole")] = 100,
        cursor: Annotated[str | None, Query(description="`next` of the page before", max_length=400)] = None,
        format: Annotated[Form, Query(description="how the answer is written")] = Form.JSON,
    ) -> Asked:
        words: dict[str, Sequence[str]] = {"kind": kind, "actor": actor, "status": status}
        days = {name: [day.isoformat()] for name, day in (("since", since), ("until", until), ("in_force_on", in_force_on)) if day}
        try:
            search = shelf.saved_search({**words, **days})
        except QueryError as error:
            raise NotInLedger(error.message, where=error.where, hint=error.hint) from None
        start, pinned = _cursor(cursor) if cursor else (0, None)
        instant = pinned or (_instant(as_of).isoformat() if as_of else None)
        return Asked(search, instant, known, on, _instant(modified_since) if modified_since else None, limit, start, format)

    return asked


def known_for(shelf: Shelf, asked: Asked) -> Known:
    """What is known at the time that is asked for."""
    return shelf.known(as_of=asked.as_of, stated_by=asked.known)


def _rows(shelf: Shelf, asked: Asked, answer: Answer, known: Known) -> Sequence[Record]:
    rows = answer(known, asked)
    if asked.modified_since is None:
        return rows
    earlier = shelf.known(as_of=asked.modified_since.isoformat())
    before = {canonical(row) for row in answer(earlier, replace(asked, modified_since=None))}
    return [row for row in rows if canonical(row) not in before]


def page_of(request: Request, shelf: Shelf, asked: Asked, answer: Answer) -> Response:
    """One page of a list as JSON, or all of it as CSV or Parquet."""
    known = known_for(shelf, asked)
    rows = _rows(shelf, asked, answer, known)
    if asked.form is not Form.JSON:
        return answered(request, exported(rows, asked.form), MEDIA_TYPES[asked.form])
    end = asked.start + asked.limit
    pinned = asked.as_of or (known.newest.isoformat() if known.newest and asked.known is None else None)
    items: list[Json] = [*rows[asked.start : end]]
    told: Record = {"items": items, "total": len(rows), "next": cursor_of(end, pinned) if end < len(rows) else None, "as_of": pinned}
    return answered(request, json_bytes(told), MEDIA_TYPES[Form.JSON])
