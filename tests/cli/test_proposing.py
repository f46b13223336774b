"""Commands that sentences propose: each is one, and works when it is copied, at the server that was named too. Source: API-3."""

import re
from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine
from trainhub_tui import refusing, sign_in
from trainhub_tui.cli.parser import choices_from
from trainhub_tui.connecting import ToServer
from trainhub_tui.proposing import at_server
from trainhub_tui.troubles import SignedOut

ROOT = Path(__file__).parents[2]
SERVER = "https://hub.example.org"
PROPOSED = re.compile(r"`trainhub ([a-z-][^`\n]*)`")


def proposals() -> set[str]:
    """Every command between backticks in what the app and the server say; what is put in when they say it is `x`."""
    texts = [path.read_text("utf-8") for folder in ("trainhub_tui", "trainhub_server") for path in (ROOT / folder).rglob("*.py")]
    found = {re.sub(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", "x", it) for text in texts for it in PROPOSED.findall(text)}
    return {it for it in found if not it.startswith(("serve", "--help", "export "))}


@pytest.mark.parametrize("command", sorted(proposals()))
def test_a_command_that_is_proposed_is_one_with_a_server_before_it_too(command: str) -> None:
    """API-3."""
    choices_from(command.split())
    shown = at_server(f"Do `trainhub {command}` now.", SERVER)
    [copied] = PROPOSED.findall(shown)
    is_local = command.startswith(("content check", "content new", "content build", "--server"))
    assert (choices_from(copied.split()).server == SERVER) is not is_local
    assert at_server(shown, SERVER) == shown, "once is enough"


def test_enough_of_them_were_found() -> None:
    assert {"sync", "login", "outbox", "admin retry ID"} <= proposals()


def test_who_is_signed_out_is_told_how_to_sign_in_at_that_very_server() -> None:
    """API-3, I10: `trainhub login` alone asks which server is meant."""
    with pytest.raises(SignedOut) as told:
        refusing.raise_for(401, {}, b"", SERVER)
    assert f"`trainhub --server {SERVER} login`" in told.value.sentence
    with pytest.raises(SignedOut) as told:
        ToServer(SERVER, "").api()
    assert f"`trainhub --server {SERVER} login`" in told.value.sentence
    assert f"`trainhub --server {SERVER} login`" in at_server(sign_in.ENDED, SERVER)


@pytest.mark.parametrize("named", [("--server", SERVER), (f"--server={SERVER}",)])
def test_what_a_command_says_can_be_copied(trainhub: CommandLine, named: tuple[str, ...]) -> None:
    """API-3: in answers, in refusals, in what `doctor` found; a server of the settings needs no naming."""
    trainhub.facts = ()
    assert f"run `trainhub --server {SERVER} sync` when" in trainhub(*named, "--offline", "dashboard").err
    assert "run `trainhub sync` when" in trainhub("--offline", "dashboard").err
    command = CommandLine(trainhub.home, trainhub._monkeypatch)
    command.facts = tuple(it for it in command.facts if type(it).__name__ != "Webinar")
    command.folder = trainhub.home / "other"
    assert f"`trainhub --server {SERVER} sync`" in command(*named, "webinars").out
