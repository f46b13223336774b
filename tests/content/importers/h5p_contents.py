"""Small H5P contents for the tests, of each type, in the shape that the editor of H5P writes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.content.importers.import_builders import PNG, files
from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.h5p import draft
from trainhub_content.importers.opening import open_package
from trainhub_content.importers.report import Report
from trainhub_core.models.quiz import Question

Params = dict[str, Any]


def within(library: str, params: Params, title: str = "", id: str = "") -> Params:
    """A content inside another."""
    return {"library": f"{library} 1.1", "params": params, "metadata": {"title": title}, "subContentId": id}


def text(words: str) -> Params:
    return within("H5P.AdvancedText", {"text": f"<p>{words}</p>"})


def true_false(question: str, id: str = "") -> Params:
    return within("H5P.TrueFalse", {"question": f"<p>{question}</p>", "correct": "true"}, id=id)


def package(folder: Path, library: str, content: Params, more: Mapping[str, bytes | str] | None = None, **info: Any) -> Path:
    """An unpacked H5P package, with a picture in it."""
    about = {"title": "Selling", "mainLibrary": library, "license": "U", **info}
    return files(
        folder, {"h5p.json": json.dumps(about), "content/content.json": json.dumps(content), "content/images/a.png": PNG, **(more or {})}
    )


def course_of(folder: Path, library: str, content: Params, more: Mapping[str, bytes | str] | None = None) -> tuple[DraftCourse, Report]:
    report = Report("selling")
    with open_package(package(folder, library, content, more)) as opened:
        return draft(opened, report), report


def questions_of(folder: Path, library: str, content: Params) -> tuple[list[Question], Report]:
    course, report = course_of(folder, library, content)
    return [drafted.question for lesson in course.lessons for drafted in lesson.questions], report
