"""A manifest as a course: items that hold others are modules, the others lessons."""

from collections.abc import Iterator

from trainhub_content.importers.drafts import DraftCourse, DraftLesson, DraftModule
from trainhub_content.importers.packages import Package
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report
from trainhub_content.importers.scorm.lessons import Lessons, Planned
from trainhub_content.importers.scorm.manifests import Item, Manifest
from trainhub_content.importers.scorm.metadata import authors_of, licence_of, lom_of, summary_of, title_of

_CARRIED = (".js", ".css", ".xsd", ".dtd", ".xml", ".html", ".htm", ".xhtml", ".swf", ".json", ".woff", ".woff2", ".ttf", ".map")


def drafted(manifest: Manifest, package: Package, report: Report) -> DraftCourse:
    """The course; the key of a lesson is its item's name, or the page's where an item opens several."""
    _note_missing(manifest, package, report)
    lom = lom_of(manifest, package, report)
    title = title_of(manifest, lom, package)
    references = References(package, report)
    lessons = Lessons(manifest, package, report, references)
    planned = [(key, named, list(lessons.planned(items))) for key, named, items in _modules(manifest.items, manifest.name, title)]
    references.lessons.update(lessons.homes)
    modules = tuple(module for key, named, plans in planned for module in _drafted(key, named, plans, lessons))
    if not lessons.carrying.address:
        references.unused(tuple(name for name in package.names if not name.lower().endswith(_CARRIED)))
    return DraftCourse(
        key=f"scorm:{manifest.name}",
        title=title,
        modules=modules,
        files=tuple(references.files.values()),
        summary=summary_of(lom),
        licence=licence_of(lom),
        authors=authors_of(lom),
    )


def _modules(items: tuple[Item, ...], key: str, title: str, above: str = "") -> Iterator[tuple[str, str, list[Item]]]:
    """What each item holds directly; an item that opens something and holds others is the first of its own."""
    own = [item for item in items if not item.items]
    if own:
        yield key, title, own
    for item in items:
        if not item.items:
            continue
        words = " · ".join(part for part in (above, item.title) if part) or title
        if item.wanted:
            yield f"{item.name}#opens", words, [item]
        yield from _modules(item.items, item.name, words, words)


def _drafted(key: str, title: str, plans: list[Planned], lessons: Lessons) -> Iterator[DraftModule]:
    """The lessons as a module; pages of a program that lie in several folders as one for each."""
    here = tuple(lesson for plan in plans if not plan.is_beside and (lesson := lessons.lesson(plan)))
    if here:
        yield DraftModule(key, title, here)
    beside: dict[str, list[DraftLesson]] = {}
    for plan in plans:
        if plan.is_beside and (lesson := lessons.lesson(plan)):
            beside.setdefault(plan.folder, []).append(lesson)
    for folder, found in beside.items():
        yield DraftModule(f"{key}#{folder}", lessons.folder_title(folder) or title, tuple(found))


def _note_missing(manifest: Manifest, package: Package, report: Report) -> None:
    for resource in manifest.resources:
        for file in resource.files:
            if file and ":" not in file and package.resolve(f"/{file}") is None:
                report.note(file, "The manifest names this file; it is not in the package.", is_loss=True)
