"""`,`: how the app looks, how much space it may use, and where its files are. What is changed holds at once and is written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from trainhub_tui import palette
from trainhub_tui.config import MEGABYTE, PICTURES, VIDEOS, Config
from trainhub_tui.screens.page import Page
from trainhub_tui.theme import THEME_NAMES
from trainhub_tui.widgets.board import Board, Shelf
from trainhub_tui.widgets.card import Card, CardChosen, Choice, Line, Spot, wrapped

QUOTAS = tuple(it * MEGABYTE for it in (200, 500, 1_000, 2_000, 5_000, 10_000, 50_000))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAME_WIDTH = 16
VIDEO_WORDS = {
    "auto": "a window, else here",
    "blocks": "here, in blocks",
    "kitty": "here, as kitty draws",
    "sixel": "here, in sixel",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the page. `values` are what left and right go through; without any it is only shown."""

    id: str
    name: str
    told: str
    value: str
    values: tuple[str | bool | int, ...] = ()


class SettingsView(Card):
    """The settings, one after the other."""

    heading = "Settings"
    _settings: tuple[Setting, ...] = ()

    def show(self, heading: str, settings: tuple[Setting, ...]) -> None:
        self.heading, self._settings = heading, settings
        self.redraw()

    def lines(self, width: int) -> list[Line]:
        return [line for setting in self._settings for line in _setting(setting, width)]


def _setting(setting: Setting, width: int) -> list[Line]:
    spot = (Spot(0, width, Choice("setting", setting.id)),)
    name_width = min(NAME_WIDTH, width // 3)
    value = (
        Content.assemble(("← ", palette.KEY), (setting.value, palette.TITLE), (" →", palette.KEY))
        if setting.values
        else Content(setting.value)
    )
    room = width - name_width - 3
    rows = [value] if value.cell_length <= room else [Content(text) for text in wrapped(setting.value, room, 4)]
    first = Line(Content.assemble(" ", palette.fitted(setting.name, name_width, palette.MUTED), " ", rows[0]), spot)
    indent = " " * (name_width + 2)
    more = [Line(Content.assemble(indent, row)) for row in rows[1:]]
    told = [Line(Content.assemble(indent, (text, palette.MUTED))) for text in wrapped(setting.told, room, 3)] if setting.told else []
    return [first, *more, *told]


class Settings(Page):
    """See the module."""

    TITLE = "Settings"
    AUTO_FOCUS = "#looks"
    VERBS: ClassVar[tuple[str, ...]] = ("down", "up", "left", "right", "open", "next-pane", "previous-pane")

    _rest_days: tuple[int, ...] | None = None

    def compose_page(self) -> Iterable[Widget]:
        board = Board(SettingsView(id="looks"), SettingsView(id="rest"))
        board.arrange_as((Shelf(("looks",)), Shelf(("rest",))))
        yield board

    def refresh_view(self) -> None:
        self._show()
        self.load(lambda: self.hub.state().learner.rest_days, self._know_rest_days)

    def _know_rest_days(self, days: tuple[int, ...]) -> None:
        self._rest_days = days
        self._show()

    def _show(self) -> None:
        config = self.app.config
        self.query_one("#looks", SettingsView).show("Change with ← and →", self._changeable(config))
        self.query_one("#rest", SettingsView).show("Shown here, changed in the settings file", self._shown(config))

    def _changeable(self, config: Config) -> tuple[Setting, ...]:
        quota = f"{config.quota // MEGABYTE:,} MB".replace(",", " ")
        return (
            Setting("theme", "Theme", "Colours of every page.", config.theme, THEME_NAMES),
            Setting(
                "ascii",
                "Characters",
                "Plain ASCII for terminals that draw lines badly.",
                "ASCII" if config.ascii else "Unicode",
                (False, True),
            ),
            Setting("emoji", "Emoji", "Off leaves them out of texts.", "shown" if config.emoji else "left out", (True, False)),
            Setting("pictures", "Pictures", "In the terminal's own pixels, in half blocks, or off.", config.pictures, PICTURES),
            Setting("video", "Videos", "In a window, or drawn in this terminal.", VIDEO_WORDS[config.video], VIDEOS),
            Setting("quota", "Space", "What downloads may use; pinned ones are never removed.", quota, QUOTAS),
        )

    def _shown(self, config: Config) -> tuple[Setting, ...]:
        days = self._rest_days
        rest = palette.UNKNOWN if days is None else ", ".join(DAYS[day] for day in days) or "none"
        zone = self.hub.zone if config.zone else f"{self.hub.zone} (this laptop's)"
        own = ", ".join(f"{verb} = {keys}" for verb, keys in config.keys.items()) or "as delivered"
        return (
            Setting("zone", "Time zone", 'zone = "Europe/Berlin"', zone),
            Setting("rest", "Rest days", "They neither break a streak nor are needed for it.", rest),
            Setting("keys", "Keys", '[keys] register = "T"; ? names the verbs where they work.', own),
            Setting("file", "Settings file", "", str(self.hub.paths.config_file)),
            Setting("data", "Data", "", str(self.hub.paths.data)),
        )

    # --- verbs
    @property
    def card(self) -> SettingsView:
        return self.focused if isinstance(self.focused, SettingsView) else self.query_one("#looks", SettingsView)

    def _change(self, step: int) -> None:
        config, choice = self.app.config, self.card.chosen
        setting = next((it for it in self._changeable(config) if choice and it.id == choice.id), None)
        if setting is None:
            self.say(f"This one is changed in the settings file: {self.hub.paths.config_file}")
            return
        now = getattr(config, setting.id)
        at = setting.values.index(now) if now in setting.values else 0
        self.app.set_config(**{setting.id: setting.values[(at + step) % len(setting.values)]})
        self._show()

    def verb_left(self) -> None:
        self._change(-1)

    def verb_right(self) -> None:
        self._change(1)

    def verb_open(self) -> None:
        self._change(1)

    def on_card_chosen(self, _: CardChosen) -> None:
        self._change(1)

    def _move(self, down: int, other: str) -> None:
        if not self.card.move(down=down):
            card = self.query_one(other, SettingsView)
            if card is not self.card:
                card.enter_from(above=down > 0)
                card.focus()

    def verb_down(self) -> None:
        self._move(1, "#rest")

    def verb_up(self) -> None:
        self._move(-1, "#looks")

    def verb_next_pane(self) -> None:
        self.focus_next()

    def verb_previous_pane(self) -> None:
        self.focus_previous()
