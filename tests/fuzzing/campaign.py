"""Requests made up from the OpenAPI document, each answer checked, and what was found."""

import random
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.python import asgi

from tests.fuzzing.door import RESTORE, served
from tests.fuzzing.expected import EXPECTED
from tests.fuzzing.outcome import Outcome
from tests.fuzzing.world import CALLERS, KNOWN, World

KEY = "Idempotency-Key"
GONE = 401
STREAMED = 1  # events of a stream that are waited for
MADE_UP: Any = {"database": None, "deadline": None, "phases": (Phase.generate,), "suppress_health_check": list(HealthCheck)}


@dataclass(frozen=True)
class Plan:
    """How many cases: of each operation's edges, and by chance for it and each caller, right and wrong ones; how many ways along links."""

    edges: int
    chance: int
    seed: int
    ways: int = 0


def swept(world: World, plan: Plan) -> Outcome:
    """Try every operation as every caller."""
    schemathesis.serializer("application/zip")(told_as_bytes)
    app: Any = served(world)
    outcome = Outcome()
    config = schemathesis.Config.from_dict({"max-stream-events": STREAMED, "checks": EXPECTED})
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    with asgi.get_client(app, max_stream_events=STREAMED) as client:
        sweep = _Sweep(world, plan, outcome, client)
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            client.post(RESTORE)
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
        @given(
            case=operation.as_strategy(generation_mode=mode),
            turn=st.sampled_from(range(len(CALLERS))),
            known=st.randoms(use_true_random=False),
        )
        def send(case: Case[Any], turn: int, known: random.Random) -> None:
            if mode is GenerationMode.POSITIVE and known.random() < 0.5:
                case.path_parameters = {name: _known(name, value, known) for name, value in case.path_parameters.items()}
                case.body = about_what_is_there(case.body, known)
            if mode is GenerationMode.POSITIVE and KEY in case.headers:
                case.headers[KEY] = f"key-{self.outcome.cases}"
            self.send(case, CALLERS[(self.outcome.cases + turn) % len(CALLERS)])  # by turns: what is drawn is the first too often

        with suppress(Unsatisfiable):  # nothing can be wrong with a request that takes nothing
            send()

    def send(self, case: Case[Any], caller: str) -> None:
        token = self.world.tokens.get(caller)
        sent: dict[str, Any] = {"session": self.client, "headers": {"Authorization": f"Bearer {token}"} if token else {}}
        response = case.call(**sent)
        self.outcome.judge(case, response, caller, sent)
        if response.status_code == GONE and token:
            self.client.post(RESTORE)  # a case has revoked the caller's token, or deleted the caller


def about_what_is_there(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {name: _known(name, about_what_is_there(inner, chance), chance) for name, inner in value.items()}
    if isinstance(value, list):
        return [about_what_is_there(inner, chance) for inner in value]
    return value


def _known(name: str, value: Any, chance: random.Random) -> Any:
    return chance.choice(KNOWN[name]) if name in KNOWN and isinstance(value, str) else value


def told_as_bytes(_: schemathesis.SerializationContext, value: Any) -> Any:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
