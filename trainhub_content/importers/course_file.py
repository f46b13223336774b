"""course.yaml of an import: defaults that an author can edit, and what the author edited kept when the import comes again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.lesson_files import title_of
from trainhub_content.importers.texts import shortened
from trainhub_core.text import clean

COURSE = "course.yaml"
CATEGORY, TOPIC, SKILL = "industry-knowledge", "Best Practice", "market-knowledge"
"""Of the starter pack; for a course that lies in no hub yet."""
UNKNOWN = "LicenseRef-Unknown"
"""Where a source states no licence; an author has to find out."""
MOST_SUMMARY = 2_000
Ids = Mapping[str, str]
Modules = list[dict[str, Any]]


def course_values(draft: DraftCourse, id: str, modules: Modules, hub: Path | None) -> dict[str, Any]:
    """What the import gives course.yaml; category, topic and skill are the first that the hub's tables have."""
    category, topic, skill = _defaults(hub)
    summary = shortened(clean(draft.summary).strip(), MOST_SUMMARY)
    return {
        "id": id,
        "title": title_of(draft.title),
        "summary": summary or f"Imported: {title_of(draft.title)}.",
        "category": category,
        "topic": topic,
        "level": draft.level or "beginner",
        "skills": {skill: 1},
        "after": [],
        "version": 1,
        "licence": draft.licence or UNKNOWN,
        "authors": [title_of(name) for name in draft.authors] or ["Unknown"],
        "modules": modules,
    }


def merged(fresh: dict[str, Any], current: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """Fresh values, but the author's where the author changed what the last import wrote. Modules keep the author's order and titles."""
    values = {key: fresh[key] if current.get(key) == written.get(key) and key in fresh else value for key, value in current.items()}
    values |= {key: value for key, value in fresh.items() if key not in current and key not in written}
    if current.get("modules") != written.get("modules"):
        values["modules"] = _merged_modules(fresh["modules"], _modules(current), _modules(written))
    return values


def values_in(text: str) -> dict[str, Any]:
    """What a course.yaml says; nothing where an author is in the middle of something."""
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _merged_modules(fresh: Modules, current: Modules, written: Modules) -> Modules:
    """The author's modules with the source's new lessons at their ends, without lessons that the source has no more."""
    seen = {lesson for module in written for lesson in module["lessons"]}
    there = {lesson for module in fresh for lesson in module["lessons"]}
    kept = [{**module, "lessons": [it for it in module["lessons"] if it in there or it not in seen]} for module in current]
    homes = {module["id"]: module for module in kept}
    for module in fresh:
        new = [lesson for lesson in module["lessons"] if lesson not in seen]
        if module["id"] in homes:
            homes[module["id"]]["lessons"] += [lesson for lesson in new if lesson not in homes[module["id"]]["lessons"]]
        elif new:
            kept.append({**module, "lessons": new})
    return [module for module in kept if module["lessons"]]


def _modules(values: Mapping[str, Any]) -> Modules:
    modules = values.get("modules")
    shaped = [each for each in modules if isinstance(each, dict)] if isinstance(modules, Sequence) else []
    return [module for module in shaped if isinstance(module.get("id"), str) and isinstance(module.get("lessons"), list)]


def _defaults(hub: Path | None) -> tuple[str, str, str]:
    category = _first(hub, "categories.yaml")
    skill = _first(hub, "skills.yaml")
    topics = category.get("topics") or [TOPIC]
    return str(category.get("id", CATEGORY)), str(topics[0]), str(skill.get("id", SKILL))


def _first(hub: Path | None, name: str) -> dict[str, Any]:
    """The first entry of one of the hub's tables."""
    if hub is None:
        return {}
    try:
        found = yaml.safe_load((hub / name).read_text("utf-8"))
    except (OSError, yaml.YAMLError, ValueError):
        return {}
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}
