"""Looking at a folder again and again: what was saved is checked, and published to the preview's own hub."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from trainhub_content.check import checked, hindering
from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.previewing import Marks, build_as, marks_of
from trainhub_core.models.learning import EventType
from trainhub_core.models.publishing import ContentFault
from trainhub_core.operations import Enroll
from trainhub_tui.authoring import Authoring
from trainhub_tui.hub import Hub
from trainhub_tui.troubles import Faulty, Refused, Trouble

FIRST_VERSION = 900_000_000
"""Above every number that an author writes (a date, such as 20260301, too), so that each save is a newer version."""
Faults = Sequence[Fault | ContentFault]


class Previewing:
    """`turn` is asked for in one thread."""

    def __init__(self, folder: Path, hub: Hub) -> None:
        self.folder = folder
        self._hub = hub
        self._marks: Marks | None = None
        self._version = FIRST_VERSION
        self.courses: tuple[str, ...] = ()

    def turn(self) -> Faults | None:
        """None where nothing was saved since the last time; else the faults, and without any the folder is what the hub shows."""
        marks = marks_of(self.folder)
        if marks == self._marks:
            return None
        self._marks = marks
        try:
            if faults := hindering(checked(self.folder)):
                return faults
            self._publish()
        except ContentRefused as refused:
            return refused.faults
        except Faulty as refused:
            return refused.faults
        except Trouble as trouble:
            return (Fault(self.folder.name, 1, trouble.sentence),)
        except OSError as error:
            self._marks = None  # saved while we looked: look again
            return (Fault(self.folder.name, 1, f"Cannot be read: {error.strerror}."),)
        return ()

    def _publish(self) -> None:
        self._version += 1
        with TemporaryDirectory(prefix="trainhub-preview-") as place:
            manifest = build_as(self.folder, Path(place) / "package.zip", self._version)
            authoring = Authoring(self._hub.reach)
            authoring.publish(authoring.send(Path(place) / "package.zip").sha256)
        self._hub.sync_now()
        self.courses = tuple(it.id for it in manifest.courses)
        self._enrol()

    def _enrol(self) -> None:
        """In every course, so that its texts are fetched again with each version."""
        known = self._hub.state().record.courses
        for course_id in self.courses:
            if course_id not in known:
                try:
                    self._hub.do(Enroll(event=self._hub.event(EventType.ENROLLED, course_id)))
                except Refused:
                    continue
        if any(course_id not in known for course_id in self.courses):
            self._hub.sync_now()
