"""Operations: changes written down. Each knows its method and path, which entity it touches, and how a state looks once it is accepted."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from trainhub_core.models.base import Id, Moment, Order
from trainhub_core.models.learning import Bookmark, Event, EventType, LearnerState
from trainhub_core.models.notes import Note
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_core.rules.notes import saved
from trainhub_core.rules.record import merged, record_of

ROOT = "/api/partner/training"


_TOLD = {
    EventType.STUDIED: "Time studied in",
    EventType.LEFT_AT: "Place in",
    EventType.REACHED_END: "End reached of",
    EventType.MARKED_DONE: "Done:",
    EventType.WATCHED: "Watched of",
    EventType.SCORED: "Score in",
}


class Operation(Order):
    """One change. `body()` is what is sent, frozen; the key that makes it count once travels beside it (reliability.md, The outbox)."""

    method: ClassVar[str] = "POST"
    path: ClassVar[str]

    @property
    def entity(self) -> str:
        """What the change is about; changes of one entity are sent in order."""
        raise NotImplementedError

    @property
    def sentence(self) -> str:
        """The change in the learner's words, for the outbox."""
        raise NotImplementedError

    def body(self) -> str:
        """What is sent, as JSON."""
        return self.model_dump_json(exclude={"kind"}, exclude_none=True)

    def frozen(self) -> str:
        """What the journal keeps; `operation_from` reads it back."""
        return self.model_dump_json()

    def applied(self, state: LearnerState) -> LearnerState:
        """The state as it will be when the server accepts."""
        raise NotImplementedError


class _Learning(Operation):
    event: Event

    @property
    def entity(self) -> str:
        return f"learning/{self.event.course_id or self.event.object.partition('/')[0]}"

    def applied(self, state: LearnerState) -> LearnerState:
        return state.model_copy(update={"record": merged(state.record, record_of([self.event]))})


class Enroll(_Learning):
    """Enrol in a course, or start it again (events `enrolled`, `restarted`)."""

    kind: Literal["enroll"] = "enroll"
    path: ClassVar[str] = f"{ROOT}/enroll"

    @property
    def sentence(self) -> str:
        return f"{'Restart' if self.event.type == 'restarted' else 'Enrol in'} {self.event.object}"


class Unenroll(_Learning):
    """Leave a course; what was done stays."""

    kind: Literal["unenroll"] = "unenroll"
    path: ClassVar[str] = f"{ROOT}/unenroll"

    @property
    def sentence(self) -> str:
        return f"Leave {self.event.object}"


class RecordProgress(_Learning):
    """Tell one learning event."""

    kind: Literal["record-progress"] = "record-progress"
    method: ClassVar[str] = "PUT"
    path: ClassVar[str] = f"{ROOT}/update-progress"

    @property
    def sentence(self) -> str:
        return f"{_TOLD.get(self.event.type, 'Progress in')} {self.event.object}"


class SetBookmark(Operation):
    """Set or remove a bookmark."""

    kind: Literal["set-bookmark"] = "set-bookmark"
    method: ClassVar[str] = "PUT"
    path: ClassVar[str] = f"{ROOT}/bookmarks"
    bookmark: Bookmark

    @property
    def entity(self) -> str:
        return f"bookmark/{self.bookmark.id}"

    @property
    def sentence(self) -> str:
        return f"{'Bookmark' if self.bookmark.on else 'Remove the bookmark on'} {self.bookmark.title or self.bookmark.object}"

    def applied(self, state: LearnerState) -> LearnerState:
        return state.model_copy(update={"bookmarks": {**state.bookmarks, self.bookmark.id: self.bookmark}})


class SaveNote(Operation):
    """Make or change a note or highlight, or bring it back; the texts it had stay as its revisions."""

    kind: Literal["save-note"] = "save-note"
    method: ClassVar[str] = "PUT"
    path: ClassVar[str] = f"{ROOT}/notes"
    note: Note

    @property
    def entity(self) -> str:
        return f"note/{self.note.id}"

    @property
    def sentence(self) -> str:
        return f"{'Note on' if self.note.body else 'Highlight in'} {self.note.title or self.note.object}"

    def applied(self, state: LearnerState) -> LearnerState:
        note = saved(state.notes.get(self.note.id), self.note)
        return state.model_copy(update={"notes": {**state.notes, note.id: note}})


class RemoveNote(Operation):
    """Take a note away; saving it brings it back."""

    kind: Literal["remove-note"] = "remove-note"
    path: ClassVar[str] = f"{ROOT}/remove-note"
    note_id: Id
    at: Moment

    @property
    def entity(self) -> str:
        return f"note/{self.note_id}"

    @property
    def sentence(self) -> str:
        return "Remove a note"

    def applied(self, state: LearnerState) -> LearnerState:
        note = state.notes.get(self.note_id)
        gone = note.model_copy(update={"on": False, "at": self.at}) if note else None
        return state.model_copy(update={"notes": {**state.notes, gone.id: gone}}) if gone else state


class _Seat(Operation):
    webinar_id: Id
    at: Moment

    @property
    def entity(self) -> str:
        return f"webinar/{self.webinar_id}"

    def _with(self, state: LearnerState, seat: SeatState) -> LearnerState:
        registration = Registration(webinar_id=self.webinar_id, state=seat, at=self.at)
        return state.model_copy(update={"registrations": {**state.registrations, self.webinar_id: registration}})


class RegisterWebinar(_Seat):
    """Ask for a seat; the server gives it, a place in the waitlist, or a reason."""

    kind: Literal["register-webinar"] = "register-webinar"
    path: ClassVar[str] = f"{ROOT}/register-webinar"

    @property
    def sentence(self) -> str:
        return f"Request a seat in {self.webinar_id}"

    def applied(self, state: LearnerState) -> LearnerState:
        return self._with(state, SeatState.REQUESTED)


class CancelWebinar(_Seat):
    """Give the seat or the place in the waitlist back."""

    kind: Literal["cancel-webinar"] = "cancel-webinar"
    path: ClassVar[str] = f"{ROOT}/cancel-webinar"

    @property
    def sentence(self) -> str:
        return f"Give up the seat in {self.webinar_id}"

    def applied(self, state: LearnerState) -> LearnerState:
        return self._with(state, SeatState.LEAVING)


AnyOperation = Annotated[
    Enroll | Unenroll | RecordProgress | SetBookmark | SaveNote | RemoveNote | RegisterWebinar | CancelWebinar,
    Field(discriminator="kind"),
]
OPERATIONS: tuple[type[Operation], ...] = (
    Enroll,
    Unenroll,
    RecordProgress,
    SetBookmark,
    SaveNote,
    RemoveNote,
    RegisterWebinar,
    CancelWebinar,
)
_any_operation: TypeAdapter[AnyOperation] = TypeAdapter(AnyOperation)


def operation_from(frozen: str | bytes) -> AnyOperation:
    """The operation that was frozen as this JSON. Raises pydantic.ValidationError."""
    return _any_operation.validate_json(frozen)
