"""Signing in from a terminal, against a real server of an organisation; the sign-in service is the stand-in of tests/sign_in_service.py."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.cli.scripted import CommandLine, Run, environment
from tests.server.serving import command, process
from tests.sign_in_service import ANA, BEN, SignInService, User, serving

pytestmark = pytest.mark.xdist_group("signing in")  # at one server
ROOT = Path(__file__).parents[2]
PASSWORD = "canary-password-5c1e"
INVITATIONS: list[str] = []
"""Codes that the server's command line printed."""
ADA, BOB = "ana@partner.example", "ben@partner.example"


@dataclass
class Laptop:
    """Runs `trainhub` on a home of its own, with one server named."""

    home: Path
    server: str

    def start(self, *words: str, **more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "trainhub_tui", "--server", self.server, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**environment(self.home), "PATH": "/nowhere", "TRAINHUB_KEYRING": "off", **more},
        )

    def __call__(self, *words: str, told: str = "", **more: str) -> Run:
        with self.start(*words, **more) as process:
            out, err = process.communicate(told, timeout=120)
        assert "Traceback" not in err, err
        return Run(process.returncode, out, err)


@pytest.fixture(scope="module")
def of() -> Iterator[SignInService]:
    users = {ADA: User(ANA, ADA, PASSWORD, "Ana Silva"), BOB: User(BEN, BOB, PASSWORD, "Ben")}
    with serving(SignInService(users=users)) as service:
        yield service


@pytest.fixture(scope="module")
def server(of: SignInService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that takes the service's tokens."""
    folder = tmp_path_factory.mktemp("server")
    told = {
        "TRAINHUB_JWT_ISSUER": of.url,
        "TRAINHUB_JWT_JWKS": f"{of.url}/.well-known/jwks.json",
        "TRAINHUB_SIGN_IN_KEY": "the-public-key",
    }
    storage = ("--database", folder / "hub.db")
    with process(folder, *storage, "--files", folder / "files", "--migrate", env=told) as running:
        INVITATIONS.append(command(*storage, "--new-organisation", "Acme")[0].strip())
        yield running.url


@pytest.fixture
def laptop(server: str, tmp_path: Path) -> Laptop:
    return Laptop(tmp_path, server)


def test_a_partner_signs_in_by_password_learns_and_signs_out(laptop: Laptop, of: SignInService) -> None:
    """API-3: nothing secret is shown, and it lies in one file alone."""
    assert laptop("sync").status == 4
    run = laptop("login", "--password", "--email", ADA, told=f"{PASSWORD}\n")
    assert run.status == 0 and f"as {ADA}" in run.out
    assert laptop("courses", "enrol", "referral").out == "You are enrolled in Referral Strategies.\n"
    who = laptop("whoami", "--json", "--offline").facts
    assert (who["account"], who["proof"], who["kept"]) == (ADA, "session", "file")
    assert who["learner"] == {"id": ANA, "name": "Ana Silva"}
    secrets = [PASSWORD, *of.refreshers, *of.used]
    texts = {file: file.read_bytes().decode("latin-1") for file in laptop.home.rglob("*") if file.is_file()}
    assert {file.name.partition("-")[0] for file, text in texts.items() if any(it in text for it in secrets)} == {"secret"}
    assert not any(secret in run.out + run.err for secret in secrets)
    out = laptop("logout")
    assert out.status == 0 and "Signed out" in out.out
    assert laptop("sync").status == 4
    assert not any(it in file.read_bytes().decode("latin-1") for file in laptop.home.rglob("*") if file.is_file() for it in secrets)


def test_a_wrong_password_is_refused_and_nobody_is_signed_in(laptop: Laptop) -> None:
    run = laptop("login", "--password", "--email", ADA, told="a guess\n")
    assert (run.status, run.out) == (1, "")
    assert run.err.endswith("This e-mail address and password do not go together.\n")
    assert laptop("whoami", "--json", "--offline").facts["account"] is None


def test_a_code_by_e_mail_signs_in(laptop: Laptop, of: SignInService) -> None:
    """API-3."""
    with laptop.start("login", "--email", ADA) as process:
        assert process.stderr and "A code was sent" in process.stderr.readline()
        out, _ = process.communicate(f"{of.mailed[ADA]}\n", timeout=120)
    assert process.returncode == 0 and "Signed in" in out


def test_the_browser_signs_in_with_pkce_on_a_loopback_address(laptop: Laptop, of: SignInService) -> None:
    """API-3: whoever guesses at the address meets nothing, and the one who comes back is let in."""
    with laptop.start("login", "--browser") as process:
        assert process.stderr
        process.stderr.readline()
        address = process.stderr.readline().strip()
        back = httpx.URL(httpx.URL(address).params["redirect_to"])
        assert back.host == "127.0.0.1" and len(back.path) > 30
        assert httpx.get(back.copy_with(path="/guess"), params={"code": "stolen"}, timeout=60).status_code == 404
        page = httpx.get(address, follow_redirects=True, timeout=60)
        assert page.status_code == 200 and "close this page" in page.text
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 0 and f"as {ADA}" in out


def test_two_accounts_of_one_server_have_stores_of_their_own(laptop: Laptop) -> None:
    """API-3, I10: what Ana has waiting is neither shown to Ben nor sent as Ben's."""
    laptop("login", "--password", "--email", ADA, told=f"{PASSWORD}\n")
    laptop("sync")
    assert "queued" in laptop("webinars", "register", "next", "--offline").out
    laptop("login", "--password", "--email", BOB, told=f"{PASSWORD}\n")
    assert laptop("sync").status == 0
    assert laptop("outbox", "--json", "--offline").facts["total"] == 0
    assert laptop("whoami", "--json", "--offline").facts["others"] == [ADA]
    assert laptop("login", "--as", ADA).status == 0
    assert laptop("outbox", "--json", "--offline").facts["total"] == 1
    left = laptop("logout")
    assert "1 change waits here" in left.out
    laptop("login", "--password", "--email", ADA, told=f"{PASSWORD}\n")
    assert laptop("sync").status == 0
    assert laptop("outbox", "--json", "--offline").facts["total"] == 0
    assert laptop("logout", "--delete").status == 0
    assert laptop("login", "--as", ADA).status == 4


def test_an_invitation_is_accepted_from_the_terminal_once(laptop: Laptop) -> None:
    """API-3."""
    assert laptop("join", told=f"{INVITATIONS[0]}\n").status == 4
    laptop("login", "--password", "--email", ADA, told=f"{PASSWORD}\n")
    run = laptop("join", told=f"{INVITATIONS[0]}\n")
    assert run.out == "You are in Acme now, as admin. Its managers see how far you are in your courses.\n"
    again = laptop("join", told=f"{INVITATIONS[0]}\n")
    assert (again.status, again.out) == (1, "") and "was used, has expired or never was" in again.err
    assert INVITATIONS[0] not in run.out + run.err + again.err


def test_an_access_token_is_asked_for_and_a_wrong_one_is_not_kept(laptop: Laptop, of: SignInService) -> None:
    """API-3: a token that another server would take is not one of this server."""
    refused = laptop("login", "--token", told="th_not-a-token\n")
    assert refused.status == 4 and "does not take this access token: it was mistyped, has ended or was revoked." in refused.err
    assert laptop("whoami", "--json", "--offline").facts["account"] is None
    assert laptop("login", "--token", told=f"{of.token(exp=int(time.time()) + 600)}\n").status == 0
    shown = laptop("whoami", "--json", "--offline").facts
    assert shown["proof"] == "token" and str(shown["account"]).startswith("Ana Silva (token "), shown
    assert laptop("login", "--as", "ana silva").status == 0


def test_a_refused_token_of_the_environment_is_named_and_signing_in_says_that_it_goes_before(laptop: Laptop, of: SignInService) -> None:
    """API-3: signing in changes nothing for as long as it is set."""
    for words in (("sync",), ("courses",), ("join",), ("admin",)):
        refused = laptop(*words, told="code\n", TRAINHUB_TOKEN="th_not-a-token")
        assert (refused.status, refused.out) == (4, "") and "in TRAINHUB_TOKEN was refused: it was mistyped" in refused.err, words
        assert f"sign in by `trainhub --server {laptop.server} login`" in refused.err
    token = of.token(exp=int(time.time()) + 600)
    run = laptop("login", "--token", told=f"{token}\n", TRAINHUB_TOKEN="th_not-a-token")
    assert run.status == 0 and "TRAINHUB_TOKEN is set and goes before it: take that away first." in run.out
    assert "TRAINHUB_TOKEN" not in laptop("login", "--token", told=f"{token}\n").out


def test_nothing_given_and_no_server_are_said(trainhub: CommandLine, laptop: Laptop) -> None:
    run = laptop("login", "--password", "--email", ADA)
    assert (run.status, run.err) == (2, "Password: Nothing was given, so nothing was done.\n")
    assert laptop("login").err == "E-mail address: Nothing was given, so nothing was done.\n", "what was asked is not said again"
    assert laptop("login", "--offline").status == 2
    assert trainhub("login").err == "Name the server: `trainhub --server https://training.example.org login`.\n"
    assert trainhub("whoami", "--json").facts["server"] is None
