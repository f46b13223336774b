"""Items as lessons: pages as articles, files as links to them, programs as the package to open in a browser."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from trainhub_content.importers.drafts import DraftLesson
from trainhub_content.importers.names import words_of
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import page
from trainhub_content.importers.references import PICTURES, PROGRAMS, References
from trainhub_content.importers.report import Origin, Report
from trainhub_content.importers.report import Sort as Counted
from trainhub_content.importers.scorm.carrying import Carrying, query_of
from trainhub_content.importers.scorm.launching import LEAST_WORDS, PAGES, Page, Sort, page_of
from trainhub_content.importers.scorm.manifests import Item, Manifest, Resource

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
MINUTES = 10
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Planned:
    """A lesson to be: of a page, a program's page, or a file (`page` is None). `is_beside`: a page out of a program, to be read here."""

    origin: Origin
    key: str
    title: str
    member: str
    page: Page | None = None
    item: Item | None = None
    is_beside: bool = False
    is_required: bool = True
    address: str = ""

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.member)


class Lessons:
    """First all are planned, so that links between them are known; then each is made."""

    def __init__(self, manifest: Manifest, package: Package, report: Report, references: References) -> None:
        self.manifest, self.package, self.report, self.references = manifest, package, report, references
        self.homes: dict[str, str] = {}
        """Keys of lessons by the members that they are made of."""
        self.carrying = Carrying(package, references, manifest.file)
        self._launched = {member for each in _all(manifest.items) if (member := self._member(each.resource)) is not None}

    def planned(self, items: Iterable[Item]) -> Iterator[Planned]:
        for item in items:
            origin = self.report.found(Counted.LESSON, self.manifest.file, item.name, item.title)
            plan = self._plan(item, origin)
            if plan is not None:
                self.homes.setdefault(plan.member, plan.key)
                yield plan
            if item.is_shown and item.resource is not None:
                yield from self._beside(item.resource, plan)

    def lesson(self, plan: Planned) -> DraftLesson | None:
        if plan.page is None:
            return self._file(plan)
        if plan.page.sort is Sort.PROGRAM:
            return self._program(plan)
        if plan.page.said:
            plan.origin.changed(plan.page.said)
        text = page(plan.page.html, self.references, plan.member, plan.origin, plan.title)
        if not text.strip():
            plan.origin.refused("There is nothing on its page to read.")
            return None
        return DraftLesson(plan.origin, plan.key, plan.title, text, required=plan.is_required)

    def folder_title(self, folder: str) -> str:
        return words_of(_CAMEL.sub(" ", posixpath.basename(folder)))

    def _plan(self, item: Item, origin: Origin) -> Planned | None:
        """What the item opens; None where nothing can come of it, which is then said."""
        title = item.title or "Untitled"
        why = self._why_not(item)
        if why:
            origin.refused(why)
            return None
        resource = item.resource
        assert resource is not None
        if _SCHEME.match(resource.href):
            address = self.references.link(resource.href, self.manifest.file, origin)
            if address:
                return Planned(origin, item.name, title, resource.href, None, item, address=address)
            origin.refused("It opens an address that is not of the web.")
            return None
        member = self._member(resource)
        if member is None:
            origin.refused(f"It opens {resource.href[:120]}, which is not in the package.")
            return None
        if not member.lower().endswith(PAGES):
            return Planned(origin, item.name, title, member, None, item)
        try:
            found = page_of(member, self.package)
        except MemberRefused as refused:
            origin.refused(str(refused))
            return None
        if found.sort is Sort.WORDS or (found.sort is Sort.PROGRAM and not found.lacking):
            return Planned(origin, item.name, title, member, found, item)
        origin.refused(_why_no_program(found))
        return None

    def _why_not(self, item: Item) -> str:
        if not item.is_shown:
            return "The package hides it from its own contents."
        if not item.wanted:
            return "It opens nothing."
        if item.resource is None:
            return f"It opens {item.wanted}, which the manifest does not have."
        if not item.resource.href:
            return "What it opens has no page."
        path = item.resource.href.replace("\\", "/")
        climbs = posixpath.normpath(posixpath.join(item.resource.root, path)).startswith("..") or path.startswith("/")
        return "It opens a place outside the package." if climbs and not _SCHEME.match(path) else ""

    def _member(self, resource: Resource | None) -> str | None:
        if resource is None or not resource.href or _SCHEME.match(resource.href):
            return None
        return self.package.resolve(f"/{posixpath.join(resource.root, resource.href)}")

    def _program(self, plan: Planned) -> DraftLesson | None:
        """A lesson that opens the package in a browser."""
        item = plan.item
        assert item is not None and item.resource is not None
        try:
            package = self.carrying.launched(plan.member, query_of(item.resource.href, item.parameters), item.mark)
        except MemberRefused as refused:
            plan.origin.refused(str(refused))
            return None
        plan.origin.changed(f"It opens in the browser; how long it takes is not stated, {MINUTES} minutes are assumed.")
        return DraftLesson(plan.origin, plan.key, plan.title, package=package, minutes=MINUTES)

    def _beside(self, resource: Resource, plan: Planned | None) -> Iterator[Planned]:
        """The other pages of a resource that can be read; those of a program stand beside it, and nobody has to read them."""
        is_read = plan is not None and (plan.page is None or plan.page.sort is Sort.WORDS)
        for file in resource.files:
            member = self.package.resolve(f"/{file}")
            if member is None or member in self.homes or member in self._launched or not member.lower().endswith(PAGES):
                continue
            try:
                found = page_of(member, self.package)
            except MemberRefused as refused:
                self.report.note(member, str(refused), is_loss=True)
                continue
            if found.sort is not Sort.WORDS or found.words < LEAST_WORDS:
                self.report.note(member, "The page is part of a program; there is nothing on it to read.", is_loss=plan is None)
                continue
            title = found.title or words_of(_CAMEL.sub(" ", posixpath.splitext(posixpath.basename(member))[0]))
            self.homes[member] = member
            origin = self.report.found(Counted.LESSON, member, "", title)
            yield Planned(origin, member, title, member, found, is_beside=not is_read, is_required=is_read or plan is None)

    def _file(self, plan: Planned) -> DraftLesson | None:
        """A lesson that shows a picture, or hands out a file or an address."""
        ending = posixpath.splitext(plan.member)[1].lower().removeprefix(".")
        if plan.address:
            plan.origin.changed("It is a page of another site; the lesson links to it.")
            return DraftLesson(plan.origin, plan.key, plan.title, f"[Open the page]({plan.address})")
        if ending in PROGRAMS:
            plan.origin.refused("It opens a program that runs in no browser of today.")
            return None
        address = self.references.bring(plan.member)
        if not address:
            plan.origin.refused("What it opens cannot come.")
            return None
        words = words_of(posixpath.splitext(posixpath.basename(plan.member))[0]) or "The file"
        text = f"![{words}]({quote(address, safe=':/-_.')})" if ending in PICTURES else f"[{words} ({ending.upper()})]({address})"
        return DraftLesson(plan.origin, plan.key, plan.title, text)


def _why_no_program(found: Page) -> str:
    if found.sort is Sort.NOTHING:
        return "There is nothing on its page to read."
    if found.lacking:
        return f"It is a program, and {', '.join(found.lacking[:3])} is not in the package."
    return "It is a program for a browser."


def _all(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.items)
