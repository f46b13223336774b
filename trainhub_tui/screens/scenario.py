"""A scenario, full screen: a situation, what one can do in it, and where that leads (COURSE-4)."""

from typing import ClassVar

from textual.content import Content
from textual.widgets import Static

from trainhub_core.models.attempt import Chosen
from trainhub_core.models.scenario import Node
from trainhub_core.models.texts import LessonText
from trainhub_core.rules.scenario import score, standing, travelled, why_no_step
from trainhub_tui import palette
from trainhub_tui.screens.practice_log import WalkLog
from trainhub_tui.screens.practising import Practising
from trainhub_tui.widgets.passage import Lines, hanging, plain, prose
from trainhub_tui.widgets.sheets import ChoiceSheet


class ScenarioScreen(Practising[WalkLog]):
    """Goes on with the walk that was left, else sets out. An end is told; from there one can step back and try another way."""

    VERBS: ClassVar[tuple[str, ...]] = ("step-back",)

    def log_of(self, text: LessonText) -> WalkLog | str:
        return WalkLog(self.hub, text, text.scenario) if text.scenario else "There is no scenario in this lesson."

    # --- where one stands
    def go_on(self, log: WalkLog) -> None:
        node = standing(log.scenario, log.walk)
        steps = len(log.walk.steps)
        self.query_one("#head", Static).update(Content.styled(node.title, palette.TITLE))
        self.passage("before").show((lambda width: _led_here(log, width)) if steps else None)
        self.passage("prompt").show(lambda width: prose(node.text, width))
        choices = tuple((choice.id, choice.text) for choice in node.choices)
        self.sheet.show(ChoiceSheet(choices, follows=True) if choices else None, live=bool(choices))
        self.passage("said").show((lambda width: _way(log, node, width)) if node.is_end else None)
        made = f"{steps} choice{'' if steps == 1 else 's'} made" if steps else "This is where it begins"
        self.show_foot(f"The end{palette.DOT}{_score_words(log)}{made}" if node.is_end else made)
        self.to_top()
        self.show_frame()

    # --- verbs
    def label(self, verb_id: str) -> str:
        return {"open": "Choose", "restart": "Again"}.get(verb_id) or super().label(verb_id)

    def can_open(self) -> str | None:
        if self._log is None or standing(self._log.scenario, self._log.walk).is_end:
            return "This is an end: backspace takes the last choice back, E sets out again."
        return None

    def verb_open(self) -> None:
        log, sheet = self._log, self.sheet.sheet
        answer = sheet.answer() if sheet else None
        if log is None or not isinstance(answer, Chosen):
            return
        if reason := why_no_step(log.scenario, log.walk, answer.option):
            self.say(reason, "warning")
            return
        log.step(answer.option)
        self._moved(log)

    def can_step_back(self) -> str | None:
        return None if self._log and self._log.walk.steps else "This is where it begins; esc goes back to the lesson."

    def verb_step_back(self) -> None:
        if log := self._log:
            log.back()
            self._moved(log)

    def can_restart(self) -> str | None:
        return self.can_step_back()

    def verb_restart(self) -> None:
        if log := self._log:
            log.again()
            self._moved(log)

    def _moved(self, log: WalkLog) -> None:
        self.work(log.keep)
        self.go_on(log)


def _led_here(log: WalkLog, width: int) -> Lines:
    """The last choice, and what is said to it."""
    way = travelled(log.scenario, log.walk)
    if not way:
        return []
    choice = way[-1][1]
    lines = hanging(Content.styled("› ", palette.PROGRESS), lambda room: plain(choice.text, room, palette.MUTED), width)
    return [*lines, *(hanging(Content("  "), lambda room: prose(choice.feedback, room), width) if choice.feedback else []), Content("")]


def _way(log: WalkLog, end: Node, width: int) -> Lines:
    """The review at an end: its score, and the choices that led there."""
    points = score(log.scenario, log.walk)
    style = palette.DONE if points is None or points >= 80 else palette.UNDER_WAY
    mark = palette.MARKS["completed"].symbol if points is None or points >= 80 else palette.MARKS["in progress"].symbol
    worth = f"The end{'' if points is None else f': {points} of 100'}"
    lines = [Content(""), *hanging(Content.styled(f"{mark} ", style), lambda room: plain(worth, room, f"bold {style}"), width), Content("")]
    lines.append(Content.styled("The way you took", palette.TITLE))
    for place, (node, choice) in enumerate(travelled(log.scenario, log.walk), 1):
        lines += _behind(f"{place}. ", node.title, palette.MUTED, width)
        lines += _behind("   ", choice.text, palette.INK, width)
    return lines


def _behind(lead: str, words: str, style: str, width: int) -> Lines:
    return hanging(Content.styled(lead, palette.MUTED), lambda room: plain(words, room, style), width)


def _score_words(log: WalkLog) -> str:
    points = score(log.scenario, log.walk)
    return "" if points is None else f"{points} of 100{palette.DOT}"
