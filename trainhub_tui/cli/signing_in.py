"""trainhub login, logout, join, whoami: accounts of servers, side by side; each keeps what is its own."""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from trainhub_core.identity import uuid7
from trainhub_core.models.base import Fact, Line
from trainhub_core.operations import ROOT
from trainhub_tui.accounts import Accounts, fingerprint, session_print
from trainhub_tui.api import Api
from trainhub_tui.cli.answer import Answer, Fields, Json, Say
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.loopback import waiting
from trainhub_tui.cli.opening import TOKEN, why_no_server
from trainhub_tui.cli.questions import ask, ask_secret
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.cli.words import counted
from trainhub_tui.config import read_config
from trainhub_tui.credentials import Account, Credentials, Proof
from trainhub_tui.outside import open_outside
from trainhub_tui.paths import Paths
from trainhub_tui.refusing import GIVEN_REFUSED
from trainhub_tui.sessions import Renewing
from trainhub_tui.sign_in import Session as Proven
from trainhub_tui.sign_in import SupabaseAuth, session_from
from trainhub_tui.troubles import Trouble

NOT_TAKEN = "This server does not take this access token: it was mistyped, has ended or was revoked. Nothing was changed."
PROVIDER = "google"
NOBODY_YET = "me"
"""Who is at the laptop until the server has told it."""


class _Known(Fact):
    """Whom a server takes the caller for; the rest of Home is not read here."""

    learner_name: Line


def login(session: Session) -> Answer:
    """Sign in, or be an account again that is signed in. The secrets are asked for."""
    server = _server(session)
    credentials, place = Credentials(Paths.here().server(server)), ""
    if name := session.choices.text("as"):
        account = _named(credentials, name)
        credentials.use(account)
    elif session.choices.offline:
        raise Refusal("Signing in needs the network; leave --offline out.", Status.USAGE)
    else:
        sign_in = _by_token if session.choices.is_set("token") else _by_service
        account, taken = sign_in(session, server, credentials)
        refused = "" if taken else " The system's keyring did not take what proves it: it is locked, or broken."
        place = f"{refused} What proves it is in {_place(credentials, account)}."
    before = f" {TOKEN} is set and goes before it: take that away first." if os.environ.get(TOKEN) else ""
    facts: Json = {"server": server, "account": account.label, "proof": account.proof.value, "kept": credentials.place(account.id)}
    return Answer(
        facts, (Say(f"Signed in to {server} as {account.label}.{place}{before} Open it with trainhub --server {server}", Role.DONE),)
    )


def logout(session: Session) -> Answer:
    """Forget the proof. What waits to be sent stays, unless everything is to go."""
    server = _server(session)
    folder = Paths.here().server(server)
    credentials = Credentials(folder)
    account = _named(credentials, session.choices.text("as"))
    waits = len(session.hub.outbox()) if account == credentials.current() and not os.environ.get(TOKEN) else 0
    session.close()
    if account.proof is Proof.SESSION and not session.choices.offline:
        _ended_there(credentials, account)
    kept = "" if credentials.forget(account) else " The system's keyring did not let go of what proved it: remove “trainhub” there."
    gone = session.choices.is_set("delete")
    if gone:
        shutil.rmtree(Accounts(folder).profile_by(account.id), ignore_errors=True)
    left = f" {counted(waits, 'change waits', 'changes wait')} here and will be sent when you sign in again." if waits and not gone else ""
    words = f"Signed out of {server} as {account.label}.{' Everything of it on this computer is deleted.' if gone else left}{kept}"
    return Answer({"server": server, "account": account.label, "waiting": 0 if gone else waits, "deleted": gone}, (Say(words, Role.DONE),))


def join(session: Session) -> Answer:
    """Accept an invitation to an organisation; its code is asked for."""
    server = _server(session)
    if session.choices.offline:
        raise Refusal("Joining needs the network; leave --offline out.", Status.USAGE)
    access = _access(Credentials(Paths.here().server(server)))
    code = ask_secret(session.terminal, "Code of the invitation")
    with closing(Api(server, access, signed_out=GIVEN_REFUSED if os.environ.get(TOKEN) else "")) as api:
        receipt = api.send("POST", f"{ROOT}/accept-invitation", json.dumps({"code": code}), uuid7(datetime.now(UTC)))
    return Answer({"server": server, "sentence": receipt.sentence}, (Say(receipt.sentence, Role.DONE),))


def whoami(session: Session) -> Answer:
    """Needs no network."""
    server = session.choices.server or read_config(Paths.here()).server
    hub = session.hub
    learner = hub.state().learner
    credentials = Credentials(Paths.here().server(server)) if server else None
    account = credentials.current() if credentials and not os.environ.get(TOKEN) else None
    others = [it.label for it in credentials.accounts().values() if it != account] if credentials else []
    by = account.proof.value if account else "token" if server and os.environ.get(TOKEN) else ""
    kept = credentials.place(account.id) if credentials and account else "environment" if by else ""
    facts: Json = {
        "server": server or None,
        "account": account.label if account else None,
        "learner": {"id": learner.id, "name": learner.name},
        "proof": by or None,
        "kept": kept or None,
        "others": others,
    }
    where = server or "this computer alone (no server)"
    pairs = [
        ("Server", where),
        ("Account", account.label if account else "given by the environment" if by else "none"),
        *([("Name", learner.name)] if learner.id != NOBODY_YET or not server else []),
    ]
    pairs += [("Signed in by", f"{by}, kept in the {kept}")] if by else []
    pairs += [("Also signed in", ", ".join(others))] if others else []
    return Answer(facts, (Fields(pairs),))


def _server(session: Session) -> str:
    server = session.choices.server or read_config(Paths.here()).server
    if not server:
        raise Refusal("Name the server: `trainhub --server https://training.example.org login`.", Status.USAGE)
    if fault := why_no_server(server):
        raise Refusal(fault, Status.USAGE)
    return server


def _access(credentials: Credentials) -> str:
    """A token of whoever is signed in, or the one that is given. Raises Refusal, and what renewing a session raises."""
    if token := os.environ.get(TOKEN):
        return token
    account = _named(credentials, "")
    if account.proof is Proof.TOKEN:
        return credentials.secret(account.id) or ""
    with closing(Renewing(credentials.folder, account)) as renewing:
        return renewing.access()


def _named(credentials: Credentials, name: str) -> Account:
    """The account of this name, or the only one whose name begins so; without a name the current one."""
    known = credentials.accounts()
    exactly = [it for it in known.values() if it.label == name]
    near = exactly or [it for it in known.values() if it.label.casefold().startswith(name.casefold())]
    found = (near[0] if len(near) == 1 else None) if name else credentials.current()
    if found is None:
        names = f" Signed in are: {', '.join(it.label for it in known.values())}." if known else ""
        raise Refusal(f"{f'Nobody is signed in as “{name}”' if name else 'Nobody is signed in'} on this server.{names}", Status.NOT_ALLOWED)
    return found


def _by_token(session: Session, server: str, credentials: Credentials) -> tuple[Account, bool]:
    """Who it is, and whether their proof went where it should."""
    token = ask_secret(session.terminal, "Access token")
    with closing(Api(server, token, signed_out=NOT_TAKEN)) as api:
        name = api.ask(_Known, f"{ROOT}/dashboard").learner_name
    account = Account(fingerprint(token), f"{name} (token {fingerprint(token)[:6]})", Proof.TOKEN)
    return account, credentials.keep(account, token)


def _by_service(session: Session, server: str, credentials: Credentials) -> tuple[Account, bool]:
    with closing(Api(server, "")) as api:
        told = api.sign_in()
    if not told.service:
        raise Refusal("People sign in to this server with an access token: `trainhub login --token`.", Status.USAGE)
    with closing(SupabaseAuth(told.service, told.key)) as auth:
        proven = _by_browser(session, auth) if session.choices.is_set("browser") else _by_mail(session, auth)
    account = Account(session_print(proven.learner), proven.email or proven.learner, Proof.SESSION, told.service, told.key)
    return account, credentials.keep(account, proven.frozen())


def _by_mail(session: Session, auth: SupabaseAuth) -> Proven:
    email = session.choices.text("email") or ask(session.terminal, "E-mail address")
    if session.choices.is_set("password"):
        return auth.by_password(email, ask_secret(session.terminal, "Password"))
    auth.send_code(email)
    session.terminal.err.write(f"A code was sent to {email}.\n")
    return auth.by_code(email, ask_secret(session.terminal, "Code"))


def _by_browser(session: Session, auth: SupabaseAuth) -> Proven:
    with waiting() as back:
        challenge = auth.challenge(session.choices.text("provider") or PROVIDER, back.url)
        fault = open_outside(challenge.url)
        session.terminal.err.write(f"{fault or 'Sign in in the browser; if none opens, go there yourself:'}\n{challenge.url}\n")
        session.terminal.err.flush()
        code = back.code()
    if not code:
        raise Refusal("The browser did not come back with a sign-in; nothing was changed.", Status.NOT_ALLOWED)
    return auth.by_browser(code, challenge)


def _ended_there(credentials: Credentials, account: Account) -> None:
    """At the sign-in service too, where it can be reached; here it is over in any case."""
    try:
        with closing(SupabaseAuth(account.service, account.key)) as auth:
            auth.end(session_from(credentials.secret(account.id)))
    except Trouble:
        return


def _place(credentials: Credentials, account: Account) -> str:
    if credentials.place(account.id) == "keyring":
        return "the system's keyring"
    return f"a file that you alone can read, in {Path(credentials.folder)}"


HANDLERS: Mapping[str, Handler] = {"login": login, "logout": logout, "join": join, "whoami": whoami}
