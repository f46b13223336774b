"""Builders for the content tests: a small sound folder, to be spoilt one thing at a time."""

from functools import cache
from pathlib import Path

from trainhub_content.build import STARTER
from trainhub_content.compiling import compiled
from trainhub_content.files import Content
from trainhub_content.loading import load

COURSE = """\
id: selling
title: Selling
summary: Sell what helps.
category: sales
topic: Closing
level: beginner
skills: {closing: 3}
licence: CC-BY-4.0
authors: [A Writer]
modules:
  - id: first
    title: First
    lessons: [asking]
"""
LESSON = "---\ntitle: Asking\nminutes: 10\n---\n# Asking\n\n" + "word " * 600 + "\n"
FILES = {
    "categories.yaml": "- id: sales\n  title: Sales\n  colour: one\n  topics: [Closing]\n",
    "skills.yaml": "- {id: closing, title: Closing}\n",
    "paths.yaml": "- {id: path, title: Path, courses: [selling]}\n",
    "certifications.yaml": "- {id: bronze, title: Bronze, kind: level, courses: 1}\n",
    "badges.yaml": "- {id: first, title: First, kind: courses}\n",
    "webinars.yaml": (
        "- id: live\n  title: Live\n  presenter: A Host\n  weekday: tuesday\n  days_ahead: 2\n"
        '  starts: "14:00"\n  minutes: 60\n  zone: Europe/London\n  capacity: 5\n'
    ),
    "library.yaml": (
        "groups:\n  - {id: guides, title: Guides}\ncollections: []\n"
        "resources:\n  - {source: guide, as: pdf, group: guides, category: sales}\n"
    ),
    "library/guide.md": "---\ntitle: Guide\nsummary: A guide.\n---\n## First\n\nText.\n",
    "courses/selling/course.yaml": COURSE,
    "courses/selling/first/asking.md": LESSON,
}


def content(folder: Path, **changed: str | None) -> Path:
    """A content folder; `changed` gives other text for a file by its stem (None: no such file)."""
    for name, text in FILES.items():
        chosen = changed.get(Path(name).stem, text)
        if chosen is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(chosen, encoding="utf-8")
    return folder


@cache
def compiled_starter() -> dict[str, Content]:
    """The starter pack from its sources, compiled once for all tests of this process."""
    return dict(compiled(load(STARTER)))
