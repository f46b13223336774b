"""What stands in place of a page's content when there is none: a hatch, and words in the middle of it."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static


class Stated(Container):
    """The words have a ground of their own: a hatch would show through their spaces."""

    DEFAULT_CSS = """
    Stated { width: 1fr; height: 1fr; align: center middle; hatch: right $edge; }
    Stated > Static { width: auto; max-width: 86%; height: auto; padding: 1 3; background: $background; color: $ink; text-align: center; }
    """

    def compose(self) -> ComposeResult:
        yield Static()

    def show(self, words: Content) -> None:
        """Say this."""
        self.query_one(Static).update(words)
