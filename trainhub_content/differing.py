"""What another state of some content changes: courses, lessons, questions, files, tables; each difference is a row."""

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from trainhub_content.checks.texts import words
from trainhub_content.files import CourseFile
from trainhub_content.sources import LessonSource, LibraryText, Sources
from trainhub_core.catalogue import SHARED_KINDS
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course, Lesson

_IGNORED = {"order", "rating", "ratings", "downloads", "withdrawn"}
_OF_PUBLISHING = {"since", "until", "changed", "changed_at", "earlier", "media"}


class How(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind` is course, lesson, question, file, or what stands in a table; `words` are those before and after, where a text changed."""

    kind: str
    id: str
    how: How
    title: str
    detail: str = ""
    words: tuple[int, int] | None = None


def differences(before: Sources | None, after: Sources, tables: bool = True) -> tuple[Difference, ...]:
    """What `after` changes; without a `before` all of it is new. With `tables` a hub's tables are compared too."""
    old = before.catalogue.courses if before else {}
    found: list[Difference] = []
    for course in after.catalogue.courses.values():
        found += _course(old.get(course.id), course, before, after)
    if tables:
        found += [Difference("course", it.id, How.REMOVED, it.title) for it in old.values() if it.id not in after.catalogue.courses]
        found += _tables(before, after)
    return tuple(found)


def _course(old: Course | None, course: Course, before: Sources | None, after: Sources) -> Iterator[Difference]:
    if old is None or before is None:
        size = sum(words(after.lessons[it.id].prose.text) for it in course.lessons)
        yield Difference(
            "course", course.id, How.ADDED, course.title, f"version {course.version}, {len(course.lessons)} lessons", (0, size)
        )
        return
    if old.title != course.title:
        yield Difference("course", course.id, How.RENAMED, course.title, f"was “{old.title}”")
    if fields := _fields(old, course, {"title", "modules", *_IGNORED}):
        yield Difference("course", course.id, How.CHANGED, course.title, fields)
    yield from _lessons(old, course, before.lessons, after.lessons)
    yield from _files(course.id, before.files, after.files)


def _lessons(old: Course, course: Course, before: Mapping[str, LessonSource], after: Mapping[str, LessonSource]) -> Iterator[Difference]:
    there, here = {it.id: it for it in old.lessons}, {it.id: it for it in course.lessons}
    moved = _moved(old, course)
    for lesson in course.lessons:
        size = words(after[lesson.id].prose.text)
        was = there.get(lesson.id)
        if was is None:
            yield Difference("lesson", lesson.id, How.ADDED, lesson.title, str(lesson.kind), (0, size))
            continue
        if lesson.id in moved:
            yield Difference("lesson", lesson.id, How.MOVED, lesson.title, moved[lesson.id])
        if was.title != lesson.title:
            yield Difference("lesson", lesson.id, How.RENAMED, lesson.title, f"was “{was.title}”")
        yield from _lesson(was, lesson, before[lesson.id], after[lesson.id])
    for lesson in old.lessons:
        if lesson.id not in here:
            size = words(before[lesson.id].prose.text)
            yield Difference("lesson", lesson.id, How.REMOVED, lesson.title, str(lesson.kind), (size, 0))


def _lesson(was: Lesson, lesson: Lesson, old: LessonSource, new: LessonSource) -> Iterator[Difference]:
    fields = _fields(was, lesson, {"title", *_OF_PUBLISHING})
    rewritten = old.prose.text.strip() != new.prose.text.strip()
    if fields or rewritten:
        sizes = (words(old.prose.text), words(new.prose.text)) if rewritten else None
        yield Difference("lesson", lesson.id, How.CHANGED, lesson.title, fields, sizes)
    asked, asks = ({it.id: it for it in (source.quiz.questions if source.quiz else ())} for source in (old, new))
    for id_, question in asks.items():
        if id_ not in asked:
            yield Difference("question", f"{lesson.id}#{id_}", How.ADDED, question.prompt)
        elif asked[id_] != question:
            yield Difference("question", f"{lesson.id}#{id_}", How.CHANGED, question.prompt, _fields(asked[id_], question, set()))
    for id_, question in asked.items():
        if id_ not in asks:
            yield Difference("question", f"{lesson.id}#{id_}", How.REMOVED, question.prompt)


def _moved(old: Course, course: Course) -> dict[str, str]:
    """Lessons that are in another module, or in another place among those that stayed."""
    modules = {lesson.id: (module.id, module.title) for module in old.modules for lesson in module.lessons if lesson.until is None}
    now = {lesson.id: (module.id, module.title) for module in course.modules for lesson in module.lessons}
    common = [id_ for id_ in now if id_ in modules]
    stayed = [id_ for id_ in modules if id_ in now]
    matched = difflib.SequenceMatcher(a=stayed, b=common, autojunk=False).get_matching_blocks()
    kept = {common[at] for block in matched for at in range(block.b, block.b + block.size)}
    moved = {id_: "to another place" for id_ in common if id_ not in kept}
    return {**moved, **{id_: f"from {modules[id_][1]} to {now[id_][1]}" for id_ in common if modules[id_][0] != now[id_][0]}}


def _files(course: str, before: Sequence[CourseFile], after: Sequence[CourseFile]) -> Iterator[Difference]:
    old, new = ({it.id: it for it in files if it.course == course} for files in (before, after))
    for id_, file in new.items():
        if id_ not in old:
            yield Difference("file", id_, How.ADDED, file.name)
        elif _mark(old[id_]) != _mark(file):
            yield Difference("file", id_, How.CHANGED, file.name)
    for id_ in old.keys() - new.keys():
        yield Difference("file", id_, How.REMOVED, old[id_].name)


def _mark(file: CourseFile) -> str:
    if file.path is None:
        return file.url or ""
    with file.path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _tables(before: Sources | None, after: Sources) -> Iterator[Difference]:
    kinds = {model: kind.value for kind, model in SHARED_KINDS.items()}
    old, new = (_entries(source, kinds) for source in (before, after))
    for key, (title, value) in new.items():
        if key not in old:
            yield Difference(*key, How.ADDED, title)
        elif old[key][1] != value:
            yield Difference(*key, How.CHANGED, title)
    for key in old.keys() - new.keys():
        yield Difference(*key, How.REMOVED, old[key][0])


def _entries(sources: Sources | None, kinds: Mapping[type[Fact], str]) -> dict[tuple[str, str], tuple[str, object]]:
    if sources is None:
        return {}
    facts: Iterable[Fact] = (it for it in sources.facts if not isinstance(it, Course))
    found: dict[tuple[str, str], tuple[str, object]] = {
        (kinds[type(it)], str(getattr(it, "id", ""))): (str(getattr(it, "title", "")), it.model_dump(exclude=_IGNORED)) for it in facts
    }
    found |= {("webinar", it.id): (it.title, it.model_dump()) for it in sources.webinars}
    found |= {("challenge", it.id): (it.title, it.model_dump()) for it in sources.challenges}
    for it in sources.library:
        if isinstance(it, LibraryText):
            found["resource", it.id] = it.front.title, (it.entry, it.front, it.prose.text)
        else:
            mark = _mark(CourseFile(it.id, None, it.file, "", it.path, it.captions, it.entry.url))
            found["resource", it.id] = it.entry.title or it.id, (it.entry, mark)
    return found


def _fields(old: BaseModel, new: BaseModel, without: set[str]) -> str:
    """The fields that differ, with both values where they are short."""
    told = []
    for name in type(new).model_fields:
        was, now = getattr(old, name, None), getattr(new, name)
        if name not in without and was != now:
            short = isinstance(now, (int, str)) and len(str(now)) + len(str(was)) <= 60
            told.append(f"{name} {was} → {now}" if short else name)
    return ", ".join(told)
