"""A course of the starter pack as a folder of its own: its sources, and beside them the files of the library that its lessons name."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from trainhub_content.build import STARTER
from trainhub_content.pack import Pack
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource
from trainhub_core.rules.versions import as_written

FILES = "files"
_NAMED = re.compile(r"^(video|file): (?:\.\./)+library/(?:[^/\n]+/)*([^/\n]+)$", re.MULTILINE)


def is_of(pack: Pack, course: Course) -> bool:
    """Whether a hub offers this course as the pack brings it."""
    brought = next((it for it in pack.facts if isinstance(it, Course) and it.id == course.id), None)
    return brought is not None and _alike(brought) == _alike(course)


def export(pack: Pack, course_id: str, into: Path) -> Path:
    """The folder of a course of the pack, below `into`, where there is none yet. Raises OSError."""
    target = into / course_id
    shutil.copytree(STARTER / "courses" / course_id, target)
    library = {it.name: it for it in pack.facts if isinstance(it, Resource) and it.course is None}
    captions = {it.id: it for it in pack.facts if isinstance(it, Resource)}
    for path in sorted(target.glob("*/*.md")):
        text = path.read_text("utf-8")
        for field, name in _NAMED.findall(text):
            found = library[name]
            beside = [found, *([captions[found.captions]] if found.captions else [])]
            text = _NAMED.sub("\n".join(_lines(field, beside)), text, count=1)
            for it in beside:
                _write(pack, it, target / FILES)
            path.write_text(text, "utf-8", newline="\n")
    return target


def _alike(course: Course) -> Course:
    return as_written(course).model_copy(update={"order": 0})


def _lines(field: str, files: list[Resource]) -> Iterator[str]:
    """What front matter says of a file, and of the captions with it."""
    for it, name in zip(files, (field, "captions"), strict=False):
        yield f"{name}: ../{FILES}/{it.name}"


def _write(pack: Pack, file: Resource, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / file.name).write_bytes(pack.open_file(file.sha256))
