"""trainhub content, as an author uses it: make, check, mend, count (CONT-1)."""

import sys
from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine


def test_a_course_is_made_broken_told_and_mended(trainhub: CommandLine, tmp_path: Path) -> None:
    """CONT-1: the fault is reported at its line."""
    folder = tmp_path / "first-meetings"
    made = trainhub("content", "new", str(folder), "--title", "First meetings")
    assert made.status == 0 and "is a course now" in made.out
    assert trainhub("content", "check", str(folder), "--strict").out == "Nothing is wrong.\n"
    lesson = folder / "first-steps/how-this-course-is-written.md"
    text = lesson.read_text("utf-8")
    lesson.write_text(f"{text}\n![The ladder](ladder.png)\n")
    told = trainhub("content", "check", str(folder))
    assert told.status == 1 and told.err == ""
    line = len(text.split("\n")) + 1
    place = "first-steps/how-this-course-is-written.md"
    assert f"{folder.as_posix()}/{place}:{line}: There is no file ladder.png here." in told.out and "1 fault." in told.out
    facts = trainhub("content", "check", str(folder), "--json").facts
    assert facts["items"] == [{"file": place, "line": line, "severity": "fault", "reason": "There is no file ladder.png here.", "mend": ""}]
    assert trainhub("content", "stats", str(folder)).status == 1
    lesson.write_text(text)
    assert trainhub("content", "check", str(folder)).status == 0


def test_advice_is_no_fault_unless_it_is_strict(trainhub: CommandLine, tmp_path: Path) -> None:
    """CONT-1."""
    folder = tmp_path / "short"
    trainhub("content", "new", str(folder))
    (folder / "first-steps/how-this-course-is-written.md").write_text("---\ntitle: Short\nminutes: 1\n---\n# Short\n\nToo short.\n")
    told = trainhub("content", "check", str(folder))
    assert told.status == 0 and "advice: An article has 500 to 900 words" in told.out and "1 of advice." in told.out
    assert trainhub("content", "check", str(folder), "--strict").status == 1


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("content", "check", "no-such-folder"), 2, "There is no folder no-such-folder."),
        (("content", "schema", "nothing"), 2, "There is no schema “nothing”; there are course, lesson"),
        (("content", "new", "docs", "--title", "Docs"), 1, "docs is there already, and not empty."),
        (("content", "new", "No id", "--title", "Docs"), 1, "“No id” cannot be a course's id"),
    ],
)
def test_wrong_use_is_said(trainhub: CommandLine, words: tuple[str, ...], status: int, sentence: str) -> None:
    """CONT-1: exit status 2 for wrong use."""
    told = trainhub(*words)
    assert told.status == status and sentence in told.err


@pytest.mark.skipif(sys.platform == "win32", reason="such a name cannot exist there")
def test_a_name_cannot_command_the_terminal(trainhub: CommandLine, tmp_path: Path) -> None:
    """SAFE: content may come from elsewhere."""
    folder = tmp_path / "short"
    trainhub("content", "new", str(folder))
    (folder / "\x1b]0;owned\x07\n.png").write_bytes(b"")
    for form in ("--plain", "--json"):
        told = trainhub("content", "check", str(folder), form)
        assert told.status == 1 and "cannot exist on Windows" in told.out
        assert "\x1b" not in told.out and "\x07" not in told.out and "u001b" not in told.out
