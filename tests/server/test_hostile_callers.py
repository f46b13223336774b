"""Who is let in no more, and where nobody is sent. Source: issue 5, Bad input and attack. Both engines."""

import pytest

from tests.server.organising import employee
from tests.server.running import Server, problem
from tests.server.test_authorisation import OPERATIONS, url
from trainhub_core.models.organisations import Role
from trainhub_core.models.tokens import AccessToken, NewToken, RevokeToken, Scope
from trainhub_core.operations import ROOT
from trainhub_server import document_parts

pytestmark = pytest.mark.anyio


async def test_a_revoked_token_opens_no_operation(server: Server) -> None:
    """API-3: not even that of somebody who may do everything."""
    ann = await employee(server, "Ann", Role.ADMIN, "programme")
    made = await ann.http.post(f"{ROOT}/tokens", content=NewToken(scopes=tuple(Scope)).model_dump_json())
    token = AccessToken.model_validate_json(made.content)
    await ann.send("POST", f"{ROOT}/revoke-token", RevokeToken(token_id=token.token_id).model_dump_json())
    revoked = server.client(token.token)
    for name, row in OPERATIONS.items():
        if name not in document_parts.OPEN:
            answer = await revoked.request(row.method, url(row), content=row.body, headers={"Idempotency-Key": "key"})
            assert problem(answer).type == "/problems/signed-out", name


async def test_a_scheme_or_token_that_is_almost_right_opens_nothing(server: Server) -> None:
    ana = await server.partner("Ana")
    token = ana.http.headers["authorization"].removeprefix("Bearer ")
    for said in (f"Basic {token}", f"Bearer {token}x", f"Bearer {token}, {token}", f"Bearer {token.upper()}", token):
        answer = await server.client().get(f"{ROOT}/dashboard", headers={"Authorization": said})
        assert problem(answer).status == 401, said
    for elsewhere in ("access_token", "token", "authorization"):
        assert problem(await server.client().get(f"{ROOT}/dashboard", params={elsewhere: token})).status == 401


async def test_the_hub_sends_nobody_elsewhere(server: Server) -> None:
    ana = await server.partner("Ana")
    for row in OPERATIONS.values():
        path = url(row).partition("?")[0]
        for address in (f"{path}/", f"//elsewhere.example/..{path}", f"/dashboard?next=//elsewhere.example{path}"):
            answer = await ana.http.request(row.method, f"http://trainhub{address}", content=row.body, headers={"Idempotency-Key": "key"})
            assert not 300 <= answer.status_code < 400, address
            assert "elsewhere" not in str(answer.headers)
