"""What each type of answer earns (LEARN-3, ACH-4; rules.md, Quizzes: partial credit, exact fractions)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.quiz_builders import CHOICE, CLOZE, MATCHING, NUMBER, ORDERING, QUESTIONS, RESPONSE, SHORT, TRUE, options
from tests.core.quiz_strategies import answers, questions, responses
from trainhub_core.models.attempt import Answer, Chosen, Filled, Matched, Ordered, Ticked, Typed
from trainhub_core.models.quiz import MultipleResponse, Numeric, Question
from trainhub_core.rules.marking import Verdict, mark, number_label


@pytest.mark.parametrize(
    ("right", "out_of", "ticked", "share"),
    [
        ("ab", "abcd", "ab", "1"),
        ("ab", "abcd", "a", "1/2"),
        ("ab", "abcd", "abc", "1/2"),
        ("ab", "abcd", "ac", "0"),
        ("ab", "abcd", "c", "0"),
        ("ab", "abcd", "cd", "0"),
        ("ab", "abcd", "abcd", "0"),
        ("ab", "abcd", "", "0"),
        ("abc", "abcd", "abc", "1"),
        ("abc", "abcd", "ab", "2/3"),
        ("abc", "abcd", "abd", "0"),
        ("abc", "abcdef", "abd", "1/3"),
        ("abc", "abcdef", "ad", "0"),
        ("a", "abcdef", "abc", "3/5"),
        ("", "abcd", "", "1"),
        ("", "abcd", "a", "0"),
        ("", "abcd", "abcd", "0"),
        ("ab", "ab", "ab", "1"),
        ("ab", "ab", "a", "1/2"),
        ("ab", "abcd", "abz", "1/2"),
    ],
)
def test_partial_credit_is_right_ones_less_wrong_ones(right: str, out_of: str, ticked: str, share: str) -> None:
    question = MultipleResponse(id="q", prompt="?", options=options(right, out_of))
    found = mark(question, Ticked(options=tuple(ticked)))
    assert found.share == Fraction(share)
    strict = mark(question.model_copy(update={"all_or_nothing": True}), Ticked(options=tuple(ticked)))
    assert strict.share == int(found.share == 1)


@pytest.mark.parametrize(
    ("question", "answer", "share"),
    [
        (CHOICE, Chosen(option="b"), "1"),
        (CHOICE, Chosen(option="a"), "0"),
        (CHOICE, Chosen(option="z"), "0"),
        (TRUE, Chosen(option="true"), "1"),
        (TRUE, Chosen(option="false"), "0"),
        (NUMBER, Typed(text="12"), "1"),
        (NUMBER, Typed(text="13,0 hours"), "1"),
        (NUMBER, Typed(text="13.0001"), "0"),
        (NUMBER, Typed(text="100"), "1"),
        (NUMBER, Typed(text="120.00"), "1"),
        (NUMBER, Typed(text="120.01"), "0"),
        (NUMBER, Typed(text="25"), "0"),
        (NUMBER, Typed(text="many"), "0"),
        (SHORT, Typed(text="  WAY  out"), "1"),
        (SHORT, Typed(text="Way-Out"), "1"),
        (SHORT, Typed(text="exit"), "0"),
        (SHORT, Typed(text=""), "0"),
        (MATCHING, Matched(targets={"1": "a", "2": "b", "3": "c", "4": "a"}), "1"),
        (MATCHING, Matched(targets={"1": "a", "2": "c", "3": "b", "4": "a"}), "1/2"),
        (MATCHING, Matched(targets={"1": "a"}), "1/4"),
        (MATCHING, Matched(targets={}), "0"),
        (ORDERING, Ordered(items=tuple("abcde")), "1"),
        (ORDERING, Ordered(items=tuple("bacde")), "4/5"),
        (ORDERING, Ordered(items=tuple("bcdea")), "1/5"),
        (ORDERING, Ordered(items=tuple("edcba")), "0"),
        (ORDERING, Ordered(items=tuple("abcd")), "0"),
        (ORDERING, Ordered(items=tuple("aabcd")), "0"),
        (CLOZE, Filled(gaps={"who": "Clients", "many": "3.0", "what": "c"}), "1"),
        (CLOZE, Filled(gaps={"who": "nobody", "many": "3", "what": "c"}), "2/3"),
        (CLOZE, Filled(gaps={"what": "a"}), "0"),
        (CLOZE, Ticked(), "0"),
        (CHOICE, Typed(text="b"), "0"),
    ],
)
def test_every_type_earns_an_exact_share(question: Question, answer: Answer, share: str) -> None:
    found = mark(question, answer)
    assert found.share == Fraction(share)
    assert found.why.endswith(".") and found.is_right is (found.share == 1)


@pytest.mark.parametrize("question", [MATCHING, ORDERING, CLOZE])
def test_authors_may_choose_all_or_nothing(question: Question) -> None:
    partly: dict[str, Answer] = {
        "matching": Matched(targets={"1": "a", "2": "c", "3": "b", "4": "a"}),
        "ordering": Ordered(items=tuple("bacde")),
        "cloze": Filled(gaps={"who": "nobody", "many": "3", "what": "c"}),
    }
    strict = question.model_copy(update={"all_or_nothing": True})
    assert mark(strict, partly[question.type]).share == 0
    assert "All or nothing." in mark(strict, partly[question.type]).why


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda it: it.type)
def test_no_answer_earns_nothing(question: Question) -> None:
    assert mark(question, None).share == 0
    assert mark(question, None).why == "Not answered."


def test_feedback_is_said_to_what_was_chosen_and_in_general() -> None:
    found = mark(CHOICE, Chosen(option="a"))
    assert found.feedback == "In general."
    assert [(it.verdict, it.label, it.text, it.right) for it in found.remarks] == [(Verdict.WRONG, "Option a", "About a.", "Option b")]


def test_right_options_that_were_not_ticked_are_named() -> None:
    found = mark(RESPONSE, Ticked(options=("a", "c")))
    assert [(it.of, it.verdict, it.text) for it in found.remarks] == [
        ("a", Verdict.RIGHT, "About a."),
        ("b", Verdict.MISSED, ""),
        ("c", Verdict.WRONG, "About c."),
    ]
    assert found.why == "1 of 2 right ones ticked, 1 of 2 wrong ones."


def test_a_known_mistake_gets_its_own_feedback() -> None:
    assert mark(SHORT, Typed(text="Exit")).remarks[0].text == "Warmer."
    number = mark(NUMBER, Typed(text="25 hours")).remarks[0]
    assert (number.text, number.right) == ("You counted both ways.", "12.5 ± 0.5 hours")


def test_a_number_that_can_be_read_two_ways_is_right_in_either() -> None:
    """1,200 is twelve hundred to one learner and one point two to another."""
    for value in ("1200", "1.2"):
        question = Numeric.model_validate({"id": "q", "prompt": "?", "numbers": [{"value": value}]})
        assert mark(question, Typed(text="1,200")).is_right and mark(question, Typed(text="1.200")).is_right


def test_tolerances_are_compared_exactly() -> None:
    """A third of a millionth of a millionth is not lost in rounding."""
    numbers = [{"value": "10000000000000000000.1", "tolerance": "0.00000000000000000001"}]
    question = Numeric.model_validate({"id": "q", "prompt": "?", "numbers": numbers})
    assert mark(question, Typed(text="10000000000000000000.10000000000000000001")).is_right
    assert not mark(question, Typed(text="10000000000000000000.10000000000000000002")).is_right
    assert number_label(question.numbers[0]) == "10000000000000000000.1 ± 0.00000000000000000001"


def test_each_pair_and_place_is_told_with_what_belongs_there() -> None:
    pairs = mark(MATCHING, Matched(targets={"1": "b", "2": "b"})).remarks
    assert [(it.label, it.right) for it in pairs] == [
        ("Item 1: Target b", "Target a"),
        ("Item 2: Target b", ""),
        ("Item 3: nothing", "Target c"),
        ("Item 4: nothing", "Target a"),
    ]
    places = mark(ORDERING, Ordered(items=tuple("bacde"))).remarks
    assert [(it.label, it.right) for it in places[:3]] == [("Step b", "Place 2"), ("Step a", "Place 1"), ("Step c", "")]


@given(responses)
def test_ticking_everything_earns_nothing_where_anything_is_wrong(question: MultipleResponse) -> None:
    everything = Ticked(options=tuple(option.id for option in question.options))
    if not all(option.right for option in question.options):
        assert mark(question, everything).share == 0


@given(responses)
def test_an_empty_answer_is_right_only_where_no_option_is(question: MultipleResponse) -> None:
    assert mark(question, Ticked()).share == int(not any(option.right for option in question.options))


@given(responses, st.data())
def test_one_more_right_tick_never_costs_and_one_more_wrong_tick_never_pays(question: MultipleResponse, data: st.DataObject) -> None:
    ticked = set(data.draw(st.lists(st.sampled_from([it.id for it in question.options]), unique=True)))
    before = mark(question, Ticked(options=tuple(ticked))).share
    for option in question.options:
        after = mark(question, Ticked(options=(*ticked, option.id))).share
        if option.id not in ticked:
            assert after >= before if option.right else after <= before


@given(st.data())
def test_any_answer_earns_between_nothing_and_one_point_and_says_why(data: st.DataObject) -> None:
    question = data.draw(questions())
    found = mark(question, data.draw(answers(question)))
    assert 0 <= found.share <= 1
    assert found.why and (found.why == "Right." or not found.is_right or found.why.startswith("Right:"))
    assert (found.is_right and all(it.verdict is Verdict.RIGHT for it in found.remarks)) or not found.is_right


@given(st.data())
def test_an_answer_to_another_question_is_marked_without_a_crash(data: st.DataObject) -> None:
    one, other = data.draw(questions()), data.draw(questions())
    assert 0 <= mark(one, data.draw(answers(other))).share <= 1
