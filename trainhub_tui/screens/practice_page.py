"""What quizzes and scenarios have in common: the sheet, the time spent, the way to the next lesson (COURSE-4, LEARN-3)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key, ScreenResume, ScreenSuspend
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.learning import Record
from trainhub_tui import palette, verbs
from trainhub_tui.screens.lesson_log import LessonLog
from trainhub_tui.screens.lesson_page import LessonPage
from trainhub_tui.screens.lesson_words import done_sentence, opened_by, progress_of
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.answer_sheet import AnswerSheet
from trainhub_tui.widgets.passage import Passage
from trainhub_tui.widgets.reader import Reader
from trainhub_tui.widgets.stated import Stated

LOOK_SECONDS = 5
TELL_SECONDS = 300
UNUSED = ("search", "sync", "why", "continue")
"""Verbs that leave the footer to those of answering."""
HERE = (0, 0)
"""The place in a lesson that has none."""


class PracticePage(LessonPage):
    """Opened from the lesson's page, which stays below it. Subclasses ask and answer."""

    CSS_PATH = ["../styles/lists.tcss", "../styles/practice.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("open", "restart")

    def __init__(self, lesson_id: str) -> None:
        super().__init__()
        self.lesson_id = lesson_id
        self._clock: LessonLog | None = None
        self._was: Record | None = None

    def compose_page(self) -> Iterable[Widget]:
        with VerticalScroll(id="practice", classes="pane", can_focus=False):
            yield Static(id="head")
            yield Passage(id="before")
            yield Passage(id="prompt")
            yield AnswerSheet()
            yield Passage(id="said")
        yield Reader(id="review")
        yield Stated(id="state")
        yield Static(id="news")
        yield Static(id="foot")

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look)

    # --- what it is about
    @property
    def sheet(self) -> AnswerSheet:
        """Where answers are given."""
        return self.query_one(AnswerSheet)

    def passage(self, name: str) -> Passage:
        """One of the passages of the page."""
        return self.query_one(f"#{name}", Passage)

    # --- states of the page
    def pane(self) -> Widget:
        return self.query_one(Reader) if self.has_class("-reviewing") else self.query_one("#practice")

    def show_refusal(self, sentence: str) -> None:
        """There is nothing to practise; say why."""
        self.add_class("-stated")
        self.query_one(Stated).show(Content.assemble(f"{sentence}\n\n", palette.key_hint("esc", "Back")))

    def to_top(self) -> None:
        """What is asked begins at the top, and the keys are its own."""
        self.query_one("#practice", VerticalScroll).scroll_home(animate=False)
        self.sheet.focus()

    def show_foot(self, words: str) -> None:
        """The line below."""
        self.query_one("#foot", Static).update(Content.styled(f" {words}", palette.MUTED))

    def show_news(self) -> None:
        """What finishing the lesson has brought, once it is done."""
        news, lesson, course = self.query_one("#news", Static), self.lesson, self.course
        before = self._was
        if lesson is None or course is None or before is None:
            return
        is_new = progress_of(lesson, course, self.record).done and not progress_of(lesson, course, before).done
        if is_new:
            opened = opened_by(self.known.catalogue, before, self.record)
            then = self.beside(1)
            hint = palette.key_hint(self.key_of("next-lesson" if then else "back"), then.title if then else "Back")
            mark = palette.mark("completed").content
            news.update(Content.assemble(mark, f" {done_sentence(lesson, course, opened, self.record)}  ", hint))
        news.display = is_new

    def footer_hints(self) -> list[tuple[str, str, str]]:
        """Only keys that are not those of answering now, and only verbs that can act."""
        here = [it for it in self.verb_ids if not self.sheet.takes(self._first_key(it)) and self._is_of_use(it)]
        return [(verb.id, self.key_of(verb.id), self.label(verb.id)) for verb in verbs.footer_verbs(here)]

    def _first_key(self, verb_id: str) -> str:
        key = verbs.keys_of(verbs.VERBS[verb_id], self.app.keys)[0]
        return {"question_mark": "?", "comma": ","}.get(key, key)

    def _is_of_use(self, verb_id: str) -> bool:
        return verb_id not in UNUSED and self.why_not(verb_id) is None

    # --- the time spent
    def begin_clock(self) -> None:
        """Time counts from now on, as in a lesson that is read."""
        self._clock = LessonLog(self.hub, self.lesson_id)
        self._clock.begin_at(HERE)
        self._clock.alive()
        self._was = self.record

    def on_key(self, _: Key) -> None:
        if self._clock:
            self._clock.alive()

    def on_answer_sheet_changed(self, _: AnswerSheet.Changed) -> None:
        if self._clock:
            self._clock.alive()
        self.show_frame()

    async def action_verb(self, verb_id: str) -> None:
        if self._clock:
            self._clock.alive()
        await super().action_verb(verb_id)

    def _look(self) -> None:
        if self._clock and self.is_current and self._clock.running_seconds() >= TELL_SECONDS:
            clock, spans = self._clock, self._clock.taken()
            self.work(lambda: clock.keep(spans, HERE))

    def _leave(self) -> None:
        """Tell the time at once: the page may be gone the next moment."""
        try:
            if self._clock and self._clock.keep(self._clock.taken(), HERE):
                self.app.post_message(HubChanged())
        except Trouble as trouble:
            self.say(str(trouble), "error")

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        self._leave()

    def on_unmount(self) -> None:
        self._leave()

    def on_screen_resume(self, _: ScreenResume) -> None:
        if self._clock:
            self._clock.alive()

    # --- to other lessons: the lesson's page below turns to them
    def verb_next_lesson(self) -> None:
        self._turn("next-lesson")

    def verb_previous_lesson(self) -> None:
        self._turn("previous-lesson")

    def verb_continue(self) -> None:
        self._turn("continue")

    def _turn(self, verb_id: str) -> None:
        app = self.app
        app.pop_screen()
        app.call_later(app.run_action, f"screen.verb('{verb_id}')")

    # --- given by subclasses
    def verb_open(self) -> None:
        """What enter does now."""

    def verb_restart(self) -> None:
        """Begin again."""
