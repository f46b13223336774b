"""A lesson being read: its place, the time on it, its end, and what finishing it unlocks."""

import threading
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot

from tests.app.driving import press, said, story
from tests.app.sections import at_page, journalled, line_of, page_of, settle, told, words_of
from tests.app.staged import StagedHub, staged
from tests.builders import GUIDE, NOW, course, finished
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import LessonKind
from trainhub_core.models.learning import Event, EventType, LessonRecord, Place
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.lesson import LessonScreen
from trainhub_tui.widgets.reader import EMPTY, Reader

DONE = finished(course("referral-strategies", "Referral Strategies"))
PARTS = "\n\n".join(f"## Part {n}\n\n" + "Words to read. " * 60 for n in range(1, 9))
LONG = f"# Lesson one\n\nThe beginning.\n\n{PARTS}\n\nThe very end.\n"
COURSE = "client-communication"
LESSON = f"{COURSE}/one"
NAMES = ("one", "two", "three")


def reading(
    home: Path, *facts: Fact, kind: SyncKind = SyncKind.SYNCED, text: str = LONG, course_id: str = "client-communication"
) -> StagedHub:
    """A hub with the texts of a course whose clock can be moved by hand."""
    hub = staged(*DONE, *facts, home=home, kind=kind)
    hub.snapshot.keep_texts(COURSE, '"e"', 1, [(f"{COURSE}/{name}", 1, LONG) for name in NAMES])
    return hub


def move_clock(hub: StagedHub, seconds: int) -> None:
    """So many seconds pass."""
    later = hub.now() + timedelta(seconds=seconds)
    hub._clock = lambda: later


def lesson_screen(pilot: Pilot[int]) -> LessonScreen:
    assert isinstance(pilot.app.screen, LessonScreen)
    return pilot.app.screen


@story
async def test_reading_a_lesson_enrols_and_keeps_place_and_time(tmp_path: Path) -> None:
    """COURSE-4, PATH-5, PROG-1: what was read is written down on leaving, and Continue comes back to it."""
    hub = reading(tmp_path)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        assert "The beginning." in page_of(pilot)
        assert journalled(hub) == [], "opening a lesson is nothing to tell"
        move_clock(hub, 90)
        await press(pilot, "pagedown", "pagedown")
        place = lesson_screen(pilot).reader.place
        await press(pilot, "escape")
        await settle(pilot)
        assert journalled(hub) == ["enroll/enrolled", "record-progress/studied", "record-progress/left-at"]
        [studied] = told(hub, EventType.STUDIED)
        assert isinstance(studied, Event)
        assert studied.span is not None
        assert studied.span[1] - studied.span[0] == 90
        await press(pilot, "c")
        assert lesson_screen(pilot).lesson_id == LESSON
        assert lesson_screen(pilot).reader.place == place > 0


@story
async def test_idle_time_stops_counting_after_five_minutes(tmp_path: Path) -> None:
    """PROG-1; rules.md: idle beyond five minutes does not count."""
    hub = reading(tmp_path)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        move_clock(hub, 3600)
        await press(pilot, "escape")
        await settle(pilot)
        assert [event.span[1] - event.span[0] for event in told(hub, EventType.STUDIED)] == [300]  # type: ignore[attr-defined]


@story
async def test_study_time_is_told_every_five_minutes_while_reading(tmp_path: Path) -> None:
    """PROG-1: what is studied survives a crash but for its last minutes."""
    hub = reading(tmp_path)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        move_clock(hub, 200)
        await press(pilot, "j")
        move_clock(hub, 150)
        lesson_screen(pilot)._look()
        await settle(pilot)
        assert [event.span[1] - event.span[0] for event in told(hub, EventType.STUDIED)] == [300, 50]  # type: ignore[attr-defined]


@story
async def test_the_end_counts_once_it_is_seen_and_the_lesson_is_done_when_the_time_is_reached(tmp_path: Path) -> None:
    """COURSE-4: an article is done when its end was seen and 30 % of its estimate was spent on it."""
    hub = reading(tmp_path)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        await press(pilot, "G")
        await settle(pilot)
        assert len(told(hub, EventType.REACHED_END)) == 1
        assert "done in 180 s of reading, or with space" in page_of(pilot)
        await press(pilot, "g", "G")
        assert len(told(hub, EventType.REACHED_END)) == 1
        move_clock(hub, 181)
        lesson_screen(pilot)._look()
        await settle(pilot)
        assert "✔ Lesson one is done: Client Communication is at 33 %." in page_of(pilot)
        assert "✔ done" in page_of(pilot)


@story
async def test_finishing_the_last_lesson_unlocks_the_next_course_at_once_and_offline(tmp_path: Path) -> None:
    """PATH-2, COURSE-4: shown in place with what it opened."""
    others = tuple(LessonRecord(lesson_id=f"{COURSE}/{name}", course_id=COURSE, marked=(NOW,)) for name in NAMES[:2])
    hub = reading(tmp_path, *others, kind=SyncKind.OFFLINE)
    async with at_page(hub, "space", page=("lesson", "client-communication/three")) as pilot:
        await settle(pilot)
        page = " ".join(page_of(pilot).split())
        assert "Lesson three is done, and with it Client Communication is complete. Closing Techniques is open now." in page
        assert told(hub, EventType.MARKED_DONE)
        await press(pilot, "space")
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app)[-1] == "Lesson three is done already."


@story
async def test_next_and_previous_lesson_by_key(tmp_path: Path) -> None:
    """COURSE-4."""
    async with at_page(reading(tmp_path), "greater_than_sign", page=("lesson", LESSON)) as pilot:
        assert "Lesson 2 of 3" in page_of(pilot)
        await press(pilot, "less_than_sign")
        assert "Lesson 1 of 3" in page_of(pilot)
        await press(pilot, "less_than_sign")
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app)[-1] == "This is the first lesson of the course."


@story
async def test_a_text_that_is_not_here_says_so_offline(tmp_path: Path) -> None:
    """LOOK-4."""
    hub = staged(*DONE, home=tmp_path, kind=SyncKind.OFFLINE)
    async with at_page(hub, "space", page=("lesson", LESSON)) as pilot:
        assert "This lesson is not on this laptop yet; it needs the network." in page_of(pilot)
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["There is no text to mark as done."]
        assert journalled(hub) == []


@story
async def test_a_bookmark_marks_the_place_and_opens_it_again(tmp_path: Path) -> None:
    """LEARN-1."""
    hub = reading(tmp_path)
    async with at_page(hub, "pagedown", "pagedown", "b", page=("lesson", LESSON)) as pilot:
        place = lesson_screen(pilot).reader.place
        [mark] = hub.state().bookmarks.values()
        assert (mark.object, mark.offset, mark.on) == (LESSON, place, True)
        assert lesson_screen(pilot).reader.marks == {place}
        await press(pilot, "escape")
        await press(pilot, "B")
        assert "Part" in line_of(pilot, "★")
        await press(pilot, "enter")
        assert lesson_screen(pilot).reader.place == place
        await press(pilot, "b")
        assert not hub.state().bookmarks[mark.id].on


@story
async def test_the_contents_stand_beside_the_text_or_come_with_tab(tmp_path: Path) -> None:
    """LIB-4, LOOK-2."""
    hub = reading(tmp_path)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        assert "Part 3" in page_of(pilot)
        await press(pilot, "tab", "j", "j", "j", "enter")
        assert pilot.app.focused is pilot.app.screen.query_one(Reader)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not pilot.app.screen.query_one("#contents").region
        await press(pilot, "tab")
        assert "Lesson two" in page_of(pilot)
        await press(pilot, "escape")
        assert "Words to read." in page_of(pilot)


@story
async def test_searching_the_text_counts_and_goes_from_hit_to_hit(tmp_path: Path) -> None:
    """LIB-4."""
    async with at_page(reading(tmp_path), "slash", *"part", page=("lesson", LESSON)) as pilot:
        assert "8 found" in page_of(pilot)
        await press(pilot, *["enter"] * 6)
        assert lesson_screen(pilot).reader.place > 0
        await press(pilot, *"zz")
        assert "not found" in page_of(pilot)
        await press(pilot, "escape")
        assert "not found" not in page_of(pilot)


@story
async def test_leaving_the_program_keeps_the_place(tmp_path: Path) -> None:
    """PATH-5: also when the reader quits from the text."""
    hub = reading(tmp_path)
    async with at_page(hub, "pagedown", page=("lesson", LESSON)) as pilot:
        move_clock(hub, 30)
        await press(pilot, "j")
        await pilot.press("q")
    assert told(hub, EventType.LEFT_AT)
    assert told(hub, EventType.STUDIED)


@story
async def test_a_lesson_of_ten_megabytes_opens_at_its_first_page_and_then_at_its_place(tmp_path: Path) -> None:
    """COURSE-4, PATH-5; issue 3, bad input: the length of the rest is not waited for, and no share is told of a part."""
    part = "## Part {}\n\n" + "Words to read, and more of them in a line. " * 18
    long = "# Lesson one\n\nThe beginning.\n\n" + "\n\n".join(part.format(n) for n in range(12_000))
    place = Place(offset=long.index("## Part 11000"), share=900, at=NOW - timedelta(days=1), event_id="event-7")
    hub = reading(tmp_path, LessonRecord(lesson_id=LESSON, course_id=COURSE, place=place))
    hub.snapshot.keep_texts(COURSE, '"e"', 1, [(LESSON, 1, long), (f"{COURSE}/two", 1, long)])
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        screen = lesson_screen(pilot)
        assert screen.reader.document.complete
        assert "Part 11000" in "".join(page_of(pilot).splitlines()[:5])
        assert len(screen.reader.contents) == 12_001
        await press(pilot, "escape")
        assert {event.offset for event in told(hub, EventType.LEFT_AT)} <= {place.offset}  # type: ignore[attr-defined]
        assert len(long) > 9_000_000


@story
async def test_the_end_of_what_was_shown_before_is_not_the_end_of_the_lesson(tmp_path: Path) -> None:
    """COURSE-4: the reader is empty until the text comes, and its message may be heard after that."""
    hub = reading(tmp_path)
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        reader = lesson_screen(pilot).reader
        lesson = reader.document
        reader.load(EMPTY)
        reader._told_now()
        reader.load(lesson)
        await settle(pilot)
        assert journalled(hub) == [], "nothing was read yet"
        await press(pilot, "G")
        await settle(pilot)
        assert len(told(hub, EventType.REACHED_END)) == 1


@story
async def test_the_first_pages_are_there_before_the_rest(tmp_path: Path) -> None:
    """COURSE-4: what is on the screen does not wait, and keys move in it."""
    long = "# Lesson one\n\nThe beginning.\n\n" + "Words to read.\n\n" * 60_000
    hub = reading(tmp_path)
    hub.snapshot.keep_texts(COURSE, '"e"', 1, [(LESSON, 1, long)])
    async with at_page(hub, page=("course", COURSE)) as pilot:
        screen = LessonScreen(LESSON)
        screen._read_on = lambda *_: None  # type: ignore[method-assign]
        pilot.app.push_screen(screen)
        await settle(pilot)
        assert not screen.reader.document.complete
        assert "The beginning." in page_of(pilot)
        await press(pilot, "G")
        assert told(hub, EventType.REACHED_END) == [], "the end of a part is no end"


@story
async def test_a_download_lesson_is_done_when_its_file_is_here_and_was_opened(tmp_path: Path) -> None:
    """COURSE-4: d fetches it, enter opens it."""
    plain = course(COURSE, "Client Communication", after="referral-strategies")
    lessons = (plain.lessons[0].model_copy(update={"kind": LessonKind.DOWNLOAD, "media": "partner-handbook"}), *plain.lessons[1:])
    module = plain.modules[0].model_copy(update={"lessons": lessons})
    hub = reading(tmp_path, plain.model_copy(update={"modules": (module,)}))
    async with at_page(hub, "G", page=("lesson", LESSON)) as pilot:
        assert told(hub, EventType.REACHED_END) == [], "reading what it is about is not opening it"
        assert "Partner Handbook, Markdown, 55 B. ⏎ Open" in words_of(pilot)
        assert "d Download" in page_of(pilot)
        assert "file not opened yet" in page_of(pilot)
        await press(pilot, "d")
        assert hub.asked == [("download", "partner-handbook")]
        await press(pilot, "enter", "escape")
        assert told(hub, EventType.REACHED_END) == [], "it had not come yet"
        hub.has_come("partner-handbook", GUIDE)
        await press(pilot, "enter", "escape")
        assert len(told(hub, EventType.REACHED_END)) == 1
        assert "Lesson one is done" in words_of(pilot)


@story
async def test_the_thread_that_draws_never_waits_for_the_program_beside_it(tmp_path: Path) -> None:
    """Issue 2, memory: Home is out of date while a lesson is read, and footers and `c` ask for it all the same."""
    hub = reading(tmp_path)
    hub.keep_home()
    drawing, waited = threading.current_thread(), []

    def aside() -> bool:
        waited.append(threading.current_thread())
        return False

    hub._shown.aside = aside
    async with at_page(hub, page=("lesson", LESSON)) as pilot:
        await press(pilot, "pagedown", "b", "n", "escape", "c", "greater_than_sign", "c")
    assert drawing not in waited
    hub.home()
    assert drawing in waited, "it would have been asked"
