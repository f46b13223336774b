"""PROG-1: a record is the same whatever the order, repetition or number of devices (rules.md, Events are the truth)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.core.learning_builders import START, catalogue, course, enrolled, event, read, studied
from trainhub_core.models.learning import Event, EventType, Record
from trainhub_core.rules.progress import course_progress
from trainhub_core.rules.record import local_date, merged, normalised, record_of
from trainhub_core.rules.time import study_seconds

LESSONS = st.sampled_from(["sell/l1", "sell/l2", "talk/l1"])
KINDS = st.sampled_from([it for it in EventType if it not in (EventType.STUDIED, EventType.WATCHED)])


@st.composite
def events(draw: st.DrawFn) -> Event:
    minute = draw(st.integers(0, 5000))
    kind = draw(KINDS)
    about_course = kind in (EventType.ENROLLED, EventType.UNENROLLED, EventType.RESTARTED, EventType.OVERRIDDEN)
    object_id = "sell" if about_course else draw(LESSONS)
    number = draw(st.integers(0, 10_000_000))
    right, share, offset = draw(st.integers(0, 5)), draw(st.integers(0, 1000)), draw(st.integers(0, 99))
    details: dict[str, object] = {"id": f"e{number}-{minute}-{kind}-{object_id}-{right}-{share}-{offset}"}
    if kind in (EventType.SCORED, EventType.ASSESSED):
        details["score"] = (right, 5)
    if kind is EventType.LEFT_AT:
        details |= {"share": share, "offset": offset}
    return event(kind, object_id, minute, **details)


@st.composite
def stretches(draw: st.DrawFn) -> Event:
    return studied(draw(LESSONS), draw(st.integers(1, 90)), draw(st.integers(0, 2000)))


@st.composite
def pieces(draw: st.DrawFn) -> Event:
    begin = draw(st.integers(0, 90))
    return event(EventType.WATCHED, draw(LESSONS), draw(st.integers(0, 50)), media=((begin, begin + draw(st.integers(1, 30))),))


histories = st.lists(st.one_of(events(), stretches(), pieces()), max_size=25, unique_by=lambda it: it.id)


@given(histories, histories)
def test_merging_is_commutative(one: list[Event], other: list[Event]) -> None:
    assert merged(record_of(one), record_of(other)) == merged(record_of(other), record_of(one))


@given(histories, histories, histories)
def test_merging_is_associative(one: list[Event], two: list[Event], three: list[Event]) -> None:
    a, b, c = record_of(one), record_of(two), record_of(three)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))


@given(histories)
def test_merging_is_idempotent(history: list[Event]) -> None:
    record = record_of(history)
    assert merged(record, record) == record
    assert record_of([*history, *history]) == record
    assert merged(Record(), record) == record


@given(histories, st.randoms(use_true_random=False))
def test_order_does_not_matter(history: list[Event], chance: object) -> None:
    shuffled = list(history)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert record_of(shuffled) == record_of(history)


@given(histories, st.one_of(events(), stretches(), pieces()))
def test_progress_never_falls(history: list[Event], more: Event) -> None:
    """PATH-3. A restart is the learner's own wish and an enrolment may name another version; nothing else lowers a percent."""
    if more.type in (EventType.RESTARTED, EventType.ENROLLED, EventType.UNENROLLED):
        return
    shop = catalogue(course("sell", 10, 20), course("talk", 5))
    before, after = record_of(history), record_of([*history, more])
    for it in shop.courses.values():
        assert course_progress(it, after).percent >= course_progress(it, before).percent
        assert course_progress(it, after, whole_life=True).percent >= course_progress(it, before, whole_life=True).percent


@given(histories)
def test_percent_is_100_only_when_complete(history: list[Event]) -> None:
    record = record_of(history)
    for it in (course("sell", 10, 20), course("talk", 5)):
        progress = course_progress(it, record)
        assert (progress.percent == 100) == progress.complete


def test_two_devices_at_once_do_not_count_double() -> None:
    assert study_seconds(record_of([studied("sell/l1", 30), studied("talk/l1", 30, at=15)])) == 45 * 60


def test_a_record_survives_the_wire() -> None:
    record = record_of([enrolled("sell"), *read("sell/l1", 5), event(EventType.SCORED, "sell/l2", score=(4, 5))])
    assert Record.model_validate_json(record.model_dump_json()) == record


def test_the_local_date_is_that_of_the_events_own_zone() -> None:
    late = event(EventType.MARKED_DONE, "sell/l1", at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC), zone="Asia/Tokyo")
    assert local_date(late) == date(2026, 3, 3)
    assert local_date(late.model_copy(update={"zone": "No/Where"})) == date(2026, 3, 2)


def test_an_event_from_the_future_is_clamped_to_its_receipt() -> None:
    early = event(EventType.MARKED_DONE, "sell/l1", at=START + timedelta(days=3650))
    assert normalised(early, START).at == START
    nearly = event(EventType.MARKED_DONE, "sell/l1", at=START + timedelta(minutes=9))
    assert normalised(nearly, START) == nearly


def test_a_span_from_the_future_is_cut_and_stays_possible() -> None:
    stretch = studied("sell/l1", 30, at=100_000)
    cut = normalised(stretch, START)
    assert cut.span is not None and cut.span[0] < cut.span[1] <= START.timestamp() + 600
