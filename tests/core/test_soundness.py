"""What an author must mend before a quiz or scenario can be taken is said in a sentence (LEARN-3, CONT-1)."""

import pytest
from hypothesis import given

from tests.core.quiz_builders import CHOICE, CLOZE, MATCHING, NUMBER, ORDERING, QUESTIONS, RESPONSE, SHORT, options
from tests.core.quiz_strategies import quizzes
from trainhub_core.models.quiz import Question, Quiz
from trainhub_core.models.scenario import Node, Scenario, ScenarioChoice
from trainhub_core.rules.soundness import question_faults, quiz_faults, scenario_faults


def node(node_id: str, *to: str, score: int | None = None) -> Node:
    choices = tuple(ScenarioChoice(id=str(n), text=f"To {it}", to=it) for n, it in enumerate(to))
    return Node(id=node_id, title=node_id, text="Here.", choices=choices, score=score)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda it: it.type)
def test_a_sound_question_has_no_faults(question: Question) -> None:
    assert list(question_faults(question)) == []


@pytest.mark.parametrize(
    ("question", "change", "sentence"),
    [
        (CHOICE, {"prompt": " "}, "The question asks nothing."),
        (CHOICE, {"options": options("")}, "One option is right in a multiple choice; here none is."),
        (CHOICE, {"options": options("ab")}, "One option is right in a multiple choice; here 2 are."),
        (CHOICE, {"options": options("a", "a")}, "At least two options are needed."),
        (CHOICE, {"options": options("a", "aab")}, "“Option a” is there twice."),
        (RESPONSE, {"options": options("abcd")}, "Ticking everything would be right; add an option that is not."),
        (NUMBER, {"numbers": NUMBER.numbers[2:]}, "No number is marked as right."),
        (NUMBER, {"numbers": [NUMBER.numbers[1].model_copy(update={"upto": 1})]}, "The span of 100 is empty."),
        (SHORT, {"forms": SHORT.forms[2:]}, "No answer is marked as right."),
        (SHORT, {"forms": [*SHORT.forms, SHORT.forms[0].model_copy(update={"text": "WAY  OUT"})]}, "“way out” is there twice"),
        (SHORT, {"forms": [SHORT.forms[0].model_copy(update={"text": " "})]}, "An answer is empty."),
        (MATCHING, {"targets": MATCHING.targets[:2]}, "“Item 3” has nothing to be matched with."),
        (MATCHING, {"targets": MATCHING.targets[:1]}, "At least two right sides are needed."),
        (MATCHING, {"items": MATCHING.items[:1]}, "At least two pairs are needed."),
        (ORDERING, {"items": ORDERING.items[:1]}, "At least two items to put in order are needed."),
        (CLOZE, {"prompt": "No gap."}, "The text has no gap; write one as [[name]]."),
        (CLOZE, {"prompt": "[[who]] [[many]] [[what]] [[why]]"}, "The text has a gap why, but its answers are missing."),
        (CLOZE, {"prompt": "[[who]] [[many]]"}, "There are answers for a gap what that the text does not have."),
        (CLOZE, {"prompt": "[[who]] [[many]] [[what]] [[who]]"}, "The gap who is there twice."),
        (CLOZE, {"gaps": [CLOZE.gaps[0].model_copy(update={"forms": ()})]}, "Gap who: No answer is marked as right."),
    ],
)
def test_an_unsound_question_says_what_to_mend(question: Question, change: dict[str, object], sentence: str) -> None:
    found = list(question_faults(question.model_copy(update=change)))
    assert any(sentence in fault for fault in found), found


def test_a_quiz_names_the_question_at_fault() -> None:
    assert list(quiz_faults(Quiz(questions=()))) == [("", "A quiz has at least one question.")]
    assert list(quiz_faults(Quiz(questions=(CHOICE, CHOICE)))) == [("choice", "There are two questions choice.")]


@given(quizzes())
def test_faults_are_found_without_a_crash(quiz: Quiz) -> None:
    assert {question_id for question_id, _ in quiz_faults(quiz)} <= {question.id for question in quiz.questions}


@pytest.mark.parametrize(
    ("nodes", "fault"),
    [
        ([node("a", "b")], ("a", "There is no node b for “To b” to lead to.")),
        ([node("a", "b"), node("b"), node("c")], ("c", "No way leads here.")),
        ([node("a", "a", "b"), node("b"), node("c", "b")], ("c", "No way leads here.")),
        ([node("a", "b", "c"), node("b", "b"), node("c")], ("b", "No way leads from here to an end.")),
        ([node("a", "b"), node("b"), node("b")], ("b", "There are two nodes b.")),
        ([node("a", "b", score=5), node("b")], ("a", "Only an end has a score; this node has choices.")),
    ],
)
def test_an_unsound_scenario_names_the_node_at_fault(nodes: list[Node], fault: tuple[str, str]) -> None:
    assert fault in list(scenario_faults(Scenario(nodes=tuple(nodes))))


def test_a_scenario_may_go_in_circles_as_long_as_an_end_is_reached() -> None:
    assert list(scenario_faults(Scenario(nodes=(node("a", "b"), node("b", "a", "c"), node("c", score=50))))) == []
