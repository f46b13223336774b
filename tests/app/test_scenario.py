"""Scenarios by keyboard: choices, ends, the way back (COURSE-4)."""

from pathlib import Path

from tests.app.driving import press, said, story
from tests.app.practising import WALK_LESSON, practising
from tests.app.sections import at_page, journalled, page_of, told, words_of
from trainhub_core.models.learning import EventType
from trainhub_tui.app import TrainhubApp

SCENARIO = ("scenario", WALK_LESSON)


@story
async def test_an_end_is_reached_told_and_scored(tmp_path: Path) -> None:
    """COURSE-4: a scenario is done when its end is reached."""
    hub = practising(tmp_path)
    async with at_page(hub, page=SCENARIO) as pilot:
        assert "Thursday morning" in page_of(pilot) and "Monday's date will not hold." in page_of(pilot)
        await press(pilot, "a", "enter")
        words = words_of(pilot)
        assert "She thanks you" in words and "› Call now The moment to call." in words and "The end: 100 of 100" in words
        assert "The late link is done" in words
        assert [it for it in journalled(hub) if not it.endswith("studied")] == ["enroll/enrolled", "submit-attempt/reached-end"]
        [walk] = hub.state().walks.values()
        assert [step.choice for step in walk.steps] == ["call"] and not hub.remembered(f"walk/{WALK_LESSON}")


@story
async def test_one_steps_back_from_an_end_and_tries_another_way(tmp_path: Path) -> None:
    """COURSE-4: each end reached is a walk of its own."""
    hub = practising(tmp_path)
    async with at_page(hub, "b", "enter", "enter", page=SCENARIO) as pilot:
        assert "The end: 20 of 100" in words_of(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app, TrainhubApp)
        assert said(pilot.app)[-1] == "This is an end: backspace takes the last choice back, E sets out again."
        await press(pilot, "backspace", "backspace")
        assert "Thursday morning" in page_of(pilot)
        await press(pilot, "backspace")
        assert said(pilot.app)[-1] == "This is where it begins; esc goes back to the lesson."
        await press(pilot, "down", "up", "enter")
        assert [len(walk.steps) for walk in hub.state().walks.values()] == [2, 1]
        assert len(told(hub, EventType.REACHED_END)) == 2
        await press(pilot, "E")
        assert "Thursday morning" in page_of(pilot)


@story
async def test_a_walk_begun_is_there_after_leaving(tmp_path: Path) -> None:
    hub = practising(tmp_path)
    async with at_page(hub, "b", "enter", "escape", page=SCENARIO):
        pass
    hub.close()
    async with at_page(practising(tmp_path), page=SCENARIO) as pilot:
        assert "Now you know." in page_of(pilot) and "1 choice made" in page_of(pilot)
