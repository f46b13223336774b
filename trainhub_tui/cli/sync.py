"""trainhub sync: send what waits, fetch what changed."""

from collections.abc import Mapping

from trainhub_tui.cli.answer import Answer, Say
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session, status_of
from trainhub_tui.cli.status import status_facts, status_words


def sync(session: Session) -> Answer:
    """Ends with 1 when this sync had a change refused."""
    if session.hub.stays_off:
        raise Refusal("Syncing needs the network; leave --offline out.", Status.USAGE)
    hub = session.hub
    known = {waiting.key for waiting in hub.outbox() if waiting.state == "refused"}
    status = hub.sync_now()
    refused = [waiting for waiting in hub.outbox() if waiting.state == "refused" and waiting.key not in known]
    words = status_words(status, hub.zone)
    ending = status_of(status) or (Status.REFUSED if refused else Status.DONE)
    if ending is Status.DONE:
        return Answer(status_facts(status), (Say(f"{words[:1].upper()}{words[1:]}.", Role.DONE),))
    reason = f"{refused[0].sentence}: {refused[0].answer}" if refused else status.sentence or f"{words[:1].upper()}{words[1:]}."
    return Answer(status_facts(status), (), ending, fault=reason)


HANDLERS: Mapping[str, Handler] = {"sync": sync}
