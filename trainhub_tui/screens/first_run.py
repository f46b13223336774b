"""The first run: three lines and one default. Enter starts."""

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from trainhub_tui import palette
from trainhub_tui.screens.shell import Shell

REMEMBERED = "first-run"


class FirstRun(ModalScreen[None]):
    """See the module. It never comes again once Enter was pressed."""

    app = getters.app(Shell)
    CSS_PATH = "../styles/first_run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,space", "begin", "Start", show=False),
        Binding("q", "leave", "Quit", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled("Welcome to the Training & Development Hub", palette.TITLE))
            welcome, after = _words(self.app.hub.server, self.app.hub.is_signed_in)
            yield Static(Content(welcome))
            yield Static(Content.assemble(("⏎", palette.KEY), " starts."), id="start")
            yield Static(Content.styled(after, palette.MUTED))

    def action_begin(self) -> None:
        hub = self.app.hub
        self.app.run_worker(lambda: hub.remember(REMEMBERED, "done"), thread=True)
        self.dismiss()

    def action_leave(self) -> None:
        self.app.exit(0)


def _words(server: str, is_signed_in: bool) -> tuple[str, str]:
    """What comes on this laptop, and what to do if that is not enough."""
    if not server:
        return (
            "Courses, webinars and guides are being put on this laptop. There is nothing to set up, and all of it works offline.",
            "Your organisation has a hub of its own? Quit with q, then: trainhub --server https://its.address login",
        )
    if is_signed_in:
        what = f"Courses, webinars and guides of {server} are being put on this laptop, and all of it works offline."
        return what, f"An invitation to join with? Quit with q, then: trainhub --server {server} join"
    return (
        f"You are not signed in to {server} yet. Once you are, its courses, webinars and guides come on this laptop.",
        f"Quit with q, then: trainhub --server {server} login",
    )
