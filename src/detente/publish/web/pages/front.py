"""The front page: what changed, what is due, what is disputed, whether pressure turned into progress."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.model.claim import Kind
from detente.model.selection import Selection
from detente.model.thread import Thread
from detente.publish.shelf import Answers
from detente.publish.web.asked import PAGE, Asked
from detente.publish.web.desk import News
from detente.publish.web.shell import Shell
from detente.publish.words import SHAPE_MEANINGS
from detente.views.changes import Change
from detente.views.conflicts import ConflictRow
from detente.views.due import DueItem
from detente.views.dyad import Movement
from detente.views.scoreboard import ScoreRow

_CHANGES = 12
_DUE = 12
_CONFLICTS = 6
_MOVED = 6
_THREATS = 8


def _news(asked: Asked, reader: str) -> News:
    """What is new to the reader; as known on an earlier day, the latest changes of that time."""
    if asked.known is None:
        return asked.desk.news(reader)
    return News(None, asked.answers.news(None))


def _by_thread(changes: Sequence[Change]) -> list[tuple[Thread, list[Change]]]:
    found: dict[str, tuple[Thread, list[Change]]] = {}
    for change in changes:
        found.setdefault(change.thread.id, (change.thread, []))[1].append(change)
    return list(found.values())


class Parts(TypedDict):
    """What the front page shows to all readers; each list cut to what it has room for, with the number of all."""

    ahead: Sequence[DueItem]
    ahead_count: int
    passed: Sequence[DueItem]
    passed_count: int
    conflicts: Sequence[ConflictRow]
    conflicts_count: int
    score: ScoreRow | None
    moved: Sequence[Movement]
    threats: Sequence[Thread]
    threats_count: int


def parts_of(answers: Answers, today: date) -> Parts:
    """What the front page shows to all readers."""
    ahead, passed = (answers.due(today=today, within="30d", passed=over) for over in (False, True))
    conflicts = answers.conflicts(standing=True)
    threats = answers.threads(Selection(kinds=(Kind.MEASURE,), statuses=("threatened",)))
    return {
        "ahead": ahead[:_DUE],
        "ahead_count": len(ahead),
        "passed": passed[max(len(passed) - _DUE // 2, 0) :][::-1],
        "passed_count": len(passed),
        "conflicts": conflicts[:_CONFLICTS],
        "conflicts_count": len(conflicts),
        "score": next(iter(answers.scoreboard(today=today)), None),
        "moved": answers.movements(f"{today:%Y-%m}")[:_MOVED],
        "threats": threats[:_THREATS],
        "threats_count": len(threats),
    }


def router(shell: Shell) -> APIRouter:
    """`/` and `/help`."""
    routes = APIRouter()

    @routes.get("/")
    def front(request: Request) -> Response:
        asked = shell.asked(request)
        news = _news(asked, shell.reader(request))
        return shell.page(asked, "front.html", news=news, changes=news.changes[:_CHANGES], **parts_of(asked.answers, asked.today))

    @routes.get("/changes")
    def changes(request: Request) -> Response:
        asked = shell.asked(request)
        found = _news(asked, shell.reader(request)).changes
        groups = _by_thread(found[asked.start : asked.start + PAGE])
        return shell.page(asked, "changes.html", groups=groups, total=len(found), size=PAGE)

    @routes.get("/help")
    def help_(request: Request) -> Response:
        return shell.page(shell.asked(request), "help.html", shapes=SHAPE_MEANINGS)

    return routes
