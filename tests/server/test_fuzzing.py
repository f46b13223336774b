"""A seeded part of `make fuzz`, on both databases. Source: reliability.md, Server; issue 5, Proof."""

from pathlib import Path

import pytest

from tests.fuzzing.campaign import Plan, swept
from tests.fuzzing.chains import chained
from tests.fuzzing.world import CALLERS, peopled
from trainhub_server.openapi import ANSWERS

PLAN = Plan(edges=8, chance=1, seed=5, ways=20)
LEAST = 900


@pytest.mark.anyio
async def test_every_answer_to_a_made_up_request_is_as_documented(database: str, tmp_path: Path) -> None:
    """API-1, API-3: no 5xx, statuses, kinds, headers and bodies as documented, wrong data refused, nothing of another's."""
    outcome = swept(await peopled(database, tmp_path / "files"), PLAN)
    print(f"{outcome.cases} cases, seed {PLAN.seed}")
    assert not outcome.faults, f"seed {PLAN.seed}\n{outcome.told()}"
    assert outcome.cases >= LEAST
    assert set(outcome.callers) == set(CALLERS)
    assert len(outcome.operations) == len(ANSWERS), "an operation was not tried"


@pytest.mark.anyio
async def test_operations_in_chains_answer_as_documented(database: str, tmp_path: Path) -> None:
    """API-1: along the document's links, what was made is there, what was deleted is not (which checks apply: `tests.fuzzing.chains`)."""
    outcome = chained(await peopled(database, tmp_path / "files"), PLAN)
    print(f"{outcome.cases} cases on {outcome.ways} ways along {len(outcome.links)} links, seed {PLAN.seed}")
    assert not outcome.faults, f"seed {PLAN.seed}\n{outcome.told()}"
    assert sum(outcome.links.values()) >= PLAN.ways, "hardly a link was followed to its end"
