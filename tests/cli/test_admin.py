"""Organisations and access from the command line, against a real server. Source: issue 5, API-3."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.scripted import Run, environment
from tests.server.serving import process

ROOT = Path(__file__).parents[2]
SERVER = (sys.executable, "-m", "trainhub_server")
pytestmark = pytest.mark.xdist_group("admin")


class Office:
    """A running server, and people who use it, each with a home and a token of their own."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address
        self.tokens: dict[str, str] = {}

    def serve(self, *words: str) -> str:
        """What the server's own command line says."""
        storage = ("--database", str(self.folder / "hub.db"), "--files", str(self.folder / "files"))
        return subprocess.run([*SERVER, *storage, *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()

    def hire(self, name: str, scopes: str = "read,write,admin") -> None:
        self.tokens[name] = self.serve("--new-token", name, "--scopes", scopes)

    def __call__(self, who: str, *words: str, told: str = "") -> Run:
        env = {**environment(self.folder / who), "TRAINHUB_TOKEN": self.tokens[who], "PATH": os.environ["PATH"]}
        command = [sys.executable, "-m", "trainhub_tui", "--server", self.address, *words]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, input=told, timeout=120)
        assert "Traceback" not in done.stderr, done.stderr
        return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    storage = ("--database", folder / "hub.db", "--files", folder / "files")
    with process(folder, *storage, "--migrate") as running:
        at = Office(folder, running.url)
        for name in ("Prue", "Ada", "Mia", "Olga"):
            at.hire(name)
        yield at


def joined(office: Office, inviter: str, who: str, organisation: str, role: str) -> None:
    made = json.loads(office(inviter, "admin", "invite", "--organisation", organisation, "--role", role, "--json").out)
    assert office(who, "join", told=f"{made['code']}\n").status == 0


def test_an_organisation_from_its_first_invitation_to_a_member_s_progress(office: Office) -> None:
    """API-3: the programme's admin makes a company, its admin invites, its manager sees how far its members are, and nobody else."""
    code = office.serve("--new-organisation", "Programme Team", "--programme")
    assert office("Prue", "join", told=f"{code}\n").status == 0
    assert office("Ada", "admin", "new-organisation", "Acme").status == 4
    assert office("Prue", "admin", "new-organisation", "Acme").out == "Acme is made, as acme; invite its first admin.\n"
    joined(office, "Prue", "Ada", "acme", "admin")
    joined(office, "Ada", "Mia", "Acme", "manager")
    joined(office, "Ada", "Olga", "acme", "learner")
    assert office("Olga", "courses", "enrol", "referral").status == 0
    found = json.loads(office("Mia", "admin", "progress", "--json").out)["items"]
    assert [(it["name"], [course["course_id"] for course in it["courses"]]) for it in found] == [
        ("Ada", []),
        ("Mia", []),
        ("Olga", ["referral-strategies"]),
    ]
    assert "Referral Strategies 0 %" in office("Mia", "admin", "progress").out
    assert "This is for managers and admins" in office("Olga", "admin", "progress", "--organisation", "acme").err
    every = json.loads(office("Prue", "admin", "organisations", "--all", "--json").out)["items"]
    assert [(it["name"], it["members"]) for it in every] == [("Acme", 3), ("Programme Team", 1)]
    assert "Olga" in office("Prue", "admin", "members", "--organisation", "Acme").out
    _names_that_are_none(office)
    _roles_and_access(office)


def _names_that_are_none(office: Office) -> None:
    """Words that nothing can be called, and ids that nothing can have, are refused and no fault of trainhub."""
    for name in ("", "  ", "x" * 500):
        assert "1 to 80 characters" in office("Prue", "admin", "new-organisation", name).err
    assert (
        office("Prue", "admin", "new-organisation", "日本").out == "日本 is made, as organisation-cf2abf0c5be3; invite its first admin.\n"
    )
    for who in ("Prue", "Ada"):
        assert "There is no organisation “a b!”" in office(who, "admin", "invite", "--organisation", "a b!").err


def _failed_job(office: Office, job_id: str) -> None:
    """As the server writes one down that it gave up."""
    with closing(sqlite3.connect(office.folder / "hub.db", timeout=30)) as door, door:
        door.execute(
            """INSERT INTO jobs (id, kind, key, body, state, due, made, tries, fault, ended)
            VALUES (?, 'mail', ?, '{}', 'failed', '2026-03-02T09:00:00.000000Z', '2026-03-02T09:00:00.000000Z', 40, ?, ?)""",
            (job_id, job_id, "The mail server took nobody.", "2026-03-02T10:00:00.000000Z"),
        )


def test_what_the_server_gave_up_is_seen_and_tried_again(office: Office) -> None:
    """API-1: by admins of the programme, and by nobody else."""
    _failed_job(office, "beef01")
    code = office.serve("--new-organisation", "Programme Team", "--programme")
    office.hire("Paul")
    assert "This is for admins of the programme" in office("Paul", "admin", "jobs").err
    assert "This is for admins of the programme" in office("Paul", "admin", "retry", "beef01").err
    assert office("Paul", "join", told=f"{code}\n").status == 0
    shown = office("Paul", "admin", "jobs", "--failed").out
    assert all(word in shown for word in ("mail", "given up", "The mail server took nobody.", "beef01", " admin retry ID` tries"))
    assert office("Paul", "admin", "retry", "beef").out == "beef01 is tried again now.\n"
    assert office("Paul", "admin", "retry", "beef").err == "No job was given up, so none is tried again.\n"
    assert json.loads(office("Paul", "admin", "jobs", "--failed", "--json").out)["items"] == []
    assert {it["kind"] for it in json.loads(office("Paul", "admin", "jobs", "--json").out)["items"]} >= {"mail", "clean-up"}


def test_an_invitation_is_sent_only_where_the_server_sends_mail(office: Office) -> None:
    office.hire("Pia")
    code = office.serve("--new-organisation", "Posted")
    assert office("Pia", "join", told=f"{code}\n").status == 0
    refused = office("Pia", "admin", "invite", "--email", "ana@partner.example")
    assert "This server sends no mail" in refused.err and refused.status == 1
    assert office("Pia", "admin", "invite", "--email", "not an address").status == 2


def _roles_and_access(office: Office) -> None:
    assert office("Ada", "admin", "role", "olga", "mentor").out == "Olga is mentor now.\n"
    assert office("Mia", "admin", "role", "olga", "admin").status == 4
    assert office("Ada", "admin", "end-access", "Olga").out == "Olga has no access any more.\n"
    assert office("Olga", "sync").status == 4
    members = json.loads(office("Ada", "admin", "members", "--json").out)["items"]
    assert [it["name"] for it in members if it["ended"]] == ["Olga"]
    assert office("Ada", "admin", "give-access", "olga").status == 0
    assert office("Olga", "sync").status == 0


def test_one_makes_and_takes_back_tokens_of_one_s_own(office: Office) -> None:
    """API-3."""
    office.hire("Tess", "read,write")
    made = json.loads(office("Tess", "account", "new-token", "--scopes", "read", "--days", "30", "--json").out)
    assert made["token"] not in office("Tess", "account", "tokens").out
    assert made["token_id"] in office("Tess", "account", "tokens").out
    assert "You do not have admin yourself" in office("Tess", "account", "new-token", "--scopes", "admin").err
    assert office("Tess", "account", "new-token", "--scopes", "everything").status == 2
    for word in ("", "../x", "x" * 500):
        refused = office("Tess", "account", "revoke-token", word)
        assert refused.status == 1 and "There is no access token" in refused.err
    assert office("Tess", "account", "revoke-token", made["token_id"]).status == 0
    assert office("Tess", "account", "revoke-token", made["token_id"]).status == 1


def test_one_s_own_data_is_told_and_deleted(office: Office, tmp_path: Path) -> None:
    """API-3: into a file that nobody else can read; deleted only after one's own id was typed."""
    office.hire("Dora", "read,write")
    file = tmp_path / "mine.json"
    assert office("Dora", "account", "data", "--into", str(file)).status == 0
    assert json.loads(file.read_text("utf-8"))["learner_id"] == "dora"
    assert file.stat().st_mode & 0o777 == 0o600
    assert office("Dora", "account", "data", "--into", str(file)).status == 2
    kept = office("Dora", "account", "delete", told="ana\n")
    assert kept.status == 1 and "nothing was deleted" in kept.err
    assert office("Dora", "account", "delete", told="dora\n").status == 0
    assert office("Dora", "sync").status == 4
