"""What can be done with a course wherever one is chosen: enrol, leave, start again, bookmark, keep for offline."""

from typing import ClassVar

from trainhub_core.models.catalogue import Course
from trainhub_core.models.learning import Bookmark, BookmarkKind, Event, EventType
from trainhub_core.operations import Enroll, SetBookmark, Unenroll
from trainhub_core.rules.locks import why_locked
from trainhub_tui.screens.known import Known
from trainhub_tui.screens.moving import MovingPage

FRAME_AND_LIST = 9
"""Lines of header, footer and frame, and of a list that shows where one is."""


class CourseActs(MovingPage):
    """A page on which a course can be chosen; `course` says which."""

    VERBS: ClassVar[tuple[str, ...]] = ("enrol", "restart", "bookmark", "download", "download-all")
    known: Known = Known()

    @property
    def course(self) -> Course | None:
        """The course that is chosen."""
        return None

    @property
    def is_enrolled(self) -> bool:
        """Whether the learner is enrolled in the chosen course."""
        state = self.known.state
        standing = state.record.courses.get(self.course.id) if state and self.course else None
        return standing is not None and standing.enrolled

    def leave_room_for_list(self) -> None:
        """What stands above the list gives way in a low terminal."""
        self.query_one("#head").styles.max_height = max(3, self.size.height - FRAME_AND_LIST)

    def _no_course(self) -> str | None:
        return None if self.course and self.known.state else "Choose a course first."

    # --- enrolment
    def can_enrol(self) -> str | None:
        course, state = self.course, self.known.state
        if course is None or state is None:
            return "Choose a course first."
        locked = why_locked(course, self.known.catalogue.courses, state.record)
        return f"{course.title} is locked. {locked}." if locked and not self.is_enrolled else None

    def verb_enrol(self) -> None:
        course = self.course
        if course is None:
            return
        if self.is_enrolled:
            self.ask(f"Leave {course.title}? What you have done in it stays.", "Leave", lambda: self._leave(course))
        else:
            self.work(lambda: self.hub.do(Enroll(event=self._told(EventType.ENROLLED, course))), f"You are enrolled in {course.title}.")

    def can_restart(self) -> str | None:
        if self.course is None:
            return "Choose a course first."
        return None if self.is_enrolled else f"You are not enrolled in {self.course.title}; e enrols."

    def verb_restart(self) -> None:
        course = self.course
        if course:
            sentence = f"Start {course.title} again from its first lesson? What it counted for your certificates stays."
            self.ask(sentence, "Start again", lambda: self._restart(course))

    def _leave(self, course: Course) -> None:
        self.work(lambda: self.hub.do(Unenroll(event=self._told(EventType.UNENROLLED, course))), f"You have left {course.title}.")

    def _restart(self, course: Course) -> None:
        self.work(lambda: self.hub.do(Enroll(event=self._told(EventType.RESTARTED, course))), f"{course.title} starts again.")

    def _told(self, kind: EventType, course: Course) -> Event:
        return self.hub.event(kind, course.id)

    # --- bookmark
    def can_bookmark(self) -> str | None:
        return self._no_course()

    def verb_bookmark(self) -> None:
        course, state = self.course, self.known.state
        if course is None or state is None:
            return
        mark = Bookmark(kind=BookmarkKind.COURSE, object=course.id, title=course.title, at=self.hub.now())
        known = state.bookmarks.get(mark.id)
        on = not (known and known.on)
        self.do(SetBookmark(bookmark=mark.model_copy(update={"on": on})), f"Bookmark {'set on' if on else 'removed from'} {course.title}.")

    # --- offline
    def can_download(self) -> str | None:
        return self._no_course()

    def can_download_all(self) -> str | None:
        return self._no_course()

    def verb_download(self) -> None:
        self.verb_download_all()

    def verb_download_all(self) -> None:
        """Texts of courses come with every sync; what is missing is fetched now."""
        course = self.course
        if course:
            self.run_worker(lambda: self._keep(course), thread=True, group="keep")

    def _keep(self, course: Course) -> None:
        missing = [lesson for lesson in course.lessons if self.hub.lesson_text(lesson.id) is None]
        for lesson in missing:
            if not self._try(lambda lesson_id=lesson.id: self.hub.fetch_lesson_text(lesson_id)):  # type: ignore[misc]
                return
        files = [it for it in self.hub.catalogue().files_of(course.id) if it.sha256]
        for resource in files:
            if not self._try(lambda resource_id=resource.id: self.hub.download(resource_id)):  # type: ignore[misc]
                return
        count = f"{len(course.lessons)} lesson{'' if len(course.lessons) == 1 else 's'}"
        count += f", {len(files)} file{'' if len(files) == 1 else 's'} on the way" if files else ""
        said = f"{course.title} is on this laptop: {count}. Sync keeps the texts fresh."
        self.app.call_from_thread(self.say, said)
