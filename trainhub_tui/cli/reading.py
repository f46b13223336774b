"""trainhub read: a lesson, a downloaded resource or any file of this computer, as text (LIB-3, COURSE-4)."""

import re
from collections.abc import Mapping
from pathlib import Path

from trainhub_tui.cli.answer import Answer
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import found, lesson_meant, lesson_titles
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.media.document import Document

_KEY_ADVICE = re.compile(r"[^.,]*\b[Pp]ress o\b[^.]*\.")
"""Advice for somebody in the app: “Press o to open it in the default program.”"""


def read(session: Session) -> Answer:
    word, file = session.choices.text("id"), session.choices.text("file")
    if bool(word) == bool(file):
        raise Refusal("Name a lesson or a resource, or a file with --file; one of them, not both.", Status.USAGE)
    return _file(Path(file).expanduser()) if file else _known(session)


def _known(session: Session) -> Answer:
    """A lesson or a resource of the programme."""
    catalogue, word = session.catalogue(), session.choices.text("id")
    resources = {it.id: it.title for it in catalogue.resources.values() if it.is_on_shelf or it.id == word}
    lessons = lesson_titles(catalogue)
    lesson = None if word in resources else lesson_meant(word, catalogue)
    meant = lesson or found(word, {**lessons, **resources}, "lesson or resource")
    return _resource(session, meant) if meant in resources else _lesson(session, meant, lessons[meant])


def _lesson(session: Session, lesson_id: str, title: str) -> Answer:
    # Late: the Markdown parser is only needed to read.
    from trainhub_tui.media.openers import markdown_document

    text = session.hub.lesson_text(lesson_id)
    if text is None and session.hub.stays_off:
        raise Refusal(f"{title} is not on this computer yet; read it once without --offline.", Status.NEEDS_NETWORK)
    text = text or session.hub.fetch_lesson_text(lesson_id)
    return _answer(lesson_id, markdown_document(text.text, title))


def _resource(session: Session, resource_id: str) -> Answer:
    resource = session.catalogue().resources[resource_id]
    file = session.hub.file_of(resource_id)
    if file is None:
        raise Refusal(f"{resource.title} is not on this computer; run `trainhub download {resource_id}` first.")
    return _opened(resource_id, file, resource.name, resource.media_type, f" The file is {file}")


def _file(path: Path) -> Answer:
    """A file that has nothing to do with the programme: neither the hub nor the network is asked."""
    if not path.exists():
        raise Refusal(f"There is no file {path}.")
    return _opened(str(path), path, path.name)


def _opened(thing: str, file: Path, name: str, media_type: str = "", where: str = "") -> Answer:
    # Late: opening files is only needed to read.
    from trainhub_tui.media.openers import open_document
    from trainhub_tui.media.refusals import CannotOpen

    try:
        return _answer(thing, open_document(file, name, media_type))
    except CannotOpen as error:
        sentence = _KEY_ADVICE.sub("", error.sentence).strip().rstrip(".,")
        raise Refusal(f"{sentence}.{where}") from error


def _answer(thing: str, document: Document) -> Answer:
    return Answer({"id": thing, "title": document.title, "note": document.note, "text": document.text}, (document,))


HANDLERS: Mapping[str, Handler] = {"read": read}
