"""PATH-1 to PATH-4 where a programme is large: what is worked out the short way is what the long way says."""

from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.models.catalogue import Course, Lesson, LessonForm, LessonKind, Module
from trainhub_core.models.learning import CourseRecord, LessonRecord, Record
from trainhub_core.rules.progress import Progress, completed_at, course_progress, minutes_left

versions = st.integers(1, 4)
forms = st.builds(
    LessonForm, since=versions, until=versions, kind=st.just(LessonKind.ARTICLE), minutes=st.integers(0, 60), required=st.booleans()
)
lessons = st.builds(
    Lesson,
    id=st.sampled_from(("c/a", "c/b", "c/c")),
    title=st.sampled_from(("One", "Two")),
    minutes=st.integers(0, 60),
    required=st.booleans(),
    since=versions,
    until=st.none() | versions,
    earlier=st.lists(forms, max_size=2).map(tuple),
)


@given(st.lists(lessons, max_size=4), versions)
def test_a_course_nobody_began_is_told_the_short_way(some: list[Lesson], version: int) -> None:
    """A record that says nothing of it leads the long way."""
    course = Course(id="c", title="C", category="one", version=version, modules=(Module(id="m", title="M", lessons=tuple(some)),))
    told = Record(courses={"c": CourseRecord(course_id="c")})
    assert course_progress(course, Record()) == course_progress(course, told)


moments = st.integers(0, 5).map(lambda it: datetime(2026, 3, 2, it, tzinfo=UTC))
records = st.builds(
    Record,
    lessons=st.dictionaries(
        st.sampled_from(("c/a", "c/b", "c/c")),
        st.builds(
            LessonRecord,
            lesson_id=st.just("c/a"),
            course_id=st.just("c"),
            marked=st.lists(moments, max_size=2).map(tuple),
            version=st.none() | versions,
        ),
    ),
    courses=st.just({})
    | st.builds(CourseRecord, course_id=st.just("c"), version=versions, at=moments, restarted=st.none() | moments).map(
        lambda it: {"c": it}
    ),
)


@given(st.lists(lessons, max_size=4), versions, records)
def test_when_a_course_was_completed_is_found_the_short_way(some: list[Lesson], version: int, record: Record) -> None:
    """COURSE-5, ACH-1: the same moment as its whole progress says, whatever was asked before, removed or begun again."""
    course = Course(id="c", title="C", category="one", version=version, modules=(Module(id="m", title="M", lessons=tuple(some)),))
    assert completed_at(course, record) == course_progress(course, record, whole_life=True).done_at


@given(st.fractions(0, 100, max_denominator=1000), st.integers(0, 200), st.fractions("1/4", 4, max_denominator=50))
def test_minutes_and_percent_are_exact(done: Fraction, more: int, speed: Fraction) -> None:
    minutes = int(done) + more
    progress = Progress(min(done, Fraction(minutes)), minutes, None, "")
    left = (minutes - progress.done_minutes) * speed
    assert minutes_left(progress, speed) == (max(1, -int(-left // 1)) if minutes else 0)
    assert progress.percent == (min(99, int(100 * progress.done_minutes / minutes)) if minutes else 0)
