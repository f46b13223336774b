"""A seeded part of `make fuzz`, on both databases. Source: reliability.md, Server; issue 5, Proof."""

from pathlib import Path

import pytest

from tests.fuzzing.campaign import Plan, swept
from tests.fuzzing.world import CALLERS, peopled

PLAN = Plan(edges=8, chance=1, seed=5)
LEAST = 900


@pytest.mark.anyio
async def test_every_answer_to_a_made_up_request_is_as_documented(database: str, tmp_path: Path) -> None:
    """API-1, API-3: no 5xx, statuses, kinds, headers and bodies as documented, wrong data refused, nothing of another's."""
    outcome = swept(await peopled(database, tmp_path / "files"), PLAN)
    print(f"{outcome.cases} cases, seed {PLAN.seed}")
    assert not outcome.faults, f"seed {PLAN.seed}\n{outcome.told()}"
    assert outcome.cases >= LEAST
    assert set(outcome.callers) == set(CALLERS)
