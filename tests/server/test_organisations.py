"""Organisations: who may do what in them, invitations, ended access, and what a manager sees (API-3). Both engines."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel

from tests.server.organising import PROGRAMME, employed, employee
from tests.server.postgres import administered
from tests.server.programme import NOW, event, marked
from tests.server.running import Partner, Server, problem, started
from tests.server.test_authorisation import OPERATIONS, url
from trainhub_core.models.jobs import RetryJob
from trainhub_core.models.learning import EventType
from trainhub_core.models.organisations import (
    AcceptInvitation,
    ChangeRole,
    DeleteMyData,
    Invitation,
    Invite,
    NewOrganisation,
    Role,
    SetAccess,
)
from trainhub_core.models.tokens import NewToken, RevokeToken
from trainhub_core.operations import ROOT
from trainhub_server import document_parts
from trainhub_server.database.face import DatabaseTrouble
from trainhub_server.giving_access import new_organisation
from trainhub_server.repositories import organisations as repository
from trainhub_server.routes.organisations import router
from trainhub_server.services import accounts
from trainhub_server.services.accounts import hash_of

pytestmark = pytest.mark.anyio

CALLERS = ("anonymous", "expired", "colleague", "other company's admin", "manager", "admin", "programme's admin")
MATRIX: dict[str, tuple[int, ...]] = {
    "list_organisations": (401, 401, 200, 200, 200, 200, 200),
    "list_all_organisations": (401, 401, 403, 403, 403, 403, 200),
    "make_organisation": (401, 401, 403, 403, 403, 403, 200),
    "list_jobs": (401, 401, 403, 403, 403, 403, 200),
    "retry_job": (401, 401, 403, 403, 403, 403, 404),
    "list_members": (401, 401, 403, 404, 200, 200, 200),
    "read_organisation_progress": (401, 401, 403, 404, 200, 200, 200),
    "invite_member": (401, 401, 403, 404, 403, 200, 200),
    "accept_invitation": (401, 401, 404, 404, 404, 404, 404),
    "change_role": (401, 401, 403, 404, 403, 200, 200),
    "set_access": (401, 401, 403, 404, 403, 200, 200),
    "list_tokens": (401, 401, 200, 200, 200, 200, 200),
    "make_token": (401, 401, 200, 200, 200, 200, 200),
    "revoke_token": (401, 401, 404, 404, 404, 404, 404),
    "read_own_data": (401, 401, 200, 200, 200, 200, 200),
    "delete_own_data": (401, 401, 409, 409, 409, 409, 409),
}
"""What each caller is answered; Acme is whose organisation is named, Olga the member."""
BODIES: dict[str, BaseModel] = {
    "make_organisation": NewOrganisation(name="Newly Made"),
    "retry_job": RetryJob(job_id="no-such-job"),
    "make_token": NewToken(),
    "revoke_token": RevokeToken(token_id=hash_of("everything-of-Olga")[:12]),
    "invite_member": Invite(organisation_id="acme"),
    "accept_invitation": AcceptInvitation(code="thi_guessed"),
    "change_role": ChangeRole(organisation_id="acme", learner_id="olga", role=Role.MENTOR),
    "set_access": SetAccess(organisation_id="acme", learner_id="olga", active=True),
    "delete_own_data": DeleteMyData(learner_id="olga"),
}


async def people(server: Server) -> dict[str, httpx.AsyncClient]:
    """The callers of the matrix, and Olga, a learner of Acme."""
    await employee(server, "Olga", Role.LEARNER)
    async with server.site.writing() as unit:
        await accounts.add_token(unit, "olga", "old", expires=NOW - timedelta(seconds=1))
    made = [
        await employee(server, "Cole", Role.LEARNER),
        await employee(server, "Otto", Role.ADMIN, "other"),
        await employee(server, "Mia", Role.MANAGER),
        await employee(server, "Ada", Role.ADMIN),
        await employee(server, "Prue", Role.ADMIN, PROGRAMME),
    ]
    return dict(zip(CALLERS, [server.client(), server.client("old"), *(partner.http for partner in made)], strict=True))


async def order(partner: Partner, method: str, path: str, told: BaseModel) -> httpx.Response:
    return await partner.send(method, f"{ROOT}/{path}", told.model_dump_json())


def test_every_operation_of_organisations_is_in_the_matrix() -> None:
    assert {route.name for route in router.routes if isinstance(route, APIRoute)} == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
async def test_each_caller_is_answered_as_their_role_says(server: Server, name: str) -> None:
    """API-3: every operation × anonymous, expired, same company, other company, manager, admin; nothing of Acme shows to others."""
    row, body = OPERATIONS[name], BODIES[name].model_dump_json() if name in BODIES else ""
    found = {}
    for who, client in (await people(server)).items():
        answer = await client.request(row.method, url(row), content=body, headers={"Idempotency-Key": "key"})
        found[who] = answer.status_code
        if who in ("anonymous", "expired", "other company's admin"):
            assert "Acme" not in answer.text and "Olga" not in answer.text
    assert found == dict(zip(CALLERS, MATRIX[name], strict=True))


async def test_an_organisation_that_is_not_mine_answers_like_one_that_is_not_there(server: Server) -> None:
    """API-3."""
    otto = Partner("otto", (await people(server))["other company's admin"])
    for path in ("members", "progress"):
        mine, never = problem(await otto.get(f"organisations/acme/{path}")), problem(await otto.get(f"organisations/never/{path}"))
        assert mine == never
    told = ChangeRole(organisation_id="other", learner_id="olga", role=Role.ADMIN)
    never_was = told.model_copy(update={"learner_id": "nobody"})
    assert problem(await order(otto, "PUT", "member-role", told)) == problem(await order(otto, "PUT", "member-role", never_was))


async def test_a_role_needs_a_token_that_is_for_it(server: Server) -> None:
    """API-3: an admin's token for learning does not administer."""
    await people(server)
    async with server.site.writing() as unit:
        await accounts.add_token(unit, "ada", "for-learning")
    ada = Partner("ada", server.client("for-learning"))
    assert problem(await order(ada, "POST", "invitations", Invite(organisation_id="acme"))).status == 403
    assert (await ada.get("organisations/acme/members")).status_code == 200


async def test_a_manager_sees_the_progress_of_one_organisation_and_of_nobody_else(server: Server) -> None:
    """API-3, product.md: roles."""
    await people(server)
    for name in ("Olga", "Otto"):
        await Partner(name, server.client(f"everything-of-{name}")).tell(
            [event(EventType.ENROLLED, "first-steps"), *marked("first-steps/l1")]
        )
    manager = Partner("mia", server.client("everything-of-Mia"))
    found = (await manager.get("organisations/acme/progress")).json()
    assert [it["name"] for it in found["items"]] == ["Ada", "Cole", "Mia", "Olga"]
    assert found["total"] == 4
    [standing] = found["items"][3]["courses"]
    assert (standing["course_id"], standing["percent"], standing["completed"]) == ("first-steps", 50, None)
    paged = [(await manager.get("organisations/acme/progress", offset=at, limit=1)).json() for at in range(4)]
    assert [page["items"][0] for page in paged] == found["items"]
    assert [page["next"] for page in paged] == [1, 2, 3, None]


async def invitation(server: Server, **told: Any) -> Invitation:
    ada = Partner("ada", server.client("everything-of-Ada"))
    answer = await order(ada, "POST", "invitations", Invite(organisation_id="acme", **told))
    assert answer.status_code == 200, answer.text
    return Invitation.model_validate_json(answer.content)


async def test_an_invitation_counts_once_and_brings_its_role(server: Server) -> None:
    """API-3: its code is nowhere in the database."""
    await people(server)
    made = await invitation(server, role=Role.MENTOR)
    new, late = await server.partner("Nina"), await server.partner("Late")
    answer = await order(new, "POST", "accept-invitation", AcceptInvitation(code=made.code))
    assert answer.json()["sentence"] == "You are in Acme now, as mentor. Its managers see how far you are in your courses."
    assert [it["role"] for it in (await new.get("organisations")).json()["memberships"]] == ["mentor"]
    refused = problem(await order(late, "POST", "accept-invitation", AcceptInvitation(code=made.code)))
    assert (refused.status, refused.detail) == (404, "This invitation was used, has expired or never was; ask for a new one.")
    other = await invitation(server)
    async with administered(server.site.settings.database) as connection:
        rows = await connection.all("SELECT hash FROM invitations UNION ALL SELECT coalesce(answer, '') AS hash FROM idempotency")
    assert not any(other.code in row.text("hash") for row in rows)


async def test_the_first_admin_comes_by_an_invitation_from_the_command_line(database: str, tmp_path: Path) -> None:
    code = await new_organisation(database, "Björk & Söhne", migrate_first=True)
    async with started(database, tmp_path / "files", clock=lambda: datetime.now(UTC)) as server:
        new = await server.partner("Nina")
        assert (await order(new, "POST", "accept-invitation", AcceptInvitation(code=code))).status_code == 200
        [held] = (await new.get("organisations")).json()["memberships"]
        assert (held["organisation_id"], held["name"], held["role"]) == ("bjork-sohne", "Björk & Söhne", "admin")


async def test_an_organisation_that_is_there_is_not_given_the_programme_by_its_name(database: str, tmp_path: Path) -> None:
    """API-3: its admins would administer everybody. It is said, and nothing is made: no invitation, no other organisation."""
    await new_organisation(database, "Acme", migrate_first=True)
    with pytest.raises(DatabaseTrouble) as refused:
        await new_organisation(database, "Acme", migrate_first=False, programme=True)
    assert refused.value.sentence.startswith("There is an organisation acme already, and it does not run the programme")
    first, second = [await new_organisation(database, "Programme Team", migrate_first=False, programme=True) for _ in range(2)]
    assert first != second, "the one that runs it is invited to as often as wished"
    async with administered(database) as connection:
        rows = await connection.all("SELECT organisation FROM invitations ORDER BY organisation")
        assert [row.text("organisation") for row in rows] == ["acme", "programme-team", "programme-team"]
        assert not await repository.runs_programme(connection, "acme")


async def test_of_many_who_accept_one_invitation_at_once_one_is_in(server: Server) -> None:
    """API-3."""
    await people(server)
    made = await invitation(server)
    partners = [await server.partner(f"Partner {number}") for number in range(6)]
    answers = await asyncio.gather(*(order(it, "POST", "accept-invitation", AcceptInvitation(code=made.code)) for it in partners))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404, 404, 404]


async def test_an_invitation_expires_and_one_s_own_is_not_spent(server: Server) -> None:
    await people(server)
    made = await invitation(server, days=1)
    ada, new = Partner("ada", server.client("everything-of-Ada")), await server.partner("Nina")
    assert problem(await order(ada, "POST", "accept-invitation", AcceptInvitation(code=made.code))).detail == "You are in Acme already."
    server.clock.now = NOW + timedelta(days=1)
    assert problem(await order(new, "POST", "accept-invitation", AcceptInvitation(code=made.code))).status == 404


async def test_who_has_no_access_any_more_is_refused_everywhere_with_a_sentence(server: Server) -> None:
    """API-3, I10: 401, so that what waits on a laptop stays; it is over when access is given again."""
    await people(server)
    ada, olga = Partner("ada", server.client("everything-of-Ada")), Partner("olga", server.client("everything-of-Olga"))
    assert (await olga.get("dashboard")).status_code == 200
    await order(ada, "PUT", "member-access", SetAccess(organisation_id="acme", learner_id="olga", active=False))
    for name, row in OPERATIONS.items():
        answer = await olga.http.request(row.method, url(row), content=row.body, headers={"Idempotency-Key": "key"})
        if name not in document_parts.OPEN:
            assert (problem(answer).status, problem(answer).type) == (401, "/problems/deactivated"), name
            assert problem(answer).detail.startswith("Your organisation has ended your access")
    assert [it["name"] for it in (await ada.get("organisations/acme/progress")).json()["items"]] == ["Ada", "Cole", "Mia"]
    await order(ada, "PUT", "member-access", SetAccess(organisation_id="acme", learner_id="olga", active=True))
    assert (await olga.get("dashboard")).status_code == 200


async def test_one_organisation_cannot_shut_somebody_out_of_another(server: Server) -> None:
    """API-3."""
    await people(server)
    await employed(server, "olga", Role.LEARNER, "other")
    ada, olga = Partner("ada", server.client("everything-of-Ada")), Partner("olga", server.client("everything-of-Olga"))
    await order(ada, "PUT", "member-access", SetAccess(organisation_id="acme", learner_id="olga", active=False))
    assert [it["organisation_id"] for it in (await olga.get("organisations")).json()["memberships"]] == ["other"]
    made = await invitation(server)
    refused = problem(await order(olga, "POST", "accept-invitation", AcceptInvitation(code=made.code)))
    assert refused.detail == "Your access to Acme has ended; ask its administrator."


async def test_admins_of_the_programme_make_organisations_and_invite_their_admins(server: Server) -> None:
    """API-3, product.md: roles."""
    await people(server)
    prue, nina = Partner("prue", server.client("everything-of-Prue")), await server.partner("Nina")
    made = await order(prue, "POST", "programme/organisations", NewOrganisation(name="Björk & Söhne"))
    assert made.json()["sentence"] == "Björk & Söhne is made, as bjork-sohne; invite its first admin."
    again = await prue.http.post(f"{ROOT}/programme/organisations", content='{"name":"Bjork Sohne"}', headers={"Idempotency-Key": "2"})
    assert problem(again).detail == "There is an organisation bjork-sohne already."
    invited = await order(prue, "POST", "invitations", Invite(organisation_id="bjork-sohne", role=Role.ADMIN))
    accepted = await order(nina, "POST", "accept-invitation", AcceptInvitation(code=invited.json()["code"]))
    assert accepted.status_code == 200
    found = (await prue.get("programme/organisations")).json()["items"]
    assert [(it["organisation_id"], it["programme"], it["members"]) for it in found] == [
        ("acme", False, 4),
        ("bjork-sohne", False, 1),
        ("other", False, 1),
        ("programme", True, 1),
    ]


async def test_organisations_and_members_stand_by_name_whatever_its_case(server: Server) -> None:
    """API-3: on both databases, page after page."""
    await people(server)
    prue = Partner("prue", server.client("everything-of-Prue"))
    for name in ("eventmakers", "Zoo", "ape"):
        await order(prue, "POST", "programme/organisations", NewOrganisation(name=name))
        await employed(server, "prue", Role.LEARNER, name.lower())
    expected = ["Acme", "ape", "eventmakers", "Other", "Programme", "Zoo"]
    pages = [(await prue.get("programme/organisations", offset=at, limit=1)).json() for at in range(6)]
    assert [page["items"][0]["name"] for page in pages] == expected
    mine = [it["name"] for it in (await prue.get("organisations")).json()["memberships"]]
    assert mine == [it for it in expected if it in mine] and {"ape", "eventmakers", "Zoo"} < set(mine)
    await employee(server, "ben", Role.LEARNER)
    found = (await Partner("ada", server.client("everything-of-Ada")).get("organisations/acme/members")).json()["items"]
    assert [it["name"] for it in found] == ["Ada", "ben", "Cole", "Mia", "Olga"]


async def test_what_somebody_belongs_to_is_on_their_laptop(server: Server) -> None:
    """API-3: the change feed tells it, and tells when it has changed."""
    await people(server)
    made, nina = await invitation(server, role=Role.MANAGER), await server.partner("Nina")
    await order(nina, "POST", "accept-invitation", AcceptInvitation(code=made.code))
    assert await _told(nina) == [("acme", "manager")]
    ada = Partner("ada", server.client("everything-of-Ada"))
    await order(ada, "PUT", "member-role", ChangeRole(organisation_id="acme", learner_id="nina", role=Role.LEARNER))
    assert await _told(nina) == [("acme", "learner")]
    await employed(server, "nina", Role.LEARNER, "other")
    await order(ada, "PUT", "member-access", SetAccess(organisation_id="acme", learner_id="nina", active=False))
    assert await _told(nina) == [("other", "learner")]


async def _told(partner: Partner) -> list[tuple[str, str]]:
    changes = (await partner.get("changes", limit=100)).json()["changes"]
    [learner] = [it["body"] for it in changes if it["kind"] == "learner"]
    return [(it["organisation_id"], it["role"]) for it in learner["memberships"]]


async def test_an_organisation_keeps_an_admin(server: Server) -> None:
    await people(server)
    ada = Partner("ada", server.client("everything-of-Ada"))
    for path, told in (
        ("member-role", ChangeRole(organisation_id="acme", learner_id="ada", role=Role.LEARNER)),
        ("member-access", SetAccess(organisation_id="acme", learner_id="ada", active=False)),
    ):
        assert (
            problem(await order(ada, "PUT", path, told)).detail == "An organisation keeps at least one admin; make somebody else one first."
        )
    await order(ada, "PUT", "member-role", ChangeRole(organisation_id="acme", learner_id="mia", role=Role.ADMIN))
    done = await order(ada, "PUT", "member-role", ChangeRole(organisation_id="acme", learner_id="ada", role=Role.LEARNER))
    assert done.json()["sentence"] == "Ada is learner now."
    assert (await ada.get("organisations/acme/members")).status_code == 403
