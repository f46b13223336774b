"""trainhub account: one's own access tokens, and everything that the server keeps about oneself."""

from collections.abc import Mapping
from pathlib import Path

from trainhub_core.models.tokens import NewToken, Scope
from trainhub_tui.administering import Administering
from trainhub_tui.cli.answer import Answer, Say, Table, Verbatim
from trainhub_tui.cli.as_json import facts_of, json_text, page_of
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import id_in
from trainhub_tui.cli.questions import ask
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import moment_words


def tokens(session: Session) -> Answer:
    mine, zone = _account(session).tokens(), session.hub.zone
    rows = [
        (it.token_id, ", ".join(it.scopes), moment_words(it.created, zone), moment_words(it.expires, zone) if it.expires else "never")
        for it in mine
    ]
    table = Table(("Id", "For", "Made", "Ends"), rows, "You have no access token; `trainhub account new-token` makes one.", spare=("Made",))
    return Answer(page_of(facts_of(it) for it in mine), (table,))


def new_token(session: Session) -> Answer:
    """Told once."""
    known = {scope.value: scope for scope in Scope}
    words = (session.choices.text("scopes") or "read,write").replace(",", " ").split()
    days = session.choices.text("days")
    if not words or not known.keys() >= set(words):
        raise Refusal(f"--scopes are words of {', '.join(known)}.", Status.USAGE)
    if days and (not days.isdecimal() or not 1 <= int(days) <= 3650):
        raise Refusal("--days is 1 to 3650.", Status.USAGE)
    made = _account(session).new_token(NewToken(scopes=tuple(known[word] for word in words), days=int(days) if days else None))
    until = f" until {moment_words(made.expires, session.hub.zone)}" if made.expires else " until it is revoked"
    told = Say(f"An access token for {', '.join(made.scopes)}, good{until}. It is told this once:")
    return Answer(facts_of(made), (told, Say(made.token)))


def revoke_token(session: Session) -> Answer:
    sentence = _account(session).revoke_token(id_in(session.choices.text("id"), "access token"))
    return Answer({"state": "done", "sentence": sentence}, (Say(sentence, Role.DONE),))


def data(session: Session) -> Answer:
    """To the standard output, or into a new file that its owner alone can read."""
    facts = facts_of(_account(session).own_data())
    into = session.choices.text("into")
    if not into:
        return Answer(facts, (Verbatim(json_text(facts)),))
    from trainhub_tui.private_file import write_private  # late: few ask for it

    target = Path(into)
    if target.exists():
        raise Refusal(f"{into} is there already; name another file.", Status.USAGE)
    try:
        write_private(target, json_text(facts) + "\n")
    except OSError as error:
        raise Refusal(f"{into} cannot be written: {error.strerror}.") from error
    sentence = f"Everything that the server keeps about you is in {into}."
    return Answer({"state": "done", "sentence": sentence, "file": into}, (Say(sentence, Role.DONE),))


def delete(session: Session) -> Answer:
    """After the learner has typed their own id."""
    account = _account(session)
    learner = account.own_data().learner_id
    typed = ask(session.terminal, f"This deletes everything about you at the server, for good. Type {learner} to go on")
    if typed != learner:
        raise Refusal("That is not it, so nothing was deleted.")
    sentence = account.delete_own_data(learner)
    return Answer({"state": "done", "sentence": sentence}, (Say(sentence, Role.DONE),))


def _account(session: Session) -> Administering:
    if session.hub.stays_off:
        raise Refusal("This is at the server; leave --offline out.", Status.USAGE)
    return Administering(session.hub.reach)


HANDLERS: Mapping[str, Handler] = {
    "account tokens": tokens,
    "account new-token": new_token,
    "account revoke-token": revoke_token,
    "account data": data,
    "account delete": delete,
}
