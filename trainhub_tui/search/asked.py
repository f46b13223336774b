"""Practice quizzes as passages: what is asked and what there is to choose from, never which of it is right. Pure.

Choices are in the order of the alphabet, because their author's order may be the answer; what is typed for an answer, feedback and
hints are left out, and so is the name of a gap."""

from collections.abc import Iterable, Iterator

from trainhub_core.models.quiz import GAP, ChoiceGap, Cloze, Matching, MultipleChoice, MultipleResponse, Ordering, Question, Quiz
from trainhub_tui.search.passages import Passage

EMPTY_GAP = "…"


def question_passages(quiz: Quiz, lesson_id: str, title: str, course: str) -> Iterator[Passage]:
    """A passage for each question; its page is the lesson's."""
    for number, question in enumerate(quiz.questions, 1):
        body = "\n".join([GAP.sub(EMPTY_GAP, question.prompt), *sorted(_choices(question), key=str.casefold)])
        yield Passage("question", "lesson", lesson_id, title, course, title, f"Question {number}", body, part=question.id)


def _choices(question: Question) -> Iterable[str]:
    match question:
        case MultipleChoice() | MultipleResponse():
            return {option.text for option in question.options}
        case Matching():
            return {item.text for item in question.items} | {target.text for target in question.targets}
        case Ordering():
            return {item.text for item in question.items}
        case Cloze():
            return {option.text for gap in question.gaps if isinstance(gap, ChoiceGap) for option in gap.options}
        case _:
            return ()
