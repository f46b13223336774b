"""trainhub courses rate, applied: what a course was worth, and whether it was of use in real work (COURSE-5)."""

from collections.abc import Mapping

from trainhub_core.models.feedback import Applied, AppliedAnswer, Rating
from trainhub_core.operations import RateCourse, TellApplied
from trainhub_tui.cli.answer import Answer
from trainhub_tui.cli.changing import changed
from trainhub_tui.cli.courses import meant
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted

STARS = {str(number): number for number in range(1, 6)}


def rate(session: Session) -> Answer:
    course, choices = meant(session), session.choices
    stars = None if choices.is_set("withdraw") else STARS.get(choices.text("stars"))
    if stars is None and not choices.is_set("withdraw"):
        raise Refusal("Say how many stars, 1 to 5, or --withdraw.", Status.USAGE)
    rating = Rating(course_id=course.id, stars=stars, sentence=choices.text("sentence")[:400], at=session.hub.now())
    done = f"You gave {course.title} {counted(stars, 'star')}." if stars else f"Your rating of {course.title} is withdrawn."
    told = rating.model_dump(mode="json")
    return changed(session, RateCourse(rating=rating), f"Rating of {course.title}", lambda: done, lambda: {"rating": told})


def applied(session: Session) -> Answer:
    course, choices = meant(session), session.choices
    given = choices.text("answer")
    answer = AppliedAnswer(given) if given in list(AppliedAnswer) else None
    if (answer is None) is not choices.is_set("dismiss"):
        raise Refusal("Answer yes, partly or not-yet, or --dismiss the question.", Status.USAGE)
    told = Applied(course_id=course.id, answer=answer, sentence=choices.text("sentence")[:400], at=session.hub.now())
    done = f"Kept for {course.title}." if answer else f"You will not be asked about {course.title}."
    facts = told.model_dump(mode="json")
    return changed(session, TellApplied(told=told), f"Use of {course.title}", lambda: done, lambda: {"applied": facts})


HANDLERS: Mapping[str, Handler] = {"courses rate": rate, "courses applied": applied}
