"""PATH-5: where Continue goes."""

from tests.core.learning_builders import catalogue, course, enrolled, event, read
from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import EventType
from trainhub_core.rules.record import record_of
from trainhub_core.views.courses import begun, next_in_course


def with_a_test_before(it: Course) -> Course:
    """The course, its first lesson not required."""
    module = it.modules[0]
    first, *rest = module.lessons
    lessons = (first.model_copy(update={"required": False}), *rest)
    return it.model_copy(update={"modules": (module.model_copy(update={"lessons": lessons}),)})


def test_continue_passes_over_a_lesson_that_is_not_required() -> None:
    sell = with_a_test_before(course("sell", 4, 10, 10))
    next_lesson = next_in_course(sell, catalogue(sell), record_of([enrolled("sell")]))
    assert next_lesson and next_lesson.lesson_id == "sell/l2"


def test_continue_goes_back_to_a_lesson_that_was_begun_though_it_is_not_required() -> None:
    sell = with_a_test_before(course("sell", 4, 10, 10))
    begun = record_of([enrolled("sell"), event(EventType.LEFT_AT, "sell/l1", 1)])
    next_lesson = next_in_course(sell, catalogue(sell), begun, "sell/l1")
    assert next_lesson and next_lesson.lesson_id == "sell/l1"


def test_nothing_is_left_to_continue_when_only_what_is_not_required_is_open() -> None:
    sell = with_a_test_before(course("sell", 4, 10))
    assert next_in_course(sell, catalogue(sell), record_of([enrolled("sell"), *read("sell/l2", 10)])) is None


def test_what_was_begun_is_listed_as_the_catalogue_lists_it() -> None:
    """PROG-1: in whatever order it was begun, and of courses that are gone nothing."""
    offer = catalogue(course("ask", 5), course("meet", 5), course("sell", 5))
    record = record_of([enrolled("sell"), enrolled("gone"), *read("ask/l1", 5)])
    assert [it.id for it in begun(offer, record)] == ["ask", "sell"]
