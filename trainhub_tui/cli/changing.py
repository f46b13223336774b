"""A change: written down by the hub, sent at once unless offline, and what the server said about it."""

from collections.abc import Callable, Mapping

from trainhub_core.operations import Operation, RecordProgress
from trainhub_tui.cli.answer import Answer, Json, Say
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Session
from trainhub_tui.early import why_refused
from trainhub_tui.hub import SyncKind

QUEUED = "queued, will be sent when you are online"


def allowed(session: Session, why_not: Callable[[], str | None]) -> None:
    """Raises Refusal with the rule's sentence. Before refusing it looks again at the server: what is known here may be old."""
    if why_not() and not session.hub.stays_off:
        session.hub.sync_now()
    if sentence := why_not():
        raise Refusal(sentence)


def changed(session: Session, operation: Operation, words: str, done: Callable[[], str], facts: Callable[[], Mapping[str, Json]]) -> Answer:
    """Make the change. `words` name it (“Seat in …”), `done` says how it came out, `facts` are asked for when it is over."""
    hub = session.hub
    allowed(session, lambda: why_refused(operation, hub.catalogue(), hub.state(), hub.now()))
    before = {waiting.key for waiting in hub.outbox()}
    if isinstance(operation, RecordProgress):
        hub.record(operation.event)  # the first word of a course enrols in it
    else:
        hub.do(operation)
    mine = {waiting.key for waiting in hub.outbox()} - before
    if session.hub.stays_off:
        return outcome("queued", f"{words}: {QUEUED}.", facts())
    return sent(session, mine, words, done, facts)


def sent(session: Session, mine: set[str], words: str, done: Callable[[], str], facts: Callable[[], Mapping[str, Json]]) -> Answer:
    """Send what waits, and tell how the changes of these keys came out."""
    status = session.hub.sync_now()
    left = [waiting for waiting in session.hub.outbox() if waiting.key in mine]
    refused = next((waiting for waiting in left if waiting.state == "refused"), None)
    if refused:
        return outcome("refused", refused.answer or f"{words}: refused by the server.", facts(), Status.REFUSED)
    if not left:
        return outcome("done", done(), facts())
    if status.kind is SyncKind.SIGNED_OUT:
        return outcome("queued", f"{words}: kept, not sent. {status.sentence}".strip(), facts(), Status.NOT_ALLOWED)
    return outcome("queued", f"{words}: {QUEUED}. {status.sentence}".strip(), facts())


def outcome(state: str, sentence: str, facts: Mapping[str, Json], status: Status = Status.DONE) -> Answer:
    """An answer in the shape of every change. A sentence of refusal goes to the standard error."""
    told: dict[str, Json] = {"state": state, "sentence": sentence, **facts}
    if status is Status.DONE:
        role = Role.DONE if state == "done" else Role.UNDER_WAY
        return Answer(told, (Say(sentence, role),))
    return Answer(told, (), status, fault=sentence)
