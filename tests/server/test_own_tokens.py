"""A learner's own access tokens. Source: issue 5, API-3. Both engines."""

from datetime import timedelta

import pytest

from tests.server.organising import PROGRAMME, employee
from tests.server.postgres import administered
from tests.server.programme import NOW
from tests.server.running import Partner, Server, problem
from trainhub_core.models.organisations import ChangeRole, Role
from trainhub_core.models.tokens import AccessToken, NewToken, RevokeToken, Scope
from trainhub_core.operations import ROOT
from trainhub_server.services import access_tokens, accounts

pytestmark = pytest.mark.anyio


async def made(partner: Partner, order: NewToken) -> AccessToken:
    answer = await partner.http.post(f"{ROOT}/tokens", content=order.model_dump_json())
    assert answer.status_code == 200, answer.text
    return AccessToken.model_validate_json(answer.content)


async def test_a_token_is_told_once_and_does_what_it_was_made_for(server: Server) -> None:
    """API-3: hashed, scoped, revocable."""
    ana = await server.partner("Ana")
    new = await made(ana, NewToken(scopes=(Scope.READ,), days=30))
    assert new.token.startswith("th_") and new.expires is not None
    reading = Partner(ana.id, server.client(new.token))
    assert (await reading.get("dashboard")).json()["learner_name"] == "Ana"
    assert problem(await reading.http.post(f"{ROOT}/tokens", content="{}")).status == 403
    listed = (await ana.get("tokens")).json()["tokens"]
    assert [(it["token_id"], it["scopes"], it["token"]) for it in listed if it["token_id"] == new.token_id] == [
        (new.token_id, ["read"], "")
    ]
    revoked = await ana.send("POST", f"{ROOT}/revoke-token", RevokeToken(token_id=new.token_id).model_dump_json())
    assert revoked.json()["sentence"] == f"The access token {new.token_id} is revoked."
    assert problem(await reading.get("dashboard")).status == 401
    async with administered(server.site.settings.database) as connection:
        rows = await connection.all("SELECT hash FROM tokens UNION ALL SELECT coalesce(answer, '') AS hash FROM idempotency")
    assert not any(new.token in row.text("hash") for row in rows)


async def test_nobody_makes_a_token_for_more_than_they_may(server: Server) -> None:
    ana, ada = await server.partner("Ana"), await employee(server, "Ada", Role.ADMIN)
    refused = problem(await ana.http.post(f"{ROOT}/tokens", content='{"scopes":["read","author","admin"]}'))
    assert (refused.status, refused.detail) == (403, "You do not have author and admin yourself, so no token of yours can have it.")
    assert (await made(ada, NewToken(scopes=(Scope.ADMIN, Scope.READ)))).scopes == (Scope.READ, Scope.ADMIN)


async def test_tokens_are_not_without_number(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_tokens, "MOST", 2)
    ana = await server.partner("Ana")
    await made(ana, NewToken())
    assert problem(await ana.http.post(f"{ROOT}/tokens", content="{}")).detail == "You have 2 access tokens; take one back first."


async def test_a_token_publishes_for_as_long_as_its_owner_may(server: Server) -> None:
    """API-3, CONT-3: one's own token counts as one's sign-in does; what an operator gave out for automation keeps its scope."""
    boss, ann = await employee(server, "Boss", Role.ADMIN, PROGRAMME), await employee(server, "Ann", Role.AUTHOR, PROGRAMME)
    order = NewToken(scopes=(Scope.READ, Scope.WRITE, Scope.AUTHOR))
    own = server.client((await made(ann, order)).token)
    for role, status in ((Role.LEARNER, 403), (Role.ADMIN, 200), (Role.REVIEWER, 403), (Role.AUTHOR, 200)):
        told = ChangeRole(organisation_id=PROGRAMME, learner_id=ann.id, role=role).model_dump_json()
        assert (await boss.send("PUT", f"{ROOT}/member-role", told)).status_code == 200
        assert (await own.get(f"{ROOT}/content/versions")).status_code == status, role
        assert (await own.get(f"{ROOT}/dashboard")).status_code == 200
        assert (await ann.get("content/versions")).status_code == 200, "an operator gave this one out"
        refused = await ann.http.post(f"{ROOT}/tokens", content=order.model_dump_json())
        assert refused.status_code == status, "nor does one begin that would publish nothing"


async def test_no_token_outlives_the_one_that_made_it(server: Server) -> None:
    """API-3: a token that leaked ends when it says."""
    ana = await server.partner("Ana")
    month = Partner(ana.id, server.client((await made(ana, NewToken(days=30))).token))
    ends = NOW + timedelta(days=30)
    assert [(await made(month, NewToken(days=days))).expires for days in (None, 31, 7)] == [ends, ends, NOW + timedelta(days=7)]
    assert (await made(ana, NewToken())).expires is None
    async with server.site.writing() as unit:
        await accounts.add_token(unit, ana.id, "token-of-a-day", expires=NOW + timedelta(days=1))
    assert (await made(Partner(ana.id, server.client("token-of-a-day")), NewToken())).expires == NOW + timedelta(days=1)
