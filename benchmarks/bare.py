"""The least that a Textual app can be: the reference of start, memory and idling."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        yield Static("Ready")


if __name__ == "__main__":
    Bare().run()
