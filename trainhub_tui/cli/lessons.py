"""trainhub done: a lesson marked done (COURSE-4), as `space` does in the app."""

from collections.abc import Mapping

from trainhub_core.models.learning import EventType
from trainhub_core.operations import RecordProgress
from trainhub_core.views.courses import course_row
from trainhub_tui.cli.answer import Answer
from trainhub_tui.cli.changing import changed
from trainhub_tui.cli.finding import found, lesson_meant, lesson_titles
from trainhub_tui.cli.session import Handler, Session


def done(session: Session) -> Answer:
    catalogue, word = session.catalogue(), session.choices.text("lesson")
    titles = lesson_titles(catalogue)
    lesson_id = lesson_meant(word, catalogue) or found(word, titles, "lesson")
    course = catalogue.courses[lesson_id.partition("/")[0]]
    operation = RecordProgress(event=session.hub.event(EventType.MARKED_DONE, lesson_id, course_id=course.id, version=course.version))

    def sentence() -> str:
        row = course_row(course, session.catalogue(), session.state().record)
        return f"{titles[lesson_id]} is done; {course.title} stands at {row.percent} %."

    return changed(session, operation, f"{titles[lesson_id]} as done", sentence, lambda: {"lesson_id": lesson_id})


HANDLERS: Mapping[str, Handler] = {"done": done}
