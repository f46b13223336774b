"""Home: the whole page of the hub from top to bottom, each part a door to its section (DASH-1 to DASH-6)."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.events import DescendantFocus, Resize
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.views import Dashboard, WebinarRow
from trainhub_tui import palette
from trainhub_tui.screens.home_rows import first_open, may_cancel, quick_actions, webinar_line, why_of
from trainhub_tui.screens.page import Page
from trainhub_tui.screens.times import zone_label
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.achievement_card import AchievementsView
from trainhub_tui.widgets.board import Board, Shelf
from trainhub_tui.widgets.card import Card, CardChosen, Choice
from trainhub_tui.widgets.category_card import CategoriesView
from trainhub_tui.widgets.home_top import QuickActions, TilesView
from trainhub_tui.widgets.library_card import LibraryView
from trainhub_tui.widgets.path_card import PathView
from trainhub_tui.widgets.webinar_card import WebinarsView

if TYPE_CHECKING:  # start-up
    from trainhub_core.operations import Operation

_TOP = (Shelf(("actions",)), Shelf(("tiles",)))
NARROW = (*_TOP, Shelf(("path",)), Shelf(("webinars",)), Shelf(("categories",)), Shelf(("library",)), Shelf(("achievements",)))
MEDIUM = (*_TOP, Shelf(("path", "library"), (1, 1)), Shelf(("webinars",)), Shelf(("categories",)), Shelf(("achievements",)))
WIDE = (*_TOP, Shelf(("path", "webinars"), (1, 1)), Shelf(("categories",)), Shelf(("library",)), Shelf(("achievements",)))

MOVES = ("down", "up", "left", "right", "top", "bottom", "page-down", "page-up", "half-down", "half-up", "next-pane", "previous-pane")
_DOORS = {"category": "learn", "collection": "library", "group": "library", "level": "achievements"}
_DOORS |= {"track": "achievements", "badge": "achievements"}


class Home(Page):
    """See the module. The first picture is read at once; later ones in a thread."""

    SECTION = "home"
    TITLE = "Training & Development Hub"
    AUTO_FOCUS = "#path"
    VERBS: ClassVar[tuple[str, ...]] = ("open", "continue", "register", "download", "search", "bookmarks", "notes", "applied", *MOVES)

    _home: Dashboard | None = None
    _painted = False
    _arranged_for = Size()
    _taken = ""
    """The title of the webinar in which a seat was taken without one being chosen: the next seat has to be chosen."""

    def compose_page(self) -> Iterable[Widget]:
        yield Board(
            QuickActions(id="actions"),
            TilesView(id="tiles"),
            PathView(id="path"),
            WebinarsView(id="webinars"),
            CategoriesView(id="categories"),
            LibraryView(id="library"),
            AchievementsView(id="achievements"),
        )
        yield Static(id="ask")

    # --- what is shown
    def refresh_view(self) -> None:
        if self._painted:
            self.load(self.hub.home, self._show)
        else:
            self._painted = True
            self._arrange(*self.app.size)
            self._show(self.hub.home(at_once=True))

    def on_mount(self) -> None:
        self.set_interval(30, self._tick)

    def _tick(self) -> None:
        """Countdowns and what the learner may do follow the clock."""
        if self.is_current:
            self.load(self.hub.home, self._show)

    def on_resize(self, event: Resize) -> None:
        """Arranged before the breakpoints' classes are set, so that no size is ever painted in another's layout."""
        if event.size != self._arranged_for:
            self._arrange(*event.size)

    def page_title(self) -> str:
        name = self._home.learner_name if self._home else ""
        return f"{self.TITLE} · {name}" if name and self.size.width >= 100 else str(self.TITLE)

    def _show(self, home: Dashboard | None) -> None:
        self._home = home
        now, zone, key = self.hub.now(), self.hub.zone, self.key_of
        keys = {verb_id: key(verb_id) for verb_id in ("continue", "learn", "register", "library")}
        self.query_one(QuickActions).show(quick_actions(keys, going_on=home is None or home.next is not None))
        self._show_tiles()
        self.query_one(PathView).show(home.path if home else None, home.next if home else None, key("continue"), known=home is not None)
        lines = [webinar_line(row, zone, now, key("register")) for row in home.webinars] if home else None
        self.query_one(WebinarsView).show(lines, zone_label(zone), key("sync"))
        self.query_one(CategoriesView).show(home.categories if home else None)
        self.query_one(LibraryView).show(home.library if home else None, self._here() if home else ())
        self.query_one(AchievementsView).show(home.achievements if home else None)
        self._show_ask()
        self.show_frame()

    def _show_ask(self) -> None:
        """A line for the question that is due, nothing else: the learner answers when it suits."""
        ask, line = self._home.ask if self._home else None, self.query_one("#ask", Static)
        line.display = ask is not None
        if ask:
            words = (f" Have you used {ask.title} in real work?  ", palette.MUTED)
            line.update(Content.assemble(words, palette.key_hint(self.key_of("applied"), "Answer")))

    def _show_tiles(self) -> None:
        width, height = self.app.size
        self.query_one(TilesView).show(self._home.tiles if self._home else None, boxes=width >= 100 and height >= 32)

    def _here(self) -> Sequence[str]:
        return self.hub.here()

    def _arrange(self, width: int, height: int) -> None:
        self._arranged_for = Size(width, height)
        tall = height >= 32
        self.query_one(Board).arrange_as(WIDE if width >= 160 else MEDIUM if width >= 100 else NARROW)
        categories, library, achievements = self.query_one(CategoriesView), self.query_one(LibraryView), self.query_one(AchievementsView)
        categories.most_columns = 2 if 100 <= width < 160 else 3
        categories.topics = "none" if width < 100 or not tall else "list" if width >= 160 else "line"
        library.most = 2 if 100 <= width < 160 else 99
        achievements.most = 4 if 100 <= width < 160 else 8
        self.query_one(PathView).roomy = self.query_one(WebinarsView).roomy = width >= 160 and tall
        for card in self.query(Card):
            card.redraw()
        self._show_tiles()
        self.show_frame()

    # --- moving
    @property
    def card(self) -> Card | None:
        """The card that has the focus."""
        return self.focused if isinstance(self.focused, Card) else None

    def _cards(self) -> list[Card]:
        return list(self.query(Card))

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        self.show_frame()

    def _move(self, down: int = 0, right: int = 0) -> None:
        card = self.card
        cards = self._cards()
        if card is None:
            cards[0].focus()
            return
        if not card.move(down, right) and down:
            at = cards.index(card) + down
            if not 0 <= at < len(cards):
                self.query_one(Board).scroll_to(y=0 if down < 0 else None, animate=False)
                return
            card = cards[at]
            card.enter_from(above=down > 0)
            card.focus(scroll_visible=False)
        self._see_cursor(card)
        self.show_frame()

    def _see_cursor(self, card: Card) -> None:
        row = card.region.y - self.query_one(Board).region.y + card.cursor_row()
        board = self.query_one(Board)
        if row < 1:
            board.scroll_relative(y=row - 1, animate=False)
        elif row >= board.size.height - 1:
            board.scroll_relative(y=row - board.size.height + 2, animate=False)

    def verb_down(self) -> None:
        self._move(down=1)

    def verb_up(self) -> None:
        self._move(down=-1)

    def verb_left(self) -> None:
        self._move(right=-1)

    def verb_right(self) -> None:
        self._move(right=1)

    def verb_top(self) -> None:
        self._to(self._cards()[0], above=True)

    def verb_bottom(self) -> None:
        self._to(self._cards()[-1], above=False)

    def _to(self, card: Card, *, above: bool) -> None:
        card.enter_from(above=above)
        card.focus(scroll_visible=False)
        self.query_one(Board).scroll_to(y=0 if above else self.query_one(Board).max_scroll_y, animate=False)

    def _scroll(self, share: float) -> None:
        board = self.query_one(Board)
        board.scroll_relative(y=int(board.size.height * share), animate=False)

    def verb_page_down(self) -> None:
        self._scroll(1)

    def verb_page_up(self) -> None:
        self._scroll(-1)

    def verb_half_down(self) -> None:
        self._scroll(0.5)

    def verb_half_up(self) -> None:
        self._scroll(-0.5)

    def verb_next_pane(self) -> None:
        self.focus_next()

    def verb_previous_pane(self) -> None:
        self.focus_previous()

    # --- doors
    @property
    def chosen(self) -> Choice | None:
        card = self.card
        return card.chosen if card else None

    def can_open(self) -> str | None:
        return None if self.chosen else "Choose something first: tab goes from card to card."

    def verb_open(self) -> None:
        if choice := self.chosen:
            self._open(choice)

    def on_card_chosen(self, message: CardChosen) -> None:
        self._open(message.choice)

    def _open(self, choice: Choice) -> None:
        match choice.kind:
            case "category":
                self.app.open("category", choice.id)
            case "course" | "webinar":
                self.app.open(choice.kind, choice.id)
            case "resource" if self.hub.file_of(choice.id):
                self.app.open("document", choice.id)
            case "resource":
                self.app.open("library")
            case other:
                self.app.open(_DOORS[other])

    # --- learning
    def can_continue(self) -> str | None:
        if self._home is None:
            return f"Nothing is known yet; {self.key_of('sync')} fetches it."
        return None if self._home.next else f"Everything that is open to you is done. {self.key_of('learn')} shows all courses."

    def verb_continue(self) -> None:
        if self._home and self._home.next:
            self.app.open("lesson", self._home.next.lesson_id)

    def verb_search(self) -> None:
        self.app.open("search")

    def verb_bookmarks(self) -> None:
        self.app.open("bookmarks")

    def verb_notes(self) -> None:
        self.app.open("notes")

    def can_applied(self) -> str | None:
        return None if self._home and self._home.ask else "Nothing is asked now; the page of a course takes what you have to say of it."

    def verb_applied(self) -> None:
        from trainhub_tui.screens.asking import ask_applied  # late: start-up

        if self._home and (ask := self._home.ask):
            ask_applied(self, ask.course_id, ask.title, None)

    # --- webinars
    def _webinar(self) -> WebinarRow | None:
        """The webinar that `r` is about: the chosen one, else the soonest that is open."""
        if self._home is None:
            return None
        if (choice := self.chosen) and self._is_webinar_chosen:
            return next((row for row in self._home.webinars if row.webinar.id == choice.id), None)
        return first_open(self._home, self.hub.now())

    def label(self, verb_id: str) -> str:
        row = self._webinar() if verb_id == "register" and self._is_webinar_chosen else None
        return "Give up seat" if row and may_cancel(row, self.hub.now()) else super().label(verb_id)

    @property
    def _is_webinar_chosen(self) -> bool:
        return self.chosen is not None and self.chosen.kind == "webinar"

    def on_screen_suspend(self) -> None:
        self._taken = ""

    def can_register(self) -> str | None:
        from trainhub_core.rules.seats import webinar_status  # late: the verb is not needed to paint

        if self._taken and not self._is_webinar_chosen:
            key = self.key_of("register")
            return f"You have asked for a seat in {self._taken}. For another webinar, choose it here and press {key}."
        row = self._webinar()
        if row is None:
            return f"No webinar is open for registration now. {self.key_of('webinars')} shows them all."
        return None if may_cancel(row, self.hub.now()) else webinar_status(row.webinar, row.registration, self.hub.now()).refusal

    def verb_register(self) -> None:
        from trainhub_core.operations import CancelWebinar, RegisterWebinar  # late: start-up
        from trainhub_core.rules.seats import is_offered, overlapping

        row, home, now = self._webinar(), self._home, self.hub.now()
        if row is None or home is None:
            return
        webinar = row.webinar
        self._taken = "" if self._is_webinar_chosen else webinar.title
        self.query_one(WebinarsView).choose(Choice("webinar", webinar.id))
        if may_cancel(row, now):
            self.do(CancelWebinar(webinar_id=webinar.id, at=now), f"Your seat in {webinar.title} is given back.")
            return
        offer = row.registration.offered_until if row.registration and is_offered(row.registration, now) else None
        other = overlapping(webinar, [it.webinar for it in home.webinars if may_cancel(it, now)])
        note = f" It is on at the same time as {other.title}." if other else ""
        what = f"The seat in {webinar.title} that is held for you is taken." if offer else f"A seat in {webinar.title} is requested."
        self.work(lambda: self._take(RegisterWebinar(webinar_id=webinar.id, at=now, offered_until=offer)), f"{what}{note}")

    def _take(self, asked: "Operation") -> None:
        """In a thread: a seat that could not be asked for may be asked for again."""
        try:
            self.hub.do(asked)
        except Trouble:
            self._taken = ""
            raise

    # --- library
    def can_download(self) -> str | None:
        choice = self.chosen
        if choice is None or choice.kind != "resource":
            return f"Choose a document first; {self.key_of('library')} shows the whole library."
        return "It is on this laptop already; enter opens it." if self.hub.file_of(choice.id) else None

    def verb_download(self) -> None:
        if choice := self.chosen:
            self.work(lambda: self.hub.download(choice.id), "Downloading; it opens from here when it is done.")

    def why(self) -> str:
        if self._home is None:
            return ""
        choice = self.chosen
        told = why_of(self._home, choice.kind, choice.id) if choice else ""
        return told or " ".join(f"{it.rstrip('.')}." for it in (self._home.tiles.skill_why, self._home.tiles.streak_why) if it)
