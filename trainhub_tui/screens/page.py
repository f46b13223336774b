"""The base of every page: header, footer, verbs, and how a page stays true to the hub.

A page names its verbs in `VERBS`, says what each does in `verb_<name>`, and may say in `can_<name>` why it cannot act now."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.screen import Screen
from textual.widget import Widget

from trainhub_tui import verbs
from trainhub_tui.hub import Hub
from trainhub_tui.screens.shell import HubChanged, Shell
from trainhub_tui.screens.status import banner, status_line
from trainhub_tui.troubles import Trouble
from trainhub_tui.widgets.footer import Footer, VerbChosen
from trainhub_tui.widgets.header import Header, TabChosen

if TYPE_CHECKING:  # operations bring models that the first paint does not need
    from trainhub_core.operations import Operation

Read = TypeVar("Read")
Tone = Literal["information", "warning", "error"]
LONGEST_WAIT = 2.0
"""Seconds for which a key waits for what it is for."""
COMMON = (*verbs.SECTIONS, "back", "why", "help", "sync", "settings", "suspend", "quit")


def verb_bindings(verb_ids: Iterable[str]) -> list[BindingType]:
    """A binding for each verb, with the verb as its id so that a settings file can change the key."""
    return [
        Binding(",".join(verb.keys), f"verb('{verb.id}')", verb.label, show=False, id=verb.id)
        for verb in (verbs.VERBS[verb_id] for verb_id in verb_ids)
    ]


class Page(Screen[None]):
    """See the module. Subclasses give `SECTION` (which tab is marked), `TITLE`, `VERBS`, `compose_page` and `refresh_view`."""

    app = getters.app(Shell)

    SECTION: ClassVar[str] = ""
    VERBS: ClassVar[tuple[str, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (160, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = verb_bindings(COMMON)

    _seen: int = -1
    _loading: int = 0
    _counting: bool = False

    def __init_subclass__(cls, **options: bool) -> None:
        missing = [verb_id for verb_id in cls.VERBS if not hasattr(cls, f"verb_{verbs.VERBS[verb_id].name}")]
        if missing:
            raise TypeError(f"{cls.__name__} declares {missing[0]} but has no verb_{verbs.VERBS[missing[0]].name}().")
        if "VERBS" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", []), *verb_bindings(cls.VERBS)]
        super().__init_subclass__(**options)

    # --- what a page is made of
    def compose(self) -> ComposeResult:
        yield Header()
        yield from self.compose_page()
        yield Footer()

    def compose_page(self) -> Iterable[Widget]:
        """The widgets between header and footer."""
        return ()

    def refresh_view(self) -> None:
        """Show what the hub knows now: called when the page is first shown, after every change of the hub, and on coming back.

        A page that needs more than one row of the cache reads through `self.load`."""

    def page_title(self) -> str:
        """The line at the top left."""
        return self.TITLE or "Training & Development Hub"

    @property
    def hub(self) -> Hub:
        return self.app.hub

    @property
    def verb_ids(self) -> tuple[str, ...]:
        """Every verb that this page answers to."""
        here = {verb_id for base in type(self).__mro__ for verb_id in getattr(base, "VERBS", ())}
        sections = self.app.sections()
        return tuple(it for it in verbs.VERBS if it in here or (it in COMMON and (it not in verbs.SECTIONS or it in sections)))

    # --- staying true to the hub
    def on_mount(self) -> None:
        if self._seen < 0:  # Textual calls this for every class of a page, super() or not
            self._show_all()

    def on_screen_resume(self, _: ScreenResume) -> None:
        if self._seen not in (-1, self.app.generation):
            self._show_all()

    def on_hub_changed(self, _: HubChanged) -> None:
        self._show_all()

    def _show_all(self) -> None:
        self._seen = self.app.generation
        self.show_frame()
        self.refresh_view()
        if not self._loading:
            self._known.set()

    @cached_property
    def _known(self) -> asyncio.Event:
        """Set once the page shows what it is about."""
        return asyncio.Event()

    def show_frame(self) -> None:
        """Header and footer as they should be now. Call it after what the page is about has changed."""
        status = self.hub.status()
        header = self.query_one(Header)
        header.show(self.page_title(), self.app.sections(), self.SECTION, status_line(status, self.hub.zone, self.hub.now()))
        header.show_banner(banner(status))
        self.show_footer()
        if status.retry_at and not self._counting:
            self._counting = True
            self.set_timer(1, self._count_down)

    def _count_down(self) -> None:
        self._counting = False
        if self.is_current:
            self.show_frame()

    def show_footer(self) -> None:
        """The footer as it should be now. Call it after what is chosen has changed."""
        self.query_one(Footer).show(self.footer_hints())

    def footer_hints(self) -> list[tuple[str, str, str]]:
        """Verb, key and label of each thing the footer shows, first the most used."""
        return [(verb.id, self.key_of(verb.id), self.label(verb.id)) for verb in verbs.footer_verbs(self.verb_ids)]

    def key_of(self, verb_id: str) -> str:
        """The verb's key as people read it, the learner's own where set."""
        return verbs.shown(verbs.keys_of(verbs.VERBS[verb_id], self.app.keys)[0], ascii_only=self.app.config.ascii)

    def label(self, verb_id: str) -> str:
        """The verb's name in the footer; a page may say it more exactly for what is chosen."""
        return verbs.VERBS[verb_id].label

    def load(self, read: Callable[[], Read], show: Callable[[Read], None]) -> None:
        """Read in a thread, then show on the app's thread. Of several reads asked for at once, the last one is shown."""
        self._loading = ticket = self._loading + 1

        def shown(found: list[Read]) -> None:
            if found and ticket == self._loading and self.is_attached:
                show(found[0])
            self._known.set()

        def work() -> None:
            self.app.call_from_thread(shown, self._try(read))

        self.run_worker(work, thread=True, group="load")

    def do(self, operation: Operation, said: str = "") -> None:
        """Make the change through the hub, in a thread. `said` is shown once it is journalled, the refusal when it is not."""
        self.work(lambda: self.hub.do(operation), said)

    def work(self, act: Callable[[], object], said: str = "") -> None:
        """Do something with the hub in a thread; pages read anew afterwards."""

        def run() -> None:
            if self._try(act) and said:
                self.app.call_from_thread(self.say, said)
            self.app.post_message(HubChanged())

        self.run_worker(run, thread=True, group="do")

    def _try(self, act: Callable[[], Read]) -> list[Read]:
        """What `act` returns, in a list; an empty one when it was refused, and the refusal is said."""
        try:
            return [act()]
        except Trouble as trouble:
            self.app.call_from_thread(self.say, trouble.sentence, "error")
            return []

    # --- speaking
    def say(self, sentence: str, tone: Tone = "information") -> None:
        """One toast, for what the person just did, in the place of the one before."""
        self.app.clear_notifications()
        self.notify(sentence, severity=tone, markup=False)

    def why(self) -> str:
        """Why what is chosen is as it is; the answer to `w`."""
        return ""

    # --- verbs
    async def action_verb(self, verb_id: str) -> None:
        """Do the verb, or say why it cannot act now. What is typed while a page opens is for what it will show."""
        if verb_id not in COMMON and not self._known.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_WAIT):
                    await self._known.wait()
        if refusal := self.why_not(verb_id):
            self.say(refusal, "warning")
            return
        result = getattr(self, f"verb_{verbs.VERBS[verb_id].name}")()
        if inspect.isawaitable(result):
            await result

    def why_not(self, verb_id: str) -> str | None:
        """The sentence that says why the verb cannot act now, None when it can."""
        ask: Callable[[], str | None] | None = getattr(self, f"can_{verbs.VERBS[verb_id].name}", None)
        return ask() if ask else None

    def step_back(self) -> bool:
        """Take one step back inside the page (clear the filter, leave the pane); False when there is none left."""
        return False

    def verb_back(self) -> None:
        if not self.step_back() and len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def verb_why(self) -> None:
        self.say(self.why() or "Nothing here needs a reason: choose a course, a lesson or a level first.")

    def verb_help(self) -> None:
        self.app.open("help")

    def verb_settings(self) -> None:
        self.app.open("settings")

    def verb_sync(self) -> None:
        self.work(self.hub.sync_now)

    def can_suspend(self) -> str | None:
        return self.app.why_no_shell()

    def verb_suspend(self) -> None:
        self.app.action_to_the_shell()

    def verb_quit(self) -> None:
        self.app.exit(0)

    def verb_home(self) -> None:
        self.app.open("home")

    def verb_learn(self) -> None:
        self.app.open("learn")

    def verb_webinars(self) -> None:
        self.app.open("webinars")

    def verb_library(self) -> None:
        self.app.open("library")

    def verb_achievements(self) -> None:
        self.app.open("achievements")

    def can_admin(self) -> str | None:
        return None if "admin" in self.app.sections() else "Admin is for managers and admins of an organisation."

    def verb_admin(self) -> None:
        self.app.open("admin")

    def verb_offline(self) -> None:
        self.app.open("offline")

    async def on_tab_chosen(self, message: TabChosen) -> None:
        await self.action_verb(message.section)

    async def on_verb_chosen(self, message: VerbChosen) -> None:
        await self.action_verb(message.verb_id)
