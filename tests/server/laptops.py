"""Laptops of people at an organisation's hub: commands run to their end, signing in at a real terminal, the app."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sign_in_service import SignInService
from tests.terminal.terminal import Terminal

TRAINHUB = (sys.executable, "-m", "trainhub_tui")
ROOT = Path(__file__).parents[2]


@dataclass
class Laptop:
    """One person's, with the hub's address; `token` is theirs, where they have one."""

    home: Path
    server: str
    token: str = ""

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TRAINHUB_")}
        return {
            **kept,
            "TRAINHUB_HOME": str(self.home),
            "TRAINHUB_KEYRING": "off",
            **({"TRAINHUB_TOKEN": self.token} if self.token else {}),
        }

    def tried(self, *words: str, told: str = "") -> "subprocess.CompletedProcess[str]":
        line = [*TRAINHUB, "--server", self.server, *words]
        done = subprocess.run(line, input=told, capture_output=True, text=True, cwd=ROOT, env=self.env, timeout=120, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def __call__(self, *words: str, told: str = "") -> str:
        """What a command says that comes to a good end."""
        done = self.tried(*words, told=told)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def facts(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    @contextmanager
    def app(self, columns: int = 100, lines: int = 32) -> Iterator[Terminal]:
        """trainhub, open at Home; it is left with q. Synced before: no welcome, which would come a moment after Home and take a key."""
        self("sync")
        with Terminal([*TRAINHUB, "--server", self.server], columns, lines, self.env) as terminal:
            terminal.wait_for("Training & Development Hub")
            yield terminal
            terminal.press("q")
            assert terminal.wait_exit() == 0

    def sign_in(self, people: SignInService, email: str) -> None:
        """At a terminal, with the code that the service mails."""
        words = [*TRAINHUB, "--server", self.server, "login", "--email", email]
        with Terminal(words, 120, 24, self.env) as terminal:
            terminal.wait_for("A code was sent", "Code:")
            terminal.press(people.mailed[email], "enter")
            terminal.wait_for(f"Signed in to {self.server} as {email}")
            assert terminal.wait_exit() == 0
            assert people.mailed.get(email) is None
