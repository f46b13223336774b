"""Bookmarks and notes on a second of a video: set while it plays or stands, shown among its lines (LEARN-1, LEARN-2, VID-2)."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from trainhub_core.identity import uuid7
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.models.notes import Anchor, Note, NoteKind
from trainhub_core.operations import RemoveNote, SetBookmark
from trainhub_core.views.notes import first_words
from trainhub_tui.media.mpv import PlayerTrouble
from trainhub_tui.screens.note_writing import NoteWriting
from trainhub_tui.screens.video_keys import VideoKeys
from trainhub_tui.screens.video_source import VideoSource
from trainhub_tui.screens.video_words import Marked, clock, second_of


class VideoMarks(VideoKeys, VideoSource, NoteWriting):
    """See the module. Subclasses say in `mark_of` what is marked, and where it stands while it does not play."""

    VERBS: ClassVar[tuple[str, ...]] = ("note",)

    def mark_of(self) -> tuple[BookmarkKind, str, str]:
        """What a bookmark or a note is set on: its kind, id and title."""
        return BookmarkKind.RESOURCE, self.resource_id, self.page_title()

    def standing_at(self) -> float:
        """The second that the page stands at while nothing plays."""
        raise NotImplementedError

    async def _second_now(self) -> int:
        """The second that is meant: the player's own, else where the page stands."""
        if self.playing is None:
            return int(self.standing_at())
        try:
            return int(await self.playing.where())
        except PlayerTrouble:
            return int(self.playing.position)

    # --- what there is
    def marked(self) -> Sequence[Marked]:
        """The bookmarks and notes of this video, each with its second."""
        state, (kind, object_id, _) = self.known.state, self.mark_of()
        if state is None:
            return ()
        places = [it.offset for it in state.bookmarks.values() if it.on and it.kind is kind and it.object == object_id and it.offset]
        return (*(Marked(second, "", "bookmark") for second in places), *(self._as_marked(it) for it in self._notes()))

    @staticmethod
    def _as_marked(note: Note) -> Marked:
        return Marked(note.anchor.second or 0, first_words(note.body) or "a note without words", "note", note.id)

    def _notes(self) -> Sequence[Note]:
        state, (kind, object_id, _) = self.known.state, self.mark_of()
        notes = state.notes.values() if state else ()
        return [it for it in notes if it.on and it.kind == kind.value and it.object == object_id and it.anchor.second is not None]

    @property
    def chosen_note(self) -> Note | None:
        """The note that the cursor is on."""
        key = self.transcript.key or ""
        return next((it for it in self._notes() if key.endswith(f"/{it.id}")), None)

    # --- bookmark
    def can_bookmark(self) -> str | None:
        return None if self.can_play else "There is no video to mark."

    async def verb_bookmark(self) -> None:
        """Set one on the second that plays, or take the one away that is there."""
        kind, object_id, title = self.mark_of()
        second, state = await self._second_now(), self.known.state
        if state is None:
            return
        named = f"{title} at {clock(second)}" if second else title
        mark = Bookmark(kind=kind, object=object_id, offset=second, title=named, at=self.hub.now())
        known = state.bookmarks.get(mark.id)
        on = not (known and known.on)
        said = f"Bookmark {'set on' if on else 'removed from'} {named}."
        self.do(SetBookmark(bookmark=mark.model_copy(update={"on": on})), said)

    # --- note
    def can_note(self) -> str | None:
        return self.can_bookmark()

    async def verb_note(self) -> None:
        """Write on the note that is chosen, or a new one on the second; the video waits meanwhile."""
        second, chosen = await self._second_now(), self.chosen_note
        if self.playing and not self.playing.paused:
            await self.tell_player(self.playing.toggle())
        elif chosen and (self.playing is None or int(second_of(self.transcript.key or "")) == second):
            self.write_note(chosen)
            return
        kind, object_id, title = self.mark_of()
        now = self.hub.now()
        anchor = Anchor(second=second)
        self.write_note(Note(id=uuid7(now), kind=NoteKind(kind.value), object=object_id, title=title, anchor=anchor, made=now, at=now))

    def can_remove(self) -> str | None:
        return None if self.chosen_note else super().can_remove()

    def verb_remove(self) -> None:
        """The note that is chosen, else the download."""
        note = self.chosen_note
        if note is None:
            super().verb_remove()
        else:
            self.ask("Remove this note? What was written stays in your record.", "Remove", partial(self._remove_note, note.id))

    def _remove_note(self, note_id: str) -> None:
        self.do(RemoveNote(note_id=note_id, at=self.hub.now()), "Removed.")
