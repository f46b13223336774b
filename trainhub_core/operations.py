"""Operations: changes written down. Each knows its method and path, which entity it touches, and how a state looks once it is accepted."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter, model_validator

from trainhub_core.models.attempt import Attempt, Walk
from trainhub_core.models.base import Id, Moment, Order
from trainhub_core.models.feedback import Applied, Rating
from trainhub_core.models.learning import Bookmark, Event, EventType, LearnerState
from trainhub_core.models.notes import Note
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_core.root import ROOT as ROOT
from trainhub_core.rules.notes import saved
from trainhub_core.rules.record import merged, record_of

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


class SubmitAttempt(_Learning):
    """Tell an attempt at a quiz that is over, or a walk that came to an end, with the event that says so.

    Raises ValueError where it carries neither or both, or where the event is of something else."""

    kind: Literal["submit-attempt"] = "submit-attempt"
    path: ClassVar[str] = f"{ROOT}/attempts"
    attempt: Attempt | None = None
    walk: Walk | None = None

    @model_validator(mode="after")
    def is_one_that_is_over(self) -> "SubmitAttempt":
        told = self.attempt or self.walk
        if told is None or (self.attempt and self.walk):
            raise ValueError("This takes an attempt at a quiz or a walk through a scenario.")
        if self.event.type is not (EventType.SCORED if self.attempt else EventType.REACHED_END):
            raise ValueError("An attempt is told by an event of type scored, a walk by one of type reached-end.")
        if told.ended is None or (told.event_id, told.lesson_id) != (self.event.id, self.event.object):
            raise ValueError("An attempt is told when it is over, with its own event.")
        return self

    @property
    def sentence(self) -> str:
        return f"{'Answers to' if self.attempt else 'End reached of'} {self.event.object}"

    def applied(self, state: LearnerState) -> LearnerState:
        known = super().applied(state)
        if self.attempt:
            return known.model_copy(update={"attempts": {**known.attempts, self.attempt.id: self.attempt}})
        return known.model_copy(update={"walks": {**known.walks, self.walk.id: self.walk}}) if self.walk else known


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


class RateCourse(Operation):
    """Give a completed course stars and a sentence, change them, or withdraw them."""

    kind: Literal["rate-course"] = "rate-course"
    method: ClassVar[str] = "PUT"
    path: ClassVar[str] = f"{ROOT}/ratings"
    rating: Rating

    @property
    def entity(self) -> str:
        return f"learning/{self.rating.course_id}"

    @property
    def sentence(self) -> str:
        return f"{'Rating of' if self.rating.stars else 'Withdraw the rating of'} {self.rating.course_id}"

    def applied(self, state: LearnerState) -> LearnerState:
        return state.model_copy(update={"ratings": {**state.ratings, self.rating.course_id: self.rating}})


class TellApplied(Operation):
    """Say whether a course was of use in real work, or that one does not want to be asked."""

    kind: Literal["tell-applied"] = "tell-applied"
    method: ClassVar[str] = "PUT"
    path: ClassVar[str] = f"{ROOT}/applied"
    told: Applied

    @property
    def entity(self) -> str:
        return f"learning/{self.told.course_id}"

    @property
    def sentence(self) -> str:
        return f"Use in real work of {self.told.course_id}"

    def applied(self, state: LearnerState) -> LearnerState:
        return state.model_copy(update={"applied": {**state.applied, self.told.course_id: self.told}})


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
    """Ask for a seat; the server gives it, a place in the waitlist, or a reason.

    `offered_until` names the offer that is taken: when it has lapsed, the answer is a reason and no place in the waitlist."""

    kind: Literal["register-webinar"] = "register-webinar"
    path: ClassVar[str] = f"{ROOT}/register-webinar"
    offered_until: Moment | None = None

    @property
    def sentence(self) -> str:
        return f"{'Take the offered' if self.offered_until else 'Request a'} seat in {self.webinar_id}"

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
    Enroll
    | Unenroll
    | RecordProgress
    | SubmitAttempt
    | SetBookmark
    | SaveNote
    | RemoveNote
    | RateCourse
    | TellApplied
    | RegisterWebinar
    | CancelWebinar,
    Field(discriminator="kind"),
]
OPERATIONS: tuple[type[Operation], ...] = (
    Enroll,
    Unenroll,
    RecordProgress,
    SubmitAttempt,
    SetBookmark,
    SaveNote,
    RemoveNote,
    RateCourse,
    TellApplied,
    RegisterWebinar,
    CancelWebinar,
)
_any_operation: TypeAdapter[AnyOperation] = TypeAdapter(AnyOperation)


def operation_from(frozen: str | bytes) -> AnyOperation:
    """The operation that was frozen as this JSON. Raises pydantic.ValidationError."""
    return _any_operation.validate_json(frozen)
