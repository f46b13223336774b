"""An exercise: written, compared, ticked, accepted (COURSE-4)."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.sections import at_page, journalled, page_of, words_of
from tests.app.staged import StagedHub, staged
from tests.builders import course
from trainhub_core.models.catalogue import LessonKind
from trainhub_core.models.learning import Event, EventType
from trainhub_core.operations import RecordProgress
from trainhub_core.rules.exercise import answer_id
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind
from trainhub_tui.screens.exercise import ExerciseScreen
from trainhub_tui.troubles import Refused

ID = "lead-generation"
LESSON = f"{ID}/two"
TEXT = (
    "# Write it\n\nWrite a message.\n\n- [ ] It has a date\n- [ ] It has one request\n\n## Model answer\n\nDear Ana, call me on *Monday*.\n"
)


def writing(home: Path) -> StagedHub:
    plain = course(ID, "Lead Generation")
    one, two, three = plain.lessons
    module = plain.modules[0].model_copy(update={"lessons": (one, two.model_copy(update={"kind": LessonKind.PROJECT}), three)})
    hub = staged(plain.model_copy(update={"modules": (module,)}), home=home, kind=SyncKind.OFFLINE)
    hub.snapshot.keep_texts(ID, '"e"', 1, [(LESSON, 1, TEXT), (f"{ID}/three", 1, "# Next")])
    return hub


@story
async def test_the_task_is_read_first_and_never_the_answer(tmp_path: Path) -> None:
    """COURSE-4: one's own words come before the author's."""
    hub = writing(tmp_path)
    async with at_page(hub, "space", page=("lesson", LESSON)) as pilot:
        page = words_of(pilot)
        assert "Write a message." in page
        assert "Dear Ana" not in page
        assert "An exercise · nothing written yet. ⏎ Begin" in page
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app) == ["Enter opens the exercise: write your answer and accept it there."]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ExerciseScreen)
        assert "Nothing is written yet." in page_of(pilot)
        assert "Dear Ana" not in page_of(pilot)
        assert "⏎ Write" in page_of(pilot)


@story
async def test_an_answer_is_written_compared_ticked_and_accepted_offline(tmp_path: Path) -> None:
    """COURSE-4: done when accepted; what is not ticked is asked about."""
    hub = writing(tmp_path)
    async with at_page(hub, "enter", *"Hi Ana", "ctrl+s", page=("exercise", LESSON)) as pilot:
        assert hub.state().notes[answer_id(LESSON)].body == "Hi Ana"
        page = words_of(pilot)
        assert "Your answer Hi Ana" in page
        assert "The author's answer Dear Ana, call me on Monday." in page
        await press(pilot, "a", "enter")
        assert "1 point is not ticked yet. Accept your answer all the same?" in words_of(pilot)
        await press(pilot, "escape")
        assert "marked-done" not in " ".join(journalled(hub))
        await press(pilot, "b", "enter")
        assert journalled(hub)[-1] == "record-progress/marked-done"
        assert "Lesson two is done: Lead Generation is at 33 %." in words_of(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app)[-1] == "Your answer is accepted; n changes it."
        await press(pilot, "n", *"!!", "ctrl+s")
        assert hub.state().notes[answer_id(LESSON)].body == "Hi Ana!!"
    async with at_page(hub, page=("exercise", LESSON)) as pilot:
        assert page_of(pilot).count("[✔]") == 2, "ticks are there when one comes back"
        assert "Hi Ana!!" in page_of(pilot)


def test_nothing_written_is_nothing_accepted(tmp_path: Path) -> None:
    """COURSE-4: by the command line neither."""
    hub = writing(tmp_path)
    event: Event = hub.event(EventType.MARKED_DONE, LESSON)
    try:
        hub.do(RecordProgress(event=event))
    except Refused as refused:
        assert refused.sentence == "Write your answer to Lesson two first; then accept it."
    else:
        raise AssertionError("it was taken")
