"""Real processes, a real embedded server, a home of its own: what a person or a script does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.scripted import Run, environment
from tests.terminal.programmes import Programme
from trainhub_tui.paths import Paths, make_private

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("end to end")  # on one home, one after another


class Shell:
    """Runs `trainhub` as a process."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "trainhub_tui", *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environment(self.home),
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """One home for the tests of this module: each goes on where the one before stopped."""
    return Shell(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def member(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """The home of an organisation's member, who can go off the network."""
    home = tmp_path_factory.mktemp("member")
    with Programme(tmp_path_factory.mktemp("programme")) as programme:
        paths = Paths.under(home / "trainhub")
        make_private(paths.server(programme.url))
        (paths.server(programme.url) / "token").write_text(programme.token, "ascii")
        paths.config_file.write_text(f'server = "{programme.url}"\n', "utf-8")
        yield Shell(home)


def test_nothing_is_known_of_a_server_before_the_first_sync(shell: Shell) -> None:
    run = shell("courses", "--offline", "--server", "https://training.example.org")
    assert (run.status, run.out) == (3, "") and run.err.count("\n") == 1


def test_a_fresh_laptop_shows_home_without_being_asked_to_sync(shell: Shell) -> None:
    """LOOK-4, LOOK-6."""
    run = shell()
    assert run.status == 0 and run.err == ""
    assert "Courses completed: 0, 0 this month" in run.out and "Partner Success Mastery" in run.out


def test_enrolling_opens_the_way(shell: Shell) -> None:
    """COURSE-3, PATH-2."""
    assert shell("courses", "enrol", "referral").out == "You are enrolled in Referral Strategies.\n"
    assert shell("courses", "show", "referral-strategies", "--json").facts["course"]["state"] == "in progress"  # type: ignore[index, call-overload]
    locked = shell("courses", "enrol", "closing-techniques")
    assert (locked.status, locked.err) == (1, "Finish Client Communication first\n")


def test_a_seat_is_taken_and_given_back(shell: Shell) -> None:
    """WEB-2."""
    taken = shell("webinars", "register", "next", "--json")
    assert taken.status == 0 and taken.facts["state"] == "done"
    assert taken.facts["registration"]["state"] == "seat"  # type: ignore[index, call-overload]
    assert "Seat: seat" in shell("webinars", "--plain").out
    assert shell("webinars", "cancel", str(taken.facts["webinar_id"])).status == 0
    again = shell("webinars", "cancel", str(taken.facts["webinar_id"]))
    assert (again.status, again.out) == (1, "") and again.err.startswith("You have no seat in ")


def test_a_seat_requested_offline_is_sent_once(member: Shell) -> None:
    """WEB-3."""
    assert member("sync").status == 0
    queued = member("webinars", "register", "next", "--offline")
    assert queued.status == 0 and "queued, will be sent" in queued.out
    assert json.loads(member("outbox", "--json").out)["total"] == 1
    assert member("sync").status == 0
    assert json.loads(member("outbox", "--json").out)["total"] == 0
    assert member("webinars", "next", "--json").facts["registration"]["state"] == "seat"  # type: ignore[index, call-overload]
    assert member("webinars", "cancel", "next").status == 0


def test_a_guide_is_downloaded_and_read_on_a_plane(shell: Shell) -> None:
    """LIB-2, LIB-3: through the PDF child process."""
    got = shell("download", "partner-handbook", "--json")
    items = got.facts["items"]
    assert got.status == 0 and isinstance(items, list) and items[0]["state"] == "done"
    run = shell("read", "partner-handbook", "--offline", "--plain")
    assert run.status == 0 and "Heading 1: Partner Handbook" in run.out


def test_a_lesson_is_read_offline_after_a_sync(shell: Shell) -> None:
    """COURSE-4."""
    lesson = str(shell("next", "--json").facts["lesson_id"])
    run = shell("read", lesson, "--offline")
    assert run.status == 0 and len(run.out) > 2_000
    assert shell("read", "finance-for-partners/cash-flow", "--offline").status == 0, "the server inside is no network"


def test_what_a_member_has_not_fetched_needs_the_network(member: Shell) -> None:
    """COURSE-4."""
    assert member("sync").status == 0
    assert member("read", "finance-for-partners/cash-flow", "--offline").status == 3
    assert member("read", "finance-for-partners/cash-flow").status == 0


def test_the_demo_shows_the_picture_of_the_seed_and_leaves_nothing(shell: Shell) -> None:
    """DASH-4: 12 courses, 48 hours, 3 certifications, Advanced, the path at 60 %."""
    run = shell("dashboard", "--demo", "--json")
    tiles = run.facts["tiles"]
    assert isinstance(tiles, dict)
    assert (tiles["courses"], tiles["study_minutes"] // 60, tiles["certifications"], tiles["skill_title"]) == (12, 48, 3, "Advanced")
    assert run.facts["path"]["percent"] == 60  # type: ignore[index, call-overload]
    assert shell("dashboard", "--json").facts["tiles"]["courses"] == 0  # type: ignore[index, call-overload]


def test_the_doctor_finds_everything_well(shell: Shell) -> None:
    run = shell("doctor", "--json")
    items = run.facts["items"]
    assert run.status == 0 and isinstance(items, list)
    assert [it["subject"] for it in items if it["state"] != "ok"] == []


def test_a_server_that_is_not_there_needs_the_network(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "http://127.0.0.1:9"
    run = shell("courses", "--server", address)
    assert (run.status, run.out) == (4, ""), "no token: not allowed"
    monkeypatch.setattr(os, "environ", {**os.environ})
    done = subprocess.run(
        [sys.executable, "-m", "trainhub_tui", "courses", "--server", address],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**environment(shell.home), "TRAINHUB_TOKEN": "not-a-token"},
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)


def test_the_server_tells_its_own_help(shell: Shell) -> None:
    run = shell("serve", "--help")
    assert run.status == 0 and "--migrate" in run.out
