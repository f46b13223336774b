"""COURSE-4: what was typed is told as it was typed, what was chosen as its author wrote it in Markdown."""

import pytest

from trainhub_core.models.attempt import Answer, Chosen, Filled, Typed
from trainhub_core.models.quiz import Cloze, Form, MultipleChoice, Option, Question, ShortAnswer, TextGap
from trainhub_core.rules.marking import mark
from trainhub_tui.screens.quiz_words import said_to

TAGS = (Form(text="<b>"), Form(text="a*b*c"))


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        (ShortAnswer(id="q", prompt="?", forms=TAGS), Typed(text="*i*"), ["You said: *i*", "→ <b>"]),
        (Cloze(id="q", prompt="[[g]]", gaps=(TextGap(id="g", forms=TAGS),)), Filled(gaps={"g": "*i*"}), ["(1) *i*", "→ <b>"]),
        (
            MultipleChoice(id="q", prompt="?", options=(Option(id="a", text="\\<b>", right=True), Option(id="b", text="*i*"))),
            Chosen(option="b"),
            ["You said: i", "→ <b>"],
        ),
    ],
)
def test_what_is_said_to_an_answer(question: Question, answer: Answer, told: list[str]) -> None:
    words = "\n".join(line.plain for line in said_to(question, mark(question, answer), 60))
    assert all(each in words for each in told), words
