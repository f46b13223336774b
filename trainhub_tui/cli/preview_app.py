"""The app as a preview: it opens where the author wants to look, and again there whenever something was saved."""

import threading
from collections.abc import Sequence

from trainhub_core.models.catalogue import Course
from trainhub_tui.app import TrainhubApp
from trainhub_tui.cli.previewing import Faults, Previewing
from trainhub_tui.config import Config
from trainhub_tui.hub import Hub
from trainhub_tui.screens.faults import FaultsScreen
from trainhub_tui.screens.lesson_page import LessonPage

POLL_SECONDS = 0.4


def place_of(word: str, courses: Sequence[Course]) -> tuple[str, str] | None:
    """The course and the lesson (or "") that a word means, by id, by the name of the lesson's file, or by how one begins.

    None where it means none; the first where it means several."""
    if not word:
        return "", ""
    places = [(course.id, "") for course in courses] + [(course.id, it.id) for course in courses for it in course.lessons]
    names = [(place, name) for place in places for name in (place[1] or place[0], place[1].partition("/")[2])]
    exact = (place for place, name in names if name == word)
    return next(exact, next((place for place, name in names if name.startswith(word)), None))


class PreviewApp(TrainhubApp):
    """`target` is a course or a lesson, or how its id or its name begins; "" for the only course or the catalogue."""

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
        found = place_of(self._target, [self.hub.catalogue().courses[it] for it in courses if it in self.hub.catalogue().courses])
        if found is None:
            self.notify(f"There is no course and no lesson “{self._target}” here.", severity="warning", markup=False)
        course, lesson = found or ("", "")
        course = course or (courses[0] if len(courses) == 1 else "")
        if not course:
            self.open("learn")
            return
        self.open("course", course)
        if lesson:
            self.open("lesson", lesson)

    def _watch(self) -> None:
        """Until the app ends; what is saved is shown from the app's own thread."""
        while not self._ended.is_set():
            faults = self._previewing.turn()
            if faults is not None and not self._ended.is_set():
                self.call_from_thread(self.show, faults)
            self._ended.wait(POLL_SECONDS)
