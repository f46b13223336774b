"""A course of the starter pack by a new learner, from its first lesson to its end, in a real terminal."""

import json
from pathlib import Path

import pytest

from tests.media.videos import silent_path
from tests.terminal.answering import answer
from tests.terminal.programmes import app, command
from trainhub_content.pack import starter_pack

pytestmark = pytest.mark.xdist_group("terminal")

QUIZ = "referral-strategies/check-your-referrals"
NOTE = "Ask the wholesaler in March"
COLUMNS, LINES = 140, 44


def test_a_whole_course_from_the_first_start_to_the_next_module(tmp_path: Path) -> None:
    """COURSE-4, VID-1, VID-3, LEARN-1, LEARN-2, LEARN-3, LEARN-5, PATH-5: closed, killed and off the network on the way."""
    home, quiz = tmp_path / "fresh", starter_pack().quizzes[QUIZ]
    with app(home, columns=COLUMNS, lines=LINES) as terminal:
        terminal.wait_for("⏎ starts", "synced")
        terminal.press("enter")
        terminal.wait_gone("⏎ starts")
        terminal.wait_for("○ 1 Referral Strategies", "· 2 Client Communication")
        terminal.press("c")
        terminal.wait_for(" Why referrals win", "% seen", "space Done", "> Next lesson", "b Bookmark", "v Highlight", "n Note", "? Keys")
        terminal.press("b")
        terminal.wait_for("Bookmark set")
        terminal.press("v")
        terminal.wait_for("Keep", "Colour", "Let go")
        terminal.press("down", "2")
        terminal.wait_for("Highlighted in green.")
        terminal.press("n")
        terminal.wait_for("ctrl+s Keep")
        terminal.press(NOTE, "ctrl+s")
        terminal.wait_for("Note kept")
        terminal.press("?")
        terminal.wait_for("Keys that work here", "Select a passage")
        terminal.press("escape")
        terminal.wait_gone("Keys that work here")
        terminal.press("space")
        terminal.wait_for("✔ done")
        terminal.wait_gone("space Done")
        terminal.press(">")
        terminal.wait_for(" Who to ask, and when", "Lesson 3 of 6")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    with app(home, "--offline", columns=COLUMNS, lines=LINES) as terminal:
        terminal.wait_for("▶ 1 Referral Strategies")
        terminal.press("c")
        for lesson in ("Who to ask, and when", "Asking well"):
            terminal.wait_for(f" {lesson}", "% seen")
            terminal.press("space")
            terminal.wait_for("✔ done")
            terminal.press(">")
        terminal.wait_for(" A request that is easy to act on", "90 % needed", "> Next lesson")
        terminal.press(">")
        terminal.wait_for("8 questions", "⏎ Begin")
        terminal.wait_gone("> Next lesson")
        terminal.press("enter")
        answer(terminal, quiz, 3)
        terminal.kill()
    with app(home, columns=COLUMNS, lines=LINES, PATH=silent_path(tmp_path), DISPLAY=":none") as terminal:
        terminal.wait_for("▶ 1 Referral Strategies", "synced")
        terminal.wait_gone("to send")
        terminal.press("c")
        terminal.wait_for(" A request that is easy to act on", "Plays in a window", "⏎ Play")
        terminal.press("space")
        terminal.wait_for("A request that is easy to act on is done when 90 %")
        terminal.press(*"++++++")
        terminal.wait_for("It will play at 3×.")
        terminal.press("enter")
        terminal.wait_for("playing 0:", "3×", "p Pause")
        terminal.wait_for("A request that is easy to act on is done", "> Check your referrals", patience=120)
        terminal.press(">")
        terminal.wait_for("8 questions", "⏎ Go on")
        terminal.press("enter")
        terminal.wait_for("Question 4 of 8", "you went on where you left")
        answer(terminal, quiz, 5)
        terminal.press("enter")
        terminal.wait_for("Passed: 8 of 8 points, 100 %", "Client Communication")
        terminal.press("1")
        terminal.wait_for("✔ 1 Referral Strategies", "○ 2 Client Communication", "synced")
        terminal.press("ctrl+f")
        terminal.wait_for("Type a word")
        terminal.press("wholesaler in March")
        terminal.wait_for(NOTE, "Why referrals win")
        terminal.press("enter")
        terminal.wait_for(" Why referrals win", "Lesson 2 of 6")
        terminal.kill()
    exported = command(home, "--offline", "notes", "export", "--format", "md").stdout
    assert NOTE in exported and "Why referrals win" in exported
    annotations = command(home, "--offline", "notes", "export", "--format", "annotations").stdout
    assert NOTE in annotations and "TextQuoteSelector" in annotations
    course = json.loads(command(home, "--offline", "--json", "courses", "show", "referral-strategies").stdout)["course"]
    assert course["state"] == "completed"
