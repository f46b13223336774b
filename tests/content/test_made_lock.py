"""A video or template whose source was changed is not forgotten (CONT-5)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.content.content_builders import compiled_starter
from trainhub_content import build
from trainhub_content.made.making import TEMPLATES, VIDEOS, Workshop


def workshop(folder: Path) -> Workshop:
    (folder / "sources").mkdir()
    (folder / "sources" / "one.yaml").write_text("one")
    return Workshop("videos", folder / "sources", folder / "content", "library/videos")


def upper(path: Path) -> Mapping[str, bytes]:
    return {f"{path.stem}.mp4": path.read_bytes().upper()}


def test_nothing_of_the_starter_pack_waits_to_be_made() -> None:
    """CONT-5."""
    assert VIDEOS.stale() == TEMPLATES.stale() == ()


def test_what_was_changed_and_not_made_again_is_told_with_the_mend(tmp_path: Path) -> None:
    shop = workshop(tmp_path)
    assert shop.stale() == ("one.yaml was never built; `make videos` does it.",)
    assert list(shop.make(upper)) == ["library/videos/one.mp4"]
    assert shop.stale() == () and list(shop.make(upper)) == []
    (shop.sources / "one.yaml").write_text("two")
    assert shop.stale() == ("one.yaml was changed and not built again; `make videos` does it.",)
    assert list(shop.make(upper)) == ["library/videos/one.mp4"]
    assert (tmp_path / "content/library/videos/one.mp4").read_bytes() == b"TWO"


def test_a_file_that_was_touched_or_lost_is_told(tmp_path: Path) -> None:
    shop = workshop(tmp_path)
    list(shop.make(upper))
    film = tmp_path / "content/library/videos/one.mp4"
    film.write_bytes(b"other")
    assert shop.stale() == ("one.mp4 is not what was built; `make videos` builds it again.",)
    film.unlink()
    assert shop.stale() == ("one.mp4 is missing; `make videos` builds it again.",)
    assert list(shop.make(upper)) == ["library/videos/one.mp4"] and shop.stale() == ()


def test_what_has_no_source_any_more_is_taken_away(tmp_path: Path) -> None:
    shop = workshop(tmp_path)
    list(shop.make(upper))
    (shop.sources / "one.yaml").unlink()
    assert shop.stale() == ("one.yaml is gone, but what was made of it is still listed; `make videos` forgets it.",)
    assert list(shop.make(upper)) == [] and shop.stale() == ()
    assert not (tmp_path / "content/library/videos/one.mp4").exists()


def test_the_check_of_the_pack_fails_while_a_video_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """CONT-5: `make check` says it."""
    monkeypatch.setattr(build, "VIDEOS", workshop(tmp_path))
    monkeypatch.setattr(build, "compiled", lambda _: compiled_starter())
    assert build.main(["--check"]) == 1
    assert "one.yaml was never built; `make videos` does it." in capsys.readouterr().out
