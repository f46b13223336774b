"""Offline: downloads, what waits to be sent or was refused, space, the next try."""

import json
from datetime import timedelta
from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, line_of, page_of, words_of
from tests.app.staged import staged
from tests.builders import GUIDE, NOW
from trainhub_core.operations import RegisterWebinar
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import DownloadState, SyncKind, Waiting

SENTENCE = "Request a seat in Advanced Referral Strategies"
ANSWER = "Advanced Referral Strategies is full and its waitlist closed an hour before the start."
REFUSED = Waiting("key-1", SENTENCE, "refused", 1, NOW, ANSWER)


def toasts(pilot: object) -> list[str]:
    app = getattr(pilot, "app", None)
    assert isinstance(app, TrainhubApp)
    return said(app)


def written(home: Path) -> list[str]:
    """The sentences in the file that was written."""
    [file] = home.glob("trainhub-not-sent-*.json")
    return [entry["sentence"] for entry in json.loads(file.read_text())]


@story
async def test_with_nothing_to_show_both_lists_say_what_to_do(tmp_path: Path) -> None:
    """LOOK-4."""
    async with at_page(staged(home=tmp_path), "8", "p") as pilot:
        assert "Nothing is downloaded yet. In the library (4), d keeps a document for offline." in words_of(pilot)
        assert "Nothing waits to be sent." in words_of(pilot)
        assert toasts(pilot) == ["Nothing is downloaded yet."]


@story
async def test_downloads_pause_go_on_and_are_kept(tmp_path: Path) -> None:
    """LIB-2, LIB-5."""
    hub = staged(home=tmp_path)
    hub.set_download("pricing-guide", DownloadState.RUNNING, 160_000)
    async with at_page(hub, "8", "p") as pilot:
        assert hub.asked == [("pause", "pricing-guide")]
        assert "paused at 50 %" in line_of(pilot, "Pricing Guide")
        await press(pilot, "p")
        assert "50 %" in line_of(pilot, "Pricing Guide")
        await press(pilot, "P")
        assert hub.asked == [("pause", "pricing-guide"), ("resume", "pricing-guide"), ("pin", "pricing-guide")]
        assert toasts(pilot)[-1] == "Pricing Guide is kept whatever the space."


@story
async def test_what_failed_says_why_in_full_and_is_tried_again(tmp_path: Path) -> None:
    """LIB-2."""
    hub = staged(home=tmp_path)
    reason = "The disk is full: 3.2 MB are missing. Remove a download, or make room, and press t."
    hub.set_download("pricing-guide", DownloadState.FAILED, 100, sentence=reason)
    async with at_page(hub, "8", size=(80, 24)) as pilot:
        assert reason in words_of(pilot)
        await press(pilot, "t")
        assert hub.asked == [("resume", "pricing-guide")]


@story
async def test_space_and_sync_stand_at_the_top(tmp_path: Path) -> None:
    """LIB-5: how much is used of how much; when it was synced, what waits, when it is tried again."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    hub.used, hub.retry_at = 640_000_000, NOW + timedelta(seconds=25)
    hub.do(RegisterWebinar(webinar_id="advanced-referrals", at=NOW))
    async with at_page(hub, "8") as pilot:
        assert "640.0 MB of 2.0 GB used" in page_of(pilot)
        assert "Last sync just now (14:00). 1 to send. Next try in 25 s." in page_of(pilot)
        assert "waits to be sent" in line_of(pilot, SENTENCE)


@story
async def test_what_was_refused_shows_the_servers_sentence_and_can_be_retried_or_dropped(tmp_path: Path) -> None:
    """WEB-3: retry, export, drop."""
    hub = staged(home=tmp_path)
    hub.said_waiting = [REFUSED]
    async with at_page(hub, "8", "tab", size=(80, 24)) as pilot:
        assert ANSWER in words_of(pilot)
        assert "1 needs attention" in page_of(pilot)
        await press(pilot, "t")
        assert hub.asked == [("retry", "key-1"), ("sync", "")]
        await press(pilot, "delete")
        assert f"Drop “{SENTENCE}”?" in words_of(pilot)
        await press(pilot, "enter")
        assert hub.asked[-1] == ("drop", "key-1")
        assert "Nothing waits to be sent." in page_of(pilot)


@story
async def test_what_still_waits_cannot_be_dropped(tmp_path: Path) -> None:
    """I1: what was shown as saved is never lost."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    hub.do(RegisterWebinar(webinar_id="advanced-referrals", at=NOW))
    async with at_page(hub, "8", "tab", "delete") as pilot:
        assert toasts(pilot) == ["It is not refused, so it is kept until it is sent."]
        assert len(hub.outbox()) == 1


@story
async def test_what_was_not_sent_can_be_written_to_a_file(tmp_path: Path, own_home: Path) -> None:
    """rules.md: a refused command stays, to retry, edit or export."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    async with at_page(hub, "8", "x") as pilot:
        assert toasts(pilot) == ["Nothing waits to be sent, so there is nothing to export."]
        hub.do(RegisterWebinar(webinar_id="advanced-referrals", at=NOW))
        await press(pilot, "x")
    assert written(own_home) == [SENTENCE]


@story
async def test_a_file_that_is_here_opens_from_the_list(tmp_path: Path) -> None:
    """LIB-2, LIB-3."""
    hub = staged(home=tmp_path, kind=SyncKind.OFFLINE)
    hub.has_come("partner-handbook", GUIDE)
    async with at_page(hub, "8", "enter") as pilot:
        assert "Ask every happy client" in page_of(pilot)
