"""Operations in chains along the links of the OpenAPI document, where a step takes what an earlier one was answered.

Two of schemathesis' checks look at more than one step. `use_after_free` asks whether what a DELETE took away is still read: here that is
an upload, the one thing with a DELETE of its own (a note, a token or a seat goes by a POST, and no address names it afterwards).
`ensure_resource_availability` asks whether what a POST made is found below the address of that POST: an upload and a package; all else
that is made has its address elsewhere, or none. `object_level_authorization` asks as another for what one caller was given: of what
an address with an id names, the uploads are somebody's own; `expected.SHARED` says what is everybody's. `read_file` and `read_part` are
no steps of a chain, as a signed address is one text, which OpenAPI's expressions do not take apart: the sweep asks for them."""

import json
import random
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import hypothesis
import schemathesis
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis import Case, GenerationMode
from schemathesis.generation.stateful.state_machine import StepInput
from schemathesis.openapi.checks import EnsureResourceAvailability
from schemathesis.python import asgi

from tests.content.content_builders import content
from tests.fuzzing.campaign import GONE, KEY, MADE_UP, STREAMED, Plan, about_what_is_there, told_as_bytes
from tests.fuzzing.door import AFRESH, RESTORE, served
from tests.fuzzing.expected import EXPECTED
from tests.fuzzing.outcome import Outcome
from tests.fuzzing.world import World
from tests.server.programme import NOW
from trainhub_content.packaging import build

STEPS = 25
WAYS_OF_A_SEED = 10
TURNS = ("admin", "learner", "manager", "author")
PEERS = ("admin", "author")
"""Both may publish, and neither sees the other's uploads: `object_level_authorization` asks as the one for what the other was given."""
EVENTS = MappingProxyType({"enroll": "enrolled", "unenroll": "unenrolled", "update_progress": "marked-done"})
USING_UP = ("finish_upload", "delete_own_data")
"""After these an upload is not there any more, though nobody sent a DELETE."""
BOOK = b"%PDF-1.7 a book\n" * 20


def chained(world: World, plan: Plan, among: str = "") -> Outcome:
    """Go `plan.ways` ways of several steps each, among the operations whose path has this in it."""
    schemathesis.serializer("application/zip")(told_as_bytes)
    app: Any = served(world)
    outcome = Outcome()
    with asgi.get_client(app, max_stream_events=STREAMED) as client, tempfile.TemporaryDirectory() as folder:
        seeds = count(plan.seed)
        for number, caller in enumerate(TURNS, 1):
            config = schemathesis.Config.from_dict(_config(world, caller, Path(folder) / "users.json"))
            schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config).include(path_regex=among)
            machine = _machine(schema.as_state_machine(), caller, outcome, client, plan.seed)
            while (left := plan.ways * number // len(TURNS) - outcome.ways) > 0:
                settings = hypothesis.settings(max_examples=min(left, WAYS_OF_A_SEED), stateful_step_count=STEPS, **MADE_UP)
                machine.rule_order_seed = next(seeds)
                with suppress(FlakyStrategyDefinition):  # the server remembers, so no way can be gone twice alike
                    hypothesis.seed(machine.rule_order_seed)(machine).run(settings=settings)
    asgi.shutdown_lifespans()
    return outcome


def _config(world: World, caller: str, users: Path) -> dict[str, Any]:
    """Requests as this caller, right ones: what is wrong in itself is the sweep's."""
    told = [{"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {it}"}]} for name, it in world.tokens.items()]
    users.write_text(json.dumps({"auth": told}))
    return {
        "max-stream-events": STREAMED,
        "checks": EXPECTED,
        "generation": {"mode": "positive", "with-security-parameters": False},
        "auth": {"wfc": {"path": str(users), "user": caller, "peers": list(PEERS)}},
    }


def _machine(base: Any, caller: str, outcome: Outcome, client: asgi.ASGIClient, seed: int) -> Any:
    """The state machine, which goes on after a fault and has everybody back where they were before each way."""

    chance = random.Random(seed)

    class Way(base):  # type: ignore[misc]  # made at run time, by the document
        def setup(self) -> None:
            outcome.ways += 1
            client.post(AFRESH)
            self.is_used_up = False

        def step(self, input: StepInput) -> Any:
            if input.transition is None:
                input.case.body = about_what_is_there(input.case.body, chance)
            _put_right(input.case, outcome.cases, BOOK + f"{outcome.ways}\n".encode())
            done = super().step(input)
            if input.transition is not None and input.is_applied:
                outcome.links[input.transition.id] += 200 <= done.response.status_code < 300
            return done

        def get_call_kwargs(self, case: Case[Any]) -> dict[str, Any]:
            return {"session": client}

        def validate_response(self, response: Any, case: Case[Any], additional_checks: Any = None, **sent: Any) -> None:
            outcome.judge(case, response, caller, sent, self.recorder, (EnsureResourceAvailability,) if self.is_used_up else ())
            self.is_used_up |= response.status_code < 300 and case.operation.definition.raw.get("operationId") in USING_UP
            if response.status_code == GONE:
                client.post(RESTORE)

    return Way


def _put_right(case: Case[Any], number: int, book: bytes) -> None:
    """What no schema says of a right request: a key of its own, bytes that have the hash that is told, events of these days."""
    name = str(case.operation.definition.raw.get("operationId"))
    if KEY in case.headers:
        case.headers[KEY] = f"way-{number}"
    if name == "start_upload":
        case.body = {"sha256": sha256(book).hexdigest(), "size": len(book), "name": "book.pdf"}
    if name == "put_part":
        case.path_parameters["number"], case.query["sha256"], case.body = 1, sha256(book).hexdigest(), book
    if name == "send_package":
        case.body = _package()
        if case.meta:
            case.meta.generation.mode = GenerationMode.POSITIVE  # no bytes made up are a package, these are
    if isinstance(case.body, dict) and isinstance(event := case.body.get("event"), dict):
        told = {"type": EVENTS[name]} if name in EVENTS else {}
        second = int(NOW.timestamp())
        event |= {"id": f"event-{number}", "at": NOW.isoformat(), "zone": "UTC", "span": [second - 60, second], "score": [1, 1], **told}


@cache
def _package() -> bytes:
    """A course of its own, as an author sends it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        build(content(home) / "courses" / "selling", home / "package.zip")
        return (home / "package.zip").read_bytes()
