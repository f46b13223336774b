"""The page of a course: what is new in it, what is the learner's own in it, what the learner says of it."""

from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot

from tests.app.driving import press, said, story
from tests.app.sections import at_page, journalled, line_of, page_of, words_of
from tests.app.staged import StagedHub, staged
from tests.builders import NOW, course, finished
from trainhub_core.models.base import Fact
from trainhub_core.models.feedback import Applied, AppliedAnswer, Rating
from trainhub_core.models.learning import Bookmark, BookmarkKind, CourseRecord
from trainhub_core.models.notes import Anchor, Note, NoteKind
from trainhub_core.rules.anchors import anchor_of
from trainhub_tui.app import TrainhubApp
from trainhub_tui.screens.lesson import LessonScreen

ID = "referral-strategies"
PLAIN = course(ID, "Referral Strategies")
PAGE = ("course", ID)
TEXT = "# Lesson two\n\n" + "Words to read.\n\n" * 60 + "Ask by name, and wait.\n\n" + "More words.\n\n" * 60


def done(days: int, *more: Fact, home: Path) -> StagedHub:
    """A hub of somebody who completed the course so many days ago."""
    return staged(*finished(PLAIN, NOW - timedelta(days=days)), *more, home=home)


def toasts(pilot: Pilot[int]) -> list[str]:
    assert isinstance(pilot.app, TrainhubApp)
    return said(pilot.app)


@story
async def test_what_is_new_since_enrolling_is_marked_and_counted(tmp_path: Path) -> None:
    """COURSE-2, rules.md (version): lessons added later show as new, rewritten ones as changed."""
    one, two, three = PLAIN.lessons
    lessons = (one, two.model_copy(update={"changed": 3}), three.model_copy(update={"since": 2}))
    module = PLAIN.modules[0].model_copy(update={"lessons": lessons})
    newer = PLAIN.model_copy(update={"version": 3, "modules": (module,)})
    before = CourseRecord(course_id=ID, enrolled=True, version=1, at=NOW - timedelta(days=9), event_id="event-1")
    async with at_page(staged(newer, before, home=tmp_path), page=PAGE) as pilot:
        assert "Version 3: 1 new lesson, 1 rewritten since you enrolled on Fri 17 Jan, in version 1. They lower nothing." in words_of(pilot)
        assert "updated · open" in line_of(pilot, "Lesson two")
        assert "new · open" in line_of(pilot, "Lesson three")


@story
async def test_one_change_is_told_as_one(tmp_path: Path) -> None:
    """COURSE-2."""
    one, two, three = PLAIN.lessons
    module = PLAIN.modules[0].model_copy(update={"lessons": (one, two, three.model_copy(update={"since": 2}))})
    newer = PLAIN.model_copy(update={"version": 2, "modules": (module,)})
    before = CourseRecord(course_id=ID, enrolled=True, version=1, at=NOW - timedelta(days=9), event_id="event-1")
    async with at_page(staged(newer, before, home=tmp_path), page=PAGE) as pilot:
        assert "Version 2: 1 new lesson since you enrolled on Fri 17 Jan, in version 1. It lowers nothing." in words_of(pilot)


@story
async def test_bookmarks_and_notes_of_the_course_open_their_very_place(tmp_path: Path) -> None:
    """COURSE-2: a note goes to where its passage is now."""
    start = TEXT.index("Ask by name")
    anchor = anchor_of(TEXT, start, start + 21)
    note = Note(id="n", kind=NoteKind.LESSON, object=f"{ID}/two", title="Lesson two", anchor=anchor, body="Try it.", made=NOW, at=NOW)
    other = Note(id="o", kind=NoteKind.LESSON, object="negotiation/one", anchor=Anchor(), body="Elsewhere.", made=NOW, at=NOW)
    mark = Bookmark(kind=BookmarkKind.LESSON, object=f"{ID}/one", offset=200, title="Lesson one: here", at=NOW)
    hub = staged(note, other, mark, home=tmp_path)
    hub.snapshot.keep_texts(ID, '"e"', 1, [(f"{ID}/one", 1, TEXT), (f"{ID}/two", 1, "Before it.\n\n" + TEXT)])
    async with at_page(hub, "G", page=PAGE) as pilot:
        assert "Elsewhere." not in page_of(pilot)
        assert "bookmark" in line_of(pilot, "Lesson one: here")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LessonScreen)
        assert pilot.app.screen.lesson_id == f"{ID}/two"
        assert "Ask by name, and wait." in "".join(page_of(pilot).splitlines()[:5])
        await press(pilot, "escape", "k", "enter")
        assert pilot.app.screen.lesson_id == f"{ID}/one"
        await press(pilot, "escape", "k", "enter")
        assert type(pilot.app.screen).__name__ == "NotesScreen"


@story
async def test_a_completed_course_is_rated_by_key_changed_and_withdrawn(tmp_path: Path) -> None:
    """COURSE-5: a line on the page, nothing in the way."""
    hub = done(3, home=tmp_path)
    async with at_page(hub, page=PAGE) as pilot:
        assert "What was it worth to you? * Rate" in words_of(pilot)
        await press(pilot, "asterisk", "enter")
        assert journalled(hub) == []
        await press(pilot, "4", "tab", *"Good 5", "enter")
        assert hub.state().ratings[ID] == Rating(course_id=ID, stars=4, sentence="Good 5", at=NOW)
        assert "You gave it 4 of 5. * Change" in words_of(pilot)
        await press(pilot, "asterisk", "down", "enter")
        assert hub.state().ratings[ID].stars == 3
        await press(pilot, "asterisk", "escape", "asterisk", "delete")
        assert hub.state().ratings[ID].stars is None
        assert journalled(hub) == ["rate-course"] * 3
        assert "What was it worth to you?" in words_of(pilot)


@story
async def test_what_is_not_complete_cannot_be_rated_and_says_so(tmp_path: Path) -> None:
    """COURSE-5, LOOK-4."""
    async with at_page(staged(home=tmp_path), "asterisk", page=PAGE) as pilot:
        assert "worth to you" not in page_of(pilot)
        assert toasts(pilot) == ["Referral Strategies can be rated when it is complete."]
        await press(pilot, "u")
        later = "Complete Referral Strategies first; 30 days later you are asked whether you have used it in real work."
        assert toasts(pilot) == [later]


@story
async def test_home_asks_a_month_later_in_a_line_and_takes_the_answer_offline(tmp_path: Path) -> None:
    """COURSE-5: asked once."""
    hub = done(30, home=tmp_path)
    async with at_page(hub, size=(80, 24)) as pilot:
        assert "Have you used Referral Strategies in real work?  u Answer" in page_of(pilot)
        await press(pilot, "u", "p", "enter")
        assert hub.state().applied[ID] == Applied(course_id=ID, answer=AppliedAnswer.PARTLY, at=NOW)
        assert journalled(hub) == ["tell-applied"]
        assert "in real work" not in page_of(pilot)
        await press(pilot, "u")
        assert toasts(pilot)[-1] == "Nothing is asked now; the page of a course takes what you have to say of it."


@story
async def test_the_question_can_be_put_away_for_good(tmp_path: Path) -> None:
    """COURSE-5."""
    hub = done(30, home=tmp_path)
    async with at_page(hub, "u", "delete") as pilot:
        assert hub.state().applied[ID].answer is None
        assert "in real work" not in page_of(pilot)


@story
async def test_what_others_gave_is_shown_in_lists_and_on_the_page(tmp_path: Path) -> None:
    """COURSE-5: the number that rated is said."""
    rated = PLAIN.model_copy(update={"rating": 43, "ratings": 12})
    async with at_page(staged(rated, home=tmp_path), page=("learn",), size=(200, 60)) as pilot:
        assert "4.3 (12)" in page_of(pilot)
        pilot.app.open(*PAGE)  # type: ignore[attr-defined]
        await press(pilot)
        await press(pilot, "g")
        assert "rated 4.3 of 5 by 12" in words_of(pilot)
