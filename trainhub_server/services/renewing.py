"""A course in place of an older version of it, so that its learners keep what they did. Rule: version, rules.md."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource
from trainhub_core.models.texts import LessonText
from trainhub_core.models.wire import Kind
from trainhub_core.rules.versions import as_written, succeeded
from trainhub_server.repositories import catalogue as repository
from trainhub_server.repositories import changes
from trainhub_server.repositories.changes import EVERYBODY
from trainhub_server.settings import Pack
from trainhub_server.unit import Unit

_FILE = re.compile(r"resource:([A-Za-z0-9][A-Za-z0-9._/-]*)")
_SAID = {"text", "quiz", "scenario", "model_answer"}


@dataclass(frozen=True, slots=True)
class WholeCourse:
    """A course, what its lessons say by lesson id, and the files that come with it by id."""

    course: Course
    texts: Mapping[str, LessonText]
    files: Mapping[str, Resource]

    def numbered(self, version: int) -> "WholeCourse":
        """The same as this version."""
        return replace(self, course=self.course.model_copy(update={"version": version}))

    def says_the_same(self, other: "WholeCourse") -> bool:
        """Whether nobody could tell them apart but by their numbers."""
        return self._words() == other._words()

    def rewritten_since(self, before: "WholeCourse") -> frozenset[str]:
        """Lessons of both that say something else now, or play another file."""
        old = {lesson.id: before._word(lesson.id, lesson.media) for lesson in before.course.lessons}
        return frozenset(it.id for it in self.course.lessons if it.id in old and old[it.id] != self._word(it.id, it.media))

    def _words(self) -> tuple[object, ...]:
        course = as_written(self.course)
        named = replace(self, course=course).named()
        files = {id_: it.model_copy(update={"downloads": 0, "order": 0}) for id_, it in self.files.items() if id_ in named}
        return course, [self._word(it.id, it.media) for it in course.lessons], files

    def _word(self, lesson_id: str, media: str | None) -> tuple[object, ...]:
        text, file = self.texts.get(lesson_id), self.files.get(media or "")
        return text.model_dump(include=_SAID) if text else None, (file.sha256, file.url) if file else media

    def named(self) -> frozenset[str]:
        """Files that its lessons need, removed ones too."""
        medias = {lesson.media for lesson in self.course.all_lessons if lesson.media}
        captions = {found.captions for id_ in medias if (found := self.files.get(id_)) and found.captions}
        kept = {lesson.id for lesson in self.course.all_lessons}
        told = (it.model_dump_json(include=_SAID) for id_, it in self.texts.items() if id_ in kept)
        return frozenset(medias | captions | {id_ for text in told for id_ in _FILE.findall(text)})


def courses_in(pack: Pack) -> list[WholeCourse]:
    """The courses of a pack, whole."""
    files: dict[str, dict[str, Resource]] = {}
    for fact in pack.facts:
        if isinstance(fact, Resource) and fact.course:
            files.setdefault(fact.course, {})[fact.id] = fact
    return [WholeCourse(it, _texts(it, pack), files.get(it.id, {})) for it in pack.facts if isinstance(it, Course)]


async def standing(unit: Unit, course: Course, resources: Iterable[Resource]) -> WholeCourse:
    """The course as it is on offer."""
    files = {it.id: it for it in resources if it.course == course.id}
    return WholeCourse(course, await repository.texts(unit.connection, course.id), files)


async def renew(unit: Unit, fresh: WholeCourse, before: WholeCourse | None, origin: str) -> Course:
    """Offer a course in place of what stands of it, and tell everybody what changed. What only removed lessons need stays."""
    course = succeeded(before.course if before else None, fresh.course, fresh.rewritten_since(before) if before else (), unit.now)
    removed = {lesson.id for lesson in course.all_lessons if lesson.until is not None}
    kept = {id_: it for id_, it in before.texts.items() if id_ in removed} if before else {}
    texts = {**kept, **{id_: it.model_copy(update={"version": course.version}) for id_, it in fresh.texts.items()}}
    files = before.files if before else {}
    await offer(unit, Kind.COURSE, course, origin, before.course if before else None)
    await repository.put_texts(unit.connection, course, [texts[it.id] for it in course.all_lessons if it.id in texts])
    for file in fresh.files.values():
        there = files.get(file.id)
        counted = file.model_copy(update={"downloads": there.downloads}) if there else file
        await offer(unit, Kind.RESOURCE, counted, origin, there)
    for id_ in files.keys() - fresh.files.keys() - WholeCourse(course, texts, files).named():
        await withhold(unit, Kind.RESOURCE, id_)
    return course


async def offer(unit: Unit, kind: Kind, fact: Fact, origin: str, before: Fact | None = None) -> None:
    """Offer a fact; what did not change is not told again."""
    if fact != before:
        counted = await repository.put(unit.connection, kind, fact, origin)
        await changes.put(unit.connection, EVERYBODY, kind, repository.id_of(fact), counted)


def _texts(course: Course, pack: Pack) -> dict[str, LessonText]:
    return {
        lesson.id: LessonText(
            lesson_id=lesson.id,
            version=course.version,
            text=pack.texts[lesson.id],
            quiz=pack.quizzes.get(lesson.id),
            scenario=pack.scenarios.get(lesson.id),
            model_answer=pack.model_answers.get(lesson.id, ""),
        )
        for lesson in course.all_lessons
        if lesson.id in pack.texts
    }


async def withhold(unit: Unit, kind: Kind, fact_id: str) -> None:
    """Offer a fact no more."""
    await repository.remove(unit.connection, kind, fact_id)
    await changes.put(unit.connection, EVERYBODY, kind, fact_id, None)


def by_id(found: Sequence[Fact]) -> dict[tuple[Kind, str], Fact]:
    """The facts by kind and id."""
    return {(repository.KIND_OF[type(fact)], repository.id_of(fact)): fact for fact in found}
