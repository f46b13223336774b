"""The hub without a network: what is shown is what the server said with what is pending."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOW, course, finished, hub_with, still, tell
from trainhub_core.models.catalogue import Level
from trainhub_core.models.learning import Bookmark, BookmarkKind, EventType
from trainhub_core.models.texts import LessonText
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_core.operations import CancelWebinar, Enroll, RecordProgress, RegisterWebinar, SetBookmark
from trainhub_tui.cache.practice import practice_of
from trainhub_tui.hub import Refused

FIRST = course("referral-strategies", "Referral Strategies")


def test_an_empty_hub_knows_no_home(tmp_path: Path) -> None:
    assert hub_with(home=tmp_path, empty=True).home() is None


def test_home_mirrors_what_the_server_said(tmp_path: Path) -> None:
    """DASH-1, DASH-6."""
    home = hub_with(*finished(FIRST), home=tmp_path).home()
    assert home is not None and home.path is not None
    assert (home.learner_name, home.tiles.courses, home.path.percent) == ("Ada Partner", 1, 25)


def test_a_seat_requested_offline_shows_at_once_and_after_a_restart(tmp_path: Path) -> None:
    """WEB-3, I6."""
    hub = hub_with(home=tmp_path)
    hub.do(RegisterWebinar(webinar_id="advanced-referrals", at=NOW))
    assert hub.state().registrations["advanced-referrals"].state is SeatState.REQUESTED
    hub.close()
    again = hub_with(home=tmp_path)
    assert again.state().registrations["advanced-referrals"].state is SeatState.REQUESTED
    assert [it.sentence for it in again.outbox()] == ["Request a seat in Advanced Referral Strategies"]
    home = again.home()
    assert home is not None and home.webinars[0].registration is not None


def test_completing_the_first_course_opens_the_next_offline(tmp_path: Path) -> None:
    """PATH-2, PROG-1."""
    hub = hub_with(home=tmp_path)
    second = "client-communication"
    with pytest.raises(Refused, match="Finish Referral Strategies first"):
        hub.do(Enroll(event=hub.event(EventType.ENROLLED, second)))
    for lesson in FIRST.lessons:
        hub.record(hub.event(EventType.MARKED_DONE, lesson.id))
    hub.do(Enroll(event=hub.event(EventType.ENROLLED, second)))
    home = hub.home()
    assert home is not None and home.path is not None
    assert [it.state for it in home.path.modules][:2] == ["completed", "in progress"]
    assert home.tiles.courses == 1


def test_the_first_lesson_event_of_a_course_enrols_first(tmp_path: Path) -> None:
    hub = hub_with(home=tmp_path)
    hub.record(hub.event(EventType.MARKED_DONE, "negotiation/one"))
    hub.record(hub.event(EventType.MARKED_DONE, "negotiation/two"))
    assert [it.sentence for it in hub.outbox()] == [
        "Enrol in Negotiation",
        "Done: Lesson one",
        "Done: Lesson two",
    ]
    assert hub.state().record.courses["negotiation"].enrolled


def test_rules_refuse_before_anything_is_queued(tmp_path: Path) -> None:
    hub = hub_with(home=tmp_path)
    for operation, sentence in (
        (RegisterWebinar(webinar_id="client-retention", at=NOW), "has ended"),
        (CancelWebinar(webinar_id="advanced-referrals", at=NOW), "You have no seat in Advanced Referral Strategies."),
        (RecordProgress(event=hub.event(EventType.MARKED_DONE, "closing-techniques/one")), "Finish Client Communication first"),
        (RecordProgress(event=hub.event(EventType.ASSESSED, "sales-mastery", score=(9, 10))), "recorded by staff"),
    ):
        with pytest.raises(Refused, match=sentence):
            hub.do(operation)
    assert hub.outbox() == []


def test_events_carry_device_sequence_course_and_version(tmp_path: Path) -> None:
    hub = hub_with(home=tmp_path)
    one, two = (hub.event(EventType.LEFT_AT, "negotiation/one", offset=40, share=120) for _ in range(2))
    assert (one.course_id, one.version, one.zone, one.offset) == ("negotiation", 1, "Europe/Berlin", 40)
    assert one.device == two.device and one.sequence < two.sequence
    hub.close()
    assert hub_with(home=tmp_path).event(EventType.LEFT_AT, "negotiation/one").sequence > two.sequence


def test_an_older_answer_never_replaces_a_newer_one(tmp_path: Path) -> None:
    """I8."""
    hub = hub_with(home=tmp_path)
    tell(hub, Registration(webinar_id="app-trends", state=SeatState.SEAT), seq=9)
    tell(hub, Registration(webinar_id="app-trends", state=SeatState.WAITING, position=3), seq=8)
    assert hub.state().registrations["app-trends"].state is SeatState.SEAT


def test_home_is_kept_for_the_next_start_and_follows_the_clock(tmp_path: Path) -> None:
    hub = hub_with(home=tmp_path)
    assert hub.keep_home() and not hub.keep_home()
    kept = hub.home()
    assert kept == hub.home(at_once=True)
    hub.do(SetBookmark(bookmark=Bookmark(kind=BookmarkKind.COURSE, object="negotiation", at=NOW)))
    assert hub.keep_home()
    hub.close()
    tomorrow = hub_with(home=tmp_path, clock=still(NOW + timedelta(days=3)))
    yesterdays, todays = tomorrow.home(at_once=True), tomorrow.home()
    assert yesterdays is not None and todays is not None
    assert yesterdays.day < todays.day
    assert [it.webinar.id for it in todays.webinars] == ["app-trends"]


def test_small_things_are_remembered(tmp_path: Path) -> None:
    hub = hub_with(home=tmp_path)
    assert hub.remembered("first-run") is None
    hub.remember("first-run", "done")
    hub.close()
    assert hub_with(home=tmp_path).remembered("first-run") == "done"


def test_texts_of_lessons_are_read_offline(tmp_path: Path) -> None:
    hub = hub_with(home=tmp_path, texts={"negotiation/one": "# Yes"})
    text = hub.lesson_text("negotiation/one")
    assert text is not None and text.text == "# Yes"
    assert hub.lesson_text("negotiation/two") is None


def test_another_window_sees_what_this_one_did(tmp_path: Path) -> None:
    """I16."""
    one, two = hub_with(home=tmp_path), hub_with(home=tmp_path)
    assert one.home() == two.home()
    one.do(Enroll(event=one.event(EventType.ENROLLED, "negotiation")))
    assert two.state().record.courses["negotiation"].enrolled
    tell(two, course("new-one", "New One", level=Level.ADVANCED), seq=3)
    assert "new-one" in one.catalogue().courses


def test_the_model_answer_of_an_exercise_is_kept_with_its_text(tmp_path: Path) -> None:
    """COURSE-4: it is there offline."""
    hub = hub_with(home=tmp_path)
    text = LessonText(lesson_id="negotiation/one", version=1, text="# Write", model_answer="Like this.")
    hub.snapshot.keep_texts("negotiation", '"e"', 1, [(text.lesson_id, 1, text.text)], {text.lesson_id: practice_of(text)})
    assert hub.lesson_text("negotiation/one") == text
