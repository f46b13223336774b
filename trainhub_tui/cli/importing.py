"""trainhub content import: what other systems made, as a course of ours in a folder, by a child process with limits (CONT-1)."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from trainhub_tui.cli.answer import Answer, Block, Heading, Say, Table
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session

MOST_ROWS = 20
STOPPED = "The import was stopped before it was done; nothing was written."


def bring_in(session: Session) -> Answer:
    """Ends with 0 when all came, with 1 when something could not."""
    source, folder, report = (session.choices.text(name) for name in ("source", "into", "report"))
    if not folder:
        raise Refusal("Name the folder that the course goes into: --into FOLDER.", Status.USAGE)
    if report and not Path(report).expanduser().absolute().parent.is_dir():
        raise Refusal(f"There is no folder for the report {report}.", Status.USAGE)
    told = _imported(Path(source).expanduser(), Path(folder).expanduser())
    if wrong := told.get("wrong"):
        raise Refusal(str(wrong), Status.USAGE)
    if failed := told.get("failed"):
        raise Refusal(str(failed))
    facts = told["report"]
    if report:
        _write(Path(report).expanduser(), facts, str(told["page"]))
    return Answer(facts, _blocks(facts, report), Status.DONE if told.get("all_came") else Status.REFUSED)


def _imported(source: Path, folder: Path) -> Mapping[str, Any]:
    """What the child says."""
    if not source.exists():
        raise Refusal(f"There is no file or folder {source}.", Status.USAGE)
    child = files("trainhub_content") / "importers" / "child.py"
    command = [sys.executable, "-I", str(child), str(source.absolute()), str(folder.absolute())]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        raise Refusal(STOPPED) from None
    return told if isinstance(told, dict) else {"failed": STOPPED}


def _write(path: Path, facts: Mapping[str, Any], page: str) -> None:
    """The whole report: JSON where the name says so, else Markdown."""
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n" if path.suffix.lower() == ".json" else page
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise Refusal(f"The course came, but the report could not be written: {error.strerror or error}.") from None


def _blocks(facts: Mapping[str, Any], report: str) -> list[Block]:
    if facts["refusal"]:
        return [Say(f"Nothing was written: {facts['refusal']}", Role.BAD)]
    counts = [(name, *(str(count[key]) for key in ("found", "came", "changed", "refused"))) for name, count in facts["counts"].items()]
    blocks: list[Block] = [
        Heading(f"{facts['format']} → {facts['course']}"),
        Table(("What", "Found", "Came", "Changed", "Refused"), counts, "Nothing was found."),
    ]
    refused = [(it["file"], it["item"] or it["title"], " ".join(it["sentences"])) for it in facts["items"] if it["outcome"] == "refused"]
    lost = [(note["file"], "", note["sentence"]) for note in facts["notes"] if note["loss"]]
    blocks += _listed("Could not come", refused) + _listed("Lost on the way", lost)
    if facts["kept"]:
        blocks.append(Say(f"Edited by hand and left alone: {', '.join(facts['kept'])}."))
    blocks.append(Say(f"The whole report is in {report}." if report else "--report FILE tells all of it, by file.", Role.MUTED))
    return blocks


def _listed(title: str, rows: Sequence[tuple[str, str, str]]) -> list[Block]:
    if not rows:
        return []
    shown = list(rows[:MOST_ROWS])
    more = [Say(f"and {len(rows) - MOST_ROWS} more", Role.MUTED)] if len(rows) > MOST_ROWS else []
    return [Heading(title, 2), Table(("File", "Item", "Why"), shown, "", spare=("Item",)), *more]


HANDLERS: dict[str, Handler] = {"content import": bring_in}
