"""What an answer of the server means that is none: its status, headers and problem as our errors, with sentences."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from trainhub_tui.proposing import at_server
from trainhub_tui.troubles import Faulty, NotAllowed, Refused, ServerTrouble, SignedOut

if TYPE_CHECKING:  # an answer that is one needs none of them
    from trainhub_core.models.wire import Problem

LONGEST_WAIT_ASKED = 3600.0
SIGNED_OUT = "You are signed out: `trainhub login` signs you in again; nothing is lost."
GIVEN_REFUSED = (
    "The access token in TRAINHUB_TOKEN was refused: it was mistyped, has ended or was revoked. Put a good one there, or take"
    " TRAINHUB_TOKEN away and sign in by `trainhub login`; nothing is lost."
)
"""Signing in would change nothing while the environment holds a token: it goes before."""
ELSEWHERE = "Something between here and the server answered in its place (a sign-in page of this network?)."


def raise_for(status: int, headers: Mapping[str, str], body: bytes, server: str = "", signed_out: str = SIGNED_OUT) -> None:
    """Nothing for an answer; else raises what it means. `server` is its address, where it was named by one; `signed_out` tells what to
    do where it does not know the token."""
    if status in (200, 201, 304):
        return
    if status < 400:
        raise ServerTrouble(ELSEWHERE)
    if not is_json(headers) and status < 500 and status not in (401, 429):
        raise ServerTrouble(ELSEWHERE)  # a proxy's or portal's own 404 must not refuse a learner's work
    if status == 422 and (found := _faulty(body)):
        raise found
    problem = _problem(body)
    wait = _retry_after(headers)
    if status == 401:
        raise SignedOut(problem.detail if problem.detail and not problem.type.endswith("/signed-out") else at_server(signed_out, server))
    if status == 409 and problem.type.endswith("/in-flight"):
        raise ServerTrouble(problem.detail or "The server is still working on it.", wait)
    if status in (429, 503):
        raise ServerTrouble(problem.detail or "The server is busy; trying again soon.", wait, busy=True)
    if status >= 500 or status in (407, 408, 425):
        raise ServerTrouble("The server has a problem; trying again soon.", wait)
    kind = NotAllowed if status == 403 else Refused
    raise kind(problem.detail or f"The server refused this ({status}).", status)


def _faulty(body: bytes) -> Faulty | None:
    """The faults of a course that was sent, where the answer tells any."""
    if b'"faults"' not in body:
        return None
    from trainhub_core.models.publishing import ContentProblem  # late: authors alone meet it

    try:
        problem = ContentProblem.model_validate_json(body)
    except ValueError:
        return None
    return Faulty(problem.detail, problem.faults) if problem.faults else None


def _problem(body: bytes) -> Problem:
    from trainhub_core.models.wire import Problem

    try:
        return Problem.model_validate_json(body)
    except ValueError:
        return Problem()


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait. A date counts from the server's own clock, not from this laptop's."""
    asked = headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return min(float(asked), LONGEST_WAIT_ASKED)
    try:
        wait = (parsedate_to_datetime(asked) - parsedate_to_datetime(headers["date"])).total_seconds()
    except (KeyError, TypeError, ValueError):
        return None
    return min(max(0.0, wait), LONGEST_WAIT_ASKED)


def is_json(headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json")
