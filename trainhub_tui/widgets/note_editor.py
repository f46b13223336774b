"""Writing a note: Markdown in a field, the passage above it. Imported when it is opened: the field takes long to import."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from trainhub_tui.widgets.key_line import KeyHint, KeyLine
from trainhub_tui.widgets.pasting import fitting
from trainhub_tui.widgets.question import Question

MOST_CHARACTERS = 20_000
TELLS_AFTER = 0.25  # seconds
"""What kill -9 takes at most. Writing it down costs others 0.3 ms and the disk a few, off the thread that draws."""


class TextField(TextArea):
    """Takes of a pasted text as much as a note may have."""

    def on_paste(self, event: Paste) -> None:
        event.text = fitting(self, event.text, MOST_CHARACTERS - len(self.text) + len(self.selected_text), MOST_CHARACTERS)


class NoteEditor(ModalScreen[str | None]):
    """The answer is the text, or None when it is left as it was. `outside` hands a text to the learner's editor and returns it."""

    DEFAULT_CSS = """
    NoteEditor { align: center middle; background: $background 70%; }
    NoteEditor > Vertical {
        width: 90; max-width: 96%; height: 24; max-height: 90%; padding: 0 1;
        border: round $progress; background: $surface; border-title-color: $ink;
    }
    NoteEditor #quote { height: auto; max-height: 4; color: $muted; text-style: italic; margin-bottom: 1; }
    NoteEditor TextArea { height: 1fr; border: none; padding: 0; background: $background; color: $ink; }
    NoteEditor TextArea:focus { border: none; }
    NoteEditor #keys { height: auto; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Keep", show=False, priority=True),
        Binding("ctrl+e", "outside", "Editor", show=False, priority=True),
        Binding("escape", "leave", "Leave", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        quote: str,
        body: str,
        outside: Callable[[str], str | None],
        draft: str | None = None,
        keep: Callable[[str, bool], None] = lambda *_: None,
    ) -> None:
        """`draft` is what was written before and could not be kept. `keep` is told what is written while it is, and whether
        the app is about to end."""
        super().__init__()
        self._keep_draft = keep
        self._kept = body
        self._tells = False
        self._over = False
        self._title, self._quote, self._body, self._outside = title, quote, body, outside
        written = body if draft is None else draft
        self._field = TextField(written, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    def compose(self) -> ComposeResult:
        keys = (KeyHint("ctrl+s", "Keep", "save"), KeyHint("escape", "Leave", "leave"), KeyHint("ctrl+e", "Editor", "outside"))
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield Static(Content(self._quote), id="quote")
            yield self._field
            yield KeyLine(keys, id="keys")

    @property
    def field(self) -> TextArea:
        """Where it is written."""
        return self._field

    def on_mount(self) -> None:
        self.field.cursor_blink = False
        self.query_one("#quote").display = bool(self._quote)
        self.field.move_cursor(self.field.document.end)
        self.set_focus(self.field)

    # --- what is written is safe before it is kept
    def on_text_area_changed(self, _: TextArea.Changed) -> None:
        if not self._tells:
            self._tells = True
            self.set_timer(TELLS_AFTER, self._tell)

    def _tell(self, is_leaving: bool = False) -> None:
        """What has been written, a moment after its first key; where the app ends before an answer, its last words too."""
        self._tells = False
        text = self._field.text[:MOST_CHARACTERS].rstrip()
        if text != self._kept.rstrip() and not self._over:
            self._kept = text
            self._keep_draft(text, is_leaving)

    def on_unmount(self) -> None:
        self._tell(is_leaving=True)

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        self._over = True
        return super().dismiss(result)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """What is typed before the field has the focus goes into it all the same."""
        return self.focused is None and character is not None and character.isprintable()

    def on_key(self, event: Key) -> None:
        if event.character and self.check_consume_key(event.key, event.character):
            self.field.insert(event.character)
            event.stop().prevent_default()

    # A key of this page comes before what was typed has reached the field, so each waits for the field.
    def action_save(self) -> None:
        self.field.call_later(self._save)

    def action_outside(self) -> None:
        self.field.call_later(self._write_outside)

    def action_leave(self) -> None:
        self.field.call_later(self._leave)

    def _save(self) -> None:
        text = self.field.text.rstrip()
        if len(text) > MOST_CHARACTERS:
            over = len(text) - MOST_CHARACTERS
            self.notify(f"A note may have {MOST_CHARACTERS} characters; this one has {over} too many.", severity="warning", markup=False)
        else:
            self.dismiss(text)

    def _write_outside(self) -> None:
        text = self._outside(self.field.text)
        if text is not None:
            self.field.text = text

    def _leave(self) -> None:
        if self.field.text.rstrip() == self._body.rstrip():
            self.dismiss(None)
        else:
            self.app.push_screen(Question("Leave the note as it was, without what you wrote now?", "Leave"), self._left)

    def _left(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)
