"""Sessions of a sign-in service on laptops: renewed under two windows, ended, and what that does to the outbox (I10, API-3).

The sign-in service is the stand-in of tests/sign_in_service.py."""

import logging
import os
import stat
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.client.fault_server import FaultServer
from tests.client.windows import MAKE
from tests.sign_in_service import ANA, SignInService, User, serving
from trainhub_tui.accounts import Accounts, session_print
from trainhub_tui.behind import Reach
from trainhub_tui.config import Config
from trainhub_tui.credentials import OFF, Account, Credentials, Proof
from trainhub_tui.facts import SyncKind
from trainhub_tui.hub import Hub
from trainhub_tui.opening import opening
from trainhub_tui.paths import Paths
from trainhub_tui.sessions import MARGIN_SECONDS, Renewing
from trainhub_tui.sign_in import Challenge, SupabaseAuth, session_from
from trainhub_tui.troubles import Offline, Refused, ServerTrouble, SignedOut, Trouble

EMAIL = "ana@partner.example"
PASSWORD = "canary-password-8f2"
CODE = "canary-code-6b1"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own is left alone."""
    monkeypatch.setenv(OFF, "off")


@pytest.fixture
def of() -> Iterator[SignInService]:
    with serving(SignInService(users={EMAIL: User(ANA, EMAIL, PASSWORD, "Ana Silva")})) as service:
        yield service


class Now:
    """A wall clock that is set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def signed_in(of: SignInService, folder: Path, now: Now) -> Account:
    """Ana signed in by password; the account that was kept."""
    auth = SupabaseAuth(of.url, "public", now)
    session = auth.by_password(EMAIL, PASSWORD)
    account = Account(session_print(session.learner), session.email, Proof.SESSION, of.url, "public")
    Credentials(folder).keep(account, session.frozen())
    auth.close()
    return account


def test_each_way_of_signing_in_gives_a_session(of: SignInService) -> None:
    """API-3: password, code by e-mail, browser with PKCE."""
    auth = SupabaseAuth(of.url, "public")
    assert auth.by_password(EMAIL, PASSWORD).learner == ANA
    auth.send_code(EMAIL)
    assert auth.by_code(EMAIL, of.mailed[EMAIL]).email == EMAIL
    challenge = auth.challenge("google", "http://127.0.0.1:1/back")
    assert challenge.verifier not in challenge.url and challenge.verifier not in repr(challenge)
    of.codes["code-1"] = (EMAIL, challenge.url.partition("code_challenge=")[2].partition("&")[0])
    assert auth.by_browser("code-1", challenge).learner == ANA
    auth.close()


def test_a_wrong_password_code_or_verifier_is_refused_with_a_sentence(of: SignInService) -> None:
    auth = SupabaseAuth(of.url, "public")
    with pytest.raises(Refused) as wrong:
        auth.by_password(EMAIL, "guess")
    assert wrong.value.sentence == "This e-mail address and password do not go together."
    auth.send_code(EMAIL)
    with pytest.raises(Refused, match="wrong or has expired"):
        auth.by_code(EMAIL, "not it")
    of.codes["code-1"] = (EMAIL, "of another challenge")
    with pytest.raises(Refused):
        auth.by_browser("code-1", Challenge("", "verifier of somebody who stole the code"))
    auth.close()


def test_a_service_at_an_unsafe_address_is_sent_nothing() -> None:
    for address in ("http://sign-in.example/auth/v1", "ftp://x", "file:///etc/passwd"):
        with pytest.raises(Refused, match="unsafe"):
            SupabaseAuth(address, "public")


def test_a_session_is_renewed_a_minute_before_it_ends_and_only_then(of: SignInService, tmp_path: Path) -> None:
    """API-3."""
    now = Now()
    renewing = Renewing(tmp_path, signed_in(of, tmp_path, now), now)
    first = renewing.access()
    now.now += of.lasts - MARGIN_SECONDS - 1
    assert renewing.access() == first
    now.now += 2
    assert renewing.access() != first
    assert of.asked.count("POST /auth/v1/token refresh_token") == 1
    assert len(of.refreshers) == 1
    renewing.close()


def test_two_windows_renew_one_session_once(of: SignInService, tmp_path: Path) -> None:
    """API-3: a refresh token counts once; the window that waits takes what the other got, and both go on."""
    now = Now()
    account = signed_in(of, tmp_path, now)
    windows = [Renewing(tmp_path, account, now) for _ in range(6)]
    for window in windows:
        window.access()
    now.now += of.lasts
    got: list[str] = []
    threads = [threading.Thread(target=lambda window=window: got.append(window.access())) for window in windows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(got) == 6 and len(set(got)) == 1
    assert of.asked.count("POST /auth/v1/token refresh_token") == 1
    for window in windows:
        window.close()


def test_a_refused_token_is_renewed_once_and_then_given_up(of: SignInService, tmp_path: Path) -> None:
    """API-3: a server that refuses the new one too is not asked for ever; a sign-in by another window is taken."""
    now = Now()
    account = signed_in(of, tmp_path, now)
    renewing = Renewing(tmp_path, account, now)
    first = renewing.access()
    assert renewing.refused(first)
    second = renewing.access()
    assert second != first
    assert not renewing.refused(second)
    signed_in(of, tmp_path, now)
    assert renewing.refused(second)
    assert renewing.access() not in (first, second)
    renewing.close()


def test_a_session_that_has_ended_says_so_and_no_network_does_not(of: SignInService, tmp_path: Path) -> None:
    """I10: only the service's word ends a session."""
    now = Now()
    account = signed_in(of, tmp_path, now)
    now.now += of.lasts
    of.refreshers.clear()
    renewing = Renewing(tmp_path, account, now)
    with pytest.raises(SignedOut, match="nothing is lost"):
        renewing.access()
    renewing.close()
    nowhere = Renewing(tmp_path, Account(account.id, "", Proof.SESSION, "http://127.0.0.1:9/auth/v1"), now)
    with pytest.raises((Offline, ServerTrouble)):
        nowhere.access()
    nowhere.close()


def hub_of(server: FaultServer, folder: Path, account: Account) -> Hub:
    reach = Reach(server=server.url, accounts=folder, account=account)
    return Hub(Accounts(folder).profile_by(account.id), Paths.under(folder), Config(zone="UTC"), reach=lambda: reach)


def test_a_401_pauses_the_outbox_and_drops_nothing(server: FaultServer, of: SignInService, tmp_path: Path) -> None:
    """I10: work done while signed out is sent, once, after signing in again; in the same folder, although every token is new."""
    server.account(ANA, "nobody-has-this")
    account = signed_in(of, tmp_path, Now())
    hub = hub_of(server, tmp_path, account)
    assert hub.sync_now().kind is SyncKind.SIGNED_OUT
    of.made = lambda token: server.tokens.__setitem__(token, ANA)
    of.refreshers.clear()
    hub.remember("place/x", "7")
    hub.close()
    again = hub_of(server, tmp_path, signed_in(of, tmp_path, Now()))
    again.sync_now()
    server.tokens.clear()
    again.do(MAKE["set-bookmark"](again))
    of.made = lambda token: None
    assert again.sync_now().kind is SyncKind.SIGNED_OUT
    assert again.status().pending == 1 and len(again.outbox()) == 1
    again.close()
    of.made = lambda token: server.tokens.__setitem__(token, ANA)
    last = hub_of(server, tmp_path, signed_in(of, tmp_path, Now()))
    last.sync_now()
    assert last.sync_now().pending == 0
    assert sum(server.accounts[ANA].effects.values()) == 1
    assert last.remembered("place/x") == "7"
    last.close()


def test_accounts_of_a_server_have_stores_of_their_own_side_by_side(tmp_path: Path) -> None:
    """API-3: two accounts on one server and one on another; `use` chooses; a token that is given goes before."""
    paths = Paths.under(tmp_path)
    one, other = "https://one.example", "https://other.example"
    for server, learner in ((one, "ana"), (one, "ben"), (other, "ana")):
        Credentials(paths.server(server)).keep(Account(session_print(learner), learner, Proof.SESSION, one, ""), "{}")

    def folder(server: str, token: str = "") -> Path:
        return opening(paths, Config(), server, token, offline=True, demo=False).folder

    ben, elsewhere = folder(one), folder(other)
    credentials = Credentials(paths.server(one))
    credentials.use(credentials.accounts()[session_print("ana")])
    assert len({ben, elsewhere, folder(one), folder(one, "a-token"), folder("https://third.example")}) == 5
    credentials.forget(credentials.accounts()[session_print("ana")])
    assert folder(one) == ben


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_without_a_keyring_the_secret_is_in_a_file_of_0600(of: SignInService, tmp_path: Path) -> None:
    """API-3: also where a file with other rights lay there."""
    folder = tmp_path / "server"
    old = os.umask(0)
    try:
        account = signed_in(of, folder, Now())
    finally:
        os.umask(old)
    secret = Credentials(folder).secret(account.id)
    holding = [file for file in folder.iterdir() if secret and secret in file.read_text("utf-8")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in holding] == [0o600]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert session_from(secret).learner == ANA
    assert session_from(secret).refresh not in repr(session_from(secret))
    Credentials(folder).forget(account)
    assert not any(secret and secret in file.read_text("utf-8") for file in folder.iterdir())


class FakeKeyring(ModuleType):
    """A stand-in for the package keyring, as its documentation tells it."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.kept: dict[tuple[str, str], str] = {}
        self.priority = 5.0
        self.locked: Exception | None = None
        self.errors = SimpleNamespace(KeyringError=type("KeyringError", (Exception,), {}))

    def get_keyring(self) -> SimpleNamespace:
        return SimpleNamespace(priority=self.priority)

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.opens()
        self.kept[service, name] = secret

    def get_password(self, service: str, name: str) -> str | None:
        self.opens()
        return self.kept.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        self.opens()
        del self.kept[service, name]

    def opens(self) -> None:
        if self.locked:
            raise self.locked


def test_with_a_keyring_the_secret_is_there_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """API-3: a keyring that is locked, or none that holds anything, means the file."""
    ring = FakeKeyring()
    monkeypatch.delenv(OFF)
    monkeypatch.setitem(sys.modules, "keyring", ring)
    credentials, account = Credentials(tmp_path / "server"), Account("abc", "Ana", Proof.TOKEN)
    credentials.keep(account, "the-secret")
    assert credentials.place("abc") == "keyring" and credentials.secret("abc") == "the-secret"
    assert not any("the-secret" in file.read_text("utf-8") for file in (tmp_path / "server").iterdir())
    ring.locked = ring.errors.KeyringError("locked")
    assert not credentials.keep(account, "another")
    assert credentials.place("abc") == "file" and credentials.secret("abc") == "another"
    ring.locked = None
    assert credentials.keep(account, "third")
    assert credentials.place("abc") == "keyring" and credentials.secret("abc") == "third"
    assert credentials.forget(account)
    assert ring.kept == {} and credentials.current() is None
    ring.priority = 0.0
    assert credentials.keep(account, "fourth")
    assert credentials.place("abc") == "file"


class BusTrouble(Exception):
    """What a keyring's own library raises, which the package keyring lets through."""


def test_a_keyring_that_does_not_answer_is_named_and_nobody_is_told_that_a_session_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """API-3: reading says what to do; signing out says that something may be left; once it is open all is as before."""
    ring = FakeKeyring()
    monkeypatch.delenv(OFF)
    monkeypatch.setitem(sys.modules, "keyring", ring)
    paths = Paths(config_file=tmp_path / "config.toml", data=tmp_path)
    folder = paths.server("https://training.example.org")
    credentials, account = Credentials(folder), Account("abc", "Ana", Proof.TOKEN)
    credentials.keep(account, "the-secret")
    ring.locked = BusTrouble("the bus is gone")
    with pytest.raises(SignedOut, match="keyring does not give out"):
        credentials.secret("abc")
    chosen = opening(paths, Config(), "https://training.example.org", "", offline=False, demo=False)
    assert chosen.reach
    with pytest.raises(SignedOut, match="keyring does not give out"):
        chosen.reach().connector().api()
    assert not credentials.forget(account) and ring.kept
    ring.locked = None
    credentials.keep(account, "the-secret")
    assert credentials.secret("abc") == "the-secret" and credentials.forget(account) and ring.kept == {}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"current": "x", "accounts": [{"id": "../x"}]}', '{"current": 1, "accounts": 7}'])
def test_a_damaged_list_of_accounts_is_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "signed-in.json").write_text(text)
    assert Credentials(tmp_path).current() is None


def test_secrets_of_a_session_are_in_no_log_and_no_exception(
    of: SignInService, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Canaries through everything that can go wrong: a wrong password, a session that ended, a service that is gone."""
    now, told = Now(), []
    with caplog.at_level(logging.DEBUG):
        logging.getLogger().setLevel(logging.DEBUG)
        account = signed_in(of, tmp_path, now)
        kept = session_from(Credentials(tmp_path).secret(account.id))
        auth, renewing = SupabaseAuth(of.url, "public"), Renewing(tmp_path, account, now)
        told += [repr(it) for it in (kept, auth, renewing, account)]
        for attempt in (lambda: auth.by_password(EMAIL, f"{PASSWORD}-wrong"), lambda: auth.by_code(EMAIL, CODE)):
            told.append(_raised(attempt))
        of.refreshers.clear()
        now.now += of.lasts
        told.append(_raised(renewing.access))
        away = Renewing(tmp_path, replace(account, service="http://127.0.0.1:9/auth/v1"), now)
        told.append(_raised(away.access))
        for it in (auth, renewing, away):
            it.close()
    out = capfd.readouterr()
    assert len(told) == 8
    for secret in (PASSWORD, CODE, kept.access, kept.refresh):
        for text in (*told, caplog.text, out.out, out.err):
            assert secret not in text


def _raised(attempt: Callable[[], object]) -> str:
    """What a trouble tells in a log: its text, its chain, its notes."""
    try:
        attempt()
    except Trouble as trouble:
        return "".join(traceback.format_exception(trouble)) + repr(vars(trouble))
    raise AssertionError("nothing went wrong")
