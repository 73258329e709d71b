"""Review by programs: one address takes every decision.

In: a decision as JSON: what is decided, about what, by whom, why. Out: the decision as it was recorded.

Holds: a browser that another site leads here decides nothing: what it sends by itself is no JSON, or says where it comes from. Where
a gate stands, the decision bears the name of the token.
"""

from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat
from starlette.exceptions import HTTPException

from detente.errors import QueryError
from detente.model.record import Json
from detente.model.recorded import recorded_decision_to_record
from detente.publish.api.export import MEDIA_TYPES, Form, json_bytes
from detente.publish.api.problem import documented
from detente.publish.callers import holder_in, is_from_elsewhere
from detente.publish.shelf import Shelf, Verdict

Name = Annotated[str, Field(min_length=1, max_length=400)]
# A whole number is one however it is written: 30.0 is 30.
Number = Annotated[FiniteFloat, AfterValidator(lambda number: int(number) if number.is_integer() else number)]
Names = Annotated[list[Name], Field(min_length=1, max_length=50)]


class _Reasoned(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(min_length=1, max_length=2000, description="the reason, kept with the decision")]
    by: Annotated[str | None, Field(max_length=80, description="who decides; where tokens are needed it is the token's name")] = None


class Accept(_Reasoned):
    """A doubt is none: it is right as it is."""

    act: Literal["accept"]
    doubt: Name


class Correct(_Reasoned):
    """A slot of a claim holds another value: in the form of the records, or in words; null or empty for nothing."""

    act: Literal["correct"]
    claim: Name
    slot: Name
    value: str | Number | list[str] | dict[str, str | Number | None] | None


class Retract(_Reasoned):
    """The report does not say this."""

    act: Literal["retract"]
    claim: Name


class Join(_Reasoned):
    """Doubts, threads and claims are of one matter."""

    act: Literal["join"]
    of: Names


class Part(_Reasoned):
    """Claims are another matter than `others`, or than all else in their thread."""

    act: Literal["part"]
    of: Names
    others: list[Name] = Field(default=[], max_length=50)


class Undo(_Reasoned):
    """A decision, by its id, is taken back; an undoing too."""

    act: Literal["undo"]
    decision: Name


Wanted = Annotated[Accept | Correct | Retract | Join | Part | Undo, Field(discriminator="act")]


def verdict_of(wanted: Accept | Correct | Retract | Join | Part | Undo, by: str) -> Verdict:
    """What is to be decided."""
    match wanted:
        case Accept():
            return Verdict("accept", (wanted.doubt,), by, wanted.why)
        case Correct():
            value: Json = wanted.value  # type: ignore[assignment]  # lists and mappings of what Json may hold
            return Verdict("correct", (wanted.claim,), by, wanted.why, slot=wanted.slot, value=value)
        case Retract():
            return Verdict("retract", (wanted.claim,), by, wanted.why)
        case Join():
            return Verdict("join", tuple(wanted.of), by, wanted.why)
        case Part():
            return Verdict("part", tuple(wanted.of), by, wanted.why, others=tuple(wanted.others))
        case Undo():
            return Verdict("undo", (wanted.decision,), by, wanted.why)


def _programs_only(request: Request) -> None:
    """Refuse what a page of another site may have sent: 415 for what is no JSON, 403 for what says so itself."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "a decision is application/json")
    if is_from_elsewhere(request):
        raise HTTPException(403, "sent by a page of another site")


def _who(request: Request, by: str | None) -> str:
    holder = holder_in(request.scope)
    if holder is None:
        if not by or not by.strip():
            raise QueryError("a decision needs a name", where="by", hint="say who decides")
        return by
    if by is not None and by != holder.name:
        raise QueryError(f"decisions by this token are by {holder.name!r}", where="by", hint="leave it out")
    return holder.name


_ANSWERS: dict[int | str, dict[str, object]] = {
    201: {"description": "The decision as it was recorded", "content": {"application/json": {"schema": {"type": "object"}}}},
    **documented(400, 401, 403, 404, 413, 415, 422, 429),
}


def add_deciding(app: FastAPI, shelf: Shelf) -> None:
    """The route by which programs decide."""

    @app.post(
        "/decisions",
        summary="Decide: accept a doubt, correct, retract, join, part, undo",
        responses=_ANSWERS,
        operation_id="decide",
        response_class=Response,
        status_code=201,
        dependencies=[Depends(_programs_only)],
    )
    def decide(request: Request, wanted: Wanted) -> Response:
        recorded = shelf.decide(verdict_of(wanted, _who(request, wanted.by)))
        return Response(json_bytes(recorded_decision_to_record(recorded)), 201, media_type=MEDIA_TYPES[Form.JSON])
