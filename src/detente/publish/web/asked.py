"""What a request asks: as known on which day, in force on which day, with which filters; and addresses that keep it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from fastapi import Request

from detente.errors import QueryError
from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.selection import EVERYTHING, Selection
from detente.model.thread import Thread
from detente.publish.shelf import Answers
from detente.publish.web.desk import Desk

FILTERS = ("kind", "actor", "status", "since", "until")

PAGE = 40


def day_in(request: Request, name: str) -> date | None:
    """A day of the address, None where it is left open; QueryError for what is none."""
    text = request.query_params.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QueryError(f"not a day: {text!r}", where=name, hint="write it as 2025-10-30") from None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `known` is None for all that is held; `on` for the day that counts as today."""

    request: Request
    desk: Desk
    known: date | None
    on: date | None

    @classmethod
    def of(cls, request: Request, desk: Desk) -> "Asked":
        """What a request asks; QueryError for days that are none."""
        return cls(request, desk, day_in(request, "known"), day_in(request, "on"))

    @property
    def answers(self) -> Answers:
        """The threads as known on the day."""
        return self.desk.answers(self.known)

    @property
    def today(self) -> date:
        """The day from which days are told: what was known on an earlier day is told as of that day."""
        return self.on or self.known or self.desk.today()

    @property
    def filters(self) -> Mapping[str, Sequence[str]]:
        """The filters of the address that are filled."""
        given = {name: [value for value in self.request.query_params.getlist(name) if value.strip()] for name in FILTERS}
        return {name: values for name, values in given.items() if values}

    @property
    def selection(self) -> Selection:
        """The same, understood."""
        return self.desk.selection(self.filters) if self.filters else EVERYTHING

    @property
    def text(self) -> str:
        """The words that are searched."""
        return self.request.query_params.get("q", "").strip()

    @property
    def start(self) -> int:
        """From which row of a long list on."""
        text = self.request.query_params.get("from", "0")
        return int(text) if text.isdigit() and len(text) < 9 else 0

    @property
    def here(self) -> str:
        """This address without its host, for going back to it."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @property
    def days(self) -> list[tuple[str, str]]:
        """The two days of the address, for forms and links."""
        return [(name, day.isoformat()) for name, day in (("known", self.known), ("on", self.on)) if day]

    def href(self, path: str, **more: object) -> str:
        """An address of ours that keeps the two days."""
        pairs = [*((name, value) for name, value in self.days if name not in more)]
        pairs += [(name.rstrip("_"), str(value)) for name, value in more.items() if value not in (None, "")]
        return quote(path, safe="/:-._~") + (f"?{urlencode(pairs)}" if pairs else "")

    def again(self, **changed: object) -> str:
        """This address with some parameters otherwise; None leaves one out."""
        pairs = [(name, value) for name, value in self.request.query_params.multi_items() if name not in changed and value]
        pairs += [(name, str(value)) for name, value in changed.items() if value is not None]
        return self.request.url.path + (f"?{urlencode(pairs)}" if pairs else "")

    def in_form(self, ending: str) -> str:
        """This address in another form: `.csv`, `.json`."""
        query = self.request.url.query
        return quote(self.request.url.path.rstrip("/") or "/front", safe="/:-._~") + ending + (f"?{query}" if query else "")

    def thread(self, thread: Thread | str) -> str:
        """The address of a thread."""
        return self.href(f"/thread/{thread if isinstance(thread, str) else thread.id}")

    def claim(self, thread: Thread | str, claim: Claim) -> str:
        """The address of a claim's quote in its full text."""
        name = thread if isinstance(thread, str) else thread.id
        return self.href(f"/thread/{name}/claim/{claim_key(claim)}") + "#quote"

    def actor(self, code: str) -> str:
        """The address of an actor."""
        return self.href(f"/actor/{code}")
