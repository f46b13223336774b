"""What the last import wrote into a course's folder: `.import.json`. By it the next one knows ids again and sees what an author edited."""

import hashlib
import json
from pathlib import Path

from pydantic import Field, ValidationError

from trainhub_core.models.base import Fact

MANIFEST = ".import.json"
"""Begins with a dot, so that it is no content."""
FORMAT = 1


class Manifest(Fact):
    """`modules` and `lessons` are ids by the source's keys; `files` are hashes by path; `course` is what course.yaml was given."""

    format: int = FORMAT
    source: str = ""
    kind: str = ""
    modules: dict[str, str] = Field(default_factory=dict)
    lessons: dict[str, str] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)
    course: dict[str, object] = Field(default_factory=dict)

    def text(self) -> str:
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def manifest_in(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where no import wrote it, or it is damaged."""
    try:
        return Manifest.model_validate(json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError, ValidationError):
        return None


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
