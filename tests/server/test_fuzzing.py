"""A seeded part of `make fuzz`, on both databases. Source: reliability.md, Server; issue 5, Proof."""

from pathlib import Path

import pytest

from tests.fuzzing.campaign import Plan, swept
from tests.fuzzing.chains import chained
from tests.fuzzing.expected import put_right_again
from tests.fuzzing.world import CALLERS, EMPLOYED, peopled
from trainhub_server.openapi import ANSWERS
from trainhub_server.refusals import NotThere
from trainhub_server.repositories import uploads as repository
from trainhub_server.repositories.uploads import UploadRow
from trainhub_server.turn import Turn
from trainhub_server.unit import Unit

pytestmark = pytest.mark.timeout(1200)
PLAN = Plan(edges=8, chance=1, seed=5, ways=20)
FEW = Plan(edges=0, chance=0, seed=5, ways=8)
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


@pytest.mark.parametrize(("asked", "is_right"), [("sort=state", True), ("sort=state&state=", False), ("state=x", False)])
def test_a_parameter_that_no_address_can_write_was_not_wrong(asked: str, is_right: bool) -> None:
    """API-1: what was sent counts, not what was made up."""
    wrong = "Invalid component:\n  - query: violates `$ref` at /properties/state\n  - header: violates `required` (was Authorization)"
    assert put_right_again(wrong, f"http://testserver/courses?{asked}") is is_right


async def _forget_nothing(turn: Turn, upload_id: str) -> None:
    """A DELETE that deletes nothing."""


async def _lost(unit: Unit, caller: str, upload_id: str) -> UploadRow:
    """An upload that is never there."""
    raise NotThere("There is no such upload; begin it again.")


async def _anybodys(unit: Unit, caller: str, upload_id: str) -> UploadRow:
    """An upload that is given to every author."""
    async with unit.connection.as_system():
        for author in EMPLOYED:
            if row := await repository.of_author(unit.connection, upload_id, author):
                return row
    return await _lost(unit, caller, upload_id)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("name", "broken", "fault"),
    [
        ("_forget", _forget_nothing, "UseAfterFree"),
        ("uploads.mine", _lost, "EnsureResourceAvailability"),
        ("uploads.mine", _anybodys, "ObjectLevelAuthorizationViolation"),
    ],
)
async def test_chains_find_what_is_not_gone_not_there_or_another_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, broken: object, fault: str
) -> None:
    """API-1, API-3: the checks that need several steps can fail."""
    monkeypatch.setattr(f"trainhub_server.routes.uploads.{name}", broken)
    outcome = chained(await peopled(str(tmp_path / "hub.db"), tmp_path / "files"), FEW, "/uploads")
    assert any(fault in what for what in outcome.faults), outcome.links
