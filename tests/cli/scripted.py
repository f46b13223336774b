"""A hub whose server answers by a script, and one run of a command line on it."""

import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builders import learner, sample_catalogue, still, tell
from trainhub_core.models.base import Fact
from trainhub_tui.cli.answer import Json
from trainhub_tui.cli.choices import Choices
from trainhub_tui.cli.running import run
from trainhub_tui.config import Config
from trainhub_tui.facts import Download, DownloadState, SyncKind, SyncStatus
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths
from trainhub_tui.troubles import Offline

Script = Callable[["ScriptedHub"], SyncStatus]


class ScriptedHub(Hub):
    """The real hub on a real store; only the network is played."""

    script: Script
    files: dict[str, Path]
    syncs: int

    def sync_now(self) -> SyncStatus:
        self.syncs += 1
        return self.script(self)

    def downloads(self) -> tuple[Download, ...]:
        titles = self.catalogue().resources
        return tuple(Download(each, titles[each].title, DownloadState.DONE, 10, 10, file=file) for each, file in self.files.items())

    def download(self, resource_id: str) -> None:
        self.files[resource_id] = self.folder / "guide.md"
        (self.folder / "guide.md").write_text("# Referral guide\n\nAsk *every* happy client.\n\n- one\n- two\n", "utf-8")

    def file_of(self, resource_id: str) -> Path | None:
        return self.files.get(resource_id)


def accepts(*facts: Fact) -> Script:
    """A server that takes everything and then says these facts."""

    def script(hub: ScriptedHub) -> SyncStatus:
        for waiting in hub.outbox():
            hub.journal.set_state(waiting.key, "done")
        tell(hub, *facts, seq=9)
        return SyncStatus(SyncKind.SYNCED, hub.now())

    return script


def refuses(sentence: str) -> Script:
    """A server that refuses everything with this sentence."""

    def script(hub: ScriptedHub) -> SyncStatus:
        for waiting in hub.outbox():
            hub.journal.set_state(waiting.key, "refused", sentence)
        return SyncStatus(SyncKind.SYNCED, hub.now(), refused=1)

    return script


def away(kind: SyncKind = SyncKind.OFFLINE, sentence: str = "The server cannot be reached.") -> Script:
    """A server that does not answer, or not as it should."""
    return lambda hub: SyncStatus(kind, None, len(hub.outbox()), sentence=sentence)


@dataclass(frozen=True)
class Run:
    """What a command line ended with and wrote."""

    status: int
    out: str
    err: str

    @property
    def facts(self) -> Mapping[str, Json]:
        found: Mapping[str, Json] = json.loads(self.out)
        return found


class CommandLine:
    """Runs command lines one after another on the same home."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.folder = home / "profile"
        self.script: Script = accepts()
        self.facts: tuple[Fact, ...] = (*sample_catalogue(), learner())
        self.texts: Mapping[str, str] = {"negotiation/one": "# Asking\n\nAsk **well**.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"}
        self.practice: Mapping[str, str] = {}
        self.files: dict[str, Path] = {}
        self.syncs = 0
        self.server = ""
        self._monkeypatch = monkeypatch

    def open(self, choices: Choices | None = None) -> ScriptedHub:
        hub = ScriptedHub(self.folder, Paths.under(self.home), Config(zone="Europe/Berlin"), clock=still())
        hub.script, hub.files, hub.syncs = self.script, self.files, 0
        hub.server = self.server
        hub.stays_off = choices is not None and choices.offline
        tell(hub, *self.facts)
        for lesson_id, text in self.texts.items():
            hub.snapshot.keep_texts(lesson_id.partition("/")[0], '"etag"', 1, [(lesson_id, 1, text)], self.practice)
        return hub

    def __call__(self, *words: str) -> Run:
        out, err = io.StringIO(), io.StringIO()
        with self._monkeypatch.context() as patch:
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            status = run(words, self.open)
        return Run(int(status), out.getvalue(), err.getvalue())


def no_text(hub: Hub, lesson_id: str) -> None:
    """Stands in for fetching a lesson without a network."""
    raise Offline(f"{lesson_id} needs the network.")


def environment(home: Path) -> dict[str, str]:
    """For a real process: this home, and nothing of the developer's terminal."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    return {**kept, "HOME": str(home), "TRAINHUB_HOME": str(home / "trainhub"), "PYTHONUTF8": "1", "TZ": "UTC"}
