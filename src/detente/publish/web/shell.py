"""A page from a template: what every page has around it, and the words that templates speak with."""

import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from detente.errors import DetenteError, NotInLedger
from detente.model.thread import Thread
from detente.model.token import Scope, Token
from detente.publish import words
from detente.publish.callers import holder_in
from detente.publish.outlets import Outlet
from detente.publish.web.asked import Asked
from detente.publish.web.desk import Desk
from detente.publish.web.guard import SESSION, Forms
from detente.views.conflicts import ConflictRow
from detente.views.headline import headline_of, rate_words
from detente.views.independence import class_of
from detente.views.measures import rate_with_base

THEME, READER = "detente_theme", "detente_reader"

THEMES = ("light", "dark")

PLACES = (
    ("Front", "/"),
    ("Brief", "/brief"),
    ("Calendar", "/calendar"),
    ("Tours", "/tours"),
    ("Measures", "/measures"),
    ("Scoreboard", "/scoreboard"),
    ("Actors", "/actors"),
    ("Conflicts", "/conflicts"),
    ("Search", "/search"),
    ("Map", "/map"),
    ("Sources", "/sources"),
    ("Review", "/review"),
)

FOLDER = Path(__file__).parent


def told(row: ConflictRow) -> list[tuple[str, int]]:
    """The values in dispute, each with the number of reports that give it, the most told first."""
    return Counter(words.json_words(row.thread.kind, row.conflict.field, side.value) for side in row.sides).most_common()


def _matter(thread: Thread) -> str:
    """The matter in one line, as a heading."""
    return words.capital(words.short_numbers(headline_of(thread)))


def _environment() -> Environment:
    held = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    held.filters |= {
        "action": words.action_of,
        "actor_name": words.actor_name,
        "capital": words.capital,
        "class_of": class_of,
        "counted": words.counted,
        "date_words": words.date_words,
        "day": words.day_words,
        "group": words.group_words,
        "headline": _matter,
        "instant": words.instant_words,
        "month": words.month_words,
        "plain": words.plain,
        "plain_actor": words.plain_actor,
        "rate": rate_words,
        "rate_with_base": rate_with_base,
        "said": words.json_words,
        "shape": words.shape,
        "short_month": words.short_month,
        "signed": words.signed,
        "slot": words.slot_words,
        "source": words.source_words,
        "stated": words.stated_words,
        "status": words.status_words,
        "told": told,
        "value": words.value_words,
        "beside": words.beside,
    }
    held.globals["places"] = PLACES
    # Compiled now, so that no reader waits for it.
    for name in held.list_templates():
        held.get_template(name)
    return held


class Shell:
    """The desk, the templates and the forms' tokens of one site.

    `formats` are the endings in which lists are given too, `outlets` the feeds and calendars by name; once `closing`
    is set, streams end. `secure`: cookies are sent by https alone; `is_guarded`: a gate stands before all pages.
    """

    def __init__(
        self, desk: Desk, *, secure: bool, formats: Mapping[str, str], outlets: Mapping[str, Outlet], is_guarded: bool = False
    ) -> None:
        self.desk = desk
        self.forms = Forms()
        self.formats = formats
        self.outlets = outlets
        self.closing = threading.Event()
        self.secure = secure
        self.is_guarded = is_guarded
        self._templates = _environment()

    def asked(self, request: Request) -> Asked:
        """What a request asks."""
        return Asked.of(request, self.desk)

    def holder(self, request: Request) -> Token | None:
        """The token by which a visitor came through the gate; None where none stands."""
        return holder_in(request.scope)

    def may_review(self, request: Request) -> bool:
        """Whether a visitor may decide: anybody on this machine, beyond it who has a token for it."""
        holder = self.holder(request)
        return not self.is_guarded if holder is None else holder.scope.covers(Scope.REVIEW)

    def reader(self, request: Request) -> str:
        """The name under which looks and decisions are kept: that of the token; on this machine unproven, what the reader says."""
        holder = self.holder(request)
        return holder.name if holder else unquote(request.cookies.get(READER, ""))[:40].strip() or "reader"

    def page(self, asked: Asked, template: str, *, status: int = 200, **values: object) -> Response:
        """A page. Its tokens are the visitor's own, so no cache may keep it for others."""
        request = asked.request
        session = self.forms.session(request)
        theme = request.cookies.get(THEME, "")
        shared = {
            "asked": asked,
            "href": asked.href,
            "token": self.forms.token(session),
            "theme": theme if theme in THEMES else "",
            "reader": self.reader(request),
            "path": request.url.path,
            "version": self.desk.version(),
            "formats": self.formats,
            "outlets": self.outlets,
            "holder": self.holder(request),
            "may_review": self.may_review(request),
            "bare": False,
        }
        text = self._templates.get_template(template).render({**shared, **values})
        response = HTMLResponse(text, status_code=status, headers={"Cache-Control": "private, no-cache", "Vary": "Cookie"})
        if request.cookies.get(SESSION) != session:
            self.forms.remember(response, session, secure=self.secure)
        return response

    def refusal(self, request: Request, error: DetenteError) -> Response:
        """The page of an error of the user's making: what happened, to what, and what to do."""
        status = 404 if isinstance(error, NotInLedger) else 400
        return self.page(self.plain(request), "error.html", status=status, error=error)

    def plain(self, request: Request) -> Asked:
        """A request of which nothing is asked."""
        return Asked(request, self.desk, None, None)
