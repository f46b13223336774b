"""Access tokens listed and revoked. Source: issue 2, API-3."""

from pathlib import Path

import pytest

from tests.server.running import Server, problem
from tests.server.test_processes import command
from trainhub_server import callers
from trainhub_server.repositories import tokens
from trainhub_server.services.accounts import hash_of


@pytest.mark.anyio
async def test_a_revoked_token_is_good_for_half_a_minute_at_most(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """API-3: servers remember whose a token is for 30 seconds."""
    second = 1_000.0
    monkeypatch.setattr("trainhub_server.callers.time.monotonic", lambda: second)
    ana, ben = await server.partner("Ana"), await server.partner("Ben")
    assert (await ana.get("dashboard")).status_code == 200
    async with server.site.writing() as unit:
        listed = await tokens.issued(unit.connection)
        [mine] = [it for it in listed if it.learner == ana.id]
        assert hash_of("token-of-Ana").startswith(mine.id) and len(mine.id) == tokens.ID_LENGTH
        assert await tokens.revoke(unit.connection, mine.id) == ana.id
        assert await tokens.revoke(unit.connection, mine.id) is None
    second += callers.KNOWN_SECONDS + 0.1
    assert problem(await ana.get("dashboard")).status == 401
    assert (await ben.get("dashboard")).status_code == 200


def test_tokens_are_listed_without_themselves_and_revoked_by_their_id(tmp_path: Path) -> None:
    """API-3."""
    database = tmp_path / "hub.db"
    assert command("--database", database, "--migrate", "--tokens")[0] == "No token was given out; --new-token NAME makes one.\n"
    token = command("--database", database, "--new-token", "Ana Silva")[0].strip()
    listed, _ = command("--database", database, "--tokens")
    assert listed.count("\n") == 1 and token not in listed and "ana-silva  read,write  made " in listed
    token_id = listed.split()[0]
    assert "no token nothing-such; --tokens" in command("--database", database, "--revoke-token", "nothing-such", status=1)[1]
    revoked, _ = command("--database", database, "--revoke-token", token_id)
    assert "is revoked; a running server takes it for 30 s more at most." in revoked
    assert "No token" in command("--database", database, "--tokens")[0]


def test_an_option_that_would_do_nothing_is_said(tmp_path: Path) -> None:
    """API-3: who thinks that they made the programme's own organisation would have made none."""
    told = command("--database", tmp_path / "hub.db", "--migrate", "--programme", "--new-token", "Ana Silva", status=2)
    assert told == ("", "trainhub serve: --programme goes with --new-organisation NAME.\n")
    assert not (tmp_path / "hub.db").exists()
