"""How quizzes and scenarios begin: with what was left, else anew; one that was over and not told is told (COURSE-4, LEARN-3)."""

from typing import Generic, Protocol, TypeVar

from trainhub_core.models.texts import LessonText
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.practice_page import PracticePage


class PracticeLog(Protocol):
    """An attempt or a walk; `keep` writes down where it stands."""

    @property
    def is_over(self) -> bool: ...

    def keep(self) -> None: ...


Log = TypeVar("Log", bound=PracticeLog)


class Practising(PracticePage, Generic[Log]):
    """Subclasses give `log_of` and `go_on`."""

    _log: Log | None = None

    def log_of(self, text: LessonText) -> Log | str:
        """What is practised in this lesson, or the sentence that says why there is nothing. In a thread."""
        raise NotImplementedError

    def go_on(self, log: Log) -> None:
        """Show where it stands."""

    def refresh_view(self) -> None:
        self.load(lambda: (read(self.hub), None if self._log else self._opened()), self._show)

    def _opened(self) -> Log | str:
        text = self.text_of()
        return text if isinstance(text, str) else self.log_of(text)

    def _show(self, found: tuple[Known, Log | str | None]) -> None:
        self.known, opened = found
        if isinstance(opened, str):
            self.show_refusal(opened)
        elif opened is not None:
            self._log = opened
            self.begin_clock()
            self.go_on(opened)
            if opened.is_over:
                self.work(opened.keep)  # it was over, and the program ended before that was told
        elif self._log:
            self.show_standing(self._log)
        self.show_news()
        self.show_frame()

    def show_standing(self, log: Log) -> None:
        """What is known has changed: the line below."""
