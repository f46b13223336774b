"""CONT-1, CONT-2: what learners type is plain text in every format, so an answer like <b> comes as it is and passes the check."""

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.content.importers.h5p_contents import package, within
from tests.content.importers.import_builders import files, questions_in
from tests.content.importers.qti2_builders import declared, item, processed
from tests.content.importers.test_imports_pass_the_check import hub_in, kinds
from tests.core.quiz_strategies import quizzes
from trainhub_content.check import checked, hindering
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.pages import plain
from trainhub_content.quizzes.answers import letter
from trainhub_content.quizzes.reading import quiz_in
from trainhub_content.quizzes.typed import without_typed
from trainhub_content.quizzes.writing import quiz_markdown
from trainhub_content.sources import Prose
from trainhub_core.models.quiz import ChoiceGap, Cloze, Form, Option, Question, Quiz, ShortAnswer, TextGap
from trainhub_core.rules.soundness import quiz_faults

ANSWERS = ["<b>", "[a](gone.md)", "![x](y.png)", "<!-- so", "List<a>"]
SAID = "Not <i>, but &lt;."
TYPED, SPOKEN = [escape(it) for it in ANSWERS], escape(SAID)


def gift(folder: Path) -> Path:
    given = " ".join(f"={it.replace('=', chr(92) + '=').replace(':', chr(92) + ':')} #[html]{SPOKEN}" for it in TYPED)
    return files(folder, {"bank.gift": f"::tag::Which one? {{{given}}}\n"})


def moodle(folder: Path) -> Path:
    given = "".join(
        f"<answer fraction='100'><text><![CDATA[{it}]]></text><feedback format='html'><text><![CDATA[{SPOKEN}]]></text></feedback></answer>"
        for it in ANSWERS
    )
    cloze = "".join(f" {{1:SHORTANSWER:={it.replace('#', '')}#{SPOKEN}}}" for it in TYPED)
    cloze += f" {{1:MULTICHOICE:={TYPED[0]}~{TYPED[1]}#{SPOKEN}}}"
    name = "<name><text>{}</text></name><questiontext format='html'><text><![CDATA[Which one?{}]]></text></questiontext>"
    asked = f"<question type='shortanswer'>{name.format('short', '')}{given}</question>"
    asked += f"<question type='cloze'>{name.format('cloze', cloze)}</question>"
    return files(folder, {"bank.xml": f"<?xml version='1.0'?>\n<quiz>{asked}</quiz>"})


def qti2(folder: Path) -> Path:
    body = '<p>Which one? <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    entries = "".join(f'<mapEntry mapKey="{it}" mappedValue="1"/>' for it in TYPED)
    response = declared(TYPED[0], base="string", more=f"<mapping>{entries}</mapping>")
    return files(folder, {"item.xml": item("q", response, body, processed("map_response"))})


def olx(folder: Path) -> Path:
    more = "".join(f'<additional_answer answer="{it}"/>' for it in TYPED[1:])
    hint = f"<correcthint>{SPOKEN}</correcthint>"
    asked = f'<stringresponse answer="{TYPED[0]}" type="ci"><label>Which one?</label>{more}{hint}<textline/></stringresponse>'
    problem = f'<problem url_name="p">{asked}</problem>'
    unit = f'<sequential url_name="s"><vertical url_name="v" display_name="V">{problem}</vertical></sequential>'
    course = f'<course url_name="run" org="Acme" course="A1"><chapter url_name="c">{unit}</chapter></course>'
    return files(folder, {"course.xml": course})


def h5p(folder: Path) -> Path:
    told = [it.replace("/", "").replace("*", "") for it in TYPED]
    gaps = "".join(f"<p>*{it.replace(':', '')}:{SPOKEN}\\+{SPOKEN}*</p>" for it in told)
    cards = [{"text": "Which one?", "answer": "/".join(told)}]
    content = [
        {"content": within("H5P.Flashcards", {"cards": cards})},
        {"content": within("H5P.Blanks", {"questions": [gaps]})},
        {"content": within("H5P.DragText", {"textField": " ".join(f"*{it.replace(':', '')}*" for it in told)})},
    ]
    return package(folder, "H5P.Column", {"content": content})


@pytest.mark.parametrize("source", [gift, moodle, qti2, olx, h5p])
def test_what_is_typed_comes_as_it_is_and_passes_the_check(tmp_path: Path, source: Callable[[Path], Path]) -> None:
    hub = hub_in(tmp_path / "hub")
    report = import_into(source(tmp_path / "in"), hub / "courses/any")
    assert report.all_came and not report.refusal, json.dumps(report.facts())
    assert hindering(checked(hub)) == ()
    asked = questions_in(hub / "courses/any").values()
    typed = [form.text for question in asked for form in forms_of(question)]
    bare = [it.replace("/", "").replace(":", "") for it in ANSWERS]
    assert {it.replace("/", "").replace(":", "") for it in typed} == set(bare)
    assert all(said == plain(SAID) for question in asked for said in (it.feedback for it in forms_of(question)) if said)
    chosen = {option.text.replace("/", "").replace(":", "") for question in asked for option in options_of(question)}
    assert chosen <= set(bare)


def test_what_is_not_typed_is_still_refused(tmp_path: Path) -> None:
    """Feedback, prompts and choices are Markdown, beside answers that are not."""
    quiz = "# Q\n\n## Short answer {#q}\n\nWhich <b>?\n\n### Answers\n\n- (x) <b>\n  > So <i>.\n\n"
    quiz += "## Multiple choice {#m}\n\nWhich?\n\n### Answers\n\n- (x) <b>\n- ( ) b\n\n"
    quiz += "## Matching {#p}\n\nWhich?\n\n### Answers\n\n| a | b |\n| --- | --- |\n| <b> | 1 |\n| b | 2 |\n"
    front = "---\ntitle: Q\nkind: quiz\nminutes: 3\n---\n"
    hub = hub_in(tmp_path / "hub")
    head = "id: any\ntitle: Any\nsummary: Any.\ncategory: sales-marketing\ntopic: Lead Gen\nlevel: beginner\n"
    head += "skills: {prospecting: 1}\nversion: 1\nlicence: CC-BY-4.0\nauthors: [A]\n"
    course = f"{head}modules:\n  - {{id: one, title: One, lessons: [q]}}\n"
    files(hub / "courses/any", {"course.yaml": course, "one/q.md": front + quiz})
    lines = (front + quiz).split("\n")
    found = [(it.line, it.reason) for it in hindering(checked(hub))]
    assert [lines[line - 1] for line, _ in found] == ["Which <b>?", "  > So <i>.", "- (x) <b>", "| <b> | 1 |"]
    assert {reason for _, reason in found} == {"Raw HTML is not used in content."}


HOSTILE = st.text("<>/ab[]()!`*_#=&;| .-", min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.lists(HOSTILE, min_size=2, max_size=5, unique_by=str.casefold))
def test_whatever_is_typed_is_read_the_same_and_seen_by_no_check(typed: list[str]) -> None:
    answers = tuple(Form(text=text, feedback="So.") for text in typed)
    choices = tuple(Option(id=letter(at), text=text, right=not at) for at, text in enumerate(typed))
    gaps = (TextGap(id="one", forms=answers), ChoiceGap(id="two", options=choices))
    quiz = Quiz(questions=(ShortAnswer(id="q", prompt="Which?", forms=answers), Cloze(id="c", prompt="[[one]] [[two]]", gaps=gaps)))
    assume(not list(quiz_faults(quiz)))
    prose = Prose("q.md", quiz_markdown("# Q", quiz), 1)
    assert quiz_in(prose) == ("# Q", quiz)
    masked = without_typed(prose).text
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in prose.text.split("\n")]
    assert not {"html_inline", "html_block", "link_open", "image"} & set(kinds(masked))
    assert masked.count("> So.") == 2 * len(typed)


@given(quizzes())
def test_every_line_of_a_quiz_stays_in_its_place(quiz: Quiz) -> None:
    text = quiz_markdown("# Q", quiz)
    masked = without_typed(Prose("q.md", text, 1)).text
    assert [len(line) for line in masked.split("\n")] == [len(line) for line in text.split("\n")]
    assert [line for line in masked.split("\n") if line.startswith("#")] == [line for line in text.split("\n") if line.startswith("#")]


def forms_of(question: Question) -> Iterator[Form]:
    """Everything that is typed into a question."""
    if isinstance(question, ShortAnswer):
        yield from question.forms
    elif isinstance(question, Cloze):
        yield from (form for gap in question.gaps if isinstance(gap, TextGap) for form in gap.forms)


def options_of(question: Question) -> Iterator[Option]:
    """The choices of its gaps."""
    if isinstance(question, Cloze):
        yield from (option for gap in question.gaps if isinstance(gap, ChoiceGap) for option in gap.options)
