"""One import: a source in, a course folder and a report out."""

from pathlib import Path

from trainhub_content.importers.drafts import DraftCourse
from trainhub_content.importers.kinds import format_of
from trainhub_content.importers.manifest import manifest_in
from trainhub_content.importers.names import free, slug
from trainhub_content.importers.opening import open_package
from trainhub_content.importers.packages import MemberRefused, PackageRefused
from trainhub_content.importers.report import Report
from trainhub_content.importers.writing import write
from trainhub_content.importers.xml import XmlRefused
from trainhub_core.text import clean_line

COURSES = "courses"
TABLES = ("categories.yaml", "skills.yaml")


class FolderRefused(ValueError):
    """The folder cannot take an import; its text is the sentence that says why."""


def import_into(source: Path, folder: Path) -> Report:
    """Imports a source into a course's folder, or as a course of a content folder. Raises FolderRefused; all else is in the report.

    The same source again updates what it wrote; where nothing could come, nothing is written."""
    folder = folder.absolute()
    _look_at(folder)
    report = Report(clean_line(source.name))
    try:
        with open_package(source) as package:
            for left_out in package.left_out:
                report.note(left_out.name, left_out.reason, is_loss=not left_out.came)
            found = format_of(package)
            report.kind = found.title
            inside = package.unwrapped() if found.is_unwrapped else package
            draft = found.draft(inside, report)
            if not any(draft.lessons):
                raise PackageRefused("Nothing in it could become a lesson.")
            target, hub = _target(folder, draft)
            write(draft, inside, report, target, hub)
    except (PackageRefused, MemberRefused, XmlRefused) as refused:
        report.refusal = str(refused)
    except (MemoryError, RecursionError):
        report.refusal = "It needs more memory than an import may use."
    return report


def _look_at(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise FolderRefused(f"{folder.name} is a file; name a folder.")
    if folder.is_symlink():
        raise FolderRefused(f"{folder.name} is a link; name the folder itself.")
    if _is_hub(folder):
        return
    if folder.is_dir() and any(folder.iterdir()) and manifest_in(folder) is None:
        raise FolderRefused(f"{folder.name} holds files that no import wrote; name a new folder, or the content folder around its courses.")
    if slug(folder.name) != folder.name:
        raise FolderRefused(f"The folder's name becomes the course's id: lower-case words with hyphens, for example {slug(folder.name)}.")


def _is_hub(folder: Path) -> bool:
    """Whether this is a content folder with courses in it, not a course."""
    return (folder / COURSES).is_dir() or any((folder / name).is_file() for name in TABLES)


def _target(folder: Path, draft: DraftCourse) -> tuple[Path, Path | None]:
    """The course's folder, and the content folder around it."""
    if not _is_hub(folder):
        hub = folder.parent.parent
        return folder, hub if folder.parent.name == COURSES and _is_hub(hub) else None
    courses = folder / COURSES
    for known in sorted(courses.glob("*")):
        manifest = manifest_in(known)
        if manifest is not None and manifest.source == draft.key:
            return known, folder
    name = free(slug(draft.title, "course"), {path.name for path in courses.glob("*")})
    return courses / name, folder
