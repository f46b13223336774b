"""trainhub content: make a course, check it, count what is in it, tell the schemas (CONT-1)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainhub_core.views.library import size_label
from trainhub_tui.cli.answer import Answer, Block, Json, Say, Table, Verbatim
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted, minutes_words

if TYPE_CHECKING:
    from trainhub_content.faults import Fault
    from trainhub_content.stats import CourseFigures
    from trainhub_core.models.publishing import ContentFault


def new(session: Session) -> Answer:
    """A course that passes the check."""
    # Late: only authors need it.
    from trainhub_content.creating import NotCreated, create

    folder = Path(session.choices.text("folder")).expanduser()
    try:
        files = create(folder, session.choices.text("title") or folder.name.replace("-", " ").capitalize())
    except NotCreated as refused:
        raise Refusal(str(refused)) from None
    sentence = f"{folder} is a course now. Write in it, then run `trainhub content check {folder}`."
    return Answer({"folder": str(folder), "files": list(files)}, (Say(sentence), Verbatim("\n".join(f"{folder}/{file}" for file in files))))


def check(session: Session) -> Answer:
    """Every fault of a folder; the exit status says whether there was one."""
    folder = folder_of(session)
    # Late: only authors need it.
    from trainhub_content.check import checked, hindering

    found = checked(folder, strict=session.choices.is_set("strict"))
    faults = len(hindering(found))
    facts: Json = {"items": fault_facts(found), "faults": faults, "advice": len(found) - faults}
    told = " and ".join(filter(None, (counted(faults, "fault") if faults else "", _advice(len(found) - faults))))
    close = Say(f"{told}." if found else "Nothing is wrong.", Role.BAD if faults else Role.DONE)
    blocks: Sequence[Block] = (Verbatim(fault_lines(folder, found)), close) if found else (close,)
    return Answer(facts, blocks, Status.REFUSED if faults else Status.DONE)


def stats(session: Session) -> Answer:
    """How much there is to learn."""
    folder = folder_of(session)
    # Late: only authors need it.
    from trainhub_content.faults import ContentRefused
    from trainhub_content.loading import load
    from trainhub_content.stats import figures_of

    try:
        sources = load(folder)
    except ContentRefused as refused:
        many = counted(len(refused.faults), "fault")
        raise Refusal(f"{folder} has {many}, the first in {refused.faults[0]} `trainhub content check` tells all.") from None
    found = figures_of(sources)
    rows = [_row(it) for it in found]
    columns = ("Course", "Lessons", "Time", "Words", "Questions", "Files", "Id")
    facts: Json = {
        "courses": [
            {
                **{"id": it.id, "title": it.title, "modules": it.modules, "minutes": it.minutes, "words": it.words},
                **{"lessons": dict(it.lessons), "questions": dict(it.questions), "files": it.files, "size": it.size},
            }
            for it in found
        ],
        "documents": len(sources.library),
        "webinars": len(sources.webinars),
    }
    return Answer(facts, (Table(columns, rows, "There is no course here.", spare=("Id", "Files", "Words")),))


def schema(session: Session) -> Answer:
    """The JSON schema of a kind of file, whatever the form of the answer."""
    # Late: only authors need it.
    from trainhub_content.schemas import KINDS, schema_of, text_of

    kind = session.choices.text("kind")
    if kind not in KINDS:
        raise Refusal(f"There is no schema “{kind}”; there are {', '.join(KINDS)}.", Status.USAGE)
    return Answer(schema_of(kind), (Verbatim(text_of(kind).rstrip("\n")),))


def folder_of(session: Session) -> Path:
    """The folder that was named. Raises Refusal where it is none."""
    folder = Path(session.choices.text("folder") or ".").expanduser()
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.", Status.USAGE)
    return folder


def fault_lines(folder: Path, found: "Iterable[Fault | ContentFault]") -> str:
    """One line each, with a path that an editor can open from here."""
    return "\n".join(_line(it) if folder == Path() else f"{folder.as_posix()}/{_line(it)}" for it in found)


def fault_facts(found: "Iterable[Fault | ContentFault]") -> list[Json]:
    """The same for a program."""
    return [_facts(it) for it in found]


def _line(it: "Fault | ContentFault") -> str:
    advice = "advice: " if it.severity == "advice" else ""
    return f"{it.file}:{it.line}: {advice}{it.reason}{f' {it.mend}' if it.mend else ''}"


def _facts(it: "Fault | ContentFault") -> Json:
    return {"file": it.file, "line": it.line, "severity": str(it.severity), "reason": it.reason, "mend": it.mend}


def _advice(count: int) -> str:
    return f"{count} of advice" if count else ""


def _row(it: "CourseFigures") -> tuple[str, ...]:
    questions = str(sum(it.questions.values()))
    return it.title, _listed(it.lessons), minutes_words(it.minutes), f"{it.words:,}", questions, size_label(it.size), it.id


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


HANDLERS: Mapping[str, Handler] = {"content new": new, "content check": check, "content stats": stats, "content schema": schema}
