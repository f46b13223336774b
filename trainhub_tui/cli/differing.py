"""trainhub content diff: what a folder changes, against what is published, another folder or a package (CONT-3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from trainhub_tui.authoring import Authoring
from trainhub_tui.cli.answer import Answer, Block, Cell, Json, Say, Table
from trainhub_tui.cli.content import folder_of
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.packing import of_starter, starter_folder
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted

if TYPE_CHECKING:  # late: only authors need them
    from trainhub_content.differing import Difference
    from trainhub_content.sources import Sources

PUBLISHED = "published"
_ROLES = {"added": Role.DONE, "removed": Role.BAD}


def diff(session: Session) -> Answer:
    """Every difference, a row each."""
    folder = folder_of(session)
    # Late: only authors need them.
    from trainhub_content.faults import ContentRefused
    from trainhub_content.importers.packages import PackageRefused
    from trainhub_content.loading import load

    against = session.choices.text("against") or PUBLISHED
    try:
        after = load(folder)
        with TemporaryDirectory(prefix="trainhub-diff-") as place:
            found = _found(session, after, against, Path(place))
        low = _low(session, after, found) if against == PUBLISHED else {}
    except ContentRefused as refused:
        raise Refusal(f"The content has faults, the first in {refused.faults[0]} `trainhub content check` tells all.") from None
    except PackageRefused as refused:
        raise Refusal(str(refused)) from None
    rows = [_row(it) for it in found]
    columns = ("What", "How", "Title", "Words", "Detail", "Id")
    close = Say(f"{counted(len(found), 'difference')}." if found else "Nothing differs.")
    raised = [Say(f"{title} needs a `version` above {offered}, or `publish --bump`.", Role.BAD) for title, offered in low.values()]
    numbers: Json = {id_: offered for id_, (_, offered) in low.items()}
    facts: Json = {"against": against, "items": [_facts(it) for it in found], "total": len(found), "low": numbers}
    blocks: Sequence[Block] = (Table(columns, rows, "", spare=("Id",)), close, *raised) if found else (close,)
    return Answer(facts, blocks)


def _low(session: Session, after: "Sources", found: "Sequence[Difference]") -> dict[str, tuple[str, int]]:
    """Courses that have changed and whose number is not above the one on offer: title and that number, by id."""
    offered = {it.id: it.version for it in session.hub.catalogue().courses.values()}
    offered |= {it.course_id: it.version for it in Authoring(session.hub.reach).versions() if it.state in ("published", "withdrawn")}
    courses = (it for it in after.catalogue.courses.values() if it.version <= offered.get(it.id, 0))
    return {it.id: (it.title, offered[it.id]) for it in courses if any(_is_of(each, it.id) for each in found)}


def _is_of(it: "Difference", course: str) -> bool:
    """Whether this is a difference of the course: of itself, of a lesson or question, or of a file that comes with it."""
    begins = {"course": course, "lesson": f"{course}/", "question": f"{course}/", "file": f"{course[:80]}--"}.get(it.kind)
    return begins is not None and (it.id == begins if it.kind == "course" else it.id.startswith(begins))


def _found(session: Session, after: "Sources", against: str, place: Path) -> "Sequence[Difference]":
    # Late: only authors need them.
    from trainhub_content.differing import differences
    from trainhub_content.loading import load
    from trainhub_content.packaging import is_package, unpack

    other = Path(against).expanduser()
    if other.is_dir():
        return differences(load(other), after, tables=not after.lone)
    if is_package(other):
        return differences(load(unpack(other, place)[1]), after, tables=not after.lone)
    if against != PUBLISHED:
        raise Refusal(f"There is neither a folder nor a package {other}.", Status.USAGE)
    return [it for before, part, tables in _published(session, after, place) for it in differences(before, part, tables)]


def _published(session: Session, after: "Sources", place: Path) -> "Iterable[tuple[Sources | None, Sources, bool]]":
    """The packages that the folder's courses were published in, or the starter pack, each with those of its courses."""
    # Late: only authors need them.
    from trainhub_content.loading import load
    from trainhub_content.packaging import unpack

    standing = {it.course_id: it.package for it in Authoring(session.hub.reach).versions() if it.state in ("published", "withdrawn")}
    courses = after.catalogue.courses
    packages = dict.fromkeys(standing[id_] for id_ in courses if id_ in standing)
    whole = not after.lone
    for number, package in enumerate(packages):
        Authoring(session.hub.reach).fetch(package, place / f"{number}.zip")
        before = load(unpack(place / f"{number}.zip", place / str(number))[1])
        mine = [id_ for id_ in courses if standing.get(id_) == package]
        yield _only(before, mine), _only(after, mine), whole and not before.lone
        whole = whole and bool(before.lone)
    new = [id_ for id_ in courses if id_ not in standing]
    own = of_starter(session) if new else {}
    for id_ in (id_ for id_ in new if id_ in own):
        yield load(starter_folder(id_, place / "starter")), _only(after, [id_]), False
    if new := [id_ for id_ in new if id_ not in own]:
        yield None, _only(after, new), False


def _only(sources: "Sources", courses: Iterable[str]) -> "Sources":
    kept = {id_: sources.catalogue.courses[id_] for id_ in courses if id_ in sources.catalogue.courses}
    return replace(sources, catalogue=replace(sources.catalogue, courses=kept))


def _row(it: "Difference") -> tuple[str | Cell, ...]:
    return it.kind, Cell(it.how, _ROLES.get(it.how, Role.TEXT)), it.title, _words(it), it.detail, it.id


def _words(it: "Difference") -> str:
    if it.words is None:
        return ""
    before, after = it.words
    return f"{after:,}" if not before else f"{before:,} → {after:,}" if after else f"−{before:,}"


def _facts(it: "Difference") -> Json:
    words: Json = {"before": it.words[0], "after": it.words[1]} if it.words else None
    return {"kind": it.kind, "id": it.id, "how": it.how.value, "title": it.title, "detail": it.detail, "words": words}


HANDLERS: Mapping[str, Handler] = {"content diff": diff}
