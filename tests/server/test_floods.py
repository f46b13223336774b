"""Requests of nobody, in masses: refused before they cost the database. Source: reliability.md, Server; API-3. Both engines."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.organising import employed
from tests.server.programme import NOW
from tests.server.running import Server, started
from tests.sign_in_service import ANA, SignInService, serving
from trainhub_core.models.organisations import Role
from trainhub_core.operations import ROOT
from trainhub_server import callers
from trainhub_server.callers import forget
from trainhub_server.jwt_settings import JwtSettings
from trainhub_server.repositories import organisations, tokens
from trainhub_server.services import accounts
from trainhub_server.settings import Rate
from trainhub_server.unit import Unit

pytestmark = pytest.mark.anyio


def limited(server: Server, monkeypatch: pytest.MonkeyPatch, burst: int) -> list[float]:
    """So many requests of an address, and as many questions about new tokens more; what the clock says."""
    seconds = [0.0]
    for limits in (server.site.limits, server.site.looked_up):
        monkeypatch.setattr(limits, "_seconds", lambda: seconds[0])
        monkeypatch.setattr(limits, "_rate", Rate(per_second=1, burst=burst))
    return seconds


async def test_a_flood_of_unknown_tokens_ends_before_the_database(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """reliability.md, Server: who was known at that address goes on, also where the token has to be looked up anew."""
    seconds, asked = limited(server, monkeypatch, burst=20), []
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    await ana.get("bookmarks")
    look_up = tokens.owner

    async def counted(*told: Any) -> tokens.Owner | None:
        asked.append(told)
        return await look_up(*told)

    monkeypatch.setattr(tokens, "owner", counted)
    answers = [(await server.client(f"th_wrong_{number}").get(f"{ROOT}/bookmarks")).status_code for number in range(100)]
    assert answers == [401] * 20 + [429] * 80
    assert len(asked) == 40, "and none for the other sixty"
    forget(server.site)
    assert (await ana.get("bookmarks")).status_code == 200
    refused = await ben.get("bookmarks")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1"), "nobody here knows yet that this one is good"
    seconds[0] = 1.0
    assert (await ben.get("bookmarks")).status_code == 200


async def test_who_was_shown_out_costs_the_database_no_more_either(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With however many sessions; what nobody signed costs it nothing at all."""
    with serving(SignInService(clock=lambda: NOW)) as of:
        async with started(database, tmp_path / "files", jwt=JwtSettings(of.url, jwks=f"{of.url}/.well-known/jwks.json")) as server:
            limited(server, monkeypatch, burst=5)
            await server.client(of.token()).get(f"{ROOT}/dashboard")
            await employed(server, ANA, Role.LEARNER, "acme")
            async with server.site.writing() as unit:
                await organisations.set_ended(unit.connection, "acme", ANA, unit.now)
            forget(server.site)
            asked, is_known = list[str](), accounts.is_known

            async def counted(unit: Unit, learner: str, issued: float) -> bool:
                asked.append(learner)
                return await is_known(unit, learner, issued)

            monkeypatch.setattr(accounts, "is_known", counted)
            answers = [(await server.client(of.token(jti=str(number))).get(f"{ROOT}/dashboard")).status_code for number in range(20)]
            assert answers == [401] * 5 + [429] * 15
            assert len(asked) == 10


async def test_those_known_longest_ago_are_forgotten_first(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "MOST_KNOWN", 2)
    ana, ben, eva = [await server.partner(name) for name in ("Ana", "Ben", "Eva")]
    for partner in (ana, ben, eva):
        assert (await partner.get("bookmarks")).status_code == 200
    assert [caller.learner for caller, _ in server.site.callers.values()] == [ben.id, eva.id]
