"""The first run: three lines and one default. Enter starts."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from trainhub_tui import palette, verbs
from trainhub_tui.facts import SyncKind
from trainhub_tui.hub import Hub
from trainhub_tui.screens.shell import HubChanged, Shell

REMEMBERED = "first-run"


class FirstRun(ModalScreen[None]):
    """See the module. It never comes again once Enter was pressed."""

    app = getters.app(Shell)
    CSS_PATH = "../styles/first_run.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-roomy")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,space", "begin", "Start", show=False),
        Binding("q", "leave", "Quit", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled("Welcome to the Training & Development Hub", palette.TITLE))
            yield Static(Content(_welcome(self.app.hub)), id="welcome")
            enter = verbs.shown("enter", ascii_only=self.app.config.ascii)
            yield Static(Content.assemble((enter, palette.KEY), " starts."), id="start")
            yield Static(Content.styled(_after(self.app.hub), palette.MUTED))

    def on_hub_changed(self, _: HubChanged) -> None:
        self.query_one("#welcome", Static).update(Content(_welcome(self.app.hub)))

    def on_click(self) -> None:
        self.action_begin()

    def action_begin(self) -> None:
        hub = self.app.hub
        self.app.run_worker(lambda: hub.remember(REMEMBERED, "done"), thread=True)
        self.dismiss()

    def action_leave(self) -> None:
        self.app.exit(0)


def _welcome(hub: Hub) -> str:
    """What comes on this laptop, or is there already."""
    if hub.server and not hub.is_signed_in:
        return f"You are not signed in to {hub.server} yet. Once you are, its courses, webinars and guides come on this laptop."
    what = f"Courses, webinars and guides{f' of {hub.server}' if hub.server else ''}"
    works = "All of it works offline." if hub.server else "There is nothing to set up, and all of it works offline."
    standing = hub.status().kind
    if standing in (SyncKind.STARTING, SyncKind.SYNCING):
        return f"{what} are being put on this laptop. {works}"
    if hub.home(at_once=True) is None:
        return f"{what} come on this laptop once the server can be reached."
    return f"{what} are on this laptop. {works}"


def _after(hub: Hub) -> str:
    """What to do if that is not enough."""
    if not hub.server:
        return "Your organisation has a hub of its own? Quit with q, then: trainhub --server https://its.address login"
    if hub.is_signed_in:
        return f"An invitation to join with? Quit with q, then: trainhub --server {hub.server} join"
    return f"Quit with q, then: trainhub --server {hub.server} login"
