"""What somebody else does is seen in the open app, without a key. Source: API-4, WEB-3."""

import json
import subprocess
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.terminal.own_server import write_pack
from tests.terminal.programmes import ROOT, SERVER, Programme, app
from trainhub_core.models.webinars import Webinar
from trainhub_core.operations import ROOT as API

pytestmark = pytest.mark.xdist_group("terminal")
LONGEST = 25.0
"""Seconds; by the clock it would take thirty at least. A machine under load is slow, not wrong: a quiet one takes half a second."""


def _talk() -> Webinar:
    starts = datetime.now(UTC) + timedelta(days=10)
    return Webinar(id="talk", title="A Talk for One", presenter="Sam", starts=starts, minutes=60, zone="Europe/Berlin", capacity=1)


def _token(folder: Path, name: str) -> str:
    storage = ["--database", str(folder / "hub.db"), "--files", str(folder / "files")]
    return subprocess.run([*SERVER, *storage, "--new-token", name], check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()[-1]


def _post(programme: Programme, token: str, path: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": f"{token[-8:]}-{path}"}
    body = json.dumps({"webinar_id": "talk", "at": datetime.now(UTC).isoformat()}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{programme.url}{API}/{path}", body, headers, method="POST")):
        return


def test_a_seat_that_another_partner_gives_back_appears_by_itself(tmp_path: Path) -> None:
    """API-4, WEB-3: the next in the waitlist sees the seat within a second, and touches nothing."""
    pack = write_pack(tmp_path / "pack", [_talk()])
    with Programme(tmp_path / "programme", pack) as programme:
        ben = _token(tmp_path / "programme", "Ben")
        _post(programme, ben, "register-webinar")
        _post(programme, programme.token, "register-webinar")
        with app(tmp_path / "home", "--server", programme.url, token=programme.token, columns=120, lines=36) as terminal:
            terminal.wait_for("⏎ starts", "synced")
            terminal.press("enter")
            terminal.wait_gone("⏎ starts")
            terminal.press("3")
            terminal.wait_for("A Talk for One", "waiting 1", "number 1")
            before = time.perf_counter()
            _post(programme, ben, "cancel-webinar")
            terminal.wait_gone("waiting 1")
            assert time.perf_counter() - before < LONGEST
            terminal.wait_for("You have a seat in A Talk for One")
            terminal.press("q")
            assert terminal.wait_exit() == 0
