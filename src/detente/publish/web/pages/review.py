"""What a person should look at, and decisions about it: each with a name and a reason, and each can be taken back."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from detente.model.decision import Undoing
from detente.model.decision_record import decision_to_record
from detente.model.identity import claim_key
from detente.publish.shelf import Verdict
from detente.publish.web.asked import PAGE
from detente.publish.web.pages.forms import Word, ours, refused
from detente.publish.web.shell import Shell

Reason = Annotated[str, Form(max_length=2000)]


def router(shell: Shell) -> APIRouter:
    """`/review`, and where its forms go."""
    routes = APIRouter()

    @routes.get("/review")
    def review(request: Request) -> Response:
        asked = shell.asked(request)
        doubts, decisions = shell.desk.answers(None).doubts(), shell.desk.answers(None).decisions()
        undone = {held.decision.act.decision for held in decisions if isinstance(held.decision.act, Undoing)}
        acts = {held.id: str(decision_to_record(held.decision)["act"]) for held in decisions}
        return shell.page(
            asked,
            "review.html",
            doubts=doubts[asked.start : asked.start + PAGE],
            total=len(doubts),
            size=PAGE,
            decisions=list(reversed(decisions)),
            undone=undone,
            acts=acts,
            key=claim_key,
        )

    @routes.post("/review")
    def decide(
        request: Request,
        token: Word,
        act: Word,
        name: Annotated[list[str], Form(max_length=50)],
        by: Word = "",
        why: Reason = "",
        slot: Word = "",
        value: Reason = "",
        back: Word = "/review",
    ) -> Response:
        if not shell.forms.is_from_us(request, token):
            return refused()
        holder = shell.holder(request)
        verdict = Verdict(act, tuple(name), by=holder.name if holder else by, why=why, slot=slot, value=value)
        shell.desk.decide(verdict)
        return RedirectResponse(ours(back), 303)

    return routes
