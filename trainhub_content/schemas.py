"""JSON schemas of the content files, made from the models, for editors: `python -m trainhub_content.schemas KIND`."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from trainhub_content.format import ChallengeSource, CourseSource, DocumentFront, LessonFront, LibrarySource
from trainhub_content.pack.planned import PlannedWebinar
from trainhub_core.models.achievements import Badge, Certification
from trainhub_core.models.catalogue import Category, Path, Skill

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, type[BaseModel]] = {
    "course": CourseSource,
    "lesson": LessonFront,
    "document": DocumentFront,
    "library": LibrarySource,
    "categories": Category,
    "skills": Skill,
    "paths": Path,
    "certifications": Certification,
    "badges": Badge,
    "webinars": PlannedWebinar,
    "challenges": ChallengeSource,
}
"""What a schema is for: course.yaml, the front matter of a lesson or of a document, the tables."""
TABLES = frozenset({"categories", "skills", "paths", "certifications", "badges", "webinars", "challenges"})
"""Files that are lists."""
_GIVEN = "order"
"""A field that no file has: things are shown in the order in which they are written."""


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of a kind of file; unknown fields are refused, as the check does."""
    schema = _closed(KINDS[kind].model_json_schema(by_alias=True, mode="validation"))
    if kind not in TABLES:
        return {"$schema": DIALECT, **schema}
    shared = schema.pop("$defs", None)
    return {"$schema": DIALECT, "type": "array", "items": schema, **({"$defs": shared} if shared else {})}


def text_of(kind: str) -> str:
    """The schema as a file."""
    return json.dumps(schema_of(kind), indent=1, ensure_ascii=False) + "\n"


def _closed(part: Any) -> Any:
    """The same, where no object has fields of other names, or the one that the order gives."""
    if isinstance(part, list):
        return [_closed(it) for it in part]
    if not isinstance(part, dict):
        return part
    found = {name: _closed(value) for name, value in part.items()}
    if isinstance(found.get("properties"), dict):
        found["properties"].pop(_GIVEN, None)
        found["additionalProperties"] = False
    return found


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(text_of(sys.argv[1]))
