"""trainhub quiz: one's attempts at a quiz, or one's ways through a scenario (LEARN-3). Taking one is for the app."""

from collections.abc import Mapping

from trainhub_core.models.attempt import Attempt
from trainhub_core.models.catalogue import Lesson, LessonKind
from trainhub_core.models.learning import LearnerState
from trainhub_core.rules.quiz import result
from trainhub_tui.cli.answer import Answer, Cell, Heading, Json, Say, Table
from trainhub_tui.cli.as_json import page_of
from trainhub_tui.cli.endings import Refusal
from trainhub_tui.cli.finding import found, lesson_meant, lesson_titles
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted, moment_words


def quiz(session: Session) -> Answer:
    catalogue, word = session.catalogue(), session.choices.text("lesson")
    lesson_id = lesson_meant(word, catalogue) or found(word, lesson_titles(catalogue), "lesson")
    course = catalogue.courses[lesson_id.partition("/")[0]]
    lesson = next(it for it in course.lessons if it.id == lesson_id)
    if lesson.kind is LessonKind.QUIZ:
        return _attempts(session, lesson)
    if lesson.kind is LessonKind.SCENARIO:
        return _walks(session, lesson)
    raise Refusal(f"{lesson.title} is no quiz and no scenario.")


def _attempts(session: Session, lesson: Lesson) -> Answer:
    over = _over(session.state(), lesson.id)
    zone = session.hub.zone
    rows, facts = [], []
    for attempt in over:
        outcome = result(attempt, lesson.pass_mark)
        passed = Cell("passed", Role.DONE) if outcome.passed else Cell("not passed", Role.UNDER_WAY)
        points = outcome.why.partition(" points")[0]
        rows.append((moment_words(attempt.ended or attempt.started, zone), points, f"{outcome.percent} %", passed))
        facts.append(_fact(attempt, outcome.percent, outcome.passed))
    standing = f"{lesson.pass_mark} % to pass; {counted(len(over), 'attempt')}."
    table = Table(("When", "Points", "Percent", "Result"), rows, "Not taken yet; take it in the app.", spare=("Points",))
    return Answer(page_of(facts), (Heading(lesson.title), Say(standing), table))


def _fact(attempt: Attempt, percent: int, passed: bool) -> Json:
    right, out_of = attempt.score or (0, 1)
    return {
        "id": attempt.id,
        "lesson_id": attempt.lesson_id,
        "started": attempt.started.isoformat(),
        "ended": attempt.ended.isoformat() if attempt.ended else None,
        "right": right,
        "out_of": out_of,
        "percent": percent,
        "passed": passed,
    }


def _walks(session: Session, lesson: Lesson) -> Answer:
    # Late: an attempt at a quiz tells all by itself, a walk needs the text that it went through.
    from trainhub_core.rules.scenario import score, standing

    text = session.hub.lesson_text(lesson.id)
    scenario = text.scenario if text else None
    walks = sorted((it for it in session.state().walks.values() if it.lesson_id == lesson.id), key=lambda it: it.started)
    rows, facts = [], []
    for walk in walks:
        end = standing(scenario, walk).title if scenario else ""
        points = score(scenario, walk) if scenario else None
        worth = "" if points is None else str(points)
        rows.append((moment_words(walk.ended or walk.started, session.hub.zone), end, counted(len(walk.steps), "choice"), worth))
        ended = walk.ended.isoformat() if walk.ended else None
        facts.append(
            {"id": walk.id, "lesson_id": lesson.id, "started": walk.started.isoformat(), "ended": ended, "end": end, "score": points}
        )
    table = Table(("When", "End", "Choices", "Score"), rows, "Not taken yet; take it in the app.", spare=("Choices",))
    return Answer(page_of(facts), (Heading(lesson.title), table))


def _over(state: LearnerState, lesson_id: str) -> list[Attempt]:
    return sorted((it for it in state.attempts.values() if it.lesson_id == lesson_id and it.ended), key=lambda it: it.started)


HANDLERS: Mapping[str, Handler] = {"quiz": quiz}
