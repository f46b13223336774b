"""Requests made up from the OpenAPI document, each answer checked, and what was found."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.python import asgi
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.fuzzing import checks
from tests.fuzzing.expected import EXPECTED, is_expected
from tests.fuzzing.world import CALLERS, KNOWN, World

KEY = "Idempotency-Key"
STREAMED = 1  # events of a stream that are waited for
MADE_UP: Any = {"database": None, "deadline": None, "phases": (Phase.generate,), "suppress_health_check": list(HealthCheck)}


@dataclass(frozen=True)
class Plan:
    """How many cases: of each operation's edges, and made up by chance for each operation and caller, right and wrong ones."""

    edges: int
    chance: int
    seed: int


@dataclass
class Outcome:
    """What was sent, and what was wrong with the answers, with the first request of each kind."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    callers: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def told(self) -> str:
        return "\n\n".join(f"{number} x {what}\n    {self.first[what]}" for what, number in self.faults.most_common())


def swept(world: World, plan: Plan) -> Outcome:
    """Try every operation as every caller."""
    schemathesis.serializer("application/zip")(_bytes)
    app: Any = _never_raising(world.app)
    outcome = Outcome()
    config = schemathesis.Config.from_dict({"max-stream-events": STREAMED, "checks": EXPECTED})
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    with asgi.get_client(app, max_stream_events=STREAMED) as client:
        sweep = _Sweep(world, plan, outcome, client)
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            sweep.edges(operation)
            for mode in GenerationMode:
                sweep.chance(operation, mode)
    asgi.shutdown_lifespans()
    return outcome


@dataclass
class _Sweep:
    world: World
    plan: Plan
    outcome: Outcome
    client: asgi.ASGIClient

    def edges(self, operation: APIOperation[Any, Any, Any, Any]) -> None:
        """Every limit of every field, just inside and just outside; other methods; what is missing."""
        schema = operation.schema
        modes = list(GenerationMode)
        found = list(schema.iter_coverage_cases(operation, generation_modes=modes, generation_config=schema.config.generation))
        chance = random.Random(f"{self.plan.seed} {operation.label}")
        chance.shuffle(found)
        for case in found[: self.plan.edges]:
            self.send(case, chance.choice(CALLERS))

    def chance(self, operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode) -> None:
        """Cases made up by chance, half of the right ones about what is there."""

        @seed(self.plan.seed)
        @settings(max_examples=self.plan.chance * len(CALLERS), **MADE_UP)
        @given(case=operation.as_strategy(generation_mode=mode), caller=st.sampled_from(CALLERS), known=st.randoms(use_true_random=False))
        def send(case: Case[Any], caller: str, known: random.Random) -> None:
            if mode is GenerationMode.POSITIVE and known.random() < 0.5:
                case.path_parameters = {name: _known(name, value, known) for name, value in case.path_parameters.items()}
                case.body = _about_what_is_there(case.body, known)
            if mode is GenerationMode.POSITIVE and KEY in case.headers:
                case.headers[KEY] = f"key-{self.outcome.cases}"
            self.send(case, caller)

        with suppress(Unsatisfiable):  # nothing can be wrong with a request that takes nothing
            send()

    def send(self, case: Case[Any], caller: str) -> None:
        outcome = self.outcome
        token = self.world.tokens.get(caller)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        outcome.cases += 1
        outcome.callers[caller] += 1
        response = case.call(session=self.client, headers=headers)
        outcome.statuses[response.status_code] += 1
        try:
            case.validate_response(
                response, headers=headers, additional_checks=checks.ALL, transport_kwargs={"session": self.client, "headers": headers}
            )
        except FailureGroup as group:
            for fault in group.exceptions:
                if not is_expected(response, fault):
                    self._keep(
                        f"{case.operation.label} {response.status_code} {type(fault).__name__}: {str(fault)[:400]}",
                        case,
                        f"{caller}, told {response.text[:300]}",
                    )

    def _keep(self, what: str, case: Case[Any], caller: str) -> None:
        self.outcome.faults[what] += 1
        self.outcome.first.setdefault(what, f"as {caller}: {case.as_curl_command()[:1500]}")


def _about_what_is_there(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {name: _known(name, _about_what_is_there(inner, chance), chance) for name, inner in value.items()}
    if isinstance(value, list):
        return [_about_what_is_there(inner, chance) for inner in value]
    return value


def _known(name: str, value: Any, chance: random.Random) -> Any:
    return chance.choice(KNOWN[name]) if name in KNOWN and isinstance(value, str) else value


def _bytes(_: schemathesis.SerializationContext, value: Any) -> Any:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def _never_raising(app: ASGIApp) -> ASGIApp:
    """A server answers 500 and goes on; in the same process the fault would come out at the caller."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await app(scope, receive, sent)
        except Exception:
            if not begun:
                raise

    return served
