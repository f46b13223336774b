"""In which modules and in what order the pages of a folder stand: by its table of contents, or by folders and numbers."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trainhub_content.faults import ContentRefused
from trainhub_content.importers.markdown.sources import FIRST, MarkdownSource, is_markdown
from trainhub_content.importers.names import in_order, words_of
from trainhub_content.importers.packages import Package
from trainhub_content.importers.pages import html_of, line
from trainhub_content.importers.report import Report
from trainhub_content.importers.texts import text_in
from trainhub_content.reading import document_of

TABLES = ("toc.yml", "toc.yaml", "_toc.yml", "toc.md", "summary.md", "_sidebar.md", "mkdocs.yml")
_ENTRY = re.compile(r"^(\s*)(?:(#{1,6})|[-*+]|\d+[.)])\s+(?:\[(.*)\]\(<?([^)>\s]*)>?[^)]*\)|(.*))$")
_NUMBERED = re.compile(r"^(\d+)\.\d+\b")
MOST_DEEP = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A module: its pages by member name, in order."""

    key: str
    title: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents; `depth` counts from 0."""

    depth: int
    title: str
    page: str


def is_table(name: str) -> bool:
    return posixpath.basename(name).lower() in TABLES


def parts_of(package: Package, pages: Mapping[str, MarkdownSource], title: str, report: Report) -> list[Part]:
    """Every page once: first as tables of contents order them, then the rest by folder."""
    left = dict.fromkeys(sorted(pages, key=lambda name: (pages[name].folder, pages[name].place, in_order(name))))
    parts: list[Part] = []
    for table in sorted((name for name in package.names if is_table(name)), key=lambda name: (name.count("/"), in_order(name))):
        for part in _tabled(package, table, title, report):
            if there := tuple(page for page in part.pages if page in left):
                parts.append(Part(part.key, part.title, there))
                left = {page: None for page in left if page not in there}
    return parts + list(_by_folder(pages, list(left), title, bool(parts)))


def _by_folder(pages: Mapping[str, MarkdownSource], names: Sequence[str], title: str, is_rest: bool) -> Iterator[Part]:
    groups: dict[tuple[str, str], list[str]] = {}
    for name in sorted(names, key=lambda name: (in_order(pages[name].folder), pages[name].place, in_order(name))):
        page = pages[name]
        counted = _NUMBERED.match(page.stem)
        groups.setdefault((page.folder, counted[1] if counted else ""), []).append(name)
    for (folder, number), members in groups.items():
        first = pages[members[0]]
        named = first.title if folder and not first.place[0] and len(members) > 1 else words_of(posixpath.basename(folder))
        if not folder and all(pages[name].stem.lower() in FIRST for name in members):
            named = "Introduction"
        named = f"Module {number}" if number else named or ("More pages" if is_rest else title)
        yield Part(f"{folder}#{number}", named, tuple(members))


def _tabled(package: Package, table: str, title: str, report: Report) -> list[Part]:
    text, _ = text_in(package.read(table))
    if table.lower().endswith(".md"):
        entries = list(_listed(text))
    else:
        try:
            entries = list(_stated(document_of(table, text).data))
        except ContentRefused as refused:
            report.note(table, f"The table of contents cannot be read: {refused.faults[0].reason}", is_loss=True)
            return []
    named = [(entry, package.resolve(entry.page, table) if entry.page and "://" not in entry.page else None) for entry in entries]
    absent = [entry.page for entry, member in named if member is None and is_markdown(entry.page.partition("#")[0])]
    if absent:
        report.note(table, f"It names {len(absent)} pages that are not in the package: {', '.join(absent[:3])} …", is_loss=True)
    return _grouped(table, [(entry, member or "") for entry, member in named], title)


def _grouped(table: str, named: Sequence[tuple[Entry, str]], title: str) -> list[Part]:
    """A module for each entry of the highest level that has others below it; those without stand together."""
    top = min((entry.depth for entry, _ in named), default=0)
    parts: list[tuple[str, list[str]]] = []
    for at, (entry, member) in enumerate(named):
        has_below = at + 1 < len(named) and named[at + 1][0].depth > entry.depth
        if entry.depth == top and (has_below or not parts or parts[-1][0] != title):
            parts.append((entry.title if has_below else title, []))
        if member:
            parts[-1][1].append(member)
    return [Part(f"{table}#{name}", name, tuple(dict.fromkeys(members))) for name, members in parts]


def _listed(text: str) -> Iterator[Entry]:
    """Headings or lists of links."""
    for row in text.split("\n"):
        if entry := _ENTRY.match(row.rstrip()):
            indent, marks, linked, address, words = entry.groups()
            depth = len(marks) - 1 if marks else len(indent.replace("\t", "    ")) // 2
            yield Entry(depth, line(html_of((linked or words or "").strip())), address or "")


def _stated(data: object, depth: int = 0) -> Iterator[Entry]:
    """docfx' lists of name, href and items; MkDocs' nav of titles and pages."""
    if depth > MOST_DEEP:
        return
    if isinstance(data, dict) and depth == 0:
        data = data.get("nav") or data.get("items") or data.get("parts") or data.get("chapters")
    for each in data if isinstance(data, list) else []:
        if isinstance(each, str):
            yield Entry(depth, "", each)
        elif isinstance(each, dict) and ("name" in each or "href" in each or "file" in each):
            yield Entry(depth, line(str(each.get("name") or each.get("title") or "")), str(each.get("href") or each.get("file") or ""))
            yield from _stated(each.get("items") or each.get("sections"), depth + 1)
        elif isinstance(each, dict):
            for name, below in each.items():
                yield Entry(depth, line(str(name)), below if isinstance(below, str) else "")
                yield from _stated(below, depth + 1) if isinstance(below, list) else ()
