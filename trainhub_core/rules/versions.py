"""A course published again: nothing that a learner did is lost by it. Rule: version, rules.md."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime

from trainhub_core.models.catalogue import Course, Lesson, LessonForm, Module
from trainhub_core.rules.forms import begins

_ASKED = ("kind", "minutes", "required", "media_seconds", "pass_mark")
_KEPT = {"since", "until", "changed", "changed_at", "earlier"}


def succeeded(standing: Course | None, fresh: Course, rewritten: Container[str], at: datetime) -> Course:
    """The course as it is offered next, of a higher version than the one that stands; `rewritten` are lessons whose words changed.

    Lessons that are gone stay in it as `until`; what a lesson asked before stays in it as `earlier`. Ratings stay as they stand."""
    if standing is None:
        return fresh
    before = {lesson.id: lesson for lesson in standing.all_lessons}
    modules = [_renewed(module, before, rewritten, fresh.version, at) for module in fresh.modules]
    there = {lesson.id for lesson in fresh.all_lessons}
    for module in standing.modules:
        gone = [_gone(lesson, fresh.version) for lesson in module.lessons if lesson.id not in there]
        if gone:
            modules = _with(modules, module, gone)
    return fresh.model_copy(update={"modules": tuple(modules), "rating": standing.rating, "ratings": standing.ratings})


def asks_the_same(standing: Course, fresh: Course) -> bool:
    """Whether the lessons are the same ones and ask the same, so that no learner's progress depends on which version it is."""
    return [_shape(it) for it in standing.lessons] == [_shape(it) for it in fresh.lessons]


def as_written(course: Course) -> Course:
    """The course without what publishing added to it."""
    plain = [
        module.model_copy(update={"lessons": lessons})
        for module in course.modules
        if (lessons := tuple(_plain(lesson) for lesson in module.lessons if lesson.until is None))
    ]
    return course.model_copy(update={"modules": tuple(plain), "version": 1, "rating": 0, "ratings": 0, "withdrawn": False})


def _plain(lesson: Lesson) -> Lesson:
    return lesson.model_copy(update={name: Lesson.model_fields[name].default for name in _KEPT})


def _shape(lesson: Lesson) -> tuple[object, ...]:
    return (lesson.id, *(getattr(lesson, name) for name in _ASKED))


def _renewed(module: Module, before: Mapping[str, Lesson], rewritten: Container[str], version: int, at: datetime) -> Module:
    lessons = (_next(before.get(it.id), it, version, at if it.id in rewritten else None) for it in module.lessons)
    return module.model_copy(update={"lessons": tuple(lessons)})


def _next(old: Lesson | None, fresh: Lesson, version: int, rewritten_at: datetime | None) -> Lesson:
    if old is None:
        return fresh.model_copy(update={"since": version, "until": None, "changed": version})
    if old.until is not None:
        return fresh.model_copy(
            update={"since": version, "until": None, "changed": version, "earlier": (*old.earlier, _form(old, old.until))},
        )
    same = _shape(old) == _shape(fresh)
    kept = {
        "since": old.since,
        "until": None,
        "changed": version if rewritten_at else old.changed,
        "changed_at": rewritten_at or old.changed_at,
        "earlier": old.earlier if same else (*old.earlier, _form(old, version)),
    }
    return fresh.model_copy(update=kept)


def _gone(lesson: Lesson, version: int) -> Lesson:
    return lesson if lesson.until is not None else lesson.model_copy(update={"until": version})


def _form(lesson: Lesson, until: int) -> LessonForm:
    return LessonForm(since=begins(lesson), until=until, **{name: getattr(lesson, name) for name in _ASKED})


def _with(modules: Sequence[Module], old: Module, gone: Sequence[Lesson]) -> list[Module]:
    """The lessons that are gone, at the end of the module they were in, or in that one alone."""
    if all(module.id != old.id for module in modules):
        return [*modules, old.model_copy(update={"lessons": tuple(gone)})]
    return [it.model_copy(update={"lessons": (*it.lessons, *gone)}) if it.id == old.id else it for it in modules]
