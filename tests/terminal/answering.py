"""A learner who knows the answers: reads a question off the screen and types what is right, whatever the order it is asked in."""

import re
from collections.abc import Callable

from tests.terminal.terminal import Terminal
from trainhub_core.models.quiz import Cloze, MultipleChoice, MultipleResponse, Numeric, Ordering, Question, Quiz, ShortAnswer, TrueFalse

ROW = re.compile(r"│[› ]+\d\W+(?=\w)")
"""The beginning of a line that can be moved."""
ENOUGH = 30
"""Characters that tell one option from another, and fit on one line."""


def plain(text: str) -> str:
    """As the screen shows it: without marks of Markdown, on one line."""
    return " ".join(re.sub(r"[*_`]|\[\[\w+\]\]", "", text).split())


def answer(terminal: Terminal, quiz: Quiz, count: int) -> None:
    """Answer so many questions from the one that stands there; the last one is left with its feedback."""
    for left in range(count, 0, -1):
        terminal.wait_until(lambda shown: "Answer" in shown and _asked(shown, quiz) is not None, "no question was asked")
        question = _asked(terminal.text(), quiz)
        assert question
        _give(terminal, question)
        terminal.press("enter")
        terminal.wait_for("✔ Right")
        if left > 1:
            terminal.press("enter")
            terminal.wait_gone("✔ Right")


def _asked(shown: str, quiz: Quiz) -> Question | None:
    words = plain(shown.replace("│", " "))
    return next((it for it in quiz.questions if plain(it.prompt.partition("[[")[0])[:ENOUGH] in words), None)


def _give(terminal: Terminal, question: Question) -> None:
    match question:
        case MultipleChoice() | MultipleResponse():
            for option in question.options:
                if option.right:
                    terminal.press(_letter(terminal, option.text))
        case TrueFalse():
            terminal.press("a" if question.right else "b")
        case Numeric():
            terminal.press(f"{next(it.value for it in question.numbers if it.right)}")
        case ShortAnswer():
            terminal.press(next(it.text for it in question.forms if it.right))
        case Ordering():
            _order(terminal, [plain(it.text) for it in question.items])
        case Cloze():
            _fill(terminal, question)


def _letter(terminal: Terminal, text: str) -> str:
    """The letter of the option with this text."""
    option = re.compile(rf"\b([a-j]) [(\[].*{re.escape(plain(text)[:ENOUGH])}")
    return _read(terminal, option, lambda shown: shown)


def _read(terminal: Terminal, sought: re.Pattern[str], told: Callable[[str], str]) -> str:
    """What the pattern finds on the screen, as it is `told`, once all of it is painted."""
    terminal.wait_until(lambda shown: sought.search(told(shown)) is not None, f"never saw {sought.pattern}")
    found = sought.search(told(terminal.text()))
    assert found
    return found[1]


def _order(terminal: Terminal, wanted: list[str]) -> None:
    """Send each item to its place, the first one first."""
    for place, text in enumerate(wanted):
        terminal.wait_until(lambda shown, text=text: _place(shown, text) >= 0 <= _cursor(shown), f"never saw {text}")  # type: ignore[misc]
        shown = terminal.text()
        steps = _place(shown, text) - _cursor(shown)
        terminal.press(*["down" if steps > 0 else "up"] * abs(steps))
        terminal.wait_until(lambda shown, text=text: _cursor(shown) == _place(shown, text), f"never stood on {text}")  # type: ignore[misc]
        terminal.press(str(place + 1))
        terminal.wait_until(lambda shown, text=text, place=place: _place(shown, text) == place, f"{text} never moved")  # type: ignore[misc]


def _rows(shown: str) -> list[str]:
    return [it for it in shown.splitlines() if ROW.match(it)]


def _place(shown: str, text: str) -> int:
    return next((place for place, row in enumerate(_rows(shown)) if text in row), -1)


def _cursor(shown: str) -> int:
    return next((place for place, row in enumerate(_rows(shown)) if "›" in row), -1)


def _fill(terminal: Terminal, question: Cloze) -> None:
    for gap in question.gaps:
        match gap.type:
            case "number":
                terminal.press(f"{next(it.value for it in gap.numbers if it.right)}")
            case "choice":
                right = plain(next(it.text for it in gap.options if it.right))
                terminal.press(_read(terminal, re.compile(rf"\b([a-j]) {re.escape(right)}"), lambda shown: plain(shown.replace("│", " "))))
            case "text":
                terminal.press(next(it.text for it in gap.forms if it.right))
        terminal.press("tab")
