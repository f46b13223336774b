"""An interactive lesson: what it is, the way to the browser, and what comes back from there, live (COURSE-4, PROG-1)."""

from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.interactive import Reported
from trainhub_core.models.learning import Record
from trainhub_core.models.library import Resource
from trainhub_core.views.library import size_label
from trainhub_tui import palette
from trainhub_tui.facts import Download, DownloadState, SyncKind
from trainhub_tui.media.browser.contents import Contents
from trainhub_tui.media.browser.serving import Sitting
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.screens import interactive_words as words
from trainhub_tui.screens.document_words import fetching, not_here, refused
from trainhub_tui.screens.interactive_log import InteractiveLog
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.lesson_page import LessonPage
from trainhub_tui.screens.lesson_words import done_sentence, foot, opened_by, progress_of
from trainhub_tui.screens.resource_acts import POLL_SECONDS
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.stated import Stated


class InteractiveScreen(LessonPage):
    """The page of one interactive lesson. The server lives no longer than the page."""

    CSS_PATH = ["../styles/lists.tcss", "../styles/interactive.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("open", "restart", "download")

    class Heard(Message):
        """The package has told something, or what it told could not be kept."""

        def __init__(self, sentence: str = "") -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, lesson_id: str, _: str = "") -> None:
        super().__init__()
        self.lesson_id = lesson_id
        self._log: InteractiveLog | None = None
        self._sitting: Sitting | None = None
        self._was: Record | None = None
        self._download: Download | None = None
        self._asked = False

    def compose_page(self) -> Iterable[Widget]:
        with VerticalScroll(id="page", classes="pane", can_focus=False):
            yield Static(Content(words.WHAT), id="what")
            yield Static(id="standing")
            yield Static(id="way")
        yield Stated(id="state")
        yield Static(id="news")
        yield Static(id="foot")

    def on_mount(self) -> None:
        self.set_interval(POLL_SECONDS, self._poll)

    def pane(self) -> Widget:
        return self.query_one("#page")

    # --- from nothing to a package
    def refresh_view(self) -> None:
        self.load(lambda: read(self.hub), self._show)

    def _show(self, found: Known) -> None:
        self.known = found
        if self._log is None and self.lesson and self.course:
            standing = self.record.courses.get(self.course.id)
            self._log = InteractiveLog(self.hub, self.lesson, standing.restarted if standing else None, self._is_done)
            self._was = self.record
        self._proceed()
        self._show_standing()

    def _poll(self) -> None:
        resource = self._resource
        if self.is_current and resource and not self._is_here:
            before, self._download = self._download, next((it for it in self.hub.downloads() if it.resource_id == resource.id), None)
            if before != self._download:
                self._proceed()

    def _proceed(self) -> None:
        """Show the page when the package is here; fetch it, or say what stands in the way, when it is not."""
        resource, is_offline = self._resource, self.hub.status().kind in (SyncKind.OFFLINE, SyncKind.TROUBLE)
        self.set_class(not self._is_here, "-stated")
        if resource is None:
            self._state(not_here("This lesson is not offered any more."))
        elif self._download is None and is_offline and not self._is_here:
            said = f"This lesson has a file of {size_label(resource.size)} that is not on this laptop, and the network is away."
            self._state(not_here(f"{said} d fetches it when it is back."))
        elif self._download and self._download.state is DownloadState.FAILED:
            self._state(refused(self._download.sentence or "The download failed.", again=True))
        elif not self._is_here:
            if self._download is None and not self._asked:
                self._asked = True
                self.work(lambda: self.hub.download(resource.id))
            self._state(fetching(resource, self._download, offline=is_offline))

        self.show_frame()

    def _state(self, said: Content) -> None:
        self.query_one(Stated).show(said)

    @property
    def _resource(self) -> Resource | None:
        media = self.lesson.media if self.lesson else None
        return self.known.catalogue.resources.get(media) if media else None

    @property
    def _is_here(self) -> bool:
        return bool(self._resource and self.hub.file_of(self._resource.id))

    @property
    def _is_done(self) -> bool:
        return bool(self.lesson and self.course and progress_of(self.lesson, self.course, self.record).done)

    # --- what is seen
    def on_resize(self) -> None:
        self._show_standing()

    def _show_standing(self) -> None:
        lesson, course, log = self.lesson, self.course, self._log
        if lesson is None or course is None or log is None:
            return
        is_open, now = self._sitting is not None, log.standing
        said = words.told(now, lesson) if now else words.before(self._is_done, log.left, is_open, lesson)
        self.query_one("#standing", Static).update(said)
        way = words.way_on(self.key_of("open"), self.key_of("restart"), log.left, is_open)
        self.query_one("#way", Static).update(Content(f"{words.HERE}\n\n") + way if is_open else way)
        self.query_one("#foot", Static).update(foot(lesson, course, self.record, 0, self.size.width))
        self._show_news()

    def _show_news(self) -> None:
        """What finishing the lesson has brought, once it is done."""
        news, lesson, course, before = self.query_one("#news", Static), self.lesson, self.course, self._was
        news.display = is_new = bool(lesson and course and before and self._is_done and not progress_of(lesson, course, before).done)
        if is_new and lesson and course and before:
            opened = opened_by(self.known.catalogue, before, self.record)
            then = self.beside(1)
            hint = palette.key_hint(self.key_of("next-lesson" if then else "back"), then.title if then else "Back")
            said = done_sentence(lesson, course, opened, self.record)
            news.update(Content.assemble(palette.mark("completed").content, f" {said}  ", hint))

    # --- in the browser
    def can_open(self) -> str | None:
        return None if self._is_here and self._log else "The lesson is not on this laptop yet; d fetches it."

    def verb_open(self) -> None:
        """Each opening has a server and an address of its own; the one before hears no more."""
        file = self.hub.file_of(self._resource.id) if self._resource else None
        log, lesson = self._log, self.lesson
        if file is None or log is None or lesson is None:
            return
        self._close()
        try:
            sitting = Sitting(Contents(file), lesson.title, lesson.launch, lesson.pass_mark, log.left, self._told)
            address = sitting.open()
        except (CannotOpen, OSError) as trouble:
            self.say(trouble.sentence if isinstance(trouble, CannotOpen) else f"It cannot be served here: {trouble.strerror}.", "error")
            return
        self._sitting = sitting
        log.begin()
        if refusal := self.app.open_outside(address):
            self.say(refusal, "warning")
        self._show_standing()

    def _told(self, report: Reported) -> None:
        """In a thread of the server."""
        log = self._log
        sentence = ""
        try:
            if log:
                log.take(report)
        except Trouble as trouble:
            sentence = trouble.sentence
        with suppress(RuntimeError):  # the app has ended meanwhile; what was told is journalled
            self.post_message(self.Heard(sentence))
            self.app.post_message(HubChanged())

    def on_interactive_screen_heard(self, message: Heard) -> None:
        if message.sentence:
            self.say(message.sentence, "error")
        self._show_standing()

    def _close(self) -> None:
        if self._sitting:
            self._sitting.close()
            self._sitting = None

    def on_unmount(self) -> None:
        """The server ends with the page; time and score are told at once."""
        self._close()
        try:
            if self._log and self._log.leave():
                self.app.post_message(HubChanged())
        except Trouble as trouble:
            self.say(trouble.sentence, "error")

    # --- verbs
    def label(self, verb_id: str) -> str:
        return {"open": "Browser", "restart": "Begin anew"}.get(verb_id) or super().label(verb_id)

    def can_restart(self) -> str | None:
        return None if self._log and self._log.left else "It was not begun yet; enter opens it."

    def verb_restart(self) -> None:
        if log := self._log:
            self._close()
            self.work(log.forget, "It begins at its beginning the next time.")

    def can_download(self) -> str | None:
        return "It is on this laptop already; enter opens it." if self._is_here else None

    def verb_download(self) -> None:
        if resource := self._resource:
            self.work(lambda: self.hub.download(resource.id))

    def verb_next_lesson(self) -> None:
        self._turn(1)

    def verb_previous_lesson(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if other := self.beside(step):
            self.app.pop_screen()
            self.app.open("lesson", other.id)
