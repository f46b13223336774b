"""The app as a preview: it opens where the author wants to look, and again there whenever something was saved."""

import threading

from trainhub_tui.app import TrainhubApp
from trainhub_tui.cli.previewing import Faults, Previewing
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.screens.faults import FaultsScreen
from trainhub_tui.screens.lesson_page import LessonPage

POLL_SECONDS = 0.4


class PreviewApp(TrainhubApp):
    """`target` is a course or a lesson (course/lesson), "" for the only course or the catalogue."""

    CSS_PATH = "../styles/app.tcss"

    def __init__(self, hub: Hub, config: Config, previewing: Previewing, target: str) -> None:
        super().__init__(hub, config)
        self._previewing = previewing
        self._target = target
        self._is_open = False
        self._ended = threading.Event()

    def on_ready(self) -> None:
        threading.Thread(target=self._watch, name="preview", daemon=True).start()

    def on_unmount(self) -> None:
        self._ended.set()
        super().on_unmount()

    def show(self, faults: Faults) -> None:
        """The faults, or the course as it was saved."""
        top = self.screen
        if faults:
            if isinstance(top, FaultsScreen):
                top.show(faults)
            else:
                self.push_screen(FaultsScreen(faults))
            return
        if isinstance(top, FaultsScreen):
            self.pop_screen()
        if not self._is_open:
            self._is_open = True
            self._open_target()
        elif isinstance(self.screen, LessonPage):
            lesson_id = self.screen.lesson_id
            self.pop_screen()
            self.open("lesson", lesson_id)

    def _open_target(self) -> None:
        courses = self._previewing.courses
        course = self._target.partition("/")[0] or (courses[0] if len(courses) == 1 else "")
        if not course:
            self.open("learn")
            return
        self.open("course", course)
        if "/" in self._target:
            self.open("lesson", self._target)

    def _watch(self) -> None:
        """Until the app ends; what is saved is shown from the app's own thread."""
        while not self._ended.is_set():
            faults = self._previewing.turn()
            if faults is not None and not self._ended.is_set():
                self.call_from_thread(self.show, faults)
            self._ended.wait(POLL_SECONDS)
