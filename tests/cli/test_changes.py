"""Commands that change something: sent, refused, waitlisted, or kept for later."""

import json
from datetime import timedelta

from tests.builders import NOW
from tests.cli.scripted import CommandLine, ScriptedHub, accepts, away, refuses
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_tui.facts import SyncKind, SyncStatus


def test_a_seat_is_told_as_the_server_gave_it(trainhub: CommandLine) -> None:
    """WEB-2."""
    trainhub.script = accepts(Registration(webinar_id="advanced-referrals", state=SeatState.SEAT))
    run = trainhub("webinars", "register", "advanced", "--json")
    assert run.status == 0
    assert (run.facts["state"], run.facts["webinar_id"]) == ("done", "advanced-referrals")
    assert run.facts["sentence"] == "You have a seat in Advanced Referral Strategies, Tue 28 Jan 2025 14:00 (Europe/Berlin)."


def test_a_place_in_the_waitlist_is_told_with_its_number(trainhub: CommandLine) -> None:
    """WEB-2."""
    trainhub.script = accepts(Registration(webinar_id="app-trends", state=SeatState.WAITING, position=3))
    run = trainhub("webinars", "register", "app-trends")
    assert (run.status, run.out) == (0, "App Development Trends is full; you are number 3 in the waitlist.\n")


def test_an_offered_seat_is_shown_with_its_time_and_taken_by_registering(trainhub: CommandLine) -> None:
    """WEB-2: an offer that is taken is named, so that the server can tell a late one."""
    offer = Registration(webinar_id="app-trends", state=SeatState.OFFERED, offered_until=NOW + timedelta(minutes=20))
    trainhub.facts = (*trainhub.facts, offer)
    assert "seat offered until 14:20" in trainhub("webinars", "list").out
    trainhub.script = accepts(Registration(webinar_id="app-trends", state=SeatState.SEAT))
    assert trainhub("webinars", "register", "app-trends").out.startswith("You have a seat in App Development Trends")


def test_a_refusal_of_the_server_ends_with_1_and_its_sentence(trainhub: CommandLine) -> None:
    """WEB-3: it stays in the outbox, with the reason, until it is dropped."""
    trainhub.script = refuses("Registration closed an hour before the start.")
    run = trainhub("webinars", "register", "advanced-referrals")
    assert (run.status, run.out, run.err) == (1, "", "Registration closed an hour before the start.\n")
    items = trainhub("outbox", "--json").facts["items"]
    assert isinstance(items, list)
    assert (items[0]["state"], items[0]["answer"]) == ("refused", "Registration closed an hour before the start.")
    assert (
        trainhub("outbox", "drop", items[0]["key"][:20]).out
        == "Request a seat in Advanced Referral Strategies: dropped, it will not be sent.\n"
    )
    assert trainhub("outbox", "--json").facts["total"] == 0


def test_a_refused_change_is_sent_once_more_when_asked(trainhub: CommandLine) -> None:
    trainhub.script = refuses("Not now.")
    assert trainhub("courses", "enrol", "negotiation").status == 1
    trainhub.script = accepts()
    key = json.loads(trainhub("outbox", "export").out)[0]["key"]
    assert trainhub("outbox", "retry", key).out == "Enrol in Negotiation: sent.\n"


def test_offline_a_change_is_queued_and_sent_later(trainhub: CommandLine) -> None:
    """WEB-3, COURSE-3: nothing is asked of the network, the exit status is 0."""
    run = trainhub("courses", "enrol", "negotiation", "--offline")
    assert (run.status, run.out) == (0, "Enrolment in Negotiation: queued, will be sent when you are online.\n")
    assert trainhub("courses", "show", "negotiation", "--json", "--offline").facts["course"]["enrolled"] is True  # type: ignore[index, call-overload]
    assert trainhub("outbox", "--json").facts["total"] == 1
    assert trainhub("sync").status == 0
    assert trainhub("outbox", "--json").facts["total"] == 0


def test_without_an_answer_a_change_is_kept(trainhub: CommandLine) -> None:
    trainhub.script = away()
    run = trainhub("webinars", "register", "advanced-referrals")
    assert run.status == 0 and "queued, will be sent when you are online. The server cannot be reached." in run.out
    assert trainhub("sync").status == 3
    trainhub.script = away(SyncKind.SIGNED_OUT, "Your access token is not valid any more.")
    assert trainhub("courses", "enrol", "negotiation").status == 4
    assert trainhub("sync").status == 4


def test_what_stands_already_is_no_failure(trainhub: CommandLine) -> None:
    trainhub.script = accepts(Registration(webinar_id="advanced-referrals", state=SeatState.SEAT))
    trainhub("webinars", "register", "advanced-referrals")
    again = trainhub("webinars", "register", "advanced-referrals")
    assert (again.status, again.out) == (0, "You have a seat in Advanced Referral Strategies already.\n")


def test_a_rule_is_asked_again_with_fresh_facts_before_it_refuses(trainhub: CommandLine) -> None:
    """What is known here may be old: another device may have taken the seat that is given up here."""
    assert trainhub("webinars", "cancel", "advanced-referrals", "--offline").err == "You have no seat in Advanced Referral Strategies.\n"
    trainhub.script = accepts(Registration(webinar_id="advanced-referrals", state=SeatState.SEAT))
    assert trainhub("webinars", "cancel", "advanced-referrals").out == "Your seat in Advanced Referral Strategies is free again.\n"


def test_an_overlap_is_named(trainhub: CommandLine) -> None:
    """rules.md, Webinars: a warning, and the learner decides."""
    from tests.builders import NOW, webinar

    other = webinar("other-one", "Other One")
    assert other.starts > NOW
    trainhub.facts = (*trainhub.facts, other, Registration(webinar_id="other-one", state=SeatState.SEAT))
    trainhub.script = accepts(Registration(webinar_id="advanced-referrals", state=SeatState.SEAT))
    assert trainhub("webinars", "register", "advanced-referrals").out.endswith("It is at the same time as Other One.\n")


def test_the_outbox_tells_what_the_server_said_of_late(trainhub: CommandLine) -> None:
    """WEB-2: the sentences of receipts can be read again."""

    def script(hub: ScriptedHub) -> SyncStatus:
        for waiting in hub.outbox():
            hub.journal.set_state(waiting.key, "done", "You are number 3 in the waitlist of App Development Trends.")
        return SyncStatus(SyncKind.SYNCED, hub.now())

    assert "said of late" not in trainhub("outbox").out
    trainhub.script = script
    trainhub("webinars", "register", "app-trends")
    run = trainhub("outbox")
    assert "Everything is at the server." in run.out and "You are number 3 in the waitlist" in run.out
    facts = trainhub("outbox", "--json").facts
    assert facts["total"] == 0
    assert facts["answered"] == [
        {
            "sentence": "Request a seat in App Development Trends",
            "answer": "You are number 3 in the waitlist of App Development Trends.",
            "made_at": NOW.isoformat(),
        }
    ]
