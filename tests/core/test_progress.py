"""PATH-1 to PATH-4: what counts as done, and why something is locked (rules.md, Lesson, course and path progress)."""

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.core.learning_builders import START, catalogue, course, enrolled, event, read, studied
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module, Prerequisite
from trainhub_core.models.learning import Event, EventType
from trainhub_core.rules.locks import CourseState, course_state, cycle, why_locked
from trainhub_core.rules.progress import course_progress, lesson_progress, minutes_left, pace, path_progress, why_not_marked
from trainhub_core.rules.record import record_of


@pytest.mark.parametrize(
    ("minutes", "seconds", "done"),
    [(10, 179, False), (10, 180, True), (1, 17, False), (1, 18, True), (0, 9, False), (0, 10, True)],
)
def test_an_article_is_done_when_its_end_was_reached_and_time_was_spent(minutes: int, seconds: int, done: bool) -> None:
    sell = course("sell", minutes)
    record = record_of(read("sell/l1", seconds / 60))
    assert course_progress(sell, record).complete is done


def test_time_alone_does_not_finish_an_article() -> None:
    progress = course_progress(course("sell", 10), record_of([studied("sell/l1", 60)]))
    assert not progress.complete and progress.why == "0 of 1 lessons: Lesson 1, 0 % read"


def test_a_scenario_that_was_begun_is_not_told_as_a_text() -> None:
    """PATH-1: what is missing is an end, not a share of reading."""
    lesson = Lesson(id="sell/s", title="The late link", kind=LessonKind.SCENARIO, minutes=3)
    progress = lesson_progress(lesson, record_of([studied("sell/s", 60)]).lessons["sell/s"])
    assert not progress.done and progress.why == "no end reached yet"


def test_an_article_marked_done_is_done_at_that_moment() -> None:
    progress = course_progress(course("sell", 10), record_of([event(EventType.MARKED_DONE, "sell/l1", 7)]))
    assert progress.done_at == START + timedelta(minutes=7)


def test_an_article_is_done_at_the_later_of_end_and_time() -> None:
    """The end came first, the third minute of study afterwards."""
    history = [event(EventType.REACHED_END, "sell/l1", 1), studied("sell/l1", 2, at=0), studied("sell/l1", 5, at=100)]
    assert course_progress(course("sell", 10), record_of(history)).done_at == START + timedelta(minutes=101)


@pytest.mark.parametrize(("seconds", "done"), [(89, False), (90, True), (100, True)])
def test_a_video_is_done_at_ninety_percent_of_distinct_seconds(seconds: int, done: bool) -> None:
    lesson = Lesson(id="sell/v", title="Video", kind=LessonKind.VIDEO, minutes=2, media_seconds=100)
    halves = [
        event(EventType.WATCHED, "sell/v", 1, media=((0, 50),)),
        event(EventType.WATCHED, "sell/v", 2, media=((10, 50),)),
        event(EventType.WATCHED, "sell/v", 3, media=((50, seconds),)),
    ]
    assert lesson_progress(lesson, record_of(halves).lessons["sell/v"]).done is done


FILM = Lesson(id="sell/v", title="Video", kind=LessonKind.VIDEO, minutes=2, media_seconds=100)


@pytest.mark.parametrize(
    ("kind", "seconds", "sentence"),
    [
        (LessonKind.ARTICLE, 0, None),
        (LessonKind.DOWNLOAD, 0, None),
        (LessonKind.VIDEO, 100, "Video is done when 90 % of it is watched."),
        (LessonKind.VIDEO, 0, None),
        (LessonKind.QUIZ, 0, "Video is done when 80 % of its points are reached."),
        (LessonKind.SCENARIO, 0, "Video is done when one of its ends is reached."),
        (LessonKind.INTERACTIVE, 0, "Video is done when its page in the browser says so."),
    ],
)
def test_what_can_be_counted_is_not_marked_by_hand(kind: LessonKind, seconds: int, sentence: str | None) -> None:
    """VID-3, PROG-1: a video whose length nobody knows is the learner's to judge."""
    assert why_not_marked(FILM.model_copy(update={"kind": kind, "media_seconds": seconds})) == sentence


def test_a_transcript_read_as_long_as_an_article_stands_for_its_video() -> None:
    """VID-3: for laptops without a player that counts. Its end alone is not enough, nor is what was marked before lost."""
    end, half = event(EventType.REACHED_END, "sell/v", 1), event(EventType.WATCHED, "sell/v", 0.5, media=((0, 50),))
    begun = lesson_progress(FILM, record_of([half, end]).lessons["sell/v"])
    assert (begun.done, begun.fraction, begun.why) == (False, Fraction(1, 2), "50 % watched; transcript read, 36 more seconds on it")
    read = record_of([end, studied("sell/v", 0.6)]).lessons["sell/v"]
    assert lesson_progress(FILM, read).done
    assert lesson_progress(FILM, record_of([event(EventType.MARKED_DONE, "sell/v")]).lessons["sell/v"]).done


@pytest.mark.parametrize(("right", "done"), [(3, False), (4, True)])
def test_a_quiz_is_done_at_its_pass_mark(right: int, done: bool) -> None:
    quiz = course("sell", 5, kind=LessonKind.QUIZ)
    assert course_progress(quiz, record_of([event(EventType.SCORED, "sell/l1", score=(right, 5))])).complete is done


def test_course_percent_weighs_by_minutes_and_rounds_down() -> None:
    sell = course("sell", 10, 20)
    history = [*read("sell/l1", 10), event(EventType.LEFT_AT, "sell/l2", share=499, offset=10)]
    progress = course_progress(sell, record_of(history))
    assert progress.done_minutes == 10 + 20 * Fraction(499, 1000)
    assert progress.percent == 66


def test_the_seeds_path_stands_at_sixty_percent() -> None:
    courses = [course("one", 15, 15, 15), course("two", 10, 8, 12), course("three", 5, 5, 5), course("four", 5, 5, 5)]
    done = ["one/l1", "one/l2", "one/l3", "two/l1", "two/l2"]
    record = record_of([event(EventType.MARKED_DONE, lesson) for lesson in done])
    assert path_progress([course_progress(it, record) for it in courses]).percent == 60


def test_lessons_added_later_show_as_new_and_do_not_lower_it() -> None:
    record = record_of([enrolled("sell"), *read("sell/l1", 10)])
    old = course("sell", 10)
    added = Lesson(id="sell/l2", title="New", minutes=50, since=2)
    newer = old.model_copy(update={"version": 2, "modules": (Module(id="m", title="M", lessons=(*old.all_lessons, added)),)})
    assert course_progress(old, record).percent == course_progress(newer, record).percent == 100


def test_removed_lessons_stay_credited() -> None:
    record = record_of([enrolled("sell"), *read("sell/l1", 10)])
    first, second = course("sell", 10, 10).all_lessons
    shorter = Course(
        id="sell",
        title="Sell",
        category="one",
        version=2,
        modules=(Module(id="m", title="M", lessons=(first.model_copy(update={"until": 2}), second)),),
    )
    assert course_progress(shorter, record).percent == 50


def test_a_restart_begins_at_zero_and_keeps_the_completion_of_a_life() -> None:
    """COURSE-3."""
    sell = course("sell", 10)
    record = record_of([enrolled("sell"), *read("sell/l1", 10), event(EventType.RESTARTED, "sell", 60)])
    assert course_progress(sell, record).percent == 0
    assert course_progress(sell, record, whole_life=True).complete
    again = record_of([enrolled("sell"), *read("sell/l1", 10), event(EventType.RESTARTED, "sell", 60), *read("sell/l1", 5, at=61)])
    assert course_progress(sell, again).complete


def _watched(minute: float, *spans: tuple[int, int]) -> Event:
    return event(EventType.WATCHED, "sell/v", minute, media=spans)


def test_a_video_lesson_is_earned_again_after_a_restart() -> None:
    """COURSE-3, VID-3."""
    film = Lesson(id="sell/v", title="Video", kind=LessonKind.VIDEO, minutes=2, media_seconds=100)
    sell = Course(id="sell", title="Sell", category="one", modules=(Module(id="m", title="M", lessons=(film,)),))
    first = [enrolled("sell"), _watched(1, (0, 60)), _watched(2, (60, 100))]
    restarted = [*first, event(EventType.RESTARTED, "sell", 60)]
    half = [*restarted, _watched(61, (0, 50))]
    assert course_progress(sell, record_of(first)).complete
    assert course_progress(sell, record_of(restarted)).percent == 0
    assert course_progress(sell, record_of(restarted), whole_life=True).complete
    assert course_progress(sell, record_of(half)).why == "0 of 1 lessons: Video, 50 % watched, 90 % needed"
    assert course_progress(sell, record_of([*half, _watched(62, (50, 90))])).complete


def test_completing_a_course_opens_the_next_at_once() -> None:
    """PATH-2."""
    shop = catalogue(course("one", 10), course("two", 10, after=["one"]))
    two = shop.courses["two"]
    assert why_locked(two, shop.courses, record_of([])) == "Finish One first"
    assert course_state(two, shop.courses, record_of([])) is CourseState.LOCKED
    assert course_state(two, shop.courses, record_of(read("one/l1", 10))) is CourseState.AVAILABLE


def test_once_open_a_course_never_closes() -> None:
    harder = catalogue(course("one", 10), course("two", 10, after=["one"]))
    for opened in ([enrolled("two")], [event(EventType.OVERRIDDEN, "two")], [studied("two/l1", 1)]):
        assert why_locked(harder.courses["two"], harder.courses, record_of(opened)) is None


def test_a_score_can_stand_for_a_course() -> None:
    one = course("one", 10)
    two = course("two", 10).model_copy(update={"after": (Prerequisite(course_id="one", min_score=70),)})
    shop = catalogue(one, two)
    assert why_locked(two, shop.courses, record_of([])) == "Reach 70 % in One first"
    assert why_locked(two, shop.courses, record_of([event(EventType.ASSESSED, "one", score=(7, 10))])) is None


def test_cycles_of_prerequisites_are_found() -> None:
    shop = catalogue(
        course("one", 1, after=["three"]), course("two", 1, after=["one"]), course("three", 1, after=["two"]), course("free", 1)
    )
    assert set(cycle(shop.courses)) == {"one", "two", "three"}
    assert not cycle(catalogue(course("one", 1), course("two", 1, after=["one"])).courses)


def test_time_left_follows_the_learners_own_pace_after_ten_lessons() -> None:
    """PATH-4."""
    slow = course("slow", *[10] * 12)
    nine = record_of([it for n in range(1, 10) for it in read(f"slow/l{n}", 20, at=n * 30)])
    ten = record_of([it for n in range(1, 11) for it in read(f"slow/l{n}", 20, at=n * 30)])
    assert pace([slow], nine) == 1
    assert pace([slow], ten) == 2
    assert minutes_left(course_progress(slow, ten), pace([slow], ten)) == 40
