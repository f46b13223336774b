"""What is asked of every answer beside schemathesis' own checks."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus

from schemathesis import Case, CheckContext, Response

from tests.fuzzing.world import SECRET

PROBLEM = "application/problem+json"
INSIDE = ("Traceback", "sqlite3", "asyncpg", "pydantic", "SELECT ", "INSERT ")


def nobody_else_reads_it(_: CheckContext, response: Response, __: Case[Any]) -> bool | None:
    """What Ben wrote is for Ben."""
    assert SECRET.encode() not in response.content, "somebody is answered what is another's"
    return None


def a_refusal_says_why(_: CheckContext, response: Response, __: Case[Any]) -> bool | None:
    """A problem document with a sentence, and nothing of the inside but what was sent: a field that nobody knows is named."""
    if response.status_code < 400:
        return None
    kind = response.headers.get("content-type", ["nothing"])[0]
    assert kind == PROBLEM, f"{response.status_code} as {kind}"
    told = json.loads(response.content)
    assert told["status"] == response.status_code
    assert told["detail"], "no sentence"
    sent = f"{unquote_plus(response.request.url or '')} {response.request.headers} {response.request.body!r}"
    assert not any(word in told["detail"] and word not in sent for word in INSIDE), told["detail"]
    return None


ALL: list[Callable[[CheckContext, Response, Case[Any]], bool | None]] = [nobody_else_reads_it, a_refusal_says_why]
