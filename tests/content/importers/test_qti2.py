"""CONT-2: items and tests of QTI 2.1, 2.2 and 3.0 become quizzes; what cannot come is named."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.content.importers.import_builders import PNG, files, questions_in
from tests.content.importers.qti2_builders import NAMESPACE, associable, chosen, declared, item, mapped, matched, processed
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.report import Origin, Outcome, Sort
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

AB = (("A", "Alpha"), ("B", "Beta"))


def question_of(folder: Path, xml: str) -> tuple[Question | None, Origin]:
    """The only question of an item beside one that always comes, and what was reported of it."""
    other = item("other", declared("A"), chosen(*AB), processed())
    report = import_into(files(folder / "in", {"item.xml": xml, "other.xml": other}), folder / "out")
    assert not report.refusal
    (origin,) = [it for it in report.origins if it.sort is Sort.QUESTION and it.file == "item.xml"]
    found = [it for id, it in questions_in(folder / "out").items() if not id.endswith("/other")]
    return (found[0] if found else None), origin


def test_one_of_several_with_what_is_said_inline_and_afterwards(tmp_path: Path) -> None:
    choices = (("A", 'Alpha <feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">Indeed.</feedbackInline>'), ("B", "Beta"))
    after = """<responseProcessing><responseCondition>
        <responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
          <setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>
          <setOutcomeValue identifier="FB"><baseValue baseType="identifier">yes</baseValue></setOutcomeValue></responseIf>
        <responseElse><setOutcomeValue identifier="FB"><baseValue baseType="identifier">no</baseValue></setOutcomeValue></responseElse>
        </responseCondition></responseProcessing>
        <modalFeedback outcomeIdentifier="FB" identifier="yes" showHide="show">Right!</modalFeedback>
        <modalFeedback outcomeIdentifier="FB" identifier="no" showHide="show">Not so.</modalFeedback>"""
    question, origin = question_of(tmp_path, item("q", declared("A"), "<p>Read.</p>" + chosen(*choices), after))
    assert isinstance(question, MultipleChoice) and not question.fixed and question.prompt == "Read.\n\nWhich?"
    assert [(it.text, it.right, it.feedback) for it in question.options] == [
        ("Alpha", True, "Indeed.\n\nRight!"),
        ("Beta", False, "Not so."),
    ]
    assert origin.outcome is Outcome.CAME


def test_several_of_them_all_or_nothing_or_by_shares(tmp_path: Path) -> None:
    three = (*AB, ("C", "Gamma"))
    body = chosen(*three, attributes='shuffle="true" maxChoices="0"')
    strict, _ = question_of(tmp_path / "1", item("q", declared("A", "B", cardinality="multiple"), body, processed()))
    assert isinstance(strict, MultipleResponse) and strict.all_or_nothing and [it.right for it in strict.options] == [True, True, False]
    shares = declared("A", "B", cardinality="multiple", more=mapped(A=1, B=1, C=-2))
    shared, origin = question_of(tmp_path / "2", item("q", shares, body, processed("map_response")))
    assert isinstance(shared, MultipleResponse) and not shared.all_or_nothing and not origin.changes
    uneven = declared("A", "B", cardinality="multiple", more=mapped(A=3, B=1, C=-4))
    _, origin = question_of(tmp_path / "3", item("q", uneven, body, processed("map_response")))
    assert origin.changes == ["Right answers earned different shares; they earn equal shares now."]


def test_true_and_false(tmp_path: Path) -> None:
    question, _ = question_of(tmp_path, item("q", declared("F"), chosen(("T", "True"), ("F", "False"), prompt="It rains."), processed()))
    assert isinstance(question, TrueFalse) and not question.right


def test_an_order(tmp_path: Path) -> None:
    body = '<orderInteraction responseIdentifier="RESPONSE"><prompt>Order</prompt>'
    body += "".join(f'<simpleChoice identifier="{it}">{it} first</simpleChoice>' for it in "CAB") + "</orderInteraction>"
    question, _ = question_of(tmp_path, item("q", declared("A", "B", "C", cardinality="ordered"), body, processed()))
    assert isinstance(question, Ordering) and [it.text for it in question.items] == ["A first", "B first", "C first"]


def test_pairs_that_are_matched_sorted_or_joined(tmp_path: Path) -> None:
    left, right = associable(("L1", "Oslo"), ("L2", "Rome")), associable(("R1", "Norway"), ("R2", "Italy"), ("R3", "Spain"))
    pairs = declared("L1 R1", "L2 R2", cardinality="multiple", base="directedPair")
    question, _ = question_of(tmp_path / "1", item("q", pairs, matched(left, right), processed()))
    assert isinstance(question, Matching) and [it.text for it in question.items] == ["Oslo", "Rome"] and len(question.targets) == 3
    sorted_ = declared("L1 R1", "L1 R2", "L2 R3", cardinality="multiple", base="directedPair")
    question, _ = question_of(tmp_path / "2", item("q", sorted_, matched(left, right), processed()))
    assert isinstance(question, Matching) and [it.text for it in question.items] == ["Norway", "Italy", "Spain"]
    joined = declared("A B", "C D", cardinality="multiple", base="pair")
    four = associable(*AB, ("C", "Gamma"), ("D", "Delta"))
    body = f'<associateInteraction responseIdentifier="RESPONSE">{four}</associateInteraction>'
    question, origin = question_of(tmp_path / "3", item("q", joined, "<p>Join.</p>" + body, processed()))
    assert isinstance(question, Matching) and question.items[0].text == "Alpha" and origin.changes[0].startswith("Any two could be joined")


def test_words_and_numbers_that_are_typed(tmp_path: Path) -> None:
    entry = '<p>Capital? <textEntryInteraction responseIdentifier="RESPONSE" expectedLength="15"/></p>'
    worth = declared("Oslo", base="string", more=mapped(Oslo=1, Kristiania=1, Bergen=0.5))
    question, origin = question_of(tmp_path / "1", item("q", worth, entry, processed("map_response")))
    assert isinstance(question, ShortAnswer) and [(it.text, it.right) for it in question.forms] == [
        ("Oslo", True),
        ("Kristiania", True),
        ("Bergen", False),
    ]
    assert origin.changes == ["“Bergen” earned 50 %; here an answer is right or not, and it counts as wrong."]
    equal = """<responseProcessing><responseCondition><responseIf><equal toleranceMode="relative" tolerance="10 10">
        <variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>
        <setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>
        </responseIf></responseCondition></responseProcessing>"""
    question, origin = question_of(tmp_path / "2", item("q", declared("50", base="float"), entry, equal))
    assert isinstance(question, Numeric) and (question.numbers[0].value, question.numbers[0].tolerance) == (Decimal(50), Decimal(5))
    assert not origin.changes


def test_gaps_to_type_to_choose_and_to_fill_by_dragging(tmp_path: Path) -> None:
    inline = """<p>In <textEntryInteraction responseIdentifier="A"/> there are <textEntryInteraction responseIdentifier="B"/> and
        <inlineChoiceInteraction responseIdentifier="C"><inlineChoice identifier="x">cats</inlineChoice>
        <inlineChoice identifier="y">dogs</inlineChoice></inlineChoiceInteraction>.</p>"""
    gaps = declared("Rome", base="string", ident="A") + declared("3", base="integer", ident="B") + declared("y", ident="C")
    question, _ = question_of(tmp_path / "1", item("q", gaps, inline, processed()))
    assert isinstance(question, Cloze) and [type(gap) for gap in question.gaps] == [TextGap, NumberGap, ChoiceGap]
    assert " ".join(question.prompt.split()) == "In [[gap-1]] there are [[gap-2]] and [[gap-3]]."
    dragged = """<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill in.</prompt>
        <gapText identifier="W" matchMax="1">winter</gapText>
        <gapText identifier="S" matchMax="1">summer</gapText><p>Now is the <gap identifier="G"/> of it.</p></gapMatchInteraction>"""
    pair = declared("W G", cardinality="multiple", base="directedPair")
    question, _ = question_of(tmp_path / "2", item("q", pair, dragged, processed()))
    assert isinstance(question, Cloze) and question.prompt == "Fill in.\n\nNow is the [[gap-1]] of it."


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<extendedTextInteraction responseIdentifier="RESPONSE"/>', "A free text is marked by a person"),
        ('<hotspotInteraction responseIdentifier="RESPONSE"/>', "Its answer is a place in a picture."),
        ('<uploadInteraction responseIdentifier="RESPONSE"/>', "Its answer is a file to hand in"),
        ('<customInteraction responseIdentifier="RESPONSE"/>', "It is a program of its own."),
        ('<novelInteraction responseIdentifier="RESPONSE"/>', "Questions of the type “novelInteraction”"),
        (chosen(*AB) + chosen(*AB), "It asks several things at once"),
        (chosen(*AB).replace("RESPONSE", "NOWHERE"), "No answer is stated as right."),
    ],
)
def test_what_our_quizzes_have_nothing_like_is_refused_by_name(tmp_path: Path, body: str, why: str) -> None:
    question, origin = question_of(tmp_path, item("q", declared("A"), body, processed()))
    assert question is None and origin.outcome is Outcome.REFUSED and origin.refusal.startswith(why)


def test_drawn_numbers_steps_and_rules_of_its_own(tmp_path: Path) -> None:
    drawn = '<templateDeclaration identifier="N" cardinality="single" baseType="integer"/>'
    _, origin = question_of(tmp_path / "1", item("q", declared("A") + drawn, chosen(*AB), processed()))
    assert origin.refusal.startswith("Its numbers are drawn anew")
    _, origin = question_of(tmp_path / "2", item("q", declared("A"), chosen(*AB), processed(), 'adaptive="true"'))
    assert origin.refusal.startswith("It is worked on in steps")
    own = (
        "<responseProcessing><lookupOutcomeValue identifier='SCORE'><variable identifier='RAW'/></lookupOutcomeValue></responseProcessing>"
    )
    _, origin = question_of(tmp_path / "3", item("q", declared("A"), chosen(*AB), own))
    assert origin.changes == ["It was marked by rules of its own; here the answers that are stated as right are."]


def test_version_3_is_read_as_version_2(tmp_path: Path) -> None:
    xml = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q" title="Three">
        <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response>
        <qti-value>B</qti-value></qti-correct-response></qti-response-declaration><qti-item-body>
        <qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Which?</qti-prompt>
        <qti-simple-choice identifier="A">Alpha</qti-simple-choice><qti-simple-choice identifier="B">Beta</qti-simple-choice>
        </qti-choice-interaction></qti-item-body></qti-assessment-item>"""
    question, _ = question_of(tmp_path, xml)
    assert isinstance(question, MultipleChoice) and [it.right for it in question.options] == [False, True] and question.id == "three"


def test_a_package_with_a_test_its_sections_and_what_it_lacks(tmp_path: Path) -> None:
    test = f"""<assessmentTest xmlns="{NAMESPACE}" identifier="t" title="The test"><testPart identifier="p">
        <assessmentSection identifier="s1" title="First"><selection select="1"/>
        <rubricBlock view="candidate"><p>Take your time.</p></rubricBlock>
        <assessmentItemRef identifier="a" href="items/a.xml"/><assessmentItemRef identifier="b" href="items/b.xml"/></assessmentSection>
        <assessmentSection identifier="s2" title="Second"><assessmentItemRef identifier="c" href="items/gone.xml"/>
        <assessmentItemRef identifier="d" href="../../etc/passwd"/><assessmentSectionRef identifier="e" href="test.xml"/>
        </assessmentSection></testPart></assessmentTest>"""
    manifest = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M"><metadata><schema>QTIv2.1 Package</schema>
        <lom><general><title><string>My bank</string></title></general></lom></metadata><organizations/><resources/></manifest>"""
    picture = item("a", declared("A"), '<p><img src="../images/p.png" alt="Chart"/></p>' + chosen(*AB), processed())
    package: dict[str, bytes | str] = {
        "imsmanifest.xml": manifest,
        "test.xml": test,
        "items/a.xml": picture,
        "items/b.xml": item("b", declared("B"), chosen(*AB), processed()),
        "items/loose.xml": item("loose", declared("B"), chosen(*AB), processed()),
        "images/p.png": PNG,
    }
    report = import_into(files(tmp_path / "in", package), tmp_path / "out")
    assert report.kind == "IMS QTI"
    assert report.counts()["questions"] == {"found": 6, "came": 3, "changed": 0, "refused": 3}
    text = (tmp_path / "out/my-bank/the-test.md").read_text("utf-8")
    assert "Take your time." in text and "![Chart](../images/p.png)" in text
    assert (tmp_path / "out/my-bank-questions/my-bank-questions.md").exists()
    (lesson,) = [it for it in report.origins if it.sort is Sort.LESSON and it.changes]
    assert lesson.changes == ["1 of the 2 questions of “First” were drawn for each learner; here all of them are asked."]
