"""The catalogue as one value: all that the programme offers, by id, in order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from trainhub_core.models.achievements import Badge, Certification
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Category, Course, Path, Skill
from trainhub_core.models.library import Collection, Resource, ResourceGroup
from trainhub_core.models.webinars import Webinar
from trainhub_core.models.wire import Kind
from trainhub_core.text import alphabetical

SHARED_KINDS: Mapping[Kind, type[Fact]] = {
    Kind.CATEGORY: Category,
    Kind.SKILL: Skill,
    Kind.COURSE: Course,
    Kind.PATH: Path,
    Kind.WEBINAR: Webinar,
    Kind.GROUP: ResourceGroup,
    Kind.COLLECTION: Collection,
    Kind.RESOURCE: Resource,
    Kind.CERTIFICATION: Certification,
    Kind.BADGE: Badge,
}

Made = TypeVar("Made")
Thing = TypeVar("Thing", Category, Skill, Course, Path, Webinar, ResourceGroup, Collection, Resource, Certification, Badge)


@dataclass(frozen=True)
class Catalogue:
    """Everything on offer. Mappings keep the order to show things in."""

    categories: Mapping[str, Category] = field(default_factory=dict)
    skills: Mapping[str, Skill] = field(default_factory=dict)
    courses: Mapping[str, Course] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)
    webinars: Mapping[str, Webinar] = field(default_factory=dict)
    groups: Mapping[str, ResourceGroup] = field(default_factory=dict)
    collections: Mapping[str, Collection] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    certifications: Mapping[str, Certification] = field(default_factory=dict)
    badges: Mapping[str, Badge] = field(default_factory=dict)
    _made: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[["Catalogue"], Made]) -> Made:
        """What this pure function makes of the catalogue, which is frozen: worked out when it is first asked for, then kept beside it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(Made, self._made[make])

    @cached_property
    def library(self) -> Mapping[str, Resource]:
        """The resources on the library's shelves: all but what only comes with a course."""
        return {id_: resource for id_, resource in self.resources.items() if resource.is_on_shelf}

    @cached_property
    def withdrawn(self) -> tuple[Course, ...]:
        """The courses that take no new learners."""
        return tuple(course for course in self.courses.values() if course.withdrawn)

    def files_of(self, course_id: str) -> tuple[Resource, ...]:
        """The files that come with a course."""
        return tuple(resource for resource in self.resources.values() if resource.course == course_id)

    @property
    def featured(self) -> Path | None:
        """The path that Home shows."""
        return next((path for path in self.paths.values() if path.featured), next(iter(self.paths.values()), None))


def catalogue_of(things: Iterable[Fact]) -> Catalogue:
    """A catalogue of facts of any shared kind, each kind in the order it is shown."""
    found = list(things)
    return Catalogue(
        categories=_by_id(found, Category, lambda it: it.order),
        skills=_by_id(found, Skill, lambda _: 0),
        courses=_by_id(found, Course, lambda _: 0),
        paths=_by_id(found, Path, lambda it: it.order),
        webinars=_by_id(found, Webinar, lambda it: it.starts.timestamp()),
        groups=_by_id(found, ResourceGroup, lambda it: it.order),
        collections=_by_id(found, Collection, lambda it: it.order),
        resources=_by_id(found, Resource, lambda it: it.order),
        certifications=_by_id(found, Certification, lambda it: it.order),
        badges=_by_id(found, Badge, lambda it: it.order),
    )


def _by_id(found: Iterable[Fact], kind: type[Thing], order: Callable[[Thing], float]) -> dict[str, Thing]:
    """Those of a kind in their authors' order, by title where that leaves it open."""
    chosen = sorted((it for it in found if isinstance(it, kind)), key=lambda it: (order(it), alphabetical(it.title), it.id))
    return {thing.id: thing for thing in chosen}
