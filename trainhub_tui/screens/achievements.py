"""Achievements: certification levels, skill tracks, badges with pictures; what is missing for each (ACH-1 to ACH-3)."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.views import Achievements, Goal
from trainhub_core.rules.certification import completions
from trainhub_core.views.achievements import achievements
from trainhub_tui.screens.achievement_cards import celebration, detail, shelves
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.widgets.goal_cards import HEIGHT, GoalCards
from trainhub_tui.widgets.stated import Stated

SEEN = "seen-awards"


class AchievementsScreen(MovingPage):
    """A gallery; a carousel when narrow. What is new is celebrated once."""

    SECTION = "achievements"
    TITLE = "Achievements"
    CSS_PATH = ["../styles/lists.tcss", "../styles/achievements.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("left", "right")
    known: Known = Known()
    _all: Achievements = Achievements()
    _new: frozenset[str] = frozenset()

    def compose_page(self) -> Iterable[Widget]:
        yield Static(id="detail-words")
        with VerticalScroll(id="gallery", can_focus=False):
            yield GoalCards(id="cards")
        yield Stated(id="nothing")

    @property
    def cards(self) -> GoalCards:
        """The gallery."""
        return self.query_one(GoalCards)

    def pane(self) -> Widget:
        return self.query_one("#gallery")

    def on_mount(self) -> None:
        self.cards.focus()

    # --- showing
    def refresh_view(self) -> None:
        self.load(lambda: self._read(), self._show)

    def _read(self) -> tuple[Known, Achievements]:
        known = read(self.hub)
        if known.state is None or known.now is None:
            return known, Achievements()
        return known, achievements(known.catalogue, known.state, completions(known.catalogue, known.state.record), known.now)

    def _show(self, found: tuple[Known, Achievements]) -> None:
        self.known, self._all = found
        self._celebrate()
        self.cards.show(shelves(self._all, self.known.catalogue, self.hub.zone, self._new))
        nothing = self.known.nothing_yet("Badges") or ("" if self._goals else "This programme has no badges yet. ctrl+r looks again.")
        self.query_one(Stated).show(Content(nothing))
        self.set_class(bool(nothing), "-nothing")
        self._show_detail()
        self.show_frame()

    def _celebrate(self) -> None:
        """Say once what was earned since this page was last seen, and mark it while the page stays."""
        seen = set((self.hub.remembered(SEEN) or "").split())
        fresh = [goal for goal in self._goals if goal.earned_at and goal.id not in seen]
        if fresh:
            self.say(celebration(fresh))
            self._new |= {goal.id for goal in fresh}
            everything = " ".join(sorted(seen | {goal.id for goal in fresh}))
            self.work(lambda: self.hub.remember(SEEN, everything))

    @property
    def _goals(self) -> tuple[Goal, ...]:
        return (*self._all.levels, *self._all.tracks, *self._all.badges)

    @property
    def goal(self) -> Goal | None:
        """The goal that is chosen."""
        return next((goal for goal in self._goals if goal.id == self.cards.key), None)

    def _show_detail(self) -> None:
        words = detail(self.goal, self.hub.zone) if self.goal else Content("")
        self.query_one("#detail-words", Static).update(words)

    # --- moving
    def on_goal_cards_highlighted(self, _: GoalCards.Highlighted) -> None:
        self._show_detail()
        self._see_cursor()

    def _see_cursor(self) -> None:
        gallery, top = self.query_one("#gallery", VerticalScroll), self.cards.top_of_cursor()
        y = gallery.scroll_offset.y
        if top <= y:
            gallery.scroll_to(y=max(0, top - 1), animate=False)
        elif top + HEIGHT > y + gallery.size.height:
            gallery.scroll_to(y=top + HEIGHT - gallery.size.height, animate=False)

    def verb_left(self) -> None:
        self.cards.step(-1)

    def verb_right(self) -> None:
        self.cards.step(1)

    def verb_down(self) -> None:
        self.cards.step_row(1)

    def verb_up(self) -> None:
        self.cards.step_row(-1)

    def why(self) -> str:
        return f"{self.goal.why}." if self.goal and self.goal.why else ""
