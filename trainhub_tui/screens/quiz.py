"""A practice quiz, full screen: one question at a time, what is said to each answer, the result and its review (LEARN-3)."""

from collections.abc import Callable
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from trainhub_core.models.quiz import Question
from trainhub_core.models.texts import LessonText
from trainhub_core.rules.marking import Mark, mark
from trainhub_core.rules.quiz import next_question, result, score_of, why_no_reply
from trainhub_tui import palette
from trainhub_tui.media.openers import markdown_document
from trainhub_tui.screens.practice_log import QuizLog
from trainhub_tui.screens.practising import Practising
from trainhub_tui.screens.quiz_words import best_of, how_to, prompt_of, result_line, review_text, said_to
from trainhub_tui.widgets.passage import Lines, hanging, plain, prose
from trainhub_tui.widgets.reader import Reader
from trainhub_tui.widgets.sheet_for import sheet_for

BAR = 16


class QuizScreen(Practising[QuizLog]):
    """Goes on with the attempt that was left, else begins one. Nothing is told before the last question is answered."""

    VERBS: ClassVar[tuple[str, ...]] = ("hint",)

    def __init__(self, lesson_id: str) -> None:
        super().__init__(lesson_id)
        self._question: Question | None = None
        self._mark: Mark | None = None
        self._hinted = False

    def log_of(self, text: LessonText) -> QuizLog | str:
        return QuizLog(self.hub, text, text.quiz) if text.quiz else "There is no quiz in this lesson."

    # --- one question
    def go_on(self, log: QuizLog) -> None:
        """To the first question without an answer, or to the result."""
        self._question = log.quiz.question(next_question(log.attempt) or "")
        self._mark, self._hinted = None, False
        if self._question is None:
            self._show_result(log)
        else:
            self._ask(log, self._question)
        self.show_standing(log)
        self.show_frame()

    def _ask(self, log: QuizLog, question: Question) -> None:
        self.remove_class("-reviewing")
        shown = next(it for it in log.attempt.shown if it.id == question.id)
        number, count = len(log.attempt.replies) + 1, len(log.attempt.shown)
        head = Content.assemble((f"Question {number} of {count}  ", palette.TITLE), palette.bar(100 * (number - 1) // count, BAR))
        self.query_one("#head", Static).update(head)
        self.passage("before").show(None)
        self.passage("prompt").show(lambda width: prose(prompt_of(question), width))
        self.sheet.show(sheet_for(question, shown), live=True)
        self.passage("said").show(lambda width: plain(how_to(question), width, palette.MUTED))
        self.to_top()

    def _answer(self, log: QuizLog, question: Question) -> None:
        sheet = self.sheet.sheet
        if sheet is None:
            return
        answer = sheet.answer()
        if reason := why_no_reply(log.quiz, log.attempt, question.id, answer):
            self.say(reason, "warning")
            return
        log.reply(question.id, answer)
        self._mark = given = mark(question, answer)
        self.work(log.keep)
        self.sheet.show(sheet, live=False)
        self._say_below(lambda width: said_to(question, given, width))
        self.show_standing(log)
        self.show_frame()

    def _say_below(self, make: Callable[[int], Lines]) -> None:
        """Say something below the sheet, and bring it into sight once it is laid out."""
        said = self.passage("said")
        said.show(make)
        said.call_after_refresh(self._to_what_was_said, self._question)

    def _to_what_was_said(self, question: Question | None) -> None:
        if question is self._question:  # the next one begins at its top
            self.query_one("#practice", VerticalScroll).scroll_to_widget(self.passage("said"), animate=False, immediate=True)

    def _show_result(self, log: QuizLog) -> None:
        self.add_class("-reviewing")
        self.sheet.show(None, live=False)
        reader = self.query_one(Reader)
        reader.ascii = self.app.config.ascii
        reader.load(markdown_document(review_text(log.quiz, log.attempt, self.page_title()), self.page_title()))
        reader.focus()

    def show_standing(self, log: QuizLog) -> None:
        pass_mark = log.quiz.pass_mark
        if log.attempt.ended:
            attempts = self.known.state.attempts.values() if self.known.state else ()
            best = best_of([*attempts, log.attempt], self.lesson_id, pass_mark)
            self.show_foot(f"{result_line(result(log.attempt, pass_mark))}{palette.DOT}best {best.percent if best else 0} %")
            return
        right, out_of = score_of(log.attempt)
        points = result(log.attempt, 0).why.partition(",")[0] if log.attempt.replies else f"{len(log.attempt.shown)} questions"
        left_off = f"{palette.DOT}you went on where you left" if log.was_left and self._mark is None else ""
        self.show_foot(f"{points}{palette.DOT}{pass_mark} % to pass{left_off}" if right or out_of else "")

    # --- verbs
    def label(self, verb_id: str) -> str:
        if verb_id == "open":
            more = self._log is not None and next_question(self._log.attempt) is not None
            return "Answer" if self._mark is None else "Next" if more else "Result"
        return {"restart": "Again", "next-lesson": "Next lesson"}.get(verb_id) or super().label(verb_id)

    def can_open(self) -> str | None:
        return None if self._question else "The quiz is over: E takes it again, > goes to the next lesson."

    def verb_open(self) -> None:
        if self._log and self._question and self._mark is None:
            self._answer(self._log, self._question)
        elif self._log:
            self.go_on(self._log)

    def can_hint(self) -> str | None:
        if self._question is None or self._mark is not None:
            return "There is no question to give a hint for."
        return None if self._question.hint else "This question has no hint."

    def verb_hint(self) -> None:
        if question := self._question:
            lead = Content.styled("Hint: ", palette.UNDER_WAY)
            self._say_below(lambda width: hanging(lead, lambda room: prose(question.hint, room), width))

    def can_restart(self) -> str | None:
        is_over = self._log is not None and self._log.is_over and self._question is None
        return None if is_over else "The quiz can be taken again when it is over."

    def verb_restart(self) -> None:
        if self._log:
            self._log.again()
            self._was = self.record
            self._log.was_left = False
            self.go_on(self._log)

    def why(self) -> str:
        if self._mark:
            return self._mark.why
        if self._log and self._log.attempt.ended:
            return f"{result_line(result(self._log.attempt, self._log.quiz.pass_mark))}."
        return super().why()
