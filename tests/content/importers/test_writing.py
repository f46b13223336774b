"""An import writes a course that can be edited, and again the same course: what an author changed stays, nothing is there twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.content.importers.import_builders import PNG, Pages, files
from trainhub_content.creating import create
from trainhub_content.importers import kinds, writing
from trainhub_content.importers.importing import FolderRefused, import_into
from trainhub_content.importers.report import Outcome, Sort
from trainhub_content.importers.report_page import report_markdown
from trainhub_content.packaging import build

TWO: dict[str, bytes | str] = {
    "one.html": "<p>First, see <a href='two.html#x'>the second</a> and <a href='sums.xlsx'>sums</a>.</p>"
    "<img src='a b.png' alt='A picture'>",
    "two.html": "<p>Second</p>",
    "a b.png": PNG,
    "sums.xlsx": b"PK sums",
}


@pytest.fixture(autouse=True)
def only_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "FORMATS", (Pages(),))
    yield


def inside(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_source_becomes_a_folder_of_our_format(tmp_path: Path) -> None:
    """CONT-1: course.yaml, a folder per module, lessons with front matter, the files that they name."""
    report = import_into(files(tmp_path / "in", TWO), tmp_path / "new" / "my-course")
    assert report.all_came and report.course == "my-course"
    assert report.counts()["lessons"] == {"found": 2, "came": 2, "changed": 0, "refused": 0}
    course = tmp_path / "new/my-course"
    assert sorted(inside(course)) == [
        ".import.json",
        "all-pages/one.md",
        "all-pages/two.md",
        "course.yaml",
        "files/sums.xlsx",
        "images/a-b.png",
    ]
    one = (course / "all-pages/one.md").read_text("utf-8")
    assert one.startswith("---\ntitle: One\nkind: article\nminutes: 1\n---\n# One\n")
    assert "[the second](../all-pages/two.md)" in one and "[sums](../files/sums.xlsx)" in one and "![A picture](../images/a-b.png)" in one
    values = yaml.safe_load((course / "course.yaml").read_text("utf-8"))
    assert (values["id"], values["modules"]) == ("my-course", [{"id": "all-pages", "title": "All pages", "lessons": ["one", "two"]}])


def test_the_same_source_again_changes_nothing(tmp_path: Path) -> None:
    """CONT-1: imports are repeatable, byte by byte."""
    source = files(tmp_path / "in", TWO)
    import_into(source, tmp_path / "course")
    first = inside(tmp_path / "course")
    import_into(source, tmp_path / "course")
    assert inside(tmp_path / "course") == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "home", "in"]


def test_what_an_author_edited_stays_and_is_named(tmp_path: Path) -> None:
    """CONT-1: a lesson edited by hand, fields of course.yaml, files of the author's own; the rest follows the source."""
    source = files(tmp_path / "in", TWO)
    course = tmp_path / "course"
    import_into(source, course)
    (course / "all-pages/two.md").write_text("mine", "utf-8")
    (course / "course.yaml").write_text((course / "course.yaml").read_text("utf-8").replace("level: beginner", "level: advanced"), "utf-8")
    (course / "notes.txt").write_text("my own", "utf-8")
    files(source, {"one.html": "<p>Newer</p>", "three.html": "<p>Third</p>", "two.html": "<p>Newer too</p>"})
    report = import_into(source, course)
    assert report.kept == ["all-pages/two.md"]
    assert (course / "all-pages/two.md").read_text("utf-8") == "mine" and (course / "notes.txt").exists()
    assert "Newer" in (course / "all-pages/one.md").read_text("utf-8")
    values = yaml.safe_load((course / "course.yaml").read_text("utf-8"))
    assert values["level"] == "advanced" and values["modules"][0]["lessons"] == ["one", "three", "two"]
    assert not (course / "images/a-b.png").exists(), "what nobody names any more is gone"
    assert "all-pages/two.md" in report_markdown(report)


def test_an_authors_order_and_titles_stay_and_new_lessons_join(tmp_path: Path) -> None:
    """CONT-3: a module renamed and reordered by hand keeps that; a lesson taken out stays out and is said."""
    source = files(tmp_path / "in", TWO)
    course = tmp_path / "course"
    import_into(source, course)
    text = (course / "course.yaml").read_text("utf-8").replace("title: All pages", "title: My title").replace("  - one\n", "")
    (course / "course.yaml").write_text(text, "utf-8")
    files(source, {"three.html": "<p>Third</p>"})
    report = import_into(source, course)
    values = yaml.safe_load((course / "course.yaml").read_text("utf-8"))
    assert values["modules"] == [{"id": "all-pages", "title": "My title", "lessons": ["two", "three"]}]
    assert not (course / "all-pages/one.md").exists()
    assert [origin.sentences for origin in report.origins if origin.sort is Sort.LESSON and origin.outcome is Outcome.REFUSED] == [
        ("The author took the lesson out of course.yaml.",)
    ]


def test_an_id_stays_when_its_title_changes_and_twins_are_told_apart(tmp_path: Path) -> None:
    """CONT-3: progress hangs on ids."""
    twins = {"a/intro.html": "<p>A</p>", "b/intro.html": "<p>B</p>"}
    course = tmp_path / "course"
    import_into(files(tmp_path / "in", twins), course)
    names = {path.name for path in (course / "all-pages").iterdir()}
    import_into(files(tmp_path / "in", {"intro.html": "<p>C</p>"}), course)
    assert names < {path.name for path in (course / "all-pages").iterdir()}


def test_a_failed_import_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-1: neither a new folder nor a changed one."""
    source = files(tmp_path / "in", TWO)
    import_into(source, tmp_path / "course")
    before = inside(tmp_path / "course")
    files(source, {"one.html": "<p>Newer</p>"})

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "lesson_file", full)
    for folder in (tmp_path / "course", tmp_path / "deep/new"):
        with pytest.raises(OSError, match="No space"):
            import_into(source, folder)
    assert inside(tmp_path / "course") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "home", "in"]


def test_a_content_folder_takes_courses_by_their_source(tmp_path: Path) -> None:
    """CONT-1: into a hub's folder a course goes below courses/, with the hub's first category; again it is found by its source."""
    hub = files(tmp_path / "hub", {"categories.yaml": "- {id: safety, title: Safety, colour: one, topics: [Fire]}\n"})
    source = files(tmp_path / "Fire Safety", TWO)
    assert import_into(source, hub).course == "fire-safety"
    assert import_into(source, hub).course == "fire-safety"
    values = yaml.safe_load((hub / "courses/fire-safety/course.yaml").read_text("utf-8"))
    assert (values["category"], values["topic"]) == ("safety", "Fire")
    assert [path.name for path in (hub / "courses").iterdir()] == ["fire-safety"]


@pytest.mark.parametrize(("name", "sentence"), [("Bad Name", "bad-name"), ("file", "is a file"), ("full", "no import wrote")])
def test_a_folder_that_cannot_take_an_import_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    """CONT-1: nothing of an author's is overwritten by a wrong word on the command line."""
    files(tmp_path, {"file": "x", "full/mine.txt": "x"})
    with pytest.raises(FolderRefused, match=sentence):
        import_into(files(tmp_path / "in", TWO), tmp_path / name)


def test_what_is_missing_is_said_and_not_fatal(tmp_path: Path) -> None:
    """CONT-1: a page that names absent files comes without them."""
    source = files(
        tmp_path / "in",
        {"one.html": "<p><a href='gone.pdf'>Gone</a> <img src='gone.png' alt='A chart'> <a href='x.exe'>Run</a>", "x.exe": "MZ"},
    )
    report = import_into(source, tmp_path / "course")
    assert "Gone A chart Run" in (tmp_path / "course/all-pages/one.md").read_text("utf-8")
    assert not report.all_came and len([note for note in report.notes if note.is_loss]) == 2
    assert report.counts()["files"] == {"found": 1, "came": 0, "changed": 0, "refused": 1}


def test_what_is_in_our_format_is_not_read_as_something_else(tmp_path: Path) -> None:
    """CONT-1: its quizzes would become pages that tell the answers."""
    create(tmp_path / "first-meetings", "First meetings")
    build(tmp_path / "first-meetings", tmp_path / "package.zip")
    hub = files(tmp_path / "hub", {"courses/a/course.yaml": "id: a\nlicence: CC0-1.0\nmodules: []\n", "courses/a/b/c.md": "# C\n"})
    for source in (tmp_path / "first-meetings", tmp_path / "package.zip", hub):
        report = import_into(source, tmp_path / "course")
        assert "own format" in report.refusal and not (tmp_path / "course").exists()
    other = files(tmp_path / "other", {"course.yaml": "name: another's\n", "a.html": "<p>Text</p>"})
    assert not import_into(other, tmp_path / "course").refusal
