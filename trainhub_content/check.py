"""Whether content holds together: what is named exists, locks do not wait for each other, texts can be read anywhere."""

import re
from collections.abc import Iterator
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markdown_it import MarkdownIt

from trainhub_content.faults import Fault
from trainhub_content.links import named_in
from trainhub_content.sources import LessonSource, Prose, Sources
from trainhub_core.models.achievements import BadgeKind
from trainhub_core.models.catalogue import Course, LessonKind
from trainhub_core.models.wire import Kind
from trainhub_core.rules.locks import cycle

ARTICLE_WORDS = range(500, 901)
PRINTABLE = "cp1252"  # what the built-in fonts of a PDF can show
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_WORD = re.compile(r"\S*\w\S*")
_HTML = ("html_block", "html_inline")


def faults_of(sources: Sources) -> tuple[Fault, ...]:
    """Everything that is wrong, in order of file and line; empty when the content can be published."""
    checks = (_courses, _locks, _paths, _certifications, _badges, _challenges, _webinars, _shelves, _lesson_texts, _library_texts)
    return tuple(sorted(fault for check in checks for fault in check(sources)))


def words(text: str) -> int:
    """Words of a Markdown text; table rules and list marks do not count."""
    return len(_WORD.findall(text))


def _courses(sources: Sources) -> Iterator[Fault]:
    tables = sources.tables
    if tables is None:
        return
    for course in sources.catalogue.courses.values():
        category = tables.categories.get(course.category)
        if category is None:
            yield sources.fault(Kind.COURSE, course.id, f"There is no category {course.category}.", "category")
        elif course.topic not in category.topics:
            topics = ", ".join(category.topics)
            yield sources.fault(Kind.COURSE, course.id, f"{course.topic} is not a topic of {category.title}: {topics}.", "topic")
        for weight in course.skills:
            if weight.skill not in tables.skills:
                yield sources.fault(Kind.COURSE, course.id, f"There is no skill {weight.skill}.", "skills", weight.skill)
        for at, need in enumerate(course.after):
            if need.course_id not in tables.courses:
                yield sources.fault(Kind.COURSE, course.id, f"There is no course {need.course_id}.", "after", at)


def _locks(sources: Sources) -> Iterator[Fault]:
    if waiting := cycle((sources.tables or sources.catalogue).courses):
        reason = f"These courses wait for each other: {', '.join(waiting)}."
        yield sources.fault(Kind.COURSE, waiting[0], reason, "after")


def _paths(sources: Sources) -> Iterator[Fault]:
    courses = sources.catalogue.courses
    for path in sources.catalogue.paths.values():
        for at, course_id in enumerate(path.courses):
            if course_id not in courses:
                yield sources.fault(Kind.PATH, path.id, f"There is no course {course_id}.", "courses", at)
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


def _lesson_texts(sources: Sources) -> Iterator[Fault]:
    for lesson_id, source in sources.lessons.items():
        prose = source.prose
        yield from _html(prose)
        if source.scenario is None:
            yield from _places(source)
        course: Course = sources.catalogue.courses[lesson_id.partition("/")[0]]
        lesson = next(it for it in course.all_lessons if it.id == lesson_id)
        count = words(prose.text)
        if lesson.kind is LessonKind.ARTICLE and count not in ARTICLE_WORDS:
            reason = f"An article has {ARTICLE_WORDS.start} to {ARTICLE_WORDS.stop - 1} words; this one has {count}."
            yield prose.fault(reason)
        if not prose.text.startswith("# "):
            yield prose.fault(f"{'An article' if lesson.kind is LessonKind.ARTICLE else 'A lesson'} begins with its heading (# …).")


def _places(source: LessonSource) -> Iterator[Fault]:
    """Links into the text itself that lead nowhere."""
    headings = {anchor_of(title) for title in _HEADING.findall(source.text)}
    for it in named_in(source.prose.text):
        if it.address.startswith("#") and unquote(it.address[1:]).lower() not in headings:
            yield source.prose.fault(f"There is no heading {it.address} in this text.", it.line)


def anchor_of(title: str) -> str:
    """The name that a link has for a heading: lower case, hyphens for spaces."""
    return _NOT_IN_ANCHOR.sub("", title.strip().lower()).replace(" ", "-")


def _library_texts(sources: Sources) -> Iterator[Fault]:
    for text in sources.texts:
        yield from _html(text.prose)
        for it in named_in(text.prose.text):
            yield text.prose.fault(f"A {'picture' if it.is_picture else 'link'} is not used in a document of the library.", it.line)
        if text.entry.form == "pdf":
            for line, row in enumerate(text.prose.text.split("\n")):
                unknown = next((char for char in row if char.encode(PRINTABLE, "ignore") == b""), None)
                if unknown:
                    yield text.prose.fault(f"The character U+{ord(unknown):04X} is not in the fonts of the PDF.", line)


def _html(prose: Prose) -> Iterator[Fault]:
    """Raw HTML, which not every reader shows."""
    for token in MarkdownIt("commonmark").enable("table").parse(prose.text):
        for part in (token, *(token.children or ())):
            if part.type in _HTML:
                yield prose.fault("Raw HTML is not used in content.", token.map[0] if token.map else 0)
