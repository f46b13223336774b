"""Whether content holds together: what is named exists, locks do not wait for each other."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trainhub_content.faults import Fault
from trainhub_content.near import meant
from trainhub_content.sources import Sources
from trainhub_core.models.achievements import BadgeKind
from trainhub_core.models.wire import Kind
from trainhub_core.rules.locks import cycle


def table_faults(sources: Sources) -> Iterator[Fault]:
    """Names that stand for nothing, and locks that never open."""
    for check in (_titles, _courses, _lessons, _locks, _paths, _certifications, _badges, _challenges, _webinars, _shelves):
        yield from check(sources)


def _unknown(sources: Sources, kind: Kind, id: str, what: str, name: str, known: Iterable[str], *place: str | int) -> Fault:
    return sources.fault(kind, id, f"There is no {what} {name}.", *place, mend=meant(name, known))


def _titles(sources: Sources) -> Iterator[Fault]:
    """What is listed has a name that can be read."""
    catalogue = sources.catalogue
    titles: dict[Kind, dict[str, str]] = {
        Kind.CATEGORY: {it.id: it.title for it in catalogue.categories.values()},
        Kind.SKILL: {it.id: it.title for it in catalogue.skills.values()},
        Kind.PATH: {it.id: it.title for it in catalogue.paths.values()},
        Kind.CERTIFICATION: {it.id: it.title for it in catalogue.certifications.values()},
        Kind.BADGE: {it.id: it.title for it in catalogue.badges.values()},
        Kind.GROUP: {it.id: it.title for it in catalogue.groups.values()},
        Kind.COLLECTION: {it.id: it.title for it in catalogue.collections.values()},
        Kind.WEBINAR: {it.id: it.title for it in sources.webinars},
    }
    for kind, things in titles.items():
        for id in (id for id, title in things.items() if not title.strip()):
            yield sources.fault(kind, id, "There are no words in the title.", "title")


def _courses(sources: Sources) -> Iterator[Fault]:
    tables = sources.tables
    if tables is None:
        return
    for course in sources.catalogue.courses.values():
        category = tables.categories.get(course.category)
        if category is None:
            yield _unknown(sources, Kind.COURSE, course.id, "category", course.category, tables.categories, "category")
        elif course.topic not in category.topics:
            topics = ", ".join(category.topics)
            yield sources.fault(Kind.COURSE, course.id, f"{course.topic} is not a topic of {category.title}: {topics}.", "topic")
        for weight in course.skills:
            if weight.skill not in tables.skills:
                yield _unknown(sources, Kind.COURSE, course.id, "skill", weight.skill, tables.skills, "skills", weight.skill)
        for at, need in enumerate(course.after):
            if need.course_id not in tables.courses:
                yield _unknown(sources, Kind.COURSE, course.id, "course", need.course_id, tables.courses, "after", at)


def _lessons(sources: Sources) -> Iterator[Fault]:
    for course in sources.catalogue.courses.values():
        for lesson in course.all_lessons:
            for version, said in ((lesson.since, "is there since"), (lesson.changed, "was last changed in")):
                if version > course.version:
                    reason = f"{lesson.id} {said} version {version}, the course has version {course.version}."
                    yield sources.fault(Kind.COURSE, course.id, reason, "version", mend="Raise the course's version.")


def _locks(sources: Sources) -> Iterator[Fault]:
    if waiting := cycle((sources.tables or sources.catalogue).courses):
        reason = f"These courses wait for each other: {', '.join(waiting)}."
        yield sources.fault(Kind.COURSE, waiting[0], reason, "after")


def _paths(sources: Sources) -> Iterator[Fault]:
    courses = sources.catalogue.courses
    for path in sources.catalogue.paths.values():
        for at, course_id in enumerate(path.courses):
            if course_id not in courses:
                yield _unknown(sources, Kind.PATH, path.id, "course", course_id, courses, "courses", at)
                continue
            for need in courses[course_id].after:
                if need.course_id not in path.courses[:at]:
                    reason = f"{course_id} waits for {need.course_id}, which does not come before it in this path."
                    yield sources.fault(Kind.PATH, path.id, reason, "courses", at)


def _certifications(sources: Sources) -> Iterator[Fault]:
    catalogue = sources.catalogue
    for it in catalogue.certifications.values():
        named = (
            ("after", [it.after] if it.after else [], catalogue.certifications),
            ("among", it.among, catalogue.courses),
            ("skills", it.skills, catalogue.skills),
        )
        for field, ids, known in named:
            for id in ids:
                if id not in known:
                    yield sources.fault(Kind.CERTIFICATION, it.id, f"{field} names {id}, which does not exist.", field)
        if it.among and it.courses > len(set(it.among)):
            yield sources.fault(Kind.CERTIFICATION, it.id, f"{it.courses} courses are needed, {len(set(it.among))} are named.", "courses")


def _badges(sources: Sources) -> Iterator[Fault]:
    catalogue = sources.catalogue
    for badge in catalogue.badges.values():
        known = {BadgeKind.CATEGORY: catalogue.categories, BadgeKind.PATH: catalogue.paths}.get(badge.kind)
        if known is not None and (badge.of is None or badge.of not in known):
            yield sources.fault(Kind.BADGE, badge.id, f"There is no {badge.kind} {badge.of}.", "of")


def _challenges(sources: Sources) -> Iterator[Fault]:
    for it in sources.challenges:
        if it.badge and it.badge not in sources.catalogue.badges:
            yield sources.fault("challenge", it.id, f"There is no badge {it.badge}.", "badge")


def _webinars(sources: Sources) -> Iterator[Fault]:
    for webinar in sources.webinars:
        try:
            ZoneInfo(webinar.zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield sources.fault(Kind.WEBINAR, webinar.id, f"{webinar.zone} is not a time zone.", "zone")


def _shelves(sources: Sources) -> Iterator[Fault]:
    catalogue = sources.catalogue
    for collection in catalogue.collections.values():
        if collection.group not in catalogue.groups:
            yield sources.fault(Kind.COLLECTION, collection.id, f"There is no group {collection.group}.", "group")
    for text in sources.library:
        entry = text.entry
        if (entry.group is None) == (entry.collection is None):
            yield sources.fault(Kind.RESOURCE, text.id, "A resource is either in a group or in a collection.")
        if entry.group and entry.group not in catalogue.groups:
            yield sources.fault(Kind.RESOURCE, text.id, f"There is no group {entry.group}.", "group")
        if entry.collection and entry.collection not in catalogue.collections:
            yield sources.fault(Kind.RESOURCE, text.id, f"There is no collection {entry.collection}.", "collection")
        if entry.category not in catalogue.categories:
            yield sources.fault(Kind.RESOURCE, text.id, f"There is no category {entry.category}.", "category")
