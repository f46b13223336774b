"""trainhub content preview: the folder in the real player, on a hub that is thrown away (CONT-1)."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.app.driving import press, seen, story
from tests.builders import course, hub_with, sample_catalogue
from tests.cli.scripted import CommandLine
from trainhub_content.creating import create
from trainhub_content.faults import Fault
from trainhub_content.previewing import marks_of
from trainhub_tui.cli.preview import throwaway_hub
from trainhub_tui.cli.preview_app import PreviewApp, place_of
from trainhub_tui.cli.previewing import Previewing
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.paths import Paths

LESSON = "first-steps/how-this-course-is-written.md"
LESSON_ID = "first-meetings/how-this-course-is-written"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "first-meetings", "First meetings")
    return tmp_path / "first-meetings"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    hub = throwaway_hub(Config(), Paths(config_file=tmp_path / "config.toml", data=tmp_path / "own"))
    yield hub
    hub.close()


def saved(path: Path, text: str) -> None:
    """A save that a clock of whole seconds tells too."""
    path.write_text(text, "utf-8")
    os.utime(path, ns=(path.stat().st_mtime_ns + 2_000_000_000,) * 2)


def test_a_version_may_be_a_date(folder: Path, hub: Hub) -> None:
    """CONT-1: each save is a newer version than any that an author writes."""
    course, lesson = folder / "course.yaml", folder / LESSON
    saved(course, course.read_text("utf-8").replace("version: 1", "version: 20260301"))
    saved(lesson, lesson.read_text("utf-8").replace("minutes:", "since: 20260301\nminutes:", 1))
    assert Previewing(folder, hub).turn() == ()


def test_what_is_saved_is_shown_and_what_is_wrong_is_told(folder: Path, hub: Hub, tmp_path: Path) -> None:
    """CONT-1: through the real server, in a home that is gone at the end."""
    previewing = Previewing(folder, hub)
    assert previewing.turn() == ()
    assert previewing.turn() is None
    assert hub.catalogue().courses["first-meetings"].title == "First meetings"
    text = (folder / LESSON).read_text("utf-8")
    saved(folder / LESSON, text + "\nOne sentence more.\n")
    assert previewing.turn() == ()
    found = hub.lesson_text(LESSON_ID)
    assert found is not None and "One sentence more." in found.text
    saved(folder / LESSON, text + "\n![Ladder](ladder.png)\n")
    faults = previewing.turn()
    assert faults is not None and [(it.file, it.reason) for it in faults] == [(LESSON, "There is no file ladder.png here.")]
    saved(folder / LESSON, text.replace("title:", "tittle:", 1))
    assert previewing.turn()
    (folder / LESSON).unlink()
    assert previewing.turn()
    saved(folder / LESSON, text)
    assert previewing.turn() == ()
    assert "version: 1\n" in (folder / "course.yaml").read_text("utf-8") or "version" not in (folder / "course.yaml").read_text("utf-8")
    home = hub.paths.data
    assert home.is_dir() and tmp_path not in home.parents
    hub.close()
    assert not home.exists()
    assert not (tmp_path / "own").exists()


def test_a_save_is_noticed_without_reading(folder: Path) -> None:
    """CONT-1: cheap enough to ask twice a second."""
    before = marks_of(folder)
    assert marks_of(folder) == before
    saved(folder / LESSON, "other")
    assert {path for path, mark in marks_of(folder).items() if before.get(path) != mark} == {LESSON}
    (folder / "new.md").write_text("x")
    assert "new.md" in marks_of(folder)
    assert marks_of(folder / "nowhere") == {}


class Still(Previewing):
    """Nothing is ever saved."""

    def turn(self) -> Sequence[Fault] | None:
        return None


@pytest.mark.parametrize("size", [(40, 24), (80, 24), (120, 40), (200, 60)])
@story
async def test_faults_are_a_page_that_goes_away_when_the_folder_passes(tmp_path: Path, size: tuple[int, int]) -> None:
    """CONT-1: with file and line, in place of what cannot be shown."""
    with_hub = hub_with(*sample_catalogue(), home=tmp_path)
    with_hub.remember("first-run", "done")
    app = PreviewApp(with_hub, Config(), Still(tmp_path, with_hub), "negotiation")
    async with app.run_test(size=size) as pilot:
        app.show([Fault("first/asking.md", 12, "There is no file ladder.png here.", "Name one that is there.")])
        await press(pilot, "down")
        shown = seen(app)
        assert "1 fault keeps this" in shown and "first/asking.md:12" in shown and "There is no file ladder.png here." in shown
        app.show([Fault("course.yaml", 3, "Other."), Fault("course.yaml", 4, "And another.")])
        await press(pilot, "down")
        assert "2 faults keep this" in seen(app) and "first/asking.md" not in seen(app)
        app.show(())
        await press(pilot, "down")
        assert "course.yaml:3" not in seen(app) and "egotiation" in seen(app)
        app.show([Fault("course.yaml", 3, "Other.")])
        await press(pilot, "q")
    assert app.return_code == 0
    with_hub.close()


def test_the_preview_needs_a_terminal(trainhub: CommandLine, folder: Path) -> None:
    """CONT-1: exit status 2 for wrong use."""
    told = trainhub("content", "preview", str(folder))
    assert told.status == 2 and "needs a terminal" in told.err


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("", ("", "")),
        ("negotiation", ("negotiation", "")),
        ("neg", ("negotiation", "")),
        ("three", ("negotiation", "negotiation/three")),
        ("thr", ("negotiation", "negotiation/three")),
        ("negotiation/two", ("negotiation", "negotiation/two")),
        ("negotiation/tw", ("negotiation", "negotiation/two")),
        ("nowhere", None),
    ],
)
def test_a_lesson_is_found_by_its_name_or_by_how_it_begins(word: str, place: tuple[str, str] | None) -> None:
    """CONT-1: what an author types is the name of the file at hand."""
    assert place_of(word, [course("negotiation", "Negotiation")]) == place
