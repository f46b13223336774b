"""trainhub download waits as long as something moves, and no longer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine, ScriptedHub
from trainhub_tui.cli import watching
from trainhub_tui.facts import Download, DownloadState


def state(kind: DownloadState, have: int = 0, sentence: str = "") -> Download:
    return Download("partner-handbook", "Partner Handbook", kind, have, 100, sentence, Path("file") if kind is DownloadState.DONE else None)


@pytest.fixture
def played(trainhub: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[Download]]]:
    """The looks that `hub.downloads` gives one after another; the last one stays. `resume` is noted as a look of its own."""
    looks: list[list[Download]] = []
    monkeypatch.setattr(watching, "LOOK_EVERY", 0)
    monkeypatch.setattr(ScriptedHub, "downloads", lambda hub: looks.pop(0) if len(looks) > 1 else looks[0])
    monkeypatch.setattr(ScriptedHub, "download", lambda hub, resource_id: None)
    yield looks


def test_a_download_is_waited_for(trainhub: CommandLine, played: list[list[Download]]) -> None:
    """LIB-2."""
    played += [
        [],
        [state(DownloadState.QUEUED)],
        *([state(DownloadState.RUNNING, have)] for have in range(0, 100, 5)),
        [state(DownloadState.DONE, 100)],
    ]
    run = trainhub("download", "partner-handbook", "--json")
    assert run.status == 0 and run.err == ""
    assert run.facts["items"] == [
        {
            "resource_id": "partner-handbook",
            "title": "Partner Handbook",
            "state": "done",
            "have": 100,
            "size": 100,
            "sentence": "",
            "file": "file",
        }
    ]


def test_what_stands_still_is_tried_again_and_then_left_in_the_queue(
    trainhub: CommandLine, played: list[list[Download]], monkeypatch: pytest.MonkeyPatch
) -> None:
    resumed: list[str] = []
    monkeypatch.setattr(ScriptedHub, "resume", lambda hub, resource_id: resumed.append(resource_id))
    played += [[], [state(DownloadState.QUEUED, 10, "The server cannot be reached.")]]
    run = trainhub("download", "partner-handbook")
    assert (run.status, run.err) == (3, "Partner Handbook: The server cannot be reached.\n")
    assert resumed == ["partner-handbook"] * 3


def test_a_failed_download_ends_with_1_and_its_sentence(trainhub: CommandLine, played: list[list[Download]]) -> None:
    played += [[], [state(DownloadState.FAILED, 0, "The disk has 3 MB left, too little for this file.")]]
    run = trainhub("download", "partner-handbook")
    assert (run.status, run.err) == (1, "Partner Handbook: The disk has 3 MB left, too little for this file.\n")
