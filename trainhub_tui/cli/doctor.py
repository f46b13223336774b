"""trainhub doctor: what is where, whether it is well, and what to do where it is not. Each examination stands alone and never raises."""

from collections.abc import Mapping
from dataclasses import replace

from trainhub_tui.cli.answer import Answer, Cell, Table
from trainhub_tui.cli.endings import Status
from trainhub_tui.cli.examinations import Finding, Health, files_here, full_text, installed, settings_file, terminal_facts
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session, status_of
from trainhub_tui.cli.status import status_words
from trainhub_tui.cli.words import counted
from trainhub_tui.hub import DownloadState, SyncKind
from trainhub_tui.paths import Paths
from trainhub_tui.proposing import at_server
from trainhub_tui.troubles import Trouble

_ROLES = {Health.OK: Role.DONE, Health.WARN: Role.UNDER_WAY, Health.FAIL: Role.BAD}


def doctor(session: Session) -> Answer:
    """Ends with 1 when something failed."""
    paths = Paths.here()
    findings = [*installed(), settings_file(paths), *files_here(paths), full_text(), *_hub(session), *terminal_facts(session.terminal)]
    findings = [replace(it, sentence=at_server(it.sentence, session.choices.server)) for it in findings]
    rows = [(Cell(it.health, _ROLES[it.health]), it.subject, it.sentence) for it in findings]
    failed = any(it.health is Health.FAIL for it in findings)
    return Answer(
        {"items": [{"state": it.health.value, "subject": it.subject, "sentence": it.sentence} for it in findings]},
        (Table(("State", "What", "Finding"), rows, "Nothing was looked at."),),
        Status.REFUSED if failed else Status.DONE,
    )


def _hub(session: Session) -> list[Finding]:
    try:
        return [_server(session), _outbox(session), _downloads(session)]
    except Trouble as trouble:
        return [Finding(Health.FAIL, "hub", f"{trouble.sentence} Look at the files above.")]
    except OSError as error:
        return [Finding(Health.FAIL, "hub", f"{error.strerror or error} ({error.filename}). Look at the files above.")]


def _server(session: Session) -> Finding:
    name = f"server {session.choices.server}" if session.choices.server else "server"
    if session.hub.stays_off:
        return Finding(Health.WARN, name, "not asked, because of --offline.")
    status = session.hub.sync_now()
    words = f"{status_words(status, session.hub.zone)}. {status.sentence}".strip()
    if status.kind is SyncKind.SIGNED_OUT:
        return Finding(Health.FAIL, name, words)
    return Finding(Health.WARN if status_of(status) else Health.OK, name, words)


def _outbox(session: Session) -> Finding:
    waiting = session.hub.outbox()
    refused = sum(1 for it in waiting if it.state == "refused")
    if refused:
        return Finding(Health.WARN, "outbox", f"{counted(refused, 'change was', 'changes were')} refused; see `trainhub outbox`.")
    return Finding(Health.OK, "outbox", f"{counted(len(waiting), 'change')} to send.")


def _downloads(session: Session) -> Finding:
    space, downloads = session.hub.space(), session.hub.downloads()
    used = f"{space.used / 1e6:.1f} of {space.quota / 1e6:.0f} MB used by {counted(len(downloads), 'download')}"
    if failed := [it for it in downloads if it.state is DownloadState.FAILED]:
        return Finding(Health.WARN, "downloads", f"{used}; {len(failed)} failed; `trainhub download {failed[0].resource_id}` tries again.")
    return Finding(Health.OK, "downloads", f"{used}.")


HANDLERS: Mapping[str, Handler] = {"doctor": doctor}
