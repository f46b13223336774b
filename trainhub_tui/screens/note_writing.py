"""Writing a note from any page: in the app or in the learner's editor, kept or given back (LEARN-2)."""

from textual.app import SuspendNotSupported

from trainhub_core.models.notes import Note
from trainhub_core.operations import SaveNote
from trainhub_core.views.notes import place_words, shown_quote
from trainhub_tui import palette
from trainhub_tui.drafts import Draft
from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.troubles import Trouble


class NoteWriting(MovingPage):
    """See the module."""

    def write_note(self, note: Note, draft: str | None = None) -> None:
        """Open the editor on a note, new or not. `draft` is what could not be kept before."""
        # Late for start-up time: the field brings Textual's editor along.
        from trainhub_tui.widgets.note_editor import NoteEditor

        written = Draft(self.hub, note)

        def answered(text: str | None) -> None:
            if text is not None and (text != note.body or draft is not None):
                self.save_note(note.model_copy(update={"body": text}), "Note kept; N shows all of them.", note, written)
            else:
                self.run_worker(written.end, thread=True, group="do")

        def keep(text: str, is_leaving: bool) -> None:
            written.tell(text)
            if is_leaving:
                written.write()
            else:
                self.app.run_worker(written.write, thread=True, group="do")

        title = palette.DOT.join(words for words in (note.title, place_words(note)) if words)
        self.app.push_screen(NoteEditor(title, shown_quote(note), note.body, self._outside, draft, keep), answered)

    def save_note(self, note: Note, said: str, before: Note | None = None, written: Draft | None = None) -> None:
        """Journal it, in a thread. What was written comes back into the editor when it cannot be kept."""
        fresh = note.model_copy(update={"at": self.hub.now(), "revisions": ()})

        def run() -> None:
            if self._try(lambda: self.hub.do(SaveNote(note=fresh))):
                if written is not None:
                    written.end()
                self.app.call_from_thread(self.say, said)
            elif before is not None:
                self.app.call_from_thread(self.write_note, before, note.body)
            self.app.post_message(HubChanged())

        self.run_worker(run, thread=True, group="do")

    def _outside(self, text: str) -> str | None:
        """The text from the learner's editor, None when there was none to be had, which is said."""
        # Late for start-up time: it brings subprocess.
        from trainhub_tui.editing import edited

        try:
            with self.app.suspend():
                return edited(text)
        except SuspendNotSupported:
            self.say("This terminal cannot be handed to another program; write here.", "warning")
        except Trouble as trouble:
            self.say(str(trouble), "warning")
        return None
