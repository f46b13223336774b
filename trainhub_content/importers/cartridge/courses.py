"""A cartridge as a course: its items in order, then what no item names, then the questions of its banks."""

import posixpath
from collections.abc import Iterator

from trainhub_content.importers.cartridge.addresses import within_cartridge
from trainhub_content.importers.cartridge.canvas import SETTINGS, Settings, settings_in
from trainhub_content.importers.cartridge.kinds import LESSONS, Kind, kind_of
from trainhub_content.importers.cartridge.making import A_TOOL, NOT_LEARNERS, Making, key_of
from trainhub_content.importers.cartridge.manifests import Item, Manifest
from trainhub_content.importers.cartridge.organising import Place, planned
from trainhub_content.importers.cartridge.quizzes import OWN, Quizzes
from trainhub_content.importers.cartridge.texts import Texts
from trainhub_content.importers.drafts import DraftCourse, DraftLesson, DraftModule
from trainhub_content.importers.names import slug, words_of
from trainhub_content.importers.packages import Package
from trainhub_content.importers.qti.lessons import Lessons
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report, Sort

OUTSIDE = "Outside the modules"
PROPRIETARY = "LicenseRef-Proprietary"
LONG_IDENT = 16
"""A shorter name of a manifest is one that many courses have."""


def drafted(manifest: Manifest, package: Package, report: Report) -> DraftCourse:
    settings = settings_in(package, manifest, report)
    title = manifest.title or settings.title or words_of(package.name)
    course = _Course(manifest, settings, package, report)
    modules = [*course.modules(title), *course.outside(), *course.banks()]
    course.note_what_is_left()
    ident = manifest.ident if len(manifest.ident) >= LONG_IDENT else f"{manifest.ident}/{slug(title)}"
    return DraftCourse(
        key=f"imscc:{ident}",
        title=title,
        modules=tuple(module for module in modules if module.lessons),
        files=tuple(course.references.files.values()),
        summary=manifest.summary,
        licence=settings.licence or (PROPRIETARY if manifest.has_rights else ""),
    )


class _Course:
    """One cartridge on its way; `done` are the resources that have had their turn."""

    def __init__(self, manifest: Manifest, settings: Settings, package: Package, report: Report) -> None:
        self.manifest, self.settings, self.package, self.report = manifest, settings, package, report
        self.done: set[str] = set()
        self.references = References(package, report, self._lessons(), within_cartridge(package, manifest, self._named()))
        self.references.refused |= {member for each in manifest.resources.values() if not each.is_for_learners for member in each.members}
        quizzes = Quizzes(package, report, Lessons(report, self.references), manifest.root)
        self.bank_members = self._bank_members()
        quizzes.read_banks(self.bank_members)
        self.making = Making(Texts(package, report, self.references), self.references, quizzes, manifest.file)

    def modules(self, title: str) -> Iterator[DraftModule]:
        for module in planned(self.manifest.items, title):
            yield DraftModule(module.key, module.title, tuple(lesson for place in module.places for lesson in self._at(place)))

    def outside(self) -> Iterator[DraftModule]:
        """Pages, exercises, quizzes and links that no item names: other texts may lead to them, so they come, beside the way."""
        lessons: list[DraftLesson] = []
        parts = {need for resource in self.manifest.resources.values() for need in resource.needs}
        for resource in self.manifest.resources.values():
            kind = kind_of(resource)
            if resource.ident in self.done or resource.ident in parts or resource.stands_for in self.manifest.resources:
                continue
            if not resource.is_for_learners:
                self.report.note((*resource.members, *resource.missing, self.manifest.file)[0], f"{NOT_LEARNERS} It was left out.")
            elif kind is Kind.TOOL or (kind in LESSONS and resource.members):
                lessons += self.making.lessons(resource, "", required=not self.done)
        yield DraftModule("outside", OUTSIDE if self.done else self.manifest.title or OUTSIDE, tuple(lessons))

    def banks(self) -> Iterator[DraftModule]:
        for key, title, lessons in self.making.quizzes.rest(self.bank_members):
            yield DraftModule(key, title, lessons)

    def note_what_is_left(self) -> None:
        """Files that are not there, and those that nothing names."""
        resources = [each for each in self.manifest.resources.values() if each.is_for_learners]
        for href in (href for each in resources for href in each.missing if not self._is_settings(href)):
            self.report.note(self.manifest.file, f"It names {href}, which is not in the package.", is_loss=True)
        named = {member for each in self.manifest.resources.values() for member in each.members}
        files = [member for each in resources if kind_of(each) in (Kind.FILE, Kind.PICTURE) for member in each.members]
        others = [name for name in self.package.under(self.manifest.root) if name not in named and name not in self.bank_members]
        left = [name for name in dict.fromkeys([*files, *others]) if name != self.manifest.file and not self._is_settings(name)]
        self.references.unused(tuple(left))

    def _is_settings(self, name: str) -> bool:
        """Whether it is what Canvas notes for itself."""
        return posixpath.join("/", name).startswith(posixpath.join("/", self.manifest.root, SETTINGS)) and name.endswith(".xml")

    def _at(self, place: Place) -> Iterator[DraftLesson]:
        item = place.item
        resource = self.manifest.resources.get(item.resource)
        if resource is None:
            self._no_resource(item, place.title)
            return
        if resource.ident in self.done:
            self.report.note(self.manifest.file, f"“{place.title}” is there twice; it came once.")
            return
        self.done.add(resource.ident)
        yield from self.making.lessons(resource, place.title)

    def _no_resource(self, item: Item, title: str) -> None:
        if item.ident in self.settings.headings or not item.resource:
            if title:
                self.report.note(self.manifest.file, f"The heading “{title}” holds nothing; it was left out.")
            return
        origin = self.report.found(Sort.LESSON, self.manifest.file, title or item.ident, title)
        is_tool = bool({item.ident, item.resource} & self.settings.tools)
        origin.refused(A_TOOL if is_tool else f"The manifest has no resource {item.resource}.")

    def _lessons(self) -> dict[str, str]:
        """Keys of lessons by the members that links lead to; a file is linked as itself."""
        lessons: dict[str, str] = {}
        for resource in self.manifest.resources.values():
            of = self.manifest.resources.get(resource.stands_for, resource)
            if kind_of(of) in LESSONS and of.is_for_learners:
                for member in resource.members[:1]:
                    lessons.setdefault(member, key_of(of))
        return lessons

    def _named(self) -> dict[str, str]:
        """Main members by the names that addresses have for resources, items and modules."""
        resources = {ident: resource.main for ident, resource in self.manifest.resources.items() if resource.main}
        items: dict[str, str] = {}
        waiting = list(self.manifest.items)
        while waiting:
            item = waiting.pop(0)
            first = next((each for each in (item, *item.children) if each.resource in resources), None)
            if first is not None:
                items.setdefault(item.ident, resources[first.resource])
            waiting += item.children
        return items | resources

    def _bank_members(self) -> list[str]:
        named = [each.main for each in self.manifest.resources.values() if kind_of(each) is Kind.BANK and each.main]
        own = [name for name in self.package.under(posixpath.join(self.manifest.root, OWN)) if name.endswith(".qti")]
        return list(dict.fromkeys([*named, *own]))
