"""Asking what a course was worth, and a month later whether it was of use: only when the learner pressed a key for it (COURSE-5)."""

from trainhub_core.models.feedback import Applied, AppliedAnswer, Rating
from trainhub_core.operations import RateCourse, TellApplied
from trainhub_tui.screens.page import Page
from trainhub_tui.widgets.verdict import Answer, Pick, Verdict

WORTH = ("not useful", "hardly useful", "useful in parts", "useful", "very useful")
STARS = tuple(Pick(str(number), str(number), f"{'★' * number:<5} {WORTH[number - 1]}") for number in range(5, 0, -1))
USES = (Pick("y", "yes", "Yes"), Pick("p", "partly", "Partly"), Pick("n", "not-yet", "Not yet"))


def ask_rating(page: Page, course_id: str, title: str, known: Rating | None) -> None:
    """Ask for stars and a sentence."""
    given = known if known and known.stars else None

    def answered(answer: Answer | None) -> None:
        if answer is None:
            return
        chosen, sentence = answer
        rating = Rating(course_id=course_id, stars=int(chosen) if chosen else None, sentence=sentence, at=page.hub.now())
        page.do(RateCourse(rating=rating), "Thank you; it is kept." if chosen else "Your rating is withdrawn.")

    chosen, sentence = (str(given.stars), given.sentence) if given else ("", "")
    page.app.push_screen(Verdict(f"What was {title} worth to you?", STARS, chosen, sentence, "Withdraw" if given else ""), answered)


def ask_applied(page: Page, course_id: str, title: str, known: Applied | None) -> None:
    """Ask whether the course was of use in real work."""

    def answered(answer: Answer | None) -> None:
        if answer is None:
            return
        chosen, sentence = answer
        told = Applied(course_id=course_id, answer=AppliedAnswer(chosen) if chosen else None, sentence=sentence, at=page.hub.now())
        page.do(TellApplied(told=told), "Thank you; it is kept." if chosen else f"You will not be asked about {title} again.")

    chosen = str(known.answer) if known and known.answer else ""
    question = f"Have you used {title} in real work?"
    page.app.push_screen(Verdict(question, USES, chosen, known.sentence if known else "", "Do not ask"), answered)
