"""docs/operating.md as an operator follows it: every command of “By hand”, against a real Postgres. Source: the issue's Done when."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.server.postgres import Postgres, named_database
from tests.server.serving import environment

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operating.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
FETCH = """import sys, urllib.request
sys.stdout.write(urllib.request.urlopen(sys.argv[-1]).read().decode())
"""


def _programs(folder: Path) -> Path:
    """`trainhub` of this source tree, and a stand-in for curl where the system has none."""
    folder.mkdir()
    (folder / "trainhub").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m trainhub_tui "$@"\n')
    if shutil.which("curl") is None:
        (folder / "fetch.py").write_text(FETCH)
        (folder / "curl").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder}/fetch.py" "$@" 2>/dev/null\n')
    for program in folder.iterdir():
        program.chmod(0o755)
    return folder


@pytest.mark.skipif(shutil.which("bash") is None, reason="the page is written for bash")
def test_the_page_s_commands_bring_a_server_up_and_down_again(tmp_path: Path, postgres_server: Postgres) -> None:
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) >= 6
    programs = _programs(tmp_path / "bin")
    env = environment(
        DATABASE=named_database(postgres_server, "operating"),
        PORT=str(free_port()),
        METRICS_PORT=str(free_port()),
        PATH=f"{programs}:{os.environ['PATH']}",
        TRAINHUB_HOME=str(tmp_path / "home"),
        TRAINHUB_KEYRING="off",
    )
    # without pipefail, as a shell is by itself: `grep --quiet` goes when it has seen enough, and curl fails at what it had still to write
    script = "set -eu -m\ntrap 'kill %1 2>/dev/null || true' EXIT\n" + "\n".join(blocks) + "\necho ended in good order\n"
    done = subprocess.run(
        ["bash", "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True, timeout=200, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("ended in good order")
    assert done.stdout.count('{"status":"ready"}') >= 2
    assert "No token was given out" in done.stdout
    assert (tmp_path / "etc" / "secrets" / "token").stat().st_mode & 0o077 == 0


def test_the_page_names_what_is_there() -> None:
    """Files of deploy/, metrics and addresses that the page speaks of."""
    text = PAGE.read_text("utf-8")
    for name in re.findall(r"`(deploy/[a-zA-Z.]+)`", text):
        assert name.startswith("deploy/secrets") or (ROOT / name).is_file(), name
    for link in re.findall(r"\]\(([a-z]+\.md)\)", text):
        assert (PAGE.parent / link).is_file(), link
