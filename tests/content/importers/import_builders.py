"""Packages and formats for the importers' tests."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainhub_content.format import LessonFront
from trainhub_content.importers.drafts import DraftCourse, DraftLesson, DraftModule
from trainhub_content.importers.packages import Package
from trainhub_content.importers.pages import page
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report, Sort
from trainhub_content.quizzes.reading import quiz_in
from trainhub_content.reading import front_matter, text_of
from trainhub_content.sources import Prose
from trainhub_core.models.catalogue import LessonKind
from trainhub_core.models.quiz import Question

DATA = Path(__file__).parents[4] / "shared/data"
PNG = b"\x89PNG\r\n\x1a\n and so on"


def files(folder: Path, contents: Mapping[str, bytes | str]) -> Path:
    """A folder with these files."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def zipped(path: Path, contents: Mapping[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip with these members, whatever their names."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return path


@dataclass(frozen=True)
class Pages:
    """A format of the tests: each .html file is a lesson of one module, in order of names."""

    title: str = "Pages"
    is_unwrapped: bool = False

    def recognises(self, package: Package) -> bool:
        return any(name.endswith(".html") for name in package.names)

    def draft(self, package: Package, report: Report) -> DraftCourse:
        names = [name for name in package.names if name.endswith(".html")]
        references = References(package, report, {name: name for name in names})
        lessons = []
        for name in names:
            origin = report.found(Sort.LESSON, name)
            html = package.read(name).decode()
            lessons.append(DraftLesson(origin, name, name.removesuffix(".html").title(), page(html, references, name, origin)))
        module = DraftModule("all", "All pages", tuple(lessons))
        return DraftCourse("pages", package.name, (module,), tuple(references.files.values()))


def questions_in(course: Path) -> dict[str, Question]:
    """Every question of the written course, by id, read as the content folder is."""
    found: dict[str, Question] = {}
    for path in sorted(course.glob("*/*.md")):
        front, text, first = front_matter(path.name, text_of(path, course))
        if front.read(LessonFront).kind is LessonKind.QUIZ:
            _, quiz = quiz_in(Prose(path.name, text, first))
            found |= {f"{path.parent.name}/{question.id}": question for question in quiz.questions}
    return found
