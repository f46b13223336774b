"""CONT-2: the question types of H5P become ours, or are refused by name."""

from pathlib import Path

import pytest

from tests.content.importers.h5p_contents import Params, questions_of, within
from trainhub_content.importers.report import Outcome, Report, Sort
from trainhub_core.models.quiz import ChoiceGap, Cloze, MultipleChoice, MultipleResponse, Ordering, ShortAnswer, TextGap, TrueFalse


def answer(words: str, is_right: bool, said: str = "", tip: str = "") -> Params:
    return {"text": f"<div>{words}</div>\n", "correct": is_right, "tipsAndFeedback": {"chosenFeedback": said, "tip": tip}}


def changes(report: Report) -> list[str]:
    return [sentence for origin in report.origins if origin.sort is Sort.QUESTION for sentence in origin.changes]


def test_multiple_choice_with_one_right_answer(tmp_path: Path) -> None:
    picture = within("H5P.Image", {"file": {"path": "images/a.png"}, "alt": "A ladder"})
    (question,), _ = questions_of(
        tmp_path,
        "H5P.MultiChoice",
        {
            "question": "<p>What <em>next</em>?</p>",
            "media": {"type": picture},
            "answers": [answer("Wait", True, "<p>Yes.</p>", "<p>Patience.</p>"), answer("Talk", False)],
            "overallFeedback": [{"from": 0, "to": 100, "feedback": "Silence sells."}],
            "behaviour": {"type": "auto", "randomAnswers": False},
        },
    )
    assert isinstance(question, MultipleChoice) and question.fixed
    assert question.prompt == "![A ladder](file:images/a.png)\n\nWhat *next*?"
    assert [(option.text, option.right, option.feedback) for option in question.options] == [("Wait", True, "Yes."), ("Talk", False, "")]
    assert (question.hint, question.feedback) == ("Wait: Patience.", "Silence sells.")


@pytest.mark.parametrize(("is_single_point", "said"), [(True, []), (False, ["A wrong answer costs 100 % of the mark now."])])
def test_several_right_answers_are_ticked(tmp_path: Path, is_single_point: bool, said: list[str]) -> None:
    (question,), report = questions_of(
        tmp_path,
        "H5P.MultiChoice",
        {
            "question": "Which?",
            "answers": [answer("a", True), answer("b", True), answer("c", False)],
            "behaviour": {"singlePoint": is_single_point},
        },
    )
    assert isinstance(question, MultipleResponse) and question.all_or_nothing is is_single_point
    assert [option.right for option in question.options] == [True, True, False] and changes(report) == said


def test_true_or_false(tmp_path: Path) -> None:
    told = {"feedbackOnCorrect": "It is.", "feedbackOnWrong": "Look again."}
    (question,), _ = questions_of(tmp_path, "H5P.TrueFalse", {"question": "<p>Rain?</p>", "correct": "false", "behaviour": told})
    assert isinstance(question, TrueFalse)
    assert (question.right, question.if_false, question.if_true) == (False, "It is.", "Look again.")


def test_blanks_are_gaps_to_write_into(tmp_path: Path) -> None:
    (question,), report = questions_of(
        tmp_path,
        "H5P.Blanks",
        {"text": "<p>Fill in.</p>", "questions": ["<p>*Oslo/Christiania:A port* is in *Norway*.</p>", "<p>Rome is in *Italy*.</p>"]},
    )
    assert isinstance(question, Cloze)
    assert question.prompt == "Fill in.\n\n[[gap-1]] is in [[gap-2]].\n\nRome is in [[gap-3]]."
    assert [[form.text for form in gap.forms] for gap in question.gaps if isinstance(gap, TextGap)] == [
        ["Oslo", "Christiania"],
        ["Norway"],
        ["Italy"],
    ]
    assert question.hint == "A port" and changes(report) == ["Capital and small letters are the same in an answer now."]


def test_words_to_drag_are_gaps_to_choose_for(tmp_path: Path) -> None:
    (question,), _ = questions_of(
        tmp_path,
        "H5P.DragText",
        {
            "taskDescription": "Drag.",
            "textField": "*Oslo\\+Yes! \\-No.* lies north.\n*Rome:A tip* lies south.",
            "distractors": "*Bonn* *Graz*",
        },
    )
    assert isinstance(question, Cloze) and question.prompt == "Drag.\n\n[[gap-1]] lies north.\\\n[[gap-2]] lies south."
    first = question.gaps[0]
    assert isinstance(first, ChoiceGap) and [(it.text, it.right, it.feedback) for it in first.options] == [
        ("Oslo", True, "Yes!"),
        ("Rome", False, "No."),
        ("Bonn", False, "No."),
        ("Graz", False, "No."),
    ]


def test_sets_of_choices_and_statements_are_a_question_each_whose_first_answer_is_right(tmp_path: Path) -> None:
    asked, _ = questions_of(
        tmp_path / "set",
        "H5P.SingleChoiceSet",
        {"choices": [{"question": "One?", "answers": ["<p>a</p>", "<p>b</p>"]}, {"question": "Two?", "answers": ["c", "d"]}]},
    )
    summed, _ = questions_of(
        tmp_path / "sum", "H5P.Summary", {"intro": "Which is so?", "summaries": [{"summary": ["This", "That"], "tip": "Think."}]}
    )
    assert [(it.prompt, [option.right for option in it.options]) for it in asked if isinstance(it, MultipleChoice)] == [
        ("One?", [True, False]),
        ("Two?", [True, False]),
    ]
    assert [(it.prompt, it.hint) for it in summed] == [("Which is so?", "Think.")]


def test_flashcards_and_paragraphs_to_sort(tmp_path: Path) -> None:
    (card,), _ = questions_of(tmp_path / "cards", "H5P.Flashcards", {"cards": [{"text": "House?", "answer": "Haus/Gebäude"}]})
    (order,), _ = questions_of(
        tmp_path / "sort", "H5P.SortParagraphs", {"taskDescription": "Sort.", "paragraphs": ["<p>First</p>", "<p>Second</p>"]}
    )
    assert isinstance(card, ShortAnswer) and [form.text for form in card.forms] == ["Haus", "Gebäude"]
    assert isinstance(order, Ordering) and [item.text for item in order.items] == ["First", "Second"]


@pytest.mark.parametrize(
    ("library", "why"),
    [
        ("H5P.Essay", "A free text is marked by a person"),
        ("H5P.MarkTheWords", "Words are marked within a text"),
        ("H5P.DragQuestion", "Things are dragged over a picture"),
        ("H5P.ArithmeticQuiz", "Its sums are made up"),
    ],
)
def test_what_our_quizzes_do_not_have_is_refused_by_name(tmp_path: Path, library: str, why: str) -> None:
    """CONT-2: questions in = questions out + questions refused with a reason."""
    inner = [within(library, {"taskDescription": "Do."}, "The hard one"), within("H5P.TrueFalse", {"question": "Rain?", "correct": "true"})]
    found, report = questions_of(tmp_path, "H5P.QuestionSet", {"questions": inner})
    refused = [origin for origin in report.origins if origin.sort is Sort.QUESTION and origin.refusal]
    assert len(found) == 1 and [origin.title for origin in refused] == ["The hard one"]
    assert refused[0].refusal.startswith(why) and refused[0].outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "params",
    [
        {"question": "?", "answers": "many"},
        {"question": ["?"], "answers": [{"text": 5, "correct": "yes"}]},
        {"answers": [None, 1, "a", {"text": "a", "correct": True}, {"text": "b", "correct": True}]},
        {"question": "?", "answers": [answer("a", False), answer("b", False)], "behaviour": {"type": "single"}},
    ],
)
def test_shapes_that_no_editor_writes_are_refused_and_break_nothing(tmp_path: Path, params: Params) -> None:
    found, report = questions_of(tmp_path, "H5P.QuestionSet", {"questions": [within("H5P.MultiChoice", params)]})
    assert not found and all(origin.refusal for origin in report.origins)
