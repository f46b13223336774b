"""Every refusal and every fault as problem details (RFC 9457): a sentence, and nothing of the inside."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from trainhub_core.models.publishing import ContentProblem
from trainhub_core.models.wire import Problem
from trainhub_server.database.face import Again, DatabaseTrouble
from trainhub_server.files.store import StoreTrouble
from trainhub_server.refusals import Busy, ContentFaulty, Invalid, NotThere, Refusal

EXPECTED = (Refusal, DatabaseTrouble, StoreTrouble, Again, RequestValidationError, HTTPException)
log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
}
UNEXPECTED = "Something went wrong on the server. It is written down in its log; try again, and tell the programme team if it stays."


def answer(refusal: Refusal) -> Response:
    if isinstance(refusal, ContentFaulty):
        problem = ContentProblem(
            type=refusal.type, title=refusal.title, status=refusal.status, detail=refusal.sentence, faults=refusal.faults
        )
        return Response(problem.model_dump_json(), status_code=refusal.status, media_type=MEDIA_TYPE)
    return _problem(refusal.status, refusal.type, refusal.title, refusal.sentence, refusal.headers)


def invalid(errors: Sequence[Mapping[str, object]]) -> Invalid:
    """The first of pydantic's errors as a sentence."""
    first = errors[0] if errors else {}
    where = first.get("loc", ())
    names = [str(part) for part in where if part not in ("query", "path", "body")] if isinstance(where, tuple) else []
    said = str(first.get("msg", "the request cannot be read")).removeprefix("Value error, ")
    name = ".".join(names)
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    sentence = f"{said[:300].rstrip('.')}{more}."
    return Invalid(f"{name}: {sentence}" if name else sentence)


def invalid_model(fault: ValidationError) -> Invalid:
    return invalid([{"loc": error["loc"], "msg": error["msg"]} for error in fault.errors(include_url=False, include_input=False)])


def install_handlers(app: FastAPI) -> None:
    for kind in (*EXPECTED, Exception):
        app.add_exception_handler(kind, _on_fault)


async def _on_fault(request: Request, fault: Exception) -> Response:
    return answer_to(request, fault)


def answer_to(request: Request, fault: Exception) -> Response:
    """What is answered instead, whatever went wrong."""
    match fault:
        case Refusal():
            return answer(fault)
        case DatabaseTrouble() | StoreTrouble():
            return answer(Busy(fault.sentence))
        case Again():
            return answer(Busy())
        case RequestValidationError():
            return answer(invalid(fault.errors()))
        case HTTPException():
            return _http(request, fault)
    log.error("%s %s failed: %s", request.method, request.url.path, type(fault).__name__)
    return _problem(500, "about:blank", HTTPStatus(500).phrase, UNEXPECTED, {})


def _http(request: Request, fault: HTTPException) -> Response:
    status = fault.status_code
    headers = {"Allow": ", ".join(sorted(request.app.methods_at(request.scope)))} if status == 405 else fault.headers or {}
    if status == NotThere.status:
        return answer(NotThere(SENTENCES[404]))
    title = HTTPStatus(status).phrase
    return _problem(status, "about:blank", title, SENTENCES.get(status, f"{title}."), headers)


def _problem(status: int, kind: str, title: str, sentence: str, headers: Mapping[str, str]) -> Response:
    body = Problem(type=kind, title=title, status=status, detail=sentence).model_dump_json()
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers))
