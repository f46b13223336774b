"""The practice quizzes and the scenario of the path, and the path still standing where the seed draws it."""

from pathlib import Path
from shutil import copytree

import pytest

from tests.content.content_builders import compiled_starter
from tests.content.test_demo import ZONES, at
from trainhub_content.build import STARTER, write
from trainhub_content.checks.texts import words
from trainhub_content.demo import demo_events
from trainhub_content.folder import DRAFTS
from trainhub_content.loading import load
from trainhub_content.pack import pack_in
from trainhub_content.sources import LessonSource, Sources
from trainhub_core.models.catalogue import LessonKind
from trainhub_core.models.learning import Event, EventType, Learner, LearnerState
from trainhub_core.models.quiz import ChoiceGap, Cloze, Gap, Matching, NumberGap, Numeric, Ordering, Question, ShortAnswer, TextGap
from trainhub_core.models.texts import LessonText
from trainhub_core.rules.progress import course_progress
from trainhub_core.rules.record import record_of
from trainhub_core.views.courses import path_card

MINUTES = {
    "referral-strategies": {
        "where-you-stand": 4,
        "why-referrals-win": 13,
        "who-to-ask": 13,
        "asking-well": 12,
        "a-request-easy-to-act-on": 2,
        "check-your-referrals": 5,
    },
    "client-communication": {
        "listen-before-you-tell": 10,
        "write-to-be-answered": 8,
        "bad-news-well-told": 5,
        "bad-news-first": 2,
        "the-late-link": 3,
        "check-your-messages": 4,
    },
    "closing-techniques": {"read-the-readiness": 3, "agree-the-steps": 4, "ask-for-the-decision": 4, "check-your-closing": 4},
    "advanced-partnerships": {
        "choose-the-model": 3,
        "settle-the-rules": 4,
        "run-the-partnership": 4,
        "check-your-partnership": 4,
        "what-has-changed": 4,
    },
}
"""The lessons of each module of the path, and how its minutes are divided."""
BEFORE, AFTER = "referral-strategies/where-you-stand", "advanced-partnerships/what-has-changed"
"""What is asked before and after the path; not required."""


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load(STARTER)


@pytest.fixture(scope="module")
def lessons(sources: Sources) -> dict[str, LessonSource]:
    """The lessons that are quizzes or scenarios."""
    return {lesson_id: source for lesson_id, source in sources.lessons.items() if source.quiz or source.scenario}


def test_drafts_are_not_read_before_they_are_listed(tmp_path: Path) -> None:
    """What lies in the folder of drafts may be anything."""
    copytree(STARTER, tmp_path, dirs_exist_ok=True)
    (tmp_path / DRAFTS).mkdir()
    (tmp_path / DRAFTS / "half-written.md").write_text("no front matter yet", "utf-8")
    assert load(tmp_path).lessons.keys() == load(STARTER).lessons.keys()


def test_practice_came_with_a_new_version_of_its_courses(sources: Sources, lessons: dict[str, LessonSource]) -> None:
    """rules.md, version: lessons added later do not lower what a learner of the first version has done."""
    for lesson_id in lessons:
        course = sources.catalogue.courses[lesson_id.partition("/")[0]]
        assert course.version == 2
        assert [lesson.since for lesson in course.lessons if lesson.id == lesson_id] == [2]
    course = sources.catalogue.courses["referral-strategies"]
    read = [f"{course.id}/{stem}" for stem in ("why-referrals-win", "who-to-ask", "asking-well")]
    told = [(EventType.ENROLLED, course.id), *((EventType.MARKED_DONE, lesson_id) for lesson_id in read)]
    events = [
        Event(id=f"e{n}", device="d", sequence=n, type=kind, object=of, course_id=course.id, version=1, at=at("2026-04-13T08:00"))
        for n, (kind, of) in enumerate(told)
    ]
    assert course_progress(course, record_of(events)).complete


def test_each_module_of_the_path_ends_with_a_quiz_and_one_has_a_scenario(sources: Sources) -> None:
    """COURSE-4, LEARN-3."""
    kinds = {course_id: [lesson.kind for lesson in sources.catalogue.courses[course_id].lessons] for course_id in MINUTES}
    assert all(found[-1] is LessonKind.QUIZ for found in kinds.values())
    assert [course_id for course_id, found in kinds.items() if LessonKind.SCENARIO in found] == ["client-communication"]


def test_a_quiz_has_eight_questions_or_more_of_several_types_and_feedback_on_each(lessons: dict[str, LessonSource]) -> None:
    """LEARN-3, CONT-5: every course has one, with feedback per answer."""
    asked = {lesson_id: source.quiz for lesson_id, source in lessons.items() if source.quiz}
    quizzes = list(asked.values())
    practice = asked.keys() - {BEFORE, AFTER}
    assert len(practice) == len({lesson_id.partition("/")[0] for lesson_id in lessons}) == 18
    assert all(len({question.type for question in asked[lesson_id].questions}) >= 4 for lesson_id in practice)
    assert all(asked[lesson_id].pass_mark == 80 for lesson_id in practice)
    for quiz in quizzes:
        assert len(quiz.questions) >= 8
        for question in quiz.questions:
            assert all(feedback for _, feedback in _answers(question)), question.id
    assert {question.type for quiz in quizzes for question in quiz.questions} == {
        "multiple-choice",
        "multiple-response",
        "true-false",
        "number",
        "short-answer",
        "matching",
        "ordering",
        "cloze",
    }


def test_the_minutes_of_a_quiz_are_enough_to_read_and_answer_it(sources: Sources, lessons: dict[str, LessonSource]) -> None:
    """PATH-4: 240 words a minute for what is shown when every first answer is chosen, ten seconds to think about each question."""
    minutes_of = {lesson.id: lesson.minutes for course in sources.catalogue.courses.values() for lesson in course.lessons}
    for lesson_id, source in lessons.items():
        minutes = minutes_of[lesson_id]
        if source.quiz:
            read = " ".join(text for question in source.quiz.questions for text in _read(question))
            needed = words(read) / 240 + len(source.quiz.questions) / 6
            assert 0.6 * minutes <= needed <= minutes, (lesson_id, needed)


def test_the_path_asks_the_same_things_before_and_after(sources: Sources, lessons: dict[str, LessonSource]) -> None:
    """CONT-5: a gain can be told, as the two ask for the same, in the same order, and nothing waits for them."""
    before, after = lessons[BEFORE].quiz, lessons[AFTER].quiz
    assert before and after
    assert [question.type for question in before.questions] == [question.type for question in after.questions]
    assert not before.shuffle and not after.shuffle and before.pass_mark == after.pass_mark
    required = {lesson.id: lesson.required for course in sources.catalogue.courses.values() for lesson in course.lessons}
    assert not required[BEFORE] and not required[AFTER]


def test_the_minutes_of_the_path_stay_as_they_were(sources: Sources) -> None:
    """PATH-3: 45 + 10 + 8 of 105 minutes."""
    courses = [sources.catalogue.courses[course_id] for course_id in MINUTES]
    assert [course.minutes for course in courses] == [45, 30, 15, 15]
    assert [{lesson.id.partition("/")[2]: lesson.minutes for lesson in course.lessons} for course in courses] == list(MINUTES.values())


def test_the_compiled_pack_carries_them(lessons: dict[str, LessonSource], tmp_path: Path) -> None:
    """COURSE-4: quizzes and scenarios as models; the text of such a lesson is what stands before them."""
    write(compiled_starter(), tmp_path)
    pack = pack_in(tmp_path)
    assert {**pack.quizzes, **pack.scenarios} == {lesson_id: source.quiz or source.scenario for lesson_id, source in lessons.items()}
    assert pack.texts["closing-techniques/check-your-closing"].startswith("# Check your closing\n\nEight questions")
    assert not any("(x)" in text for text in pack.texts.values())
    text = LessonText(lesson_id="a/b", version=1, text="# A", quiz=pack.quizzes["closing-techniques/check-your-closing"])
    assert LessonText.model_validate_json(text.model_dump_json()) == text


@pytest.mark.parametrize("zone", ZONES)
def test_the_path_still_stands_at_sixty_percent_in_the_demo(sources: Sources, zone: str) -> None:
    history = demo_events(sources.catalogue, at("2026-04-14T18:00"), zone)
    state = LearnerState(learner=Learner(id="me", name="Demo", zone=zone), record=record_of(history))
    path = sources.catalogue.featured
    assert path is not None
    card = path_card(path, sources.catalogue, state.record)
    assert card.percent == 60 and card.next is not None
    assert [(module.title, module.state) for module in card.modules] == [
        ("Referral Strategies", "completed"),
        ("Client Communication", "in progress"),
        ("Closing Techniques", "locked"),
        ("Advanced Partnerships", "locked"),
    ]
    assert card.next.lesson_id == "client-communication/bad-news-well-told"


def _answers(question: Question) -> list[tuple[str, str]]:
    """What can be read or typed as an answer, each with what is said to it."""
    match question:
        case Numeric():
            return [("", number.feedback) for number in question.numbers]
        case ShortAnswer():
            return [("", form.feedback) for form in question.forms]
        case Matching():
            return [(f"{item.text} {item.target}", item.feedback) for item in question.items]
        case Ordering():
            return [(item.text, item.feedback or question.feedback) for item in question.items]
        case Cloze():
            parts = [part for gap in question.gaps for part in _gap(gap)]
            return [("", feedback) for feedback in parts]
    return [(option.text, option.feedback) for option in question.options]


def _gap(gap: Gap) -> list[str]:
    match gap:
        case TextGap():
            return [form.feedback for form in gap.forms]
        case NumberGap():
            return [number.feedback for number in gap.numbers]
        case ChoiceGap():
            return [option.feedback for option in gap.options]


def _read(question: Question) -> list[str]:
    answers = _answers(question)
    return [question.prompt, question.feedback, *(text for text, _ in answers), answers[0][1]]
