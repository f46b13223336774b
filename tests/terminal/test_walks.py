"""The three walks of the architecture, in a real terminal, with the network cut and the program killed where it hurts."""

import json
import signal
from pathlib import Path

import psutil
import pytest

from tests.right_answers import pass_quiz
from tests.terminal.programmes import Programme, app, command
from trainhub_core.models.learning import EventType
from trainhub_tui.hub import Hub

pytestmark = pytest.mark.xdist_group("terminal")
WEBINARS = ("r Register  / Filter", "Client Retention Masterclass")
"""Stands on their page once one of them is chosen, and nowhere else."""


def test_walk_1_home_is_there_before_the_server_and_stays_without_it(members_laptop: Path) -> None:
    """DASH-1 to DASH-6, LOOK-4: a laptop that was used once, on a plane."""
    with app(members_laptop, "--offline") as terminal:
        terminal.wait_for("Training & Development Hub", "offline", "0 courses", "Partner Success Mastery", "Referral Strategies")
        terminal.wait_for("Upcoming webinars", "Advanced Referral Strategies", "Sales & Marketing", "Resource library")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_an_app_that_is_told_to_end_leaves_the_terminal_as_it_was(members_laptop: Path) -> None:
    """LOOK-4: `kill`, a session that closes, a machine that goes down: no mouse reports and no hidden cursor stay behind."""
    with app(members_laptop, "--offline") as terminal:
        terminal.wait_for("offline", "Partner Success Mastery")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        for mode in (b"1049", b"1000", b"1003", b"1006", b"2004"):
            assert terminal.raw.rfind(b"\x1b[?" + mode + b"l") > terminal.raw.rfind(b"\x1b[?" + mode + b"h"), mode
        assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l")


def test_walk_2_a_seat_requested_offline_survives_a_kill_and_is_sent_once(tmp_path: Path) -> None:
    """WEB-3, reliability I1, I2, I6: asked for with the cable pulled, killed, started, healed."""
    with Programme(tmp_path / "server") as programme:
        home, to_it = tmp_path / "home", ("--server", programme.url)
        assert command(home, *to_it, "sync", token=programme.token).returncode == 0
        programme.cut()
        with app(home, *to_it, token=programme.token) as terminal:
            terminal.wait_for("Partner Success Mastery", "offline")
            terminal.press("3")
            terminal.wait_for(*WEBINARS)
            terminal.press("r")
            terminal.wait_for("seat requested", "1 to send")
            terminal.kill()
        with app(home, *to_it, token=programme.token) as terminal:
            terminal.wait_for("1 to send")
            terminal.press("3")
            terminal.wait_for("seat requested")
            programme.heal()
            terminal.press("ctrl+r")
            terminal.wait_for("synced")
            terminal.wait_gone("seat requested")
            terminal.wait_for("✔")
        outbox = json.loads(command(home, *to_it, "--json", "outbox", token=programme.token).stdout)
        assert "queued" not in json.dumps(outbox)
        webinars = command(home, *to_it, "--json", "webinars", token=programme.token).stdout
        assert [row["webinar"]["taken"] for row in json.loads(webinars)["items"]] == [1, 0, 0]


def test_walk_3_a_guide_is_downloaded_the_app_killed_and_the_guide_read_on_a_plane(members_laptop: Path) -> None:
    """LIB-2, LIB-3: download, kill -9, start offline, read."""
    with app(members_laptop) as terminal:
        terminal.wait_for("Partner Success Mastery", "synced")
        terminal.press("4")
        terminal.wait_for("Partner Handbook", "Sales Playbook")
        terminal.press("d")
        terminal.wait_for("↓ here")
        terminal.kill()
    with app(members_laptop, "--offline") as terminal:
        terminal.wait_for("offline", "1 on this laptop")
        terminal.press("4")
        terminal.wait_for("↓ here")
        terminal.press("enter")
        terminal.wait_for("How the programme works", "1 %")  # the whole of it is read: there is a page to turn to
        terminal.press("pgdn")
        terminal.wait_for("About this handbook")
        terminal.press("bare escape")
        terminal.wait_for("Sales Playbook")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    with app(members_laptop, "--offline") as terminal:
        terminal.wait_for("offline")
        terminal.press("4")
        terminal.wait_for("↓ here")
        terminal.press("enter")
        terminal.wait_for("About this handbook")


def watch(hub: Hub, lesson_id: str) -> None:
    """All of a video, in the time that it takes."""
    lesson = next(it for it in hub.catalogue().courses[lesson_id.partition("/")[0]].all_lessons if it.id == lesson_id)
    begun = int(hub.now().timestamp()) - lesson.media_seconds
    span = (begun, begun + lesson.media_seconds)
    hub.record(hub.event(EventType.WATCHED, lesson_id, span=span, media=((0, lesson.media_seconds),)))


def test_the_next_lesson_is_completed_offline_and_the_killed_app_still_knows(members_laptop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PATH-2, PATH-5, COURSE-3, I6: lesson after lesson on a plane; the tiles move, the next module opens at once."""
    with app(members_laptop, "--offline") as terminal:
        terminal.wait_for("offline", "· 2 Client Communication")
        terminal.press("c")
        for lesson, going_on in (("Why referrals win", ">"), ("Who to ask, and when", ">"), ("Asking well", "1")):
            terminal.wait_for(f" {lesson}", "% seen")
            terminal.press("space")
            terminal.wait_for("✔ done")
            terminal.press(going_on)
        terminal.wait_for("▶ 1 Referral Strategies", "· 2 Client Communication", "to send")
        terminal.kill()
    monkeypatch.setenv("TRAINHUB_HOME", str(members_laptop))
    hub = Hub.open(offline=True)  # the video and the quiz, done by keys in tests/app, are what is left
    watch(hub, "referral-strategies/a-request-easy-to-act-on")
    pass_quiz(hub, "referral-strategies/check-your-referrals")
    hub.close()
    with app(members_laptop, "--offline") as terminal:
        terminal.wait_for("1 course", "✔ 1 Referral Strategies", "○ 2 Client Communication")
        terminal.kill()
    shown = command(members_laptop, "--offline", "--json", "courses", "show", "referral-strategies")
    assert json.loads(shown.stdout)["course"]["state"] == "completed"
    with app(members_laptop) as terminal:
        terminal.wait_for("✔ 1 Referral Strategies", "synced")
        terminal.wait_gone("to send")


def test_solo_works_whole_off_the_network(laptop: Path) -> None:
    """--offline without an organisation: the hub on this computer is no network; a seat is taken, a guide downloaded."""
    with app(laptop, "--offline") as terminal:
        terminal.wait_for("Partner Success Mastery", "synced")
        terminal.press("3")
        terminal.wait_for(*WEBINARS)
        terminal.press("r")
        terminal.wait_for("✔", "seat")
        terminal.press("4")
        terminal.wait_for("Partner Handbook", "Sales Playbook")
        terminal.press("d")
        terminal.wait_for("↓ here")
        terminal.kill()
    outbox = command(laptop, "--offline", "--json", "outbox")
    assert outbox.returncode == 0 and json.loads(outbox.stdout)["total"] == 0


def test_killing_the_app_ends_its_server(laptop: Path) -> None:
    """Embedded: the child dies with its parent, also after kill -9."""
    with app(laptop) as terminal:
        terminal.wait_for("synced")
        children = psutil.Process(terminal.process.pid).children(recursive=True)
        assert children
        terminal.kill()
        gone, alive = psutil.wait_procs(children, timeout=60)
        assert len(gone) == len(children) and not alive


def test_two_windows_at_once_both_live(laptop: Path) -> None:
    """I16: what one window does the other shows, without a key."""
    with app(laptop) as one, app(laptop) as two:
        one.wait_for("synced")
        two.wait_for("synced")
        for window in (one, two):
            window.press("3")
            window.wait_for(*WEBINARS)
        one.press("r")
        one.wait_for("✔", "seat")
        two.wait_for("✔", "seat")


def test_what_is_typed_right_behind_the_key_of_search_is_searched_for(laptop: Path) -> None:
    """LEARN-5, LOOK-3: one write, as a fast typist's keys come over a slow line; q and the digits are letters of the field."""
    with app(laptop) as terminal:
        terminal.wait_for("Partner Success Mastery", "synced")
        terminal.press("4")
        terminal.wait_for("Resource library", "On this laptop", "Sales Playbook")
        terminal.press("\x06quick 8 jobs")
        terminal.wait_for("/ quick 8 jobs", "Bookmarks")
        terminal.press("escape", "escape")
        terminal.wait_for("Resource library", "Sales Playbook")
        terminal.press("/hand")
        terminal.wait_for("/ hand", "Partner Handbook")
        terminal.wait_gone("Sales Playbook")
        terminal.press("escape")
        terminal.wait_for("Sales Playbook")
        terminal.press("q")
        assert terminal.wait_exit() == 0
