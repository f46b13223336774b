"""Quizzes and scenarios as Markdown: what is written is read back the same, what is wrong is told with its line (COURSE-4, CONT-1)."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given

from tests.content.content_builders import content
from tests.core.quiz_strategies import prompts, quizzes, scenarios
from trainhub_content.check import faults_of
from trainhub_content.faults import ContentRefused
from trainhub_content.loading import load
from trainhub_content.quizzes.reading import quiz_in
from trainhub_content.quizzes.scenarios import scenario_in
from trainhub_content.quizzes.writing import quiz_markdown, scenario_markdown
from trainhub_content.sources import Prose
from trainhub_core.models.quiz import MultipleChoice, Quiz
from trainhub_core.models.scenario import Scenario
from trainhub_core.rules.soundness import quiz_faults


@given(prompts, quizzes())
def test_a_quiz_that_is_written_is_read_the_same(intro: str, quiz: Quiz) -> None:
    assume(not list(quiz_faults(quiz)))
    text = quiz_markdown(intro, quiz)
    assert quiz_in(Prose("check.md", text, 1), quiz.pass_mark, quiz.shuffle) == (intro, quiz)
    assert quiz_markdown(*quiz_in(Prose("check.md", text, 1))) == text


@given(prompts, scenarios())
def test_a_scenario_that_is_written_is_read_the_same(intro: str, scenario: Scenario) -> None:
    text = scenario_markdown(intro, scenario)
    assert scenario_in(Prose("late.md", text, 1)) == (intro, scenario)
    assert scenario_markdown(*scenario_in(Prose("late.md", text, 1))) == text


QUIZ = """\
# Check

A word before.

## Multiple choice {#which version=2 .fixed}

Which one?

### Answers

- (x) This one
  in two lines
  > Yes.
- ( ) That one
  > No,
  >
  > not at all.

### Hint

Look.

## Number {#many}

How many?

### Unit

hours

### Answers

- (x) 10 to 20
- (x) 30 ± 0.5
- ( ) 40

## Matching {#pairs}

Which belong together?

### Answers

| left | right |
| --- | --- |
| a \\| b | one |
| c | two |
| | three |

## Cloze {#text}

Put [[word]] here.

### Gap text {#word}

- (x) anything
"""
SCENARIO = """\
# Late

## It is late {#start}

What now?

- [Call](#called)
  > Early is kind.

## She thanks you {#called .end score=100}

The end.
"""


def told(text: str) -> list[str]:
    """What reading this text as a lesson says; its Markdown begins on line 11 of its file."""
    read = scenario_in if text.startswith("# Late") else quiz_in
    try:
        read(Prose("check.md", text, 11))
    except ContentRefused as refused:
        return [str(fault) for fault in refused.faults]
    return []


def test_a_quiz_reads_as_it_looks() -> None:
    intro, quiz = quiz_in(Prose("check.md", QUIZ, 1), pass_mark=60)
    assert intro == "# Check\n\nA word before." and quiz.pass_mark == 60
    which, many, pairs, text = quiz.questions
    assert isinstance(which, MultipleChoice) and (which.id, which.version, which.fixed, which.hint) == ("which", 2, True, "Look.")
    assert [(it.text, it.right, it.feedback) for it in which.options] == [
        ("This one\nin two lines", True, "Yes."),
        ("That one", False, "No,\n\nnot at all."),
    ]
    assert many.type == "number" and many.unit == "hours" and [str(it.value) for it in many.numbers] == ["10", "30", "40"]
    assert pairs.type == "matching" and [it.text for it in pairs.items] == ["a | b", "c"] and len(pairs.targets) == 3
    assert text.type == "cloze" and text.prompt == "Put [[word]] here."


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("## Multiple choice {#which version=2 .fixed}", "## Riddle {#which}", "check.md:15: A question begins with its type: multiple"),
        ("{#which version=2 .fixed}", "", "check.md:15: The question has no name; write “## Multiple choice {#name}”."),
        ("{#which version=2 .fixed}", "{#which fixed}", "check.md:15: fixed is no attribute of a heading"),
        ("{#which version=2 .fixed}", "{#which #that}", "check.md:15: A heading has one name."),
        ("{#which version=2 .fixed}", "{#which .all-or-nothing}", "check.md:15: A question of this type is not all-or-nothing."),
        ("{#which version=2 .fixed}", "{#which points=2}", "check.md:15: A question has no points; it can have a version."),
        ("{#which version=2 .fixed}", "{#which version=two}", "check.md:15: The version of a question is a number from 1 to 1000000000."),
        ("{#which version=2 .fixed}", "{#wh(ich}", "check.md:15: id: A name is made of letters"),
        ("{#which version=2 .fixed}", "{#many}", "check.md:33: There are two questions many."),
        ("Which one?\n", "", "check.md:15: The question asks nothing."),
        ("### Hint", "### Clue", "check.md:29: A question has sections Answers, Unit, Hint and Feedback"),
        ("### Hint", "### Unit", "check.md:29: A question of this type does not have this section."),
        ("### Hint", "### Answers", "check.md:29: This section is there already."),
        ("- (x) This one", "- ( ) This one", "check.md:15: One option is right in a multiple choice; here none is."),
        ("- (x) This one", "- [x] This one", "check.md:21: An answer begins with “- (x) ”"),
        ("  in two lines", "in two lines", "check.md:22: An answer begins with “- (x) ”"),
        ("  > Yes.\n", "  > Yes.\n  Really.\n", "check.md:24: Feedback comes last in an answer"),
        ("- (x) This one\n  in two lines", "- (x) ", "check.md:21: This answer is empty."),
        ("10 to 20", "20 to 10", "check.md:33: The span of 20 is empty."),
        ("10 to 20", "ten", "check.md:43: ten is no number: 12.5, 12.5 ± 0.5 or 10 to 20 is expected."),
        ("10 to 20", "1" * 50, "check.md:33: value: Decimal input should have no more than 40 digits"),
        ("| --- | --- |\n", "", "check.md:51: A table of pairs is expected"),
        ("| c | two |", "| c | two | three | four |", "check.md:56: A row has two cells, or three with feedback"),
        ("[[word]]", "[[sword]]", "check.md:59: The text has a gap sword, but its answers are missing."),
        ("### Gap text {#word}", "### Gap text", "check.md:63: The gap has no name"),
        ("### Gap text {#word}", "### Gap riddle {#word}", "check.md:63: A gap is for a text, a number or a choice"),
        ("### Gap text {#word}", "### Answers", "check.md:63: A question of this type does not have this section."),
        (QUIZ[QUIZ.index("## ") :], "", "check.md:11: A quiz has at least one question."),
    ],
)
def test_a_fault_of_a_quiz_names_its_line(was: str, now: str, fault: str) -> None:
    assert told(QUIZ) == [] and QUIZ.count(was) == 1
    found = told(QUIZ.replace(was, now))
    assert any(it.startswith(fault) for it in found), found


def test_faults_of_all_questions_are_told_at_once() -> None:
    assert len(told(QUIZ.replace("10 to 20", "ten").replace("{#word}", "").replace("(x) This", "[x] This"))) == 3


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        (" {#start}", "", "check.md:13: A node has a title and a name: “## What happens {#name}”."),
        ("(#called)", "(#nowhere)", "check.md:13: There is no node nowhere for “Call” to lead to."),
        ("(#called)", "(#start)", "check.md:13: No way leads from here to an end."),
        ("- [Call](#called)\n  > Early is kind.\n", "", "check.md:13: There are no choices here; an end is marked with {.end}."),
        ("- [Call](#called)", "- [](#called)", "check.md:17: A choice has a text and the name of a node"),
        ("  > Early", "Early", "check.md:18: Choices come last in a node"),
        ("{#start}", "{#start .end}", "check.md:13: An end has no choices."),
        ("score=100", "score=101", "check.md:20: score: The most that is allowed is 100."),
        ("score=100", "marks=1", "check.md:20: A node has no marks; it can be an .end and have a score."),
        ("The end.\n", "", "check.md:20: Nothing is said here."),
        ("{#called .end score=100}", "{#start .end}", "check.md:20: There are two nodes start."),
        (SCENARIO[SCENARIO.index("## ") :], "", "check.md:11: A scenario has at least one node"),
    ],
)
def test_a_fault_of_a_scenario_names_its_line(was: str, now: str, fault: str) -> None:
    assert told(SCENARIO) == [] and SCENARIO.count(was) == 1
    found = told(SCENARIO.replace(was, now))
    assert any(it.startswith(fault) for it in found), found


def test_the_examples_of_the_documentation_are_sound(tmp_path: Path) -> None:
    """CONT-1: what docs/content-format.md shows can be copied; its quiz has a question of every type."""
    page = (Path(__file__).parents[2] / "docs" / "content-format.md").read_text("utf-8")
    quiz, scenario = re.findall(r"```markdown\n(.*?)```", page, re.DOTALL)
    source = load(content(tmp_path, asking=quiz)).lessons["selling/asking"]
    assert faults_of(load(tmp_path)) == ()
    assert source.quiz is not None and len({question.type for question in source.quiz.questions}) == 8
    assert load(content(tmp_path, asking=scenario)).lessons["selling/asking"].scenario is not None
    assert faults_of(load(tmp_path)) == ()
