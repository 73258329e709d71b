"""Errors as problem details (RFC 9457): what happened, to what, and what to do."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from detente.errors import InputError, LedgerError, NotInLedger

PROBLEM_TYPE = "application/problem+json"

_HINT = "openapi.json tells what may be asked"


class Problem(BaseModel):
    """What went wrong. `where` names the parameter or the thing, `hint` what to do."""

    type: str
    title: str
    status: int
    detail: str
    where: str
    hint: str


def problem(status: int, detail: str, *, where: str = "", hint: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """The answer that tells of an error."""
    told = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail, where=where, hint=hint)
    return Response(told.model_dump_json(), status, media_type=PROBLEM_TYPE, headers=dict(headers or {}))


def _of_ledger(request: Request, error: Exception) -> Response:
    assert isinstance(error, InputError | LedgerError)
    status = 404 if isinstance(error, NotInLedger) else 400 if isinstance(error, InputError) else 503
    # A ledger that cannot be read may name the machine's own paths: they are nobody else's business.
    where = "" if status == 503 else error.where
    return problem(status, error.message, where=where, hint=error.hint)


def _of_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = next(iter(error.errors()), None)
    where = ".".join(str(part) for part in first["loc"][1:]) if first else ""
    return problem(422, str(first["msg"]) if first else "not understood", where=where, hint=_HINT)


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), where=request.url.path, hint=_HINT, headers=error.headers)


def tell_problems(app: FastAPI) -> None:
    """Let an application tell its errors as problems."""
    app.add_exception_handler(InputError, _of_ledger)
    app.add_exception_handler(LedgerError, _of_ledger)
    app.add_exception_handler(RequestValidationError, _of_parameters)
    app.add_exception_handler(HTTPException, _of_http)


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """These statuses as OpenAPI tells of them."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": HTTPStatus(status).phrase, "content": {PROBLEM_TYPE: {"schema": schema}}} for status in statuses}
