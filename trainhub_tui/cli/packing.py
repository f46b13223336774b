"""trainhub content build and export: a folder as one file, and a published course as a folder again (CONT-3)."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from trainhub_core.views.library import size_label
from trainhub_tui.authoring import Authoring
from trainhub_tui.cli.answer import Answer, Json, Say, Verbatim
from trainhub_tui.cli.content import fault_facts, fault_lines, folder_of, need_extra
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import found
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted


def build(session: Session) -> Answer:
    """One file, the same bytes from the same folder."""
    folder = folder_of(session)
    # Late: these come with an extra.
    from trainhub_content import packaging
    from trainhub_content.check import checked, hindering

    if faults := hindering(checked(folder)):
        sentence = f"{counted(len(faults), 'fault')}; nothing was built."
        blocks = (Verbatim(fault_lines(folder, faults)), Say(sentence, Role.BAD))
        return Answer({"state": "refused", "sentence": sentence, "items": fault_facts(faults)}, blocks, Status.REFUSED)
    target = Path(session.choices.text("into") or f"{folder.resolve().name}.zip").expanduser()
    if target.is_dir():
        raise Refusal(f"{target} is a folder; name a file.", Status.USAGE)
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
    """The folder that a course was published from."""
    need_extra()
    # Late: these come with an extra.
    from trainhub_content.importers.packages import PackageRefused
    from trainhub_content.packaging import unpack

    into = Path(session.choices.text("into") or ".").expanduser()
    course = published(session, session.choices.text("course"))
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".trainhub-export-", dir=into) as place:
        Authoring(session.hub.reach).fetch(course[1], Path(place) / "package.zip")
        try:
            manifest, home = unpack(Path(place) / "package.zip", Path(place))
        except PackageRefused as refused:
            raise Refusal(str(refused)) from None
        target = into / home.name
        if target.exists():
            raise Refusal(f"{target} is there already.")
        home.replace(target)
    sentence = f"{target} is as it was published, {counted(len(manifest.files), 'file')}."
    return Answer({"state": "done", "sentence": sentence, "folder": str(target), "package": course[1]}, (Say(sentence, Role.DONE),))


def published(session: Session, word: str) -> tuple[str, str]:
    """The course that was meant, and the package with the version of it that stands. Raises Refusal."""
    standing = {it.course_id: it for it in Authoring(session.hub.reach).versions() if it.state in ("published", "withdrawn")}
    if not standing:
        raise Refusal("No course was published here from a folder.")
    course = found(word, {id_: it.title for id_, it in standing.items()}, "course")
    return course, standing[course].package


HANDLERS: Mapping[str, Handler] = {"content build": build, "content export": export}
