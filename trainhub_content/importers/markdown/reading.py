"""A folder of Markdown, or one file, as a course."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from trainhub_content.importers.drafts import DraftCourse, DraftModule
from trainhub_content.importers.markdown.lessons import Lessons
from trainhub_content.importers.markdown.licences import NAMES, holders_in, licence_in
from trainhub_content.importers.markdown.sources import FIRST, MarkdownSource, is_markdown, source_of
from trainhub_content.importers.markdown.structure import is_table, parts_of
from trainhub_content.importers.names import words_of
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import html_of, line
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report, Sort
from trainhub_content.importers.texts import shortened, text_in

_COACH = re.compile(r"(?<![a-z])(?:coach(?:es)?|instructors?|facilitators?|proctors?|answer[ _-]?keys?)(?![a-z])", re.I)
_SOLUTION = re.compile(r"(?:.*[ ._-])?(?:solutions?|trainers?|teachers?|answers)(?:[ ._-]*\d.*)?", re.I)
_OLD = re.compile(r"[._ -](?:old|bak|backup|orig)$", re.I)
_HOUSEKEEPING = {"license", "licence", "changelog", "contributing", "code_of_conduct", "security", "support", "authors"}
_HOUSEKEEPING |= {"codeowners", "pull_request_template", "issue_template", "governance", "maintainers", "restructure_summary"}
_PARAGRAPH = re.compile(r"(?:^|\n\n)([A-ZÄÖÜ¿¡\w][^\n|<>]*(?:\n[^\n|<>#-][^\n|<>]*)*)(?=\n\n|\n?\Z)")
COACH = "It is kept from learners: its name says that it is for coaches."
MOST_SUMMARY = 400


def recognises(package: Package) -> bool:
    return any(is_markdown(name) for name in package.names)


def draft(package: Package, report: Report) -> DraftCourse:
    pages = _pages(package, report)
    title, summary = _about(package, pages)
    parts = parts_of(package, pages, title, report)
    references = References(package, report, {name: name for name in pages}, within=_within(package))
    lessons = Lessons(package, references, report)
    modules: list[DraftModule] = []
    for part in parts:
        made = tuple(lesson for name in part.pages if (lesson := lessons.lesson(pages[name])))
        if made:
            modules.append(DraftModule(part.key, part.title, made))
    licence, authors = _licence(package)
    _unused(package, pages, references, report)
    return DraftCourse(
        key=f"markdown:{package.name}",
        title=title,
        modules=tuple(modules),
        files=tuple(references.files.values()),
        summary=summary,
        licence=licence,
        authors=authors,
    )


def _pages(package: Package, report: Report) -> dict[str, MarkdownSource]:
    """What learners get, by member; what they do not get is reported."""
    pages: dict[str, MarkdownSource] = {}
    for name in package.names:
        if not is_markdown(name) or is_table(name):
            continue
        if why := _why_not(name):
            report.found(Sort.LESSON, name).refused(why)
            continue
        try:
            page = source_of(package, name, report)
        except MemberRefused as refused:
            report.found(Sort.LESSON, name).refused(str(refused))
            continue
        if page.front.get("draft") is True or page.front.get("published") is False:
            report.found(Sort.LESSON, name, title=page.title).refused("Its front matter says that it is a draft.")
        else:
            pages[name] = page
    return pages


def _why_not(name: str) -> str:
    path = PurePosixPath(name)
    if any(_COACH.search(part) or _SOLUTION.fullmatch(part) for part in (*path.parts[:-1], path.stem)):
        return COACH
    if _OLD.search(path.stem):
        return "Its name says that another file has taken its place."
    if path.stem.lower().replace("-", "_") in _HOUSEKEEPING:
        return "It is about the repository, not for learners."
    return "It is a part of the repository's set-up." if any(part.startswith(".") for part in path.parts) else ""


def _about(package: Package, pages: dict[str, MarkdownSource]) -> tuple[str, str]:
    """Title and summary: of the page that begins the folder, if there is one."""
    top = min((page.name.count("/") for page in pages.values()), default=0)
    first = next((page for page in pages.values() if page.stem.lower() in FIRST and page.name.count("/") == top), None)
    if first is None:
        return words_of(package.name), ""
    described = first.front.get("description")
    if isinstance(described, str):
        return first.title, shortened(line(described), MOST_SUMMARY)
    found = next((each[1] for each in _PARAGRAPH.finditer(first.text) if "](" not in each[1][:20]), "")
    return first.title, shortened(line(html_of(found)), MOST_SUMMARY)


def _licence(package: Package) -> tuple[str, tuple[str, ...]]:
    """The licence and who holds it, as the folder's file of that name states them."""
    for name in package.names:
        if name.lower() in NAMES:
            text, _ = text_in(package.read(name))
            return licence_in(text), holders_in(text)
    return "", ()


def _within(package: Package) -> Callable[[str], str]:
    """Addresses of the repository's own pages, written whole, as those of members."""
    own = re.compile(r"https://(?:github\.com/[^/]+/[^/]+/(?:blob|tree|raw)|raw\.githubusercontent\.com/[^/]+/[^/]+)/[^/]+/(.+)")

    def within(address: str) -> str:
        found = own.fullmatch(address)
        return f"/{found[1]}" if found and package.resolve(f"/{found[1]}") else address

    return within


def _unused(package: Package, pages: dict[str, MarkdownSource], references: References, report: Report) -> None:
    others = (name for name in package.names if not is_markdown(name) and not is_table(name) and name.lower() not in NAMES)
    references.unused(tuple(name for name in others if not PurePosixPath(name).name.startswith(".")))
