"""trainhub content publish, versions, rollback, withdraw, offer: courses for learners, of this computer or of a server (CONT-3)."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from trainhub_core.models.base import MOST_NUMBER
from trainhub_tui.authoring import Authoring
from trainhub_tui.cli.answer import Answer, Block, Cell, Json, Say, Table, Verbatim
from trainhub_tui.cli.as_json import page_of
from trainhub_tui.cli.content import fault_facts, fault_lines, folder_of
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted, moment_words, state_cell
from trainhub_tui.troubles import Faulty

if TYPE_CHECKING:  # late: authors alone meet them
    from trainhub_core.models.publishing import Package, PackagedCourse, Publication

MOST_LISTED = 200


def publish(session: Session) -> Answer:
    """Build, send, and (unless it is a draft) offer to learners."""
    folder = folder_of(session)
    # Late: only authors need them.
    from trainhub_content.faults import ContentRefused
    from trainhub_content.packaging import build

    with TemporaryDirectory(prefix="trainhub-publish-") as place:
        try:
            for attempt in range(2):
                package = Path(place) / f"{attempt}.zip"
                build(folder, package)
                sent = Authoring(session.hub.reach).send(package)
                low = [it for it in sent.courses if it.standing == "low"]
                if attempt or not (low and session.choices.is_set("bump")):
                    break
                _raise_versions(folder, low)
        except ContentRefused as refused:
            return _refused(folder, fault_facts(refused.faults), fault_lines(folder, refused.faults))
        except Faulty as refused:
            return _refused(folder, fault_facts(refused.faults), fault_lines(folder, refused.faults))
    if session.choices.is_set("draft"):
        return _drafted(sent)
    if low:
        raise Refusal(_low(low))
    sentence = Authoring(session.hub.reach).publish(sent.sha256)
    session.hub.sync_now()
    return Answer({"state": "published", "sentence": sentence, **_package(sent)}, (Say(sentence, Role.DONE),))


def versions(session: Session) -> Answer:
    """What was published, and what is a draft."""
    course = session.choices.text("course")
    chosen = _course(session, course) if course else None
    listed = list(islice(Authoring(session.hub.reach).versions(chosen), MOST_LISTED))
    rows = [_row(it, session.hub.zone) for it in listed]
    columns = ("Course", "Version", "State", "Since", "Author", "Package", "Id")
    table = Table(columns, rows, "No course was published here yet.", spare=("Package", "Author", "Id"))
    return Answer(page_of(it.model_dump(mode="json") for it in listed), (table,))


def roll_back(session: Session) -> Answer:
    """An earlier version again."""
    given = session.choices.text("version")
    if given and not (given.isdecimal() and len(given) <= len(str(MOST_NUMBER)) and 1 <= int(given) <= MOST_NUMBER):
        raise Refusal(f"A version is a number from 1 to {MOST_NUMBER}; “{given[:40]}” is none.", Status.USAGE)
    course = _course(session, session.choices.text("course"))
    sentence = Authoring(session.hub.reach).roll_back(course, int(given) if given else None)
    return _done(session, "rolled back", course, sentence)


def withdraw(session: Session) -> Answer:
    """For nobody new."""
    course = _course(session, session.choices.text("course"))
    return _done(session, "withdrawn", course, Authoring(session.hub.reach).withdraw(course, True))


def offer(session: Session) -> Answer:
    """For everybody again."""
    course = _course(session, session.choices.text("course"))
    return _done(session, "offered", course, Authoring(session.hub.reach).withdraw(course, False))


def _row(it: "Publication", zone: str) -> tuple[str | Cell, ...]:
    return it.title, str(it.version), state_cell(it.state), moment_words(it.at, zone), it.author or "–", it.package[:12], it.course_id


def _done(session: Session, state: str, course: str, sentence: str) -> Answer:
    session.hub.sync_now()
    return Answer({"state": state, "sentence": sentence, "course_id": course}, (Say(sentence, Role.DONE),))


def _drafted(sent: "Package") -> Answer:
    rows = [(it.title, str(it.version), str(it.offered or "–"), _STANDINGS[it.standing], it.course_id) for it in sent.courses]
    sentence = "It is a draft: checked, and shown to nobody. `trainhub content publish` without --draft offers it."
    table = Table(("Course", "Version", "On offer", "Compared", "Id"), rows, "There is no course in it.", spare=("Id",))
    blocks: tuple[Block, ...] = (table, Say(sentence))
    return Answer({"state": "draft", "sentence": sentence, **_package(sent)}, blocks)


_STANDINGS = {"new": "new", "changed": "changed", "same": "as it is on offer", "low": "changed, but its version is not higher"}


def _package(sent: "Package") -> dict[str, Json]:
    return {"package": sent.sha256, "size": sent.size, "courses": [it.model_dump(mode="json") for it in sent.courses]}


def _refused(folder: Path, facts: Json, lines: str) -> Answer:
    many = len(facts) if isinstance(facts, list) else 0
    sentence = f"{counted(many, 'fault')}; nothing was published."
    return Answer({"state": "refused", "sentence": sentence, "items": facts}, (Verbatim(lines), Say(sentence, Role.BAD)), Status.REFUSED)


def _low(low: "list[PackagedCourse]") -> str:
    first = low[0]
    more = f" (and {counted(len(low) - 1, 'course')} more)" if len(low) > 1 else ""
    return (
        f"{first.title} has changed, and version {first.offered} of it is published{more}:"
        f" write a `version` above {first.offered} into its course.yaml, or let --bump write it."
    )


def _raise_versions(folder: Path, low: "list[PackagedCourse]") -> None:
    from trainhub_content.raising import with_version  # late: only authors need it

    for course in low:
        path = folder / "course.yaml"
        if not path.is_file():
            path = folder / "courses" / course.course_id / "course.yaml"
        path.write_text(with_version(path.read_text("utf-8"), (course.offered or 0) + 1), encoding="utf-8", newline="\n")


def _course(session: Session, word: str) -> str:
    """The id of the course that was meant, among those published and those on offer."""
    known = {it.course_id: it.title for it in Authoring(session.hub.reach).versions()}
    return found(word, {**{it.id: it.title for it in session.hub.catalogue().courses.values()}, **known}, "course")


HANDLERS: Mapping[str, Handler] = {
    "content publish": publish,
    "content versions": versions,
    "content rollback": roll_back,
    "content withdraw": withdraw,
    "content offer": offer,
}
