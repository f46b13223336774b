"""A new course that passes the check: a folder with a lesson that says how courses are written, and a quiz as a pattern."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from trainhub_content.faults import ContentRefused
from trainhub_content.format import MOST_SLUG, SLUG
from trainhub_content.loading import COURSE
from trainhub_content.reading import document_of, text_of
from trainhub_content.schemas import text_of as schema_text

MODULE = "first-steps"
LESSONS = ("how-this-course-is-written", "check-yourself")
SCHEMAS = ".schemas"
_CATEGORY, _TOPIC, _SKILL = "industry-knowledge", "Best Practice", "market-knowledge"
"""Of the starter pack, for a course that lies in no hub yet."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 &'-]*")
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


class NotCreated(ValueError):
    """No course was made; the text is the sentence that says why."""


def create(folder: Path, title: str) -> tuple[str, ...]:
    """Make the folder of a course of this title; its name is the course's id. Gives the files that were written, or raises NotCreated."""
    name = folder.resolve().name
    if not re.fullmatch(SLUG, name) or len(name) > MOST_SLUG:
        raise NotCreated(f"“{name}” cannot be a course's id; use lower-case words with hyphens, such as first-meetings.")
    if not title.strip():
        raise NotCreated("A course has a title.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotCreated(f"{folder} is there already, and not empty.")
    written = _files(name, title.strip(), _hub_of(folder))
    for path, text in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return tuple(written)


def _files(id: str, title: str, hub: Path | None) -> dict[str, str]:
    template = files("trainhub_content") / "template"
    category, topic, skill = _defaults(hub)
    told = {"id": id, "title": title, "category": category, "topic": topic, "skill": skill}
    course = (template / COURSE).read_text("utf-8").format(**{name: _quoted(value) for name, value in told.items()})
    return {
        COURSE: course,
        **{f"{MODULE}/{stem}.md": (template / f"{stem}.md").read_text("utf-8") for stem in LESSONS},
        f"{SCHEMAS}/course.json": schema_text("course"),
        f"{SCHEMAS}/lesson.json": schema_text("lesson"),
    }


def _quoted(value: str) -> str:
    """A value of YAML, in quotes where it needs them."""
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _hub_of(folder: Path) -> Path | None:
    """The content folder around a course that lies under its courses/."""
    courses = folder.resolve().parent
    return courses.parent if courses.name == "courses" and (courses.parent / "categories.yaml").is_file() else None


def _defaults(hub: Path | None) -> tuple[str, str, str]:
    category, skill = _first(hub, "categories.yaml"), _first(hub, "skills.yaml")
    topics = category.get("topics")
    topic = topics[0] if isinstance(topics, list) and topics else _TOPIC
    return str(category.get("id", _CATEGORY)), str(topic), str(skill.get("id", _SKILL))


def _first(hub: Path | None, name: str) -> Mapping[str, object]:
    """The first entry of a hub's table."""
    try:
        data = document_of(name, text_of(hub / name, hub)).data if hub else None
    except ContentRefused:
        return {}
    return data[0] if isinstance(data, list) and data and isinstance(data[0], dict) else {}
