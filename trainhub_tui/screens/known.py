"""What a section page is made from: the catalogue and the learner's state, read together in a thread."""

from dataclasses import dataclass, field
from datetime import datetime

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.catalogue import Course, Lesson
from trainhub_core.models.learning import LearnerState
from trainhub_tui.facts import SyncKind, SyncStatus
from trainhub_tui.hub import Hub
from trainhub_tui.palette import UNKNOWN

UNASKED = SyncStatus(SyncKind.STARTING)


@dataclass(frozen=True)
class Known:
    """One reading of the hub. `state` is None until the first reading has come."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    state: LearnerState | None = None
    status: SyncStatus = UNASKED
    now: datetime | None = None

    def course_of(self, lesson_id: str) -> Course | None:
        """The course that a lesson belongs to."""
        return self.catalogue.courses.get(lesson_id.partition("/")[0]) or next(
            (course for course in self.catalogue.courses.values() if any(it.id == lesson_id for it in course.all_lessons)), None
        )

    def lesson(self, lesson_id: str) -> Lesson | None:
        """A lesson by its id."""
        course = self.course_of(lesson_id)
        return next((it for it in course.all_lessons if it.id == lesson_id), None) if course else None

    def nothing_yet(self, what: str) -> str:
        """The sentence for an empty page before the first sync, a dash while it is being fetched, empty when the programme is known."""
        if self.state is None:
            return UNKNOWN
        if self.catalogue.courses or self.catalogue.resources:
            return ""
        if self.status.kind in (SyncKind.STARTING, SyncKind.SYNCING):
            return UNKNOWN
        if self.status.kind is SyncKind.SIGNED_OUT:
            return f"{what} come once you are signed in."
        if self.status.kind in (SyncKind.OFFLINE, SyncKind.TROUBLE):
            return f"{what} have not come yet, and the server cannot be reached. ctrl+r tries again."
        return f"{what} come with the first sync."


def read(hub: Hub) -> Known:
    """What the hub knows now. Not cheap: call it in a thread."""
    return Known(hub.catalogue(), hub.state(), hub.status(), hub.now())
