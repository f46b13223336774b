"""An exercise, full screen: one's own answer beside the author's, points to tick, accepted by the learner (COURSE-4)."""

from typing import ClassVar

from textual.content import Content
from textual.widgets import Static

from trainhub_core.models.learning import EventType
from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.models.texts import LessonText
from trainhub_core.rules.exercise import Exercise, answer_id, exercise_of, written
from trainhub_tui import palette
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.lesson_words import progress_of
from trainhub_tui.screens.note_writing import NoteWriting
from trainhub_tui.screens.practice_page import HERE, PracticePage
from trainhub_tui.widgets.answer_sheet import AnswerSheet
from trainhub_tui.widgets.passage import Lines, plain, prose
from trainhub_tui.widgets.sheets import ChoiceSheet


class ExerciseScreen(PracticePage, NoteWriting):
    """The answer is a note of the learner's own, so it is kept offline, found by search and exported; ticks stay on this laptop."""

    VERBS: ClassVar[tuple[str, ...]] = ("note",)

    def __init__(self, lesson_id: str) -> None:
        super().__init__(lesson_id)
        self._exercise: Exercise | None = None

    # --- loading
    def refresh_view(self) -> None:
        self.load(lambda: (read(self.hub), None if self._exercise else self.text_of()), self._show)

    def _show(self, found: tuple[Known, LessonText | str | None]) -> None:
        self.known, text = found
        if isinstance(text, str):
            self.show_refusal(text)
        elif text is not None:
            self._exercise = exercise_of(text)
            self.begin_clock()
            self._show_points(self._exercise)
        if self._exercise:
            self._show_answer(self._exercise)
            self.show_news()
        self.show_frame()

    def _show_points(self, exercise: Exercise) -> None:
        ticked = (self.hub.remembered(self._ticks_name) or "").split()
        options = tuple((str(number), point) for number, point in enumerate(exercise.points))
        known = frozenset(id_ for id_, _ in options if id_ in ticked)
        self.sheet.show(ChoiceSheet(options, chosen=known, many=True) if options else None, live=bool(options))
        self.to_top()

    def _show_answer(self, exercise: Exercise) -> None:
        answer, model = self.answer, exercise.model_answer
        self.query_one("#head", Static).update(Content.styled("Your answer", palette.TITLE))
        nothing = "Nothing is written yet."
        self.passage("prompt").show(lambda width: prose(answer, width) if answer else plain(nothing, width, palette.MUTED))
        self.passage("said").show((lambda width: _titled("The author's answer", model, width)) if answer and model else None)
        waiting = "compare it, then accept it" if model else "read it again, then accept it"
        self.show_foot("Accepted" if self.is_done else f"Written: {waiting}" if answer else "Not written yet; esc goes back to the task")

    # --- how it stands
    @property
    def answer(self) -> str:
        """What the learner has written."""
        return written(self.lesson_id, self.known.state.notes) if self.known.state else ""

    @property
    def is_done(self) -> bool:
        """Whether an answer was accepted."""
        return bool(self.lesson and self.course and progress_of(self.lesson, self.course, self.record).done)

    @property
    def _ticks_name(self) -> str:
        return f"ticks/{self.lesson_id}"

    def on_answer_sheet_changed(self, _: AnswerSheet.Changed) -> None:
        sheet = self.sheet.sheet
        if isinstance(sheet, ChoiceSheet):
            ticked = " ".join(sorted(sheet.chosen))
            if ticked != (self.hub.remembered(self._ticks_name) or ""):
                self.hub.remember(self._ticks_name, ticked)

    # --- verbs
    def label(self, verb_id: str) -> str:
        if verb_id == "open":
            return "Accept" if self.answer else "Write"
        return {"note": "Change", "next-lesson": "Next lesson"}.get(verb_id) or super().label(verb_id)

    def can_open(self) -> str | None:
        if self._exercise is None:
            return "There is nothing to answer here."
        return f"Your answer is accepted; {self.key_of('note')} changes it." if self.is_done else None

    def verb_open(self) -> None:
        if not self.answer:
            self.verb_note()
            return
        sheet = self.sheet.sheet
        left = len(sheet.options) - len(sheet.chosen) if isinstance(sheet, ChoiceSheet) else 0
        if left:
            points = "1 point is" if left == 1 else f"{left} points are"
            self.ask(f"{points} not ticked yet. Accept your answer all the same?", "Accept", self._accept)
        else:
            self._accept()

    def _accept(self) -> None:
        if clock := self._clock:
            spans = clock.taken()
            self.work(lambda: clock.keep(spans, HERE, EventType.MARKED_DONE))

    def can_note(self) -> str | None:
        return None if self._exercise else "There is nothing to answer here."

    def verb_note(self) -> None:
        """Write the answer, in the app or (ctrl+e there) in one's own editor."""
        name, now = answer_id(self.lesson_id), self.hub.now()
        known = self.known.state.notes.get(name) if self.known.state else None
        fresh = Note(id=name, kind=NoteKind.LESSON, object=self.lesson_id, title=f"{self.page_title()}: my answer", made=now, at=now)
        self.write_note(known.model_copy(update={"on": True, "body": known.body if known.on else ""}) if known else fresh)

    def can_restart(self) -> str | None:
        return f"There is nothing to begin again; {self.key_of('note')} changes your answer."


def _titled(title: str, text: str, width: int) -> Lines:
    return [*plain(title, width, palette.TITLE), Content(""), *prose(text, width)]
