"""CONT-2: QTI 1.2, as the specification and as Canvas write it, becomes quizzes; each file of the shared samples by name."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.content.importers.import_builders import DATA, PNG, files, questions_in
from trainhub_content.check import faults_of
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.report import Outcome, Report, Sort
from trainhub_content.loading import load
from trainhub_core.models.quiz import Cloze, Matching, MultipleChoice, MultipleResponse, Numeric, Ordering, Question, ShortAnswer

SAMPLES = DATA / "qti/canvas-1.2"
CORPORA = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared sample data is not beside the project")
CALCULATED, PLACE, FREE, UPLOADED = "Its numbers are drawn", "Its answer is a place", "A free text", "Its answer is a file"
BROKEN = "The XML is not well formed"
TABLE: dict[str, tuple[str, ...]] = {
    "bank_entry_item": ("It is drawn from the question bank",),
    "canvas_multiple_dropdown": ("cloze",),
    "canvas_multiple_dropdowns": ("cloze",),
    "canvas_multiple_dropdowns_correct_choice_is_not_the_first": ("cloze",),
    "canvas_multiple_fib": ("cloze",),
    "canvas_multiple_fib_as_single": ("cloze",),
    "canvas_multiple_fib_extra_brackets": ("cloze",),
    "categorization": ("matching",),
    "choice": ("true-false", "multiple-choice", "multiple-response", "multiple-choice"),
    "choice_vary_points_by_answer": (BROKEN,),
    "choice_vary_points_by_answer_zero_points": (BROKEN,),
    "essay": (FREE,),
    "essay_custom_settings": (FREE,),
    "fib": (BROKEN,),
    "fib_feedback": ("short-answer",),
    "fib_str": (BROKEN,),
    "formula": (CALCULATED,),
    "formula_mform": (CALCULATED,),
    "formula_mvar": (CALCULATED,),
    "formula_scientific": (CALCULATED,),
    "hot_spot": (PLACE, PLACE, PLACE, PLACE),
    "item_no_title": (BROKEN,),
    "matching": ("matching",),
    "matching_feedback": ("matching",),
    "mc_feedback": ("multiple-choice",),
    "multiple_answer": ("multiple-response",),
    "multiple_answer_canvas": ("multiple-response",),
    "multiple_choice": ("multiple-choice",),
    "nq_multiple_fib_answer_types": ("cloze",),
    "nq_multiple_fib_scoring_algorithms": ("An answer is a pattern",),
    "numeric_exact_match": ("number", "number"),
    "numeric_margin_error": ("number",),
    "numeric_margin_error_percent": ("number",),
    "numeric_precision": ("number",),
    "numeric_precision_decimals": ("number",),
    "numeric_within_range": ("number",),
    "ordering": ("ordering",),
    "ordering.row": ("ordering",),
    "ordering_with_labels": ("ordering",),
    "question_group": ("true-false",) * 10,
    "single_fib": ("short-answer",),
    "stimulus": (),
    "stimulus_passage": (),
    "stimulus_with_child_item": ("multiple-choice",),
    "text.no.question": (),
    "true_false": ("true-false",),
    "true_false_with_calculator": ("true-false",),
    "upload": (UPLOADED,),
    "upload_with_custom_settings": (UPLOADED,),
    "all_canvas_simple_1.2": (
        *("multiple-choice", "true-false", "short-answer", "cloze", "multiple-response", "cloze", "matching", "number"),
        *(CALCULATED, FREE),
    ),
    "feedback_quiz_1.2": (FREE, "true-false", "true-false"),
}
"""What each file holds: the types its questions become, or how the reason begins."""


@CORPORA
@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_file_of_the_samples(tmp_path: Path, name: str) -> None:
    path = SAMPLES / "items_1.2" / f"{name}.xml"
    report = import_into(path if path.exists() else SAMPLES / f"{name}.xml", tmp_path / "course")
    types = [question.type for question in questions_in(tmp_path / "course").values()] if not report.refusal else []
    refused = [it.refusal for it in report.origins if it.sort is Sort.QUESTION and it.outcome is Outcome.REFUSED]
    expected = Counter(it for it in TABLE[name] if it[0].islower())
    reasons = [it for it in TABLE[name] if not it[0].islower()]
    assert Counter(types) == expected
    told = refused or [report.refusal] * len(reasons)
    assert len(told) == len(reasons) and all(why.startswith(reason) for why, reason in zip(told, reasons, strict=True))


@CORPORA
def test_all_samples_come_again_the_same_and_pass_the_check(tmp_path: Path) -> None:
    """CONT-2: 70 questions found in the 46 files that can be read: 53 come, 17 are refused with a reason; the others are named."""
    assert len(TABLE) == 51 == sum(1 for path in SAMPLES.rglob("*.xml"))
    folder = tmp_path / "canvas"
    report = import_into(SAMPLES, folder)
    counts = report.counts()["questions"]
    assert (counts["found"], counts["came"], counts["refused"]) == (70, 53, 17)
    assert all(it.refusal for it in report.origins if it.outcome is Outcome.REFUSED)
    assert sum(1 for note in report.notes if BROKEN in note.sentence) == 5
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    import_into(SAMPLES, folder)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
    assert not [fault for fault in faults_of(load(folder)) if "An article has" not in fault.reason]


def of(*items: str, folder: Path, more: dict[str, bytes | str] | None = None) -> tuple[list[Question], Report]:
    """The questions of a file with these items."""
    test = (
        f"<questestinterop><assessment title='Test' ident='t'><section ident='s'>{''.join(items)}</section></assessment></questestinterop>"
    )
    report = import_into(files(folder / "in", {"test.xml": test, **(more or {})}), folder / "out")
    return (list(questions_in(folder / "out").values()) if not report.refusal else []), report


def item(presentation: str, conditions: str = "", kind: str = "", more: str = "") -> str:
    field = f"<qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield>"
    return (
        f"<item ident='i' title='One'><itemmetadata><qtimetadata>{field}</qtimetadata></itemmetadata><presentation>"
        f"<material><mattext>Which?</mattext></material>{presentation}</presentation><resprocessing>{conditions}</resprocessing>{more}</item>"
    )


def lid(*labels: str, cardinality: str = "Single") -> str:
    told = "".join(f"<response_label ident='{it}'><material><mattext>{it}</mattext></material></response_label>" for it in labels)
    return f"<response_lid ident='r' rcardinality='{cardinality}'><render_choice>{told}</render_choice></response_lid>"


TYPED = "<response_str ident='r'><render_fib><response_label ident='a'/></render_fib></response_str>"
NUMBER = TYPED.replace("<render_fib>", "<render_fib fibtype='Decimal'>")


def gives(condition: str, score: float = 100, shown: str = "", action: str = "Set") -> str:
    feedback = f"<displayfeedback linkrefid='{shown}'/>" if shown else ""
    return f"<respcondition><conditionvar>{condition}</conditionvar><setvar action='{action}'>{score}</setvar>{feedback}</respcondition>"


def equal(value: str) -> str:
    return f"<varequal respident='r'>{value}</varequal>"


def said(ident: str, words: str) -> str:
    return f"<itemfeedback ident='{ident}'><flow_mat><material><mattext>{words}</mattext></material></flow_mat></itemfeedback>"


def test_shares_of_the_mark_are_said_where_ours_have_none(tmp_path: Path) -> None:
    one = item(lid("a", "b", "c"), gives(equal("a"), 10) + gives(equal("b"), 5) + gives(equal("c"), -2.5))
    (question,), report = of(one, folder=tmp_path)
    assert isinstance(question, MultipleChoice) and [it.right for it in question.options] == [True, False, False]
    (origin,) = [it for it in report.origins if it.sort is Sort.QUESTION]
    assert origin.changes == [
        "A wrong answer took 25 % of the mark; here it earns nothing.",
        "“b” earned 50 %; here an answer is right or not, and it counts as wrong.",
    ]


def test_several_answers_with_and_without_not(tmp_path: Path) -> None:
    exact = item(lid("a", "b", "c", cardinality="Multiple"), gives(f"<and>{equal('a')}{equal('b')}<not>{equal('c')}</not></and>"))
    loose = item(lid("a", "b", "c", cardinality="Multiple"), gives(f"<and>{equal('a')}{equal('b')}</and>"))
    added = item(lid("a", "b", "c", cardinality="Multiple"), "".join(gives(equal(it), 50, action="Add") for it in "ab"))
    questions, report = of(exact, loose, added, folder=tmp_path)
    assert [isinstance(it, MultipleResponse) and it.all_or_nothing for it in questions] == [True, True, False]
    changes = [it.changes for it in report.origins if it.sort is Sort.QUESTION]
    assert changes[0] == [] and changes[1] == ["Ticking wrong answers besides cost nothing; here they spoil the question."]


def test_feedback_to_everybody_to_an_answer_and_to_right_ones(tmp_path: Path) -> None:
    conditions = (
        "<respcondition continue='Yes'><conditionvar><other/></conditionvar><displayfeedback linkrefid='all'/></respcondition>"
        "<respcondition continue='Yes'><conditionvar>" + equal("b") + "</conditionvar><displayfeedback linkrefid='b'/></respcondition>"
    ) + gives(equal("a"), shown="yes").replace("<respcondition>", "<respcondition continue='No'>")
    feedback = said("all", "Everybody.") + said("b", "Not b.") + said("yes", "Yes.") + said("lost", "Never.")
    (question,), report = of(item(lid("a", "b"), conditions, more=feedback), folder=tmp_path)
    assert isinstance(question, MultipleChoice) and question.feedback == "Everybody."
    assert [it.feedback for it in question.options] == ["Yes.", "Not b."]
    (origin,) = [it for it in report.origins if it.sort is Sort.QUESTION]
    assert origin.changes == ["What was said to right, partly right and wrong answers as a whole was left out."]


def test_words_with_and_without_text_behind_them(tmp_path: Path) -> None:
    alone = item(TYPED, gives(equal("Oslo")) + gives(equal("Christiania")))
    inside = item(TYPED + "<material><mattext>is the answer.</mattext></material>", gives(equal("Oslo")))
    short, cloze = of(alone, inside, folder=tmp_path)[0]
    assert isinstance(short, ShortAnswer) and [it.text for it in short.forms] == ["Oslo", "Christiania"]
    assert isinstance(cloze, Cloze) and cloze.prompt == "Which? [[gap-1]] is the answer."


@pytest.mark.parametrize(
    ("condition", "value", "tolerance", "upto"),
    [
        (equal("1,5"), "1.5", "0", None),
        ("<vargte respident='r'>1</vargte><varlte respident='r'>4</varlte>", "1", "0", "4"),
        (f"<or>{equal('10')}<and><vargte respident='r'>9</vargte><varlte respident='r'>11</varlte></and></or>", "10", "1", None),
        (f"<or>{equal('10')}<and><vargte respident='r'>9</vargte><varlte respident='r'>12</varlte></and></or>", "9", "0", "12"),
        ("<varequal respident='r' margintype='percent' margin='10'>-50</varequal>", "-50", "5", None),
        ("<varequal respident='r' precisiontype='decimals' precision='2'>3.14</varequal>", "3.14", "0.005", None),
    ],
)
def test_numbers(tmp_path: Path, condition: str, value: str, tolerance: str, upto: str | None) -> None:
    (question,), _ = of(item(NUMBER, gives(condition), "numerical_question"), folder=tmp_path)
    assert isinstance(question, Numeric)
    (number,) = question.numbers
    assert (number.value, number.tolerance, number.upto) == (Decimal(value), Decimal(tolerance), Decimal(upto) if upto else None)


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("<vargte respident='r'>1</vargte>", "Any number above or below a bound is right"),
        (equal("many"), "“many” is no number."),
        (equal("1e999999999"), "“1e999999999” is no number."),
    ],
)
def test_numbers_that_ours_cannot_be(tmp_path: Path, condition: str, why: str) -> None:
    _, report = of(item(NUMBER, gives(condition), "numerical_question"), item(lid("a", "b"), gives(equal("a"))), folder=tmp_path)
    assert [it.refusal[: len(why)] for it in report.origins if it.refusal] == [why]


def test_an_order_and_things_to_sort(tmp_path: Path) -> None:
    order = item(lid("a", "b", "c", cardinality="Ordered"), gives("".join(map(equal, "bca"))))
    sort = "".join(lid("x", "y", "z", cardinality="Multiple").replace("ident='r'", f"ident='{at}'") for at in "12")
    sort = sort.replace("<render_choice>", "<material><mattext>Big</mattext></material><render_choice>", 1)
    sort = sort[::-1].replace("<render_choice>"[::-1], "<material><mattext>Small</mattext></material><render_choice>"[::-1], 1)[::-1]
    right = gives("<varequal respident='1'>x</varequal>", 50, action="Add") + gives(
        "<varequal respident='2'>y</varequal>", 50, action="Add"
    )
    ordering, matching = of(order, item(sort, right, "categorization_question"), folder=tmp_path)[0]
    assert isinstance(ordering, Ordering) and [it.text for it in ordering.items] == ["b", "c", "a"]
    assert isinstance(matching, Matching) and [it.text for it in matching.items] == ["x", "y"]
    assert [it.text for it in matching.targets] == ["Big", "Small"]


def test_pictures_by_any_spelling_of_their_folder_and_other_encodings(tmp_path: Path) -> None:
    picture = '<![CDATA[<img src="%24IMS-CC-FILEBASE%24/Uploaded%20Media/a b.png" alt="Ä">]]>'
    prompt = f"<material><mattext texttype='text/html'>{picture}</mattext></material>"
    test = f"<?xml version='1.0' encoding='UTF-16'?><questestinterop>{item(prompt + lid('a', 'b'), gives(equal('a')))}</questestinterop>"
    sources: dict[str, bytes | str] = {"q.xml": test.encode("utf-16"), "Uploaded Media/a b.png": PNG}
    report = import_into(files(tmp_path / "in", sources), tmp_path / "out")
    assert report.all_came
    (question,) = questions_in(tmp_path / "out").values()
    assert "![Ä](../images/a-b.png)" in question.prompt


def test_a_marking_without_end_and_a_thousand_answers_are_refused(tmp_path: Path) -> None:
    long = item(lid("a", "b"), gives(equal("a")) * 1_000)
    many = item(lid(*(f"n{at}" for at in range(1_000))), gives(equal("n1")))
    questions, report = of(long, many, item(lid("a", "b"), gives(equal("a"))), folder=tmp_path)
    assert len(questions) == 1
    assert [it.refusal for it in report.origins if it.refusal] == [
        "Its marking is longer than any question's.",
        "It has more answers than anybody can read.",
    ]


def test_two_tests_of_the_same_name_are_two_lessons(tmp_path: Path) -> None:
    one = f"<assessment ident='t' title='Test'>{item(lid('a', 'b'), gives(equal('a')))}</assessment>"
    report = import_into(files(tmp_path / "in", {"q.xml": f"<questestinterop>{one}{one}</questestinterop>"}), tmp_path / "out")
    assert report.all_came and len(questions_in(tmp_path / "out")) == 2
    assert not [fault for fault in faults_of(load(tmp_path / "out")) if "An article has" not in fault.reason]
