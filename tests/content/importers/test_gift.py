"""GIFT, read by a parser of our own: the cases of a reference grammar, real banks, and what cannot come."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.content.importers.import_builders import DATA, files, questions_in
from trainhub_content.importers.banks.stated import Asks, Stated, StatedAnswer, Words
from trainhub_content.importers.gift.parsing import stated_in
from trainhub_content.importers.gift.splitting import blocks
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.report import Outcome, Sort

CASES = sorted((DATA / "gift/grammar-cases").glob("*.gift"))
TYPES = {
    Asks.CHOICE: "MC",
    Asks.TRUE_FALSE: "TF",
    Asks.SHORT: "Short",
    Asks.NUMBER: "Numerical",
    Asks.MATCHING: "Matching",
    Asks.ESSAY: "Essay",
    Asks.DESCRIPTION: "Description",
}
no_data = pytest.mark.skipif(not DATA.exists(), reason="the shared sample data is not beside the project")


@no_data
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_case_of_the_reference_grammar_is_read_as_there(case: Path) -> None:
    """CONT-1: types, titles, texts and formats, answers with weights and feedback."""
    expected = [each for each in json.loads(case.with_suffix(".json").read_text("utf-8")) if each["type"] != "Category"]
    found = list(stated_in(case.read_text("utf-8")))
    assert [as_reference(each) for each in found] == [trimmed(each) for each in expected]


def as_reference(stated: Stated) -> dict[str, Any]:
    told: dict[str, Any] = {"type": TYPES[stated.asks], "title": stated.name or None, "stem": words(stated.prompt)}
    match stated.asks:
        case Asks.TRUE_FALSE:
            told["isTrue"] = stated.answers[0].share == 1
        case Asks.MATCHING:
            told["matchPairs"] = [{"subquestion": words(it.words), "subanswer": it.right.text} for it in stated.answers]
        case Asks.CHOICE | Asks.SHORT:
            told["choices"] = [choice(it, words(it.words), stated.asks) for it in stated.answers]
        case Asks.NUMBER:
            told["choices"] = [choice(it, span(it), stated.asks) for it in stated.answers]
    return {**told, "embedded": stated.missing_word}


def choice(answer: StatedAnswer, text: object, asks: Asks) -> dict[str, Any]:
    weight = None if answer.share in (0, 1) else int(answer.share * 100)
    right = answer.share == 1 or (asks is not Asks.CHOICE and answer.share > 0)
    return {"isCorrect": right, "weight": weight, "text": text, "feedback": words(answer.feedback) if answer.feedback.text else None}


def span(answer: StatedAnswer) -> dict[str, Any]:
    assert answer.number
    return {"type": "range", "number": int(answer.number.value), "range": int(answer.number.tolerance)}


def words(told: Words) -> dict[str, str]:
    return {"format": told.written, "text": told.text}


def trimmed(case: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: case[key] for key in ("type", "title", "stem", "isTrue", "matchPairs", "choices") if key in case}
    if case["type"] == "Numerical" and isinstance(kept["choices"], dict):
        kept["choices"] = [{"isCorrect": True, "weight": None, "text": kept["choices"], "feedback": None}]
    return {**kept, "embedded": case["hasEmbeddedAnswers"]}


@no_data
def test_categories_are_those_of_the_reference() -> None:
    text = (DATA / "gift/grammar-cases/categorySpecialCharacter.gift").read_text("utf-8")
    assert [block.category for block in blocks(f"{text}\n\nTrue?{{T}}")] == ["$course$/top/Default for Unit 1: Topic"]


@no_data
@pytest.mark.parametrize(
    ("bank", "found", "refused"),
    [
        ("asker-es", 487, {}),
        ("moodle-examples", 43, {}),
        ("ruby-parser", 3, {}),
        ("tsugi-examples", 16, {"line 7": "An answer is empty; a # that belongs to an answer is written \\#."}),
        ("grammar-cases", 23, {"line 1": "A free text is marked by a person; our quizzes have no such question."}),
    ],
)
def test_banks_come_whole(tmp_path: Path, bank: str, found: int, refused: Mapping[str, str]) -> None:
    """CONT-1: questions in = questions out + questions refused with a reason; what is in the folder is what the report says."""
    report = import_into(DATA / "gift" / bank, tmp_path / "course")
    assert {it.item: it.refusal for it in report.origins if it.outcome is Outcome.REFUSED} == refused
    assert report.count(Sort.QUESTION) == found
    assert len(questions_in(tmp_path / "course")) == found - len(refused)


@no_data
def test_the_spanish_banks_have_their_377_and_110_questions(tmp_path: Path) -> None:
    report = import_into(DATA / "gift/asker-es", tmp_path / "course")
    of = {
        file: [it for it in report.origins if it.sort is Sort.QUESTION and it.file == file] for file in {it.file for it in report.origins}
    }
    assert {file: len(questions) for file, questions in of.items()} == {"ut2_redes_ordenadores-gift.txt": 377, "sintaxis-gift.txt": 110}


@pytest.mark.parametrize(
    ("source", "asks", "shares"),
    [
        ("Q {~%50%a ~%50%b ~c}", Asks.CHOICE, [Fraction(1, 2), Fraction(1, 2), 0]),
        ("Q {=%100%a =%33.33333%b}", Asks.SHORT, [1, Fraction("0.3333333")]),
        ("Q {# =1..3 # yes ~%-10%7,5:0.5}", Asks.NUMBER, [1, Fraction(-1, 10)]),
        ("Q { TRUE # no # yes }", Asks.TRUE_FALSE, [1, 0]),
        ("Q {\n=a -> 1\n\n=b -> 2\n}", Asks.MATCHING, [1, 1]),
        ("Q \\{braces\\} {=\\=a}", Asks.SHORT, [1]),
    ],
)
def test_weights_spans_and_blank_lines_are_understood(source: str, asks: Asks, shares: list[Fraction]) -> None:
    (stated,) = stated_in(source)
    assert (stated.fault, stated.asks, [answer.share for answer in stated.answers]) == ("", asks, shares)


@pytest.mark.parametrize("source", ["Q {=a", "Q =a}", "Q {a}", "Q {# many}", "Q {=a {b}}", "Q {=a} and {=b}"])
def test_what_cannot_be_read_has_its_reason_and_spoils_nothing_else(source: str) -> None:
    """CONT-1: reported, not fatal."""
    bad, good = stated_in(f"{source}\n\n::Next:: Is it true? {{T}}")
    assert bad.fault and bad.asks is Asks.OTHER
    assert (good.name, good.asks) == ("Next", Asks.TRUE_FALSE)


def test_what_our_rules_cannot_express_is_said(tmp_path: Path) -> None:
    """CONT-1: partial marks, penalties, several right answers where one is asked."""
    bank = "Half {=all ~%50%half ~no}\n\nAny {=one =two ~three}\n\nCost {=a ~%-50%b}\n\nUneven {~%70%a ~%30%b ~c}\n\nStar {=*}\n"
    report = import_into(files(tmp_path / "in", {"bank.gift": bank}), tmp_path / "course")
    told = {it.item: " ".join(it.sentences) for it in report.origins if it.sort is Sort.QUESTION}
    assert told == {
        "line 1": "“half” earned 50 %; here an answer is right or not, and it counts as wrong.",
        "line 3": "Any one of several answers was right; now all of them are to be ticked.",
        "line 5": "A wrong answer took 50 % of the mark; here it earns nothing.",
        "line 7": "Right answers earned different shares; they earn equal shares now. A wrong answer costs 100 % of the mark now.",
        "line 9": "“*” stands for many answers; here each accepted answer is written out.",
    }
    assert not report.all_came
