"""Writes a drafted course into its folder. It rewrites what it wrote before and nobody edited; everything else there is left alone."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from trainhub_content.importers.course_file import COURSE
from trainhub_content.importers.drafts import DraftCourse, DraftFile, DraftLesson
from trainhub_content.importers.layout import Layout, layout_of
from trainhub_content.importers.lesson_files import files_named, lesson_file
from trainhub_content.importers.manifest import MANIFEST, Manifest, digest, manifest_in
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.references import FILE, MOST_FILE
from trainhub_content.importers.report import Report
from trainhub_content.importers.swapping import swapped


def write(draft: DraftCourse, package: Package, report: Report, folder: Path, hub: Path | None = None) -> None:
    """The course as files of the folder, whose name is the course's id; all of them or none. `hub` is the content folder around it."""
    before = manifest_in(folder)
    layout = layout_of(draft, folder.name, folder, before, hub)
    with swapped(folder) as new:
        writing = _Writing(package, report, folder, new, before or Manifest())
        writing.files(draft)
        writing.lessons(draft, layout)
        writing.put(COURSE, layout.text.encode(), is_merged=True)
        writing.others()
        manifest = Manifest(
            source=draft.key,
            kind=report.kind,
            modules=dict(layout.modules),
            lessons=dict(layout.lessons),
            files=dict(sorted(writing.written.items())),
            course=dict(layout.given),
        )
        (new / MANIFEST).write_bytes(manifest.text().encode())
    report.course = folder.name


@dataclass(slots=True)
class _Writing:
    """What is built in `new`, with what there was in `old` and what the last import wrote of it; `written` are hashes by path."""

    package: Package
    report: Report
    old: Path
    new: Path
    before: Manifest
    written: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def files(self, draft: DraftCourse) -> None:
        """The files that the lessons name."""
        needed = {name for lesson in draft.lessons for name in files_named(lesson)}
        for file in draft.files:
            if file.name not in needed:
                file.origin.refused("Only what could not come names it.")
                continue
            try:
                self._copy(file)
            except MemberRefused as refused:
                file.origin.refused(str(refused))
                self.written.pop(file.name, None)
                (self.new / file.name).unlink(missing_ok=True)
            else:
                file.origin.came()
                self.places[FILE + file.name] = file.name

    def lessons(self, draft: DraftCourse, layout: Layout) -> None:
        self.places |= layout.places
        for lesson in draft.lessons:
            path = layout.paths.get(lesson.key)
            if path is None:
                _refuse(lesson, "The author took the lesson out of course.yaml.")
                continue
            if self.put(path, lesson_file(lesson, self.places).encode()):
                lesson.origin.changed("Its file was edited by hand and left as it is.")
            for origin in (lesson.origin, *(drafted.origin for drafted in lesson.questions)):
                origin.came()

    def put(self, name: str, content: bytes, is_merged: bool = False) -> bool:
        """Writes a file; whether the author's was kept instead."""
        if not is_merged and self._is_edited(name) and self._hash(name) != digest(content):
            self._keep(name)
            self.report.kept.append(name)
            self.written[name] = digest(content)
            return True
        self._write(name, [content])
        return False

    def others(self) -> None:
        """What else lay in the folder, unless an import wrote it and nobody edited it."""
        for path in sorted(self.old.rglob("*")) if self.old.is_dir() else []:
            name = path.relative_to(self.old).as_posix()
            if name == MANIFEST or (path.is_dir() and not path.is_symlink()) or (self.new / name).exists():
                continue
            if self._is_edited(name):
                self._keep(name)
                if name in self.before.files:
                    self.report.kept.append(name)

    def _copy(self, file: DraftFile) -> None:
        if self._is_edited(file.name):
            self._keep(file.name)
            self.report.kept.append(file.name)
            self.written[file.name] = self.before.files.get(file.name, "")
            return
        pieces = [file.content] if isinstance(file.content, bytes) else self.package.chunks(file.content, MOST_FILE)
        self._write(file.name, pieces)

    def _write(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self.new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        hashed = hashlib.sha256()
        with path.open("wb") as stream:
            for piece in pieces:
                hashed.update(piece)
                stream.write(piece)
        self.written[name] = hashed.hexdigest()

    def _is_edited(self, name: str) -> bool:
        """Whether the file is there and is not what an import wrote."""
        return (self.old / name).exists() and self._hash(name) != self.before.files.get(name)

    def _hash(self, name: str) -> str:
        path = self.old / name
        return digest(path.read_bytes()) if path.is_file() else ""

    def _keep(self, name: str) -> None:
        path = self.new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self.old / name, path, follow_symlinks=False)


def _refuse(lesson: DraftLesson, why: str) -> None:
    for origin in (lesson.origin, *(drafted.origin for drafted in lesson.questions)):
        origin.refused(why)
