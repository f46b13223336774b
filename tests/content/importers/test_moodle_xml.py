"""Moodle XML: every type that our quizzes have, files in the text, and the same questions as in the GIFT form of a bank."""

import base64
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.content.importers.import_builders import DATA, PNG, files, questions_in
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.report import Outcome, Sort
from trainhub_core.models.quiz import (
    ChoiceGap,
    Cloze,
    Matching,
    MultipleChoice,
    MultipleResponse,
    NumberGap,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    TextGap,
    TrueFalse,
)

COUNTS = {
    "ut2-redes-ordenadores": {"MultipleChoice": 224, "TrueFalse": 49, "ShortAnswer": 42, "Matching": 62},
    "sintaxis": {"MultipleChoice": 52, "TrueFalse": 36, "ShortAnswer": 7, "Matching": 15},
}


@pytest.mark.skipif(not DATA.exists(), reason="the shared sample data is not beside the project")
def test_both_forms_of_a_bank_give_the_same_questions(tmp_path: Path) -> None:
    """CONT-1: 377 and 110 questions, alike but for the order of their options, which the two forms shuffle."""
    banks = {}
    for form, folder in (("gift", "gift/asker-es"), ("xml", "moodle-xml/asker-es")):
        report = import_into(DATA / folder, tmp_path / form)
        assert report.all_came and report.count(Sort.QUESTION, Outcome.CAME, Outcome.CHANGED) == 487
        banks[form] = {id: alike(question) for id, question in questions_in(tmp_path / form).items()}
    assert banks["gift"] == banks["xml"]
    for bank, counts in COUNTS.items():
        types = [type(question).__name__ for id, question in questions_in(tmp_path / "xml").items() if id.startswith(bank)]
        assert {name: types.count(name) for name in set(types)} == counts


def alike(question: Question) -> object:
    """The question without the order of its options."""
    told = question.model_dump()
    match question:
        case MultipleChoice():
            told["options"] = sorted((it.text, it.right, it.feedback) for it in question.options)
        case Matching():
            rights = {target.id: target.text for target in question.targets}
            told["items"] = sorted((it.text, rights[it.target]) for it in question.items)
            told["targets"] = sorted(rights.values())
        case ShortAnswer():
            told["forms"] = sorted((it.text, it.right) for it in question.forms)
    return told


def of(*questions: str) -> dict[str, bytes | str]:
    return {"bank.xml": f"<?xml version='1.0'?>\n<quiz>{''.join(questions)}</quiz>"}


def xml(kind: str, name: str, prompt: str, rest: str = "", more: str = "") -> str:
    return (
        f"<question type='{kind}'><name><text>{name}</text></name>"
        f"<questiontext format='html'><text><![CDATA[{prompt}]]></text>{more}</questiontext>{rest}</question>"
    )


def answer(text: str, fraction: object = 100, feedback: str = "", rest: str = "") -> str:
    return f"<answer fraction='{fraction}'><text>{text}</text><feedback><text>{feedback}</text></feedback>{rest}</answer>"


EVERY = (
    "<question type='category'><category><text>$course$/top/Safety/Fire</text></category></question>",
    xml("description", "About", "<p>Read <b>this</b> first.</p>"),
    xml("multichoice", "One", "<p>Pick</p>", "<single>true</single>" + answer("a", 100, "Yes") + answer("b", 0, "No")),
    xml("multichoice", "Many", "Pick", "<single>false</single>" + answer("a", 50) + answer("b", 50) + answer("c", -100)),
    xml("multichoiceset", "All", "Pick", answer("a") + answer("b") + answer("c", 0)),
    xml("truefalse", "Truth", "True?", answer("true", 0, "Wrong.") + answer("false", 100)),
    xml("shortanswer", "Word", "Name it", "<usecase>1</usecase>" + answer("Oslo") + answer("Bergen", 0, "Farther west.")),
    xml("numerical", "Number", "How many?", answer("3,5", 100, "", "<tolerance>0.5</tolerance>")),
    xml(
        "matching",
        "Pairs",
        "Match",
        "".join(
            f"<subquestion format='html'><text>{a}</text><answer><text>{b}</text></answer></subquestion>"
            for a, b in (("<b>x</b>", "1"), ("y", "2"), ("", "3"))
        ),
    ),
    xml("ordering", "Order", "Sort", answer("second", 2) + answer("first", 1)),
    xml("cloze", "Gaps", "In {1:SHORTANSWER:=Oslo~%0%Bergen#no} since {2:NUMERICAL:=1814:1} by {1:MULTICHOICE:=king~queen}."),
    xml(
        "gapselect",
        "Words",
        "A [[1]] and a [[2]].",
        "".join(f"<selectoption><text>{t}</text><group>1</group></selectoption>" for t in ("cat", "dog")),
    ),
    xml("essay", "Essay", "Write"),
    xml("calculated", "Formula", "{a} + {b}"),
)


def test_every_type_that_we_have_comes(tmp_path: Path) -> None:
    """CONT-1: with the category as its module and the description before the questions."""
    report = import_into(files(tmp_path / "in", of(*EVERY)), tmp_path / "course")
    questions = {question.id: question for question in questions_in(tmp_path / "course").values()}
    assert {id: type(question) for id, question in questions.items()} == {
        "one": MultipleChoice,
        "many": MultipleResponse,
        "all": MultipleResponse,
        "truth": TrueFalse,
        "word": ShortAnswer,
        "number": Numeric,
        "pairs": Matching,
        "order": Ordering,
        "gaps": Cloze,
        "words": Cloze,
    }
    refused = {it.title: it.refusal for it in report.origins if it.outcome is Outcome.REFUSED}
    assert set(refused) == {"Essay", "Formula"} and "calculated" in refused["Formula"]
    text = (tmp_path / "course/safety-fire/safety-fire.md").read_text("utf-8")
    assert "# Safety · Fire\n\nRead **this** first.\n" in text
    check(questions)


def check(questions: Mapping[str, Question]) -> None:
    strict, number, order, pairs = questions["all"], questions["number"], questions["order"], questions["pairs"]
    gaps, words, truth = questions["gaps"], questions["words"], questions["truth"]
    assert isinstance(strict, MultipleResponse) and strict.all_or_nothing
    assert isinstance(number, Numeric) and (number.numbers[0].value, number.numbers[0].tolerance) == (Decimal("3.5"), Decimal("0.5"))
    assert isinstance(order, Ordering) and [item.text for item in order.items] == ["first", "second"]
    assert isinstance(pairs, Matching) and (len(pairs.items), [it.text for it in pairs.targets]) == (2, ["1", "2", "3"])
    assert isinstance(gaps, Cloze) and [type(gap) for gap in gaps.gaps] == [TextGap, NumberGap, ChoiceGap]
    assert gaps.prompt == "In [[gap-1]] since [[gap-2]] by [[gap-3]]."
    assert isinstance(words, Cloze) and words.prompt == "A [[gap-1]] and a [[gap-2]]."
    assert isinstance(truth, TrueFalse) and (truth.right, truth.if_true) == (False, "Wrong.")


def test_what_is_not_ours_is_said(tmp_path: Path) -> None:
    marks = "<defaultgrade>3</defaultgrade><correctfeedback><text>Splendid</text></correctfeedback>"
    one = xml("multichoice", "One", "Pick", marks + answer("a") + answer("b", -20) + answer("c", 50))
    report = import_into(files(tmp_path / "in", of(one)), tmp_path / "course")
    (question,) = [it for it in report.origins if it.sort is Sort.QUESTION]
    assert question.changes == [
        "It counted 3 marks; here every question counts the same.",
        "What was said to right, partly right and wrong answers as a whole was left out.",
        "A wrong answer took 20 % of the mark; here it earns nothing.",
        "“c” earned 50 %; here an answer is right or not, and it counts as wrong.",
    ]


def test_files_in_the_text_become_files_of_the_course(tmp_path: Path) -> None:
    """CONT-1: pictures in base64, by the name that the text has for them."""
    file = f"<file name='a b.png' path='/' encoding='base64'>{base64.b64encode(PNG).decode()}</file>"
    one = xml("truefalse", "One", "<img src='@@PLUGINFILE@@/a%20b.png' alt='Chart'>", answer("true") + answer("false", 0), file)
    bad = xml("truefalse", "Bad", "<img src='@@PLUGINFILE@@/x.png'>", answer("true"), "<file name='x.png'>!!</file>")
    report = import_into(files(tmp_path / "in", of(one, bad)), tmp_path / "course")
    assert (tmp_path / "course/images/a-b.png").read_bytes() == PNG
    assert "![Chart](../images/a-b.png)" in (tmp_path / "course/bank/bank.md").read_text("utf-8")
    assert [it.refusal for it in report.origins if it.refusal] == ["The file x.png in it is damaged."]


def test_xml_that_defines_entities_leaves_nothing(tmp_path: Path) -> None:
    bank = "<!DOCTYPE quiz [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    bank += "<quiz><question type='essay'><name><text>&x;</text></name></question></quiz>"
    report = import_into(files(tmp_path / "in", {"bank.xml": bank}), tmp_path / "course")
    assert "entities" in report.refusal and not (tmp_path / "course").exists()
