"""A course published again takes nothing back. Source: rules.md, version; product.md CONT-3, PATH-3."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.catalogue import Course, Lesson, LessonKind, Module, Prerequisite
from trainhub_core.models.learning import Event, EventType
from trainhub_core.rules.locks import CourseState, course_state
from trainhub_core.rules.offering import offered
from trainhub_core.rules.progress import course_progress
from trainhub_core.rules.record import record_of
from trainhub_core.rules.versions import as_written, asks_the_same, succeeded
from trainhub_core.views.courses import course_page, next_in_course

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = st.sampled_from([LessonKind.ARTICLE, LessonKind.VIDEO, LessonKind.QUIZ, LessonKind.PROJECT])


def lesson(name: str, **told: object) -> Lesson:
    return Lesson.model_validate({"id": f"c/{name}", "title": name, "minutes": 10, **told})


def course(*lessons: Lesson, version: int = 1, module: str = "m") -> Course:
    return Course(id="c", title="C", category="sales", version=version, modules=(Module(id=module, title="M", lessons=lessons),))


def event(kind: EventType, object_: str, number: int = 0, **told: object) -> Event:
    at = NOW + timedelta(minutes=number)
    body = {"id": f"e{number}-{kind}-{object_}", "device": "d", "sequence": number, "type": kind, "object": object_, "at": at, **told}
    return Event.model_validate(body)


@st.composite
def written(draw: st.DrawFn) -> Course:
    """A course as an author may have it in some version: lessons out of six, of any kind, weight and order, in one or two modules."""
    names = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6, unique=True))
    lessons = [
        lesson(
            name,
            kind=draw(KINDS),
            minutes=draw(st.integers(0, 30)),
            required=draw(st.booleans()),
            media_seconds=draw(st.sampled_from([0, 60, 600])),
            pass_mark=draw(st.sampled_from([50, 80, 100])),
        )
        for name in names
    ]
    cut = draw(st.integers(0, len(lessons)))
    modules = [Module(id=id_, title=id_, lessons=tuple(part)) for id_, part in (("one", lessons[:cut]), ("two", lessons[cut:])) if part]
    return Course(id="c", title="C", category="sales", modules=tuple(modules))


@st.composite
def told(draw: st.DrawFn, number: int) -> Event:
    """Something a learner does in some lesson of the course."""
    object_ = f"c/{draw(st.sampled_from('abcdef'))}"
    start = int(NOW.timestamp()) + 60 * number
    match draw(st.sampled_from(["mark", "score", "watch", "study", "reach", "leave"])):
        case "mark":
            return event(EventType.MARKED_DONE, object_, number)
        case "score":
            return event(EventType.SCORED, object_, number, score=(draw(st.integers(0, 10)), 10))
        case "watch":
            return event(EventType.WATCHED, object_, number, media=((0, draw(st.integers(1, 600))),))
        case "study":
            return event(EventType.STUDIED, object_, number, span=(start, start + draw(st.integers(1, 3000))))
        case "reach":
            return event(EventType.REACHED_END, object_, number)
    return event(EventType.LEFT_AT, object_, number, offset=3, share=draw(st.integers(0, 1000)))


@given(st.data())
def test_no_sequence_of_versions_lowers_what_a_learner_has_done(data: st.DataObject) -> None:
    """CONT-3, PATH-3: whatever the author changes meanwhile, percent and completion never fall, and every view is made."""
    standing = succeeded(None, data.draw(written()), (), NOW)
    enrolled = data.draw(st.booleans())
    events = [event(EventType.ENROLLED, "c", version=standing.version)] if enrolled else []
    percent, complete = 0, False
    for number in range(1, data.draw(st.integers(2, 7))):
        if data.draw(st.booleans()):
            events.append(data.draw(told(number)).model_copy(update={"version": standing.version}))
        else:
            fresh = data.draw(written()).model_copy(update={"version": standing.version + data.draw(st.integers(1, 3))})
            rewritten = data.draw(st.sets(st.sampled_from([f"c/{name}" for name in "abcdef"])))
            standing = succeeded(standing, fresh, rewritten, NOW + timedelta(minutes=number))
            assert as_written(standing).lessons == as_written(fresh).lessons
        record = record_of(events)
        progress = course_progress(standing, record)
        assert progress.percent >= percent
        assert progress.complete or not complete
        percent, complete = progress.percent, progress.complete
        catalogue = catalogue_of([standing])
        page = course_page(standing, catalogue, record)
        assert [row.id for module in page.modules for row in module.lessons] == [it.id for it in standing.lessons]
        next_in_course(standing, catalogue, record)


def test_a_new_lesson_is_shown_as_new_and_lowers_nothing() -> None:
    """CONT-3."""
    first = course(lesson("a"))
    second = succeeded(first, course(lesson("a"), lesson("b"), version=2), (), NOW)
    record = record_of([event(EventType.ENROLLED, "c"), event(EventType.MARKED_DONE, "c/a")])
    page = course_page(second, catalogue_of([second]), record)
    assert page.course.percent == 100
    assert [row.is_new for module in page.modules for row in module.lessons] == [False, True]
    late = record_of([event(EventType.ENROLLED, "c", version=2), event(EventType.MARKED_DONE, "c/a")])
    assert course_progress(second, late).percent == 50


def test_a_lesson_that_was_removed_stays_credited_and_is_new_when_it_comes_back() -> None:
    """CONT-3."""
    record = record_of([event(EventType.ENROLLED, "c"), event(EventType.MARKED_DONE, "c/a")])
    second = succeeded(course(lesson("a"), lesson("b")), course(lesson("b"), version=2), (), NOW)
    assert [(it.id, it.until) for it in second.all_lessons] == [("c/b", None), ("c/a", 2)]
    assert course_progress(second, record).percent == 50
    third = succeeded(second, course(lesson("a"), lesson("b"), version=3), (), NOW)
    assert [(it.since, it.until) for it in third.lessons] == [(3, None), (1, None)]
    assert course_progress(third, record).percent == 50


def test_what_a_lesson_asks_from_now_on_is_asked_of_those_who_enrol_from_now_on() -> None:
    """rules.md: progress counts against the version enrolled in."""
    first = course(lesson("q", kind=LessonKind.QUIZ, pass_mark=50), lesson("z", minutes=10))
    second = succeeded(
        first, course(lesson("q", kind=LessonKind.QUIZ, pass_mark=90, minutes=2), lesson("z", minutes=90), version=2), (), NOW
    )
    passed = event(EventType.SCORED, "c/q", score=(6, 10))
    old, new = (record_of([event(EventType.ENROLLED, "c", version=version), passed]) for version in (1, 2))
    assert (course_progress(first, old).percent, course_progress(second, old).percent, course_progress(second, new).percent) == (50, 50, 0)


def test_a_rewritten_lesson_is_offered_as_updated_until_it_is_read_again() -> None:
    """CONT-3."""
    published = NOW + timedelta(hours=1)
    second = succeeded(course(lesson("a")), course(lesson("a"), version=2), {"c/a"}, published)
    before = [event(EventType.ENROLLED, "c"), event(EventType.REACHED_END, "c/a")]

    def updated(events: list[Event]) -> bool:
        return course_page(second, catalogue_of([second]), record_of(events)).modules[0].lessons[0].is_changed

    assert not updated(before[:1])
    assert updated(before)
    assert not updated([*before, event(EventType.REACHED_END, "c/a", 90)])


def test_a_withdrawn_course_is_kept_by_those_who_have_a_part_in_it() -> None:
    """CONT-3: nobody else is offered it, and what it opened is open."""
    closed = course(lesson("a")).model_copy(update={"withdrawn": True})
    after = Course(id="d", title="D", category="sales", after=(Prerequisite(course_id="c"),), modules=closed.modules)
    catalogue = catalogue_of([closed, after])
    nobody, somebody = record_of([]), record_of([event(EventType.ENROLLED, "c")])
    assert set(offered(catalogue, nobody).courses) == {"d"}
    assert set(offered(catalogue, somebody).courses) == {"c", "d"}
    assert course_state(after, offered(catalogue, nobody).courses, nobody) is CourseState.AVAILABLE
    assert course_state(after, offered(catalogue, somebody).courses, somebody) is CourseState.LOCKED


def test_versions_that_ask_the_same_are_told_from_others() -> None:
    """Where a title alone changed, nobody's progress depends on the number."""
    first = course(lesson("a"))
    assert asks_the_same(first, course(lesson("a").model_copy(update={"title": "Other"})))
    assert not asks_the_same(first, course(lesson("a", minutes=11)))


def test_what_everybody_new_is_offered_is_worked_out_once() -> None:
    """CONT-3: without the withdrawn courses, but for whoever has a part in one."""
    gone, stays = course(lesson("a")).model_copy(update={"withdrawn": True}), course(lesson("b")).model_copy(update={"id": "d"})
    catalogue, nobody = catalogue_of([gone, stays]), record_of([])
    assert list(offered(catalogue, nobody).courses) == ["d"]
    assert offered(catalogue, nobody) is offered(catalogue, nobody)
    assert offered(catalogue, record_of([event(EventType.ENROLLED, "c")])) is catalogue
