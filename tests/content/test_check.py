"""What the check says: faults that keep content from being published, and advice that makes it better (CONT-1)."""

from pathlib import Path

import pytest

from tests.content.content_builders import COURSE, LESSON, content
from tests.content.test_course_files import PICTURE, place
from tests.content.test_faults import EXERCISES
from trainhub_content.build import STARTER
from trainhub_content.check import checked, hindering
from trainhub_content.checks.captions import faults_in
from trainhub_content.checks.pictures import LARGE
from trainhub_content.compiling import compiled
from trainhub_content.faults import Severity
from trainhub_content.loading import load


def said(folder: Path, strict: bool = False) -> list[str]:
    return [str(fault) for fault in checked(folder, strict=strict)]


def test_the_starter_pack_passes_the_strict_check() -> None:
    """CONT-5."""
    assert said(STARTER, strict=True) == []


def test_advice_does_not_hinder_unless_it_is_strict(tmp_path: Path) -> None:
    """CONT-1."""
    folder = content(tmp_path, asking=LESSON.replace("word " * 200, "", 1))
    (advice,) = checked(folder)
    assert advice.severity is Severity.ADVICE and hindering([advice]) == ()
    assert compiled(load(folder))
    assert said(folder, strict=True) == ["courses/selling/first/asking.md:5: An article has 500 to 900 words; this one has 401."]


def test_what_could_be_read_is_checked_though_something_could_not(tmp_path: Path) -> None:
    """CONT-1: everything is told at once."""
    found = said(content(tmp_path, asking=LESSON + "\n### Skipped\n", skills="no list"))
    assert found == [
        "courses/selling/first/asking.md:9: advice: A heading of level 3 follows one of level 1. Write ## here.",
        "skills.yaml:1: A list is expected here.",
    ]


def test_a_fault_says_what_was_meant(tmp_path: Path) -> None:
    """CONT-1: the mend, where it is known."""
    course = COURSE.replace("category: sales", "category: sale").replace("{closing: 3}", "{closng: 3}") + "after: [seling]\n"
    found = said(content(tmp_path, course=course, paths=None))
    assert found == [
        "courses/selling/course.yaml:4: There is no category sale. Did you mean sales?",
        "courses/selling/course.yaml:7: There is no skill closng. Did you mean closing?",
        "courses/selling/course.yaml:14: There is no course seling. Did you mean selling?",
    ]
    (unknown,) = checked(content(tmp_path, course=COURSE.replace("summary:", "sumary:") + "summary: S\n"))
    assert unknown.mend == "Did you mean summary?"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("![](images/a.png)", "asking.md:9: advice: A picture without words is nothing to whoever does not see it."),
        ("![a.png](images/a.png)", "asking.md:9: advice: A picture without words"),
        ("# Again\n\n![A](images/a.png)", "asking.md:9: advice: A lesson has one heading of level 1, its title. Write ## here."),
        ("## B\n\n#### C\n\n![A](images/a.png)", "asking.md:11: advice: A heading of level 4 follows one of level 2. Write ### here."),
    ],
)
def test_texts_that_could_be_better(tmp_path: Path, more: str, sentence: str) -> None:
    """CONT-1, A11Y: pictures have words, headings are in order."""
    folder = content(tmp_path, asking=f"{LESSON}\n{more}\n")
    place(folder, "first/images/a.png")
    (found,) = said(folder)
    assert sentence in found


def test_minutes_far_off_the_length_are_told(tmp_path: Path) -> None:
    """CONT-1."""
    (found,) = said(content(tmp_path, asking=LESSON.replace("minutes: 10", "minutes: 60")))
    assert "60 min is far off for 601 words. Something like 5 is expected." in found


def test_a_question_without_feedback_is_told_at_its_line(tmp_path: Path) -> None:
    """CONT-1, LEARN-3."""
    (found,) = said(content(tmp_path, asking=EXERCISES["quiz"].replace("  > Yes.\n", "")))
    assert "asking.md:9: advice: The question one has no feedback." in found


def test_levels_that_jump_are_told(tmp_path: Path) -> None:
    """CONT-1, PATH-3."""
    content(tmp_path, course=COURSE.replace("beginner", "advanced") + "after: [other]\n", paths=None)
    other = tmp_path / "courses/other"
    (other / "first").mkdir(parents=True)
    (other / "course.yaml").write_text(COURSE.replace("id: selling", "id: other").replace("title: Selling", "title: Other"))
    (other / "first/asking.md").write_text(LESSON)
    (found,) = said(tmp_path)
    assert "course.yaml:14: advice: Selling (advanced) follows Other (beginner). A level was left out between them." in found


def test_a_lesson_of_a_later_version_is_told(tmp_path: Path) -> None:
    """CONT-3."""
    (found,) = said(content(tmp_path, asking=LESSON.replace("minutes: 10", "minutes: 10\nsince: 2")))
    assert "selling/asking is there since version 2, the course has version 1. Raise the course's version." in found


def test_a_lesson_changed_in_a_later_version_is_told(tmp_path: Path) -> None:
    """CONT-3."""
    (found,) = said(content(tmp_path, asking=LESSON.replace("minutes: 10", "minutes: 10\nchanged: 3")))
    assert "selling/asking was last changed in version 3, the course has version 1. Raise the course's version." in found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("what?.png", "A name with ? cannot exist on Windows."),
        ("a\tb.png", "A name with U+0009 cannot exist on Windows."),
        ("aux.png", "A file cannot be called “aux.png” on Windows."),
        ("COM1", "A file cannot be called “COM1” on Windows."),
        ("end.", "A file cannot be called “end.” on Windows."),
        ("x" * 160 + ".png", "The path has 186 characters; Windows may not open it."),
    ],
)
def test_names_hold_on_every_computer(tmp_path: Path, name: str, sentence: str) -> None:
    """CONT-1."""
    folder = content(tmp_path)
    place(folder, f"files/{name}")
    assert any(sentence in fault for fault in said(folder)), said(folder)


@pytest.mark.parametrize(("one", "other"), [("a.png", "A.png"), ("\u00e9.png", "e\u0301.png"), ("b/x.png", "B/y.png")])
def test_names_differ_by_more_than_case(tmp_path: Path, one: str, other: str) -> None:
    """CONT-1: on a Mac and on Windows they are one."""
    folder = content(tmp_path)
    for name in (one, other):
        place(folder, name)
    found = [fault for fault in checked(folder) if fault.severity is Severity.FAULT]
    assert len(found) == 1 and "On some computers this is the same name as" in found[0].reason


@pytest.mark.parametrize(
    ("name", "held", "sentence"),
    [
        ("a.png", b"GIF89a", "This is not a picture of the kind png."),
        ("a.svg", b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x 'y'>]><svg></svg>", "This is not a picture of the kind svg."),
        ("a.png", PICTURE + b" " * LARGE, "advice: The picture has 2.0 MB."),
        ("a.svg", b"<?xml version='1.0'?>\n<!-- drawn -->\n<svg xmlns='x'></svg>", ""),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP", ""),
    ],
)
def test_pictures_are_what_their_names_say(tmp_path: Path, name: str, held: bytes, sentence: str) -> None:
    """CONT-1."""
    folder = content(tmp_path, asking=f"{LESSON}\n![What it shows]({name})\n")
    place(folder, f"first/{name}", held)
    assert [sentence in fault for fault in said(folder)] == ([True] if sentence else [])


@pytest.mark.parametrize(
    ("captions", "found"),
    [
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", []),
        (b"\xef\xbb\xbfWEBVTT - title\r\n\r\n00:00:01.000 --> 00:00:02.000 align:start\r\nHi\r\n", []),
        (b"1\n00:01,000 --> 00:02,000\nHi\n", [(1, "Captions begin with the line WEBVTT.")]),
        (b"WEBVTT\n\n00:01,000 --> 00:02,000\nHi\n", [(3, "A cue is timed like 00:01.000 --> 00:04.000.")]),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHi\n", [(3, "The cue ends before it begins.")]),
        (
            b"WEBVTT\n\n00:02.000 --> 00:03.000\nHi\n\n00:01.000 --> 00:04.000\nHo\n",
            [(6, "The cue begins before the one above it.")],
        ),
        (b"WEBVTT\n", [(1, "There are no captions in this file.")]),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\n", [(4, "Not UTF-8 text: invalid start byte.")]),
    ],
)
def test_captions_are_readable(captions: bytes, found: list[tuple[int, str]]) -> None:
    """CONT-1, COURSE-5."""
    assert list(faults_in(captions)) == found
