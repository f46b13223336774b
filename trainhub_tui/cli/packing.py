"""trainhub content build and export: a folder as one file, and a published course as a folder again (CONT-3)."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from trainhub_core.views.library import size_label
from trainhub_tui.authoring import Authoring
from trainhub_tui.cli.answer import Answer, Json, Say, Verbatim
from trainhub_tui.cli.content import fault_facts, fault_lines, folder_of
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted


def build(session: Session) -> Answer:
    """One file, the same bytes from the same folder."""
    folder = folder_of(session)
    # Late: only authors need them.
    from trainhub_content import packaging
    from trainhub_content.check import checked, hindering

    if faults := hindering(checked(folder)):
        sentence = f"{counted(len(faults), 'fault')}; nothing was built."
        blocks = (Verbatim(fault_lines(folder, faults)), Say(sentence, Role.BAD))
        return Answer({"state": "refused", "sentence": sentence, "items": fault_facts(faults)}, blocks, Status.REFUSED)
    target = Path(session.choices.text("into") or f"{folder.resolve().name}.zip").expanduser()
    if target.is_dir():
        raise Refusal(f"{target} is a folder; name a file.", Status.USAGE)
    if not target.parent.is_dir():
        raise Refusal(f"There is no folder {target.parent}.", Status.USAGE)
    part = target.with_name(f".{target.name}.part")
    try:
        manifest = packaging.build(folder, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    size, sha256 = target.stat().st_size, packaging.digest_of(target)
    sentence = f"{target} holds {counted(len(manifest.courses), 'course')} in {counted(len(manifest.files), 'file')}, {size_label(size)}."
    courses: list[Json] = [it.model_dump(mode="json") for it in manifest.courses]
    facts: Json = {"state": "done", "sentence": sentence, "file": str(target), "sha256": sha256, "size": size, "courses": courses}
    return Answer(facts, (Say(sentence, Role.DONE),))


def export(session: Session) -> Answer:
    """The folder that a course was published from, or one with the sources of a course of the starter pack."""
    into = Path(session.choices.text("into") or ".").expanduser()
    course, package = offered(session, session.choices.text("course"))
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".trainhub-export-", dir=into) as place:
        home = _unpacked(session, package, Path(place)) if package else starter_folder(course, Path(place))
        target = into / home.name
        if target.exists():
            raise Refusal(f"{target} is there already.")
        home.replace(target)
    files = counted(sum(1 for path in target.rglob("*") if path.is_file()), "file")
    sentence = f"{target} is as it was published, {files}." if package else f"{target} is {course} of the starter pack, {files}."
    return Answer({"state": "done", "sentence": sentence, "folder": str(target), "package": package}, (Say(sentence, Role.DONE),))


def offered(session: Session, word: str) -> tuple[str, str]:
    """The course that was meant, and the package with the version of it that stands, "" of the starter pack's own. Raises Refusal."""
    standing = {it.course_id: it for it in Authoring(session.hub.reach).versions() if it.state in ("published", "withdrawn")}
    own = {id_: title for id_, title in of_starter(session).items() if id_ not in standing}
    if not standing and not own:
        raise Refusal("No course was published here from a folder.")
    course = found(word, {**own, **{id_: it.title for id_, it in standing.items()}}, "course")
    return course, standing[course].package if course in standing else ""


def of_starter(session: Session) -> dict[str, str]:
    """Titles of the courses that the hub offers as this starter pack brings them, by id."""
    # Late: only authors need them.
    from trainhub_content.exporting import is_of
    from trainhub_content.pack import starter_pack

    if not session.hub.catalogue().courses:
        session.hub.sync_now()  # the first command on this computer
    return {it.id: it.title for it in session.hub.catalogue().courses.values() if is_of(starter_pack(), it)}


def starter_folder(course: str, place: Path) -> Path:
    """A course of the starter pack as a folder below this place."""
    # Late: only authors need them.
    from trainhub_content.exporting import export as exported
    from trainhub_content.pack import starter_pack

    return exported(starter_pack(), course, place)


def _unpacked(session: Session, package: str, place: Path) -> Path:
    # Late: only authors need them.
    from trainhub_content.importers.packages import PackageRefused
    from trainhub_content.packaging import unpack

    Authoring(session.hub.reach).fetch(package, place / "package.zip")
    try:
        return unpack(place / "package.zip", place)[1]
    except PackageRefused as refused:
        raise Refusal(str(refused)) from None


HANDLERS: Mapping[str, Handler] = {"content build": build, "content export": export}
