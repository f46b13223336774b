"""The app: one table of pages, sections on keys, the hub's changes handed to the page on top."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.events import Event, Key, Resize
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from trainhub_tui import palette, verbs
from trainhub_tui.config import Config
from trainhub_tui.heap import share_one_heap
from trainhub_tui.hub import Hub
from trainhub_tui.last_wall import LastWall
from trainhub_tui.processes import has_a_shell
from trainhub_tui.screens.home import Home
from trainhub_tui.screens.page import Page
from trainhub_tui.screens.shell import HubChanged, Shell
from trainhub_tui.theme import DARK, THEME_NAMES, themes_for
from trainhub_tui.troubles import CannotSave, Trouble

if TYPE_CHECKING:  # start-up
    from trainhub_tui.widgets.graphics import Canvas

PAGES: Mapping[str, str] = {
    "learn": "trainhub_tui.screens.learn:LearnScreen",
    "category": "trainhub_tui.screens.learn:LearnScreen",
    "course": "trainhub_tui.screens.course:CourseScreen",
    "path": "trainhub_tui.screens.path:PathScreen",
    "lesson": "trainhub_tui.screens.lesson:LessonScreen",
    "quiz": "trainhub_tui.screens.quiz:QuizScreen",
    "exercise": "trainhub_tui.screens.exercise:ExerciseScreen",
    "scenario": "trainhub_tui.screens.scenario:ScenarioScreen",
    "webinars": "trainhub_tui.screens.webinars:WebinarsScreen",
    "webinar": "trainhub_tui.screens.webinar:WebinarScreen",
    "library": "trainhub_tui.screens.library:LibraryScreen",
    "resources": "trainhub_tui.screens.library:LibraryScreen",
    "collection": "trainhub_tui.screens.library:CollectionScreen",
    "document": "trainhub_tui.screens.document:DocumentScreen",
    "video": "trainhub_tui.screens.video:VideoScreen",
    "video-lesson": "trainhub_tui.screens.video_lesson:VideoLessonScreen",
    "interactive": "trainhub_tui.screens.interactive:InteractiveScreen",
    "achievements": "trainhub_tui.screens.achievements:AchievementsScreen",
    "offline": "trainhub_tui.screens.offline:OfflineScreen",
    "admin": "trainhub_tui.screens.admin:AdminScreen",
    "search": "trainhub_tui.screens.search:SearchScreen",
    "bookmarks": "trainhub_tui.screens.bookmarks:BookmarksScreen",
    "notes": "trainhub_tui.screens.notes:NotesScreen",
    "help": "trainhub_tui.screens.help:Help",
    "settings": "trainhub_tui.screens.settings:Settings",
    "first-run": "trainhub_tui.screens.first_run:FirstRun",
    "too-small": "trainhub_tui.screens.too_small:TooSmall",
}
"""Every page but Home by name; imported when it is first opened, so that the start imports Home alone."""

SMALLEST = (40, 12)
TERMINATED = 128 + signal.SIGTERM
"""Exit status of a program that was told to end."""
MANAGES = "manages"
"""Remembered: whether the learner manages an organisation, so that the first paint knows it."""
WITHOUT_ADMIN = tuple(it for it in verbs.SECTIONS if it != "admin")


def _commands() -> type[Provider]:
    # Late for start-up time: the command palette brings Textual's input and list widgets.
    provider: type[Provider] = import_module("trainhub_tui.screens.commands").Commands
    return provider


class TrainhubApp(Shell):
    """See the module. `config` is what the learner set; `hub` is open for as long as the app runs."""

    TITLE = "Training & Development Hub"
    CSS_PATH = "styles/app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(verbs.VERBS["suspend"].keys), "to_the_shell", show=False, id="suspend", priority=True)  # in questions too
    ]
    COMMANDS: ClassVar[set[Callable[[], type[Provider]]]] = {_commands}  # type: ignore[assignment]

    def __init__(self, hub: Hub, config: Config | None = None) -> None:
        self.hub = hub
        self.config = config or Config()
        self._sections: dict[str, Screen[None]] = {}
        self._canvas_for = ""
        self._manages: bool | None = None
        self._last_wall = LastWall(ascii_only=self.config.ascii, emoji=self.config.emoji)
        self.keys, self.key_faults = verbs.keymap(self.config.keys)
        if "commands" in self.keys:
            vars(self)["COMMAND_PALETTE_BINDING"] = self.keys["commands"]
        super().__init__()
        for theme in themes_for(self.console.color_system):
            self.register_theme(theme)
        self._start_in(self.config.theme if self.config.theme in THEME_NAMES else DARK)
        self.set_keymap(dict(self.keys))

    # --- start and end
    def _start_in(self, theme: str) -> None:
        """The first theme, set past its watcher, which would read every stylesheet twice (start-up)."""
        self.set_reactive(TrainhubApp.theme, theme)
        dark = self.current_theme.dark
        self.update_classes(
            {f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark, palette.ASCII_CLASS: self.config.ascii}, update=False
        )
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        return Home()

    def on_load(self) -> None:
        """Tasks begin in turn on every Python (docs/decisions/0022-order-of-tasks.md)."""
        asyncio.get_running_loop().set_task_factory(None)

    def on_mount(self) -> None:
        self._end_with_its_terminal()
        self._hear_when_told_to_end()
        self.app_suspend_signal.subscribe(self, lambda _: self._end_pixel_reports(), immediate=True)
        self.app_resume_signal.subscribe(self, lambda _: self._hear_when_told_to_end(), immediate=True)
        if self.hub.remembered("first-run") is None and self.hub.home(at_once=True) is None:
            self.open("first-run")
        self.call_after_refresh(self._painted)

    def _end_with_its_terminal(self) -> None:
        """Also where whoever started it ignores that (nohup): without a terminal it would read nothing, again and again."""
        if not self.is_headless and hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def _hear_when_told_to_end(self) -> None:
        if not self.is_headless:
            with suppress(NotImplementedError):  # Windows has no such signal
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._told_to_end)

    def _told_to_end(self) -> None:
        """SIGTERM leaves as q does, the terminal as it was before; told a second time, at once."""
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
        self.exit(return_code=TERMINATED)

    def action_help_quit(self) -> None:
        """ctrl+c: somebody looks for the way out."""
        self.clear_notifications()
        self.notify(f"{self._key_of('quit')} leaves, ctrl+q while you type; nothing is lost.", markup=False)

    def _painted(self) -> None:
        """After the first paint: what was loaded so far is not looked at again by the collector, and the hub goes to work."""
        gc.collect()
        gc.freeze()
        gc.enable()
        self.run_worker(self._begin, thread=True, group="hub")
        for fault in (*self.config.faults, *self.key_faults):
            self.notify(fault, severity="warning", markup=False)

    def _begin(self) -> None:
        # Late for start-up time: after the first paint.
        from trainhub_tui.drafts import keep_what_was_begun

        self.hub.start(self._hub_changed)
        with suppress(Trouble):  # it stays where it is until the next start
            if keep_what_was_begun(self.hub):
                said = f"The note that was being written when trainhub ended is kept; {self._key_of('notes')} shows it."
                self.call_from_thread(self.notify, said, markup=False)
                self._hub_changed()

    def _hub_changed(self) -> None:
        """From the hub's thread: pages read anew, and what the server said to what was just done is said."""
        if told := dict.fromkeys((it.answer, it.refused) for it in self.hub.answers.take()):
            self.call_later(self._say_answers, tuple(told))
        manages = self.hub.manages()
        if manages != self._manages:
            self._manages = manages
            self.hub.remember(MANAGES, "yes" if manages else "no")
        self.post_message(HubChanged())

    def _say_answers(self, told: Sequence[tuple[str, bool]]) -> None:
        """In the place of what was said when it was asked for."""
        self.clear_notifications()
        for answer, is_refused in told:
            self.notify(answer, severity="warning" if is_refused else "information", markup=False)

    def on_unmount(self) -> None:
        if self._driver is not None and not self.is_headless:
            self._end_pixel_reports()
            if self._last_wall.canvas:
                self._driver.write(self._last_wall.canvas.farewell())

    def _end_pixel_reports(self) -> None:
        """Textual leaves mouse reports in pixels on; the program that has the terminal next does not know of them."""
        if self._driver is not None and not self.is_headless:
            self._driver.write("\x1b[?1016l")

    # --- to the shell and back
    def why_no_shell(self) -> str | None:
        if self._driver is None or self.is_headless or not self._driver.can_suspend or not has_a_shell():
            return f"There is no shell below trainhub in this terminal; {self._key_of('quit')} leaves."
        return None

    def action_to_the_shell(self) -> None:
        """The whole job stops, with what started it, once the terminal is as it was before; the page is back when it is continued."""
        if refusal := self.why_no_shell():
            self.clear_notifications()
            self.notify(refusal, severity="warning", markup=False)
            return
        with self.batch_update(), self.suspend():
            asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)  # `kill` ends it where it lies, the terminal is whole
            before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(0, signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, before)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a text that is being written the key is the field's own: it takes back what was typed last."""
        if action == "to_the_shell" and self.focused is not None:
            return not any(key in self.focused._bindings.key_to_bindings for key in verbs.keys_of(verbs.VERBS["suspend"], self.keys))
        return super().check_action(action, parameters)

    def _key_of(self, verb_id: str) -> str:
        return verbs.shown(verbs.keys_of(verbs.VERBS[verb_id], self.keys)[0], ascii_only=self.config.ascii)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._last_wall]

    # --- pages
    def sections(self) -> tuple[str, ...]:
        if self._manages is None:  # every frame asks, and the store is asked once
            self._manages = self.hub.remembered(MANAGES) == "yes"
        return verbs.SECTIONS if self._manages else WITHOUT_ADMIN

    def open(self, name: str, *args: str) -> None:
        if name in verbs.SECTIONS:
            self._go_to(name)
        else:
            self.push_screen(_page(name)(*args))

    def _go_to(self, section: str) -> None:
        """Home stays at the bottom; the section stands on it, as it was left."""
        stack = self.screen_stack
        kept = 2 if len(stack) > 1 and self._sections.get(section) is stack[1] else 1
        with self.batch_update():
            while len(self.screen_stack) > kept:
                self.pop_screen()
            if section == "home" or kept == 2:
                return
            if section not in self._sections:
                self._sections[section] = _page(section)()
                self.install_screen(self._sections[section], section)
            self.push_screen(section)

    def on_hub_changed(self, _: HubChanged) -> None:
        self.generation += 1
        top = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Page)), None)
        if top is not None:
            top.post_message(HubChanged())
        if self.screen is not top:
            self.screen.post_message(HubChanged())

    async def on_event(self, event: Event) -> None:
        """A key that nothing below takes is acted on at once: on its way up, later ones could overtake it once a page has opened."""
        if self._exit and isinstance(event, Key):
            return  # what is typed behind q is for the shell; no page opens any more
        if not isinstance(event, Key) or event.is_forwarded or self._is_heard(event.key):
            await super().on_event(event)
            return
        self.app_focus = True
        if event.key == "escape":
            self.screen.clear_selection()  # what Textual's screen does with it
        if not await self._check_bindings(event.key, priority=True):
            await self._check_bindings(event.key)

    def _is_heard(self, key: str) -> bool:
        """Whether something between the focus and the page may take a key for itself."""
        below = self.focused or self.screen
        is_minimized = key == "escape" and self.screen.maximized is not None
        return is_minimized or any(_hears_keys(type(it)) for it in below.ancestors_with_self if it is not self)

    def on_key(self, event: Key) -> None:
        """What was typed right behind the key of a field came up from the page before; it is the field's, and no verb."""
        field = self.focused or self.screen
        if field.check_consume_key(event.key, event.character):
            event.prevent_default()
            field.post_message(event.copy())

    def on_resize(self, event: Resize) -> None:
        """A terminal too small for any page says so, and the page is there again when it grows."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        shown = self.screen.name == "too-small"
        if small and not shown:
            self.push_screen(_page("too-small")(*SMALLEST))
        elif shown and not small:
            self.pop_screen()

    def open_outside(self, target: str) -> str | None:
        # Late for start-up time: it brings subprocess.
        from trainhub_tui.outside import open_outside

        return open_outside(target)

    def canvas(self) -> Canvas | None:
        if self._canvas_for != self.config.pictures:
            # Late for start-up time: nothing is asked of the terminal before a text with pictures is opened.
            from trainhub_tui.drawing import canvas_for

            self._canvas_for = self.config.pictures
            self._last_wall.canvas = canvas_for(self)
        return self._last_wall.canvas

    # --- settings
    def set_config(self, **changes: str | bool | int) -> None:
        self.config = replace(self.config, **changes)  # type: ignore[arg-type]
        self._last_wall.ascii_only, self._last_wall.emoji = self.config.ascii, self.config.emoji
        self.hub.config = self.config
        self.theme = self.config.theme
        self.set_class(self.config.ascii, palette.ASCII_CLASS)
        self.refresh_css(animate=False)
        for screen in self.screen_stack:
            screen.refresh(layout=True)
            for widget in screen.walk_children():
                widget.refresh()  # what is drawn already has passed the last wall as it was
            if isinstance(screen, Page):
                screen.show_footer()
        self.run_worker(self._keep_config, thread=True, group="config", exclusive=True)

    def _keep_config(self) -> None:
        # Late for start-up time: nothing is written before the first change.
        from trainhub_tui.config_writing import keep_config

        try:
            keep_config(self.hub.paths, self.config)
        except CannotSave as trouble:
            self.notify(trouble.sentence, severity="warning", markup=False)


def launch(hub: Hub, config: Config) -> int:
    """Run the app in this terminal; its exit status. The collector rests until the first paint."""
    gc.disable()
    share_one_heap()
    app = TrainhubApp(hub, config)
    app.run()
    return app.return_code or 0


@cache
def _hears_keys(kind: type[DOMNode]) -> bool:
    """Whether a widget does something with keys, beside its bindings."""
    return any(name in vars(it) for it in kind.__mro__ if it is not Widget for name in ("on_key", "_on_key"))


def _page(name: str) -> Callable[..., Screen[None]]:
    module, _, kind = PAGES[name].partition(":")
    page: Callable[..., Screen[None]] = getattr(import_module(module), kind)
    return page
