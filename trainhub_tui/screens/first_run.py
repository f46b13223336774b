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
            yield Static(
                Content(
                    "Courses, webinars and guides are being put on this laptop. There is nothing to set up, and all of it works offline."
                )
            )
            yield Static(Content.assemble(("⏎", palette.KEY), " starts."), id="start")
            yield Static(
                Content.styled(
                    "Your organisation has a hub of its own? Quit with q, then: trainhub --server https://its.address", palette.MUTED
                )
            )

    def action_begin(self) -> None:
        hub = self.app.hub
        self.app.run_worker(lambda: hub.remember(REMEMBERED, "done"), thread=True)
        self.dismiss()

    def action_leave(self) -> None:
        self.app.exit(0)
