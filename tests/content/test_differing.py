"""What a folder changes, row by row. Source: product.md CONT-3."""

from pathlib import Path

import pytest

from tests.content.content_builders import COURSE, FILES, LESSON, content
from trainhub_content.differing import How, differences
from trainhub_content.loading import load

QUIZ = """\
---
title: Check
kind: quiz
minutes: 5
---
# Check

## True or false {#silence}
Silence is an answer.

### Answers
- (x) True
- ( ) False
"""
TWO = COURSE.replace("lessons: [asking]", "lessons: [asking, closing, check]")

SHORTER = TWO.replace("[asking, closing, check]", "[asking, check]")
PROMPT = "prompt Silence is an answer. → Praise is an answer."


def folder(path: Path, course: str = TWO, **files: str) -> Path:
    content(path, course=course, **{name: text for name, text in files.items() if f"{name}.yaml" in FILES})
    for name, text in {"asking": LESSON, "closing": LESSON.replace("Asking", "Closing"), "check": QUIZ, **files}.items():
        if f"{name}.yaml" not in FILES and text:
            (path / "courses/selling/first" / f"{name}.md").write_text(text)
    return path


def rows(before: Path, after: Path) -> list[tuple[str, str, str, str]]:
    return [(it.kind, it.id, it.how.value, it.detail) for it in differences(load(before), load(after))]


def test_the_same_folder_differs_in_nothing(tmp_path: Path) -> None:
    """CONT-3."""
    assert rows(folder(tmp_path / "one"), folder(tmp_path / "two")) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"asking": LESSON + "\nThree words more.\n"}, ("lesson", "selling/asking", "changed", "")),
        ({"asking": LESSON.replace("title: Asking", "title: Asking well")}, ("lesson", "selling/asking", "renamed", "was “Asking”")),
        ({"asking": LESSON.replace("minutes: 10", "minutes: 12")}, ("lesson", "selling/asking", "changed", "minutes 10 → 12")),
        (
            {"course": TWO.replace("[asking, closing, check]", "[asking, check]"), "closing": ""},
            ("lesson", "selling/closing", "removed", "article"),
        ),
        ({"course": TWO.replace("[asking, closing", "[closing, asking")}, ("lesson", "selling/closing", "moved", "to another place")),
        ({"course": TWO.replace("title: Selling", "title: Selling well")}, ("course", "selling", "renamed", "was “Selling”")),
        ({"course": TWO.replace("level: beginner", "level: advanced")}, ("course", "selling", "changed", "level beginner → advanced")),
        (
            {"check": QUIZ.replace("Silence is", "Praise is")},
            ("question", "selling/check#silence", "changed", "prompt Silence is an answer. → Praise is an answer."),
        ),
        ({"check": QUIZ.replace("#silence", "#praise")}, ("question", "selling/check#praise", "added", "")),
        ({"categories": FILES["categories.yaml"].replace("title: Sales", "title: Selling")}, ("category", "sales", "changed", "")),
        ({"badges": "- {id: second, title: Second, kind: courses}\n"}, ("badge", "second", "added", "")),
    ],
)
def test_each_change_has_its_row(tmp_path: Path, changed: dict[str, str], expected: tuple[str, str, str, str]) -> None:
    """CONT-3."""
    assert expected in rows(folder(tmp_path / "one"), folder(tmp_path / "two", **changed))


def test_words_are_counted_before_and_after(tmp_path: Path) -> None:
    """CONT-3."""
    one, two = folder(tmp_path / "one"), folder(tmp_path / "two", asking=LESSON + "\nThree words more.\n")
    found = differences(load(one), load(two))
    assert [(it.words[1] - it.words[0]) for it in found if it.words] == [3]
    new = differences(None, load(two))
    assert (new[0].how, new[0].detail) == (How.ADDED, "version 1, 3 lessons")
