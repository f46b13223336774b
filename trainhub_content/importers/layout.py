"""Where everything of a drafted course goes: ids, course.yaml, the paths of lessons. Ids and the author's changes outlive an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trainhub_content.importers.course_file import COURSE, Modules, course_values, merged, values_in
from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.lesson_files import as_yaml, title_of
from trainhub_content.importers.manifest import Manifest
from trainhub_content.importers.names import ids_of
from trainhub_content.importers.references import LESSON

FOLDERS = ("images", "files")
"""Of the course's files; no module has these names."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`given` is what the import gives course.yaml, `text` what it will say; `modules` and `lessons` are ids by key.

    `paths` are lesson files by key; a lesson that the author took out of course.yaml has none."""

    given: Mapping[str, Any]
    text: str
    modules: Mapping[str, str]
    lessons: Mapping[str, str]
    paths: Mapping[str, str]

    @property
    def places(self) -> dict[str, str]:
        """Paths of lessons by their address in the draft."""
        return {LESSON + quote(key): path for key, path in self.paths.items()}


def layout_of(draft: DraftCourse, id: str, old: Path, before: Manifest | None, hub: Path | None) -> Layout:
    """The layout, joined with what is in the folder `old` where an import wrote it before."""
    known = before or Manifest()
    modules = ids_of(((it.key, it.name or title_of(it.title)) for it in draft.modules), known.modules, "module", FOLDERS)
    lessons = ids_of(((it.key, it.name or title_of(it.title)) for it in draft.lessons), known.lessons, "lesson")
    listed: Modules = [
        {"id": modules[it.key], "title": title_of(it.title), "lessons": [lessons[lesson.key] for lesson in it.lessons]}
        for it in draft.modules
        if it.lessons
    ]
    given = course_values(draft, id, listed, hub)
    text = as_yaml(given)
    final = given
    if before is not None and (current := _current(old)):
        final = {**merged(given, values_in(current), before.course), "id": id}
        text = current if final == values_in(current) else as_yaml(final)
    homes = {stem: module["id"] for module in final["modules"] for stem in module["lessons"]}
    paths = {key: f"{homes[stem]}/{stem}.md" for key, stem in lessons.items() if stem in homes}
    return Layout(given, text, modules, lessons, paths)


def _current(folder: Path) -> str:
    try:
        return (folder / COURSE).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
