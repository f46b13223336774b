"""Pictures of a video's page at every size and in its designed states; the clock stands still (LOOK-2, LOOK-4, VID-2)."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.staged import StagedHub, staged
from tests.app.test_section_snapshots import pictured
from tests.app.videos_world import CAPTIONS, PAGE, resources, unseen, with_video
from tests.builders import NOW
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.notes import Anchor, Note, NoteKind
from trainhub_tui.media.players import How

Compare = Callable[..., bool]
FAKE = b"\x00\x00\x00\x18ftypmp42" + bytes(500)


def begun(home: Path) -> StagedHub:
    hub = with_video(home, FAKE)
    hub.remember("watched/resource/how-to-ask", json.dumps({"watched": [[0, 40], [70, 100]], "place": 2, "seconds": 200}))
    return hub


@pytest.mark.parametrize("size", [(40, 30), (80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_video_begun(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    unseen(monkeypatch)
    assert pictured(snap_compare, begun(tmp_path), size, PAGE)


@pytest.mark.parametrize("size", [(40, 30), (80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_stream_with_marks(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-2: a note and a bookmark among the lines; not on this laptop."""
    unseen(monkeypatch)
    monkeypatch.setattr(StagedHub, "address_of", lambda *_: "https://hub.example.com/files/hash")
    written = Note(id="n-1", kind=NoteKind.RESOURCE, object=PAGE[1], anchor=Anchor(second=1), body="Ask Ben on Monday.", made=NOW, at=NOW)
    mark = Bookmark(kind=BookmarkKind.RESOURCE, object=PAGE[1], offset=2, title="How to ask at 0:02", at=NOW)
    hub = staged(*resources(FAKE), written, mark, home=tmp_path)
    hub.has_come("how-to-ask-captions", CAPTIONS)
    hub.remember("watched/resource/how-to-ask", json.dumps({"watched": [[0, 40]], "place": 1, "seconds": 200}))
    assert pictured(snap_compare, hub, size, PAGE)


def test_a_long_line_stands_below_in_full(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unseen(monkeypatch)
    assert pictured(snap_compare, begun(tmp_path), (40, 30), PAGE, "k")


def test_a_video_with_broken_captions_where_mpv_is_missing(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unseen(monkeypatch, How.OUTSIDE)
    monkeypatch.setattr("trainhub_tui.screens.video_source.other_player", lambda: "vlc")
    assert pictured(snap_compare, with_video(tmp_path, FAKE, captions=b"none"), (80, 24), PAGE)
