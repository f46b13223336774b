"""CONT-2: Open edX courses (OLX) become courses; what cannot come is named."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.content.importers.import_builders import DATA, PNG, files
from trainhub_content.importers.drafts import DraftCourse, DraftLesson
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.olx import draft
from trainhub_content.importers.olx.numbers import number_of
from trainhub_content.importers.opening import open_package
from trainhub_content.importers.report import Origin, Outcome, Report, Sort
from trainhub_core.models.quiz import MultipleChoice, MultipleResponse, Numeric, Question, ShortAnswer, TrueFalse

COURSE = """<course url_name="run" org="Acme" course="A1"/>"""
RUN = """<course display_name="Selling" license="creative-commons: ver=4.0 BY SA">
<chapter url_name="c"/><chapter url_name="gone"/></course>"""
CHAPTER = """<chapter display_name="First"><sequential display_name="One" url_name="s">%s</sequential></chapter>"""


def course_of(folder: Path, units: str, more: dict[str, str | bytes] | None = None) -> tuple[DraftCourse, Report]:
    """A course with these units, and its report."""
    files(folder, {"course.xml": COURSE, "course/run.xml": RUN, "chapter/c.xml": CHAPTER % units, **(more or {})})
    report = Report("selling")
    with open_package(folder) as package:
        return draft(package, report), report


def lessons(course: DraftCourse) -> list[DraftLesson]:
    return list(course.lessons)


def question_of(folder: Path, problem: str) -> tuple[Question | None, Report]:
    """The only question of a problem, or None where it was refused."""
    course, report = course_of(
        folder, f'<vertical url_name="v" display_name="V"><html>Read.</html><problem url_name="p">{problem}</problem></vertical>'
    )
    questions = [drafted.question for lesson in course.lessons for drafted in lesson.questions]
    return (questions[0] if questions else None), report


def test_a_sequence_is_a_module_and_a_unit_a_lesson(tmp_path: Path) -> None:
    course, report = course_of(
        tmp_path,
        """<vertical url_name="v1" display_name="Why"><html url_name="h"/></vertical>
        <vertical url_name="v2" display_name="How"><html>Ask.</html></vertical>""",
        {"html/h.xml": '<html filename="h"/>', "html/h.html": "<h3>Why</h3><p>Because <b>trust</b>.</p>"},
    )
    assert (course.title, course.licence, course.authors, course.key) == ("Selling", "CC-BY-SA-4.0", ("Acme",), "olx:Acme/A1")
    assert [(module.key, module.title) for module in course.modules] == [("sequential/s", "First")]
    assert [(lesson.key, lesson.title, lesson.text) for lesson in course.lessons] == [
        ("vertical/v1", "Why", "Because **trust**."),
        ("vertical/v2", "How", "Ask."),
    ]
    assert [note.sentence for note in report.notes if note.is_loss] == ["It names the chapter gone, which is not in the package."]


def test_links_to_blocks_lead_to_lessons_and_static_files_come_along(tmp_path: Path) -> None:
    course, _ = course_of(
        tmp_path,
        '<vertical url_name="v1"><html url_name="h"/></vertical><vertical url_name="v2"/>',
        {
            "html/h.xml": '<html filename="h"/>',
            "html/h.html": '<p><a href="/jump_to_id/v2">on</a> <img src="/static/a.png" alt="A picture"></p>',
            "vertical/v2.xml": '<vertical display_name="Next"><html>There.</html></vertical>',
            "static/a.png": PNG,
        },
    )
    assert lessons(course)[0].text == "[on](lesson:vertical/v2) ![A picture](file:images/a.png)"
    assert [file.name for file in course.files] == ["images/a.png"]


def test_a_short_text_stands_before_its_questions_and_a_long_one_is_a_lesson(tmp_path: Path) -> None:
    problem = '<problem url_name="p"><p>2 + 2?</p><numericalresponse answer="4"><formulaequationinput/></numericalresponse></problem>'
    course, _ = course_of(
        tmp_path,
        f'<vertical url_name="short" display_name="Short"><html>Read this.</html>{problem}</vertical>'
        f'<vertical url_name="long" display_name="Long"><html>{"word " * 200}</html>{problem}</vertical>',
    )
    assert [(lesson.title, bool(lesson.text), len(lesson.questions)) for lesson in course.lessons] == [
        ("Short", True, 1),
        ("Long", True, 0),
        ("Long: questions", False, 1),
    ]


def test_one_choice_of_several_with_what_is_said_to_each(tmp_path: Path) -> None:
    question, _ = question_of(
        tmp_path,
        """<multiplechoiceresponse><label>Which?</label><choicegroup>
        <choice correct="true">This<choicehint>Yes.</choicehint></choice>
        <choice correct="false">That</choice><choice correct="false">Both</choice>
        </choicegroup><solution><p>As said.</p></solution></multiplechoiceresponse><demandhint><hint>Think.</hint></demandhint>""",
    )
    assert isinstance(question, MultipleChoice)
    assert (question.prompt, question.hint, question.feedback) == ("Which?", "Think.", "As said.")
    assert [(option.text, option.right, option.feedback) for option in question.options] == [
        ("This", True, "Yes."),
        ("That", False, ""),
        ("Both", False, ""),
    ]


def test_true_and_false_and_several_choices(tmp_path: Path) -> None:
    question, _ = question_of(
        tmp_path / "one",
        """<p>It rains.</p><multiplechoiceresponse><choicegroup><choice correct="false">True</choice>
        <choice correct="true">False<choicehint>It is dry.</choicehint></choice></choicegroup></multiplechoiceresponse>""",
    )
    assert isinstance(question, TrueFalse) and not question.right and question.if_false == "It is dry." and question.if_true == ""
    several, _ = question_of(
        tmp_path / "two",
        """<p>Which?</p><choiceresponse><checkboxgroup><choice correct="true">a</choice><choice correct="true">b</choice>
        <choice correct="false">c</choice></checkboxgroup></choiceresponse>""",
    )
    assert isinstance(several, MultipleResponse) and several.all_or_nothing
    assert [option.right for option in several.options] == [True, True, False]


def test_words_and_their_other_forms(tmp_path: Path) -> None:
    question, report = question_of(
        tmp_path,
        """<p>Capital?</p><stringresponse answer="Paris"><additional_answer answer="City of Paris"/>
        <stringequalhint answer="Lyon">No.</stringequalhint><textline/></stringresponse>""",
    )
    assert isinstance(question, ShortAnswer)
    assert [(form.text, form.right, form.feedback) for form in question.forms] == [
        ("Paris", True, ""),
        ("City of Paris", True, ""),
        ("Lyon", False, "No."),
    ]
    assert any("Capital and small letters" in sentence for origin in report.origins for sentence in origin.changes)


def test_a_list_to_choose_from(tmp_path: Path) -> None:
    question, _ = question_of(
        tmp_path, """<p>Pick.</p><optionresponse><optioninput options="('red','green')" correct="green"/></optionresponse>"""
    )
    assert isinstance(question, MultipleChoice) and question.fixed
    assert [(option.text, option.right) for option in question.options] == [("red", False), ("green", True)]


@pytest.mark.parametrize(
    ("text", "tolerance", "value", "allowed", "upto"),
    [
        ("33.5", "", "33.5", "0", None),
        ("1/4", "", "0.25", "0", None),
        ("2*10^3", "5%", "2000", "100", None),
        ("-7", "0.5", "-7", "0.5", None),
        ("[1, 5)", "", "1", "0", "5"),
        ("1.2k", "", "1200", "0", None),
        ("1/3", "", "0.333333333333", "0.000333333333", None),
    ],
)
def test_numbers_as_they_are_written(text: str, tolerance: str, value: str, allowed: str, upto: str | None) -> None:
    number = number_of(text, tolerance, "", Origin(Sort.QUESTION, "p"))
    assert (number.value, number.tolerance, number.upto) == (Decimal(value), Decimal(allowed), Decimal(upto) if upto else None)


@pytest.mark.parametrize("text", ["$x", "__import__('os')", "2**2**2**2**9", "9" * 300, "1/0", "x+1", "True", "[1,2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        number_of(text, "", "", Origin(Sort.QUESTION, "p"))


@pytest.mark.parametrize(
    ("response", "why"),
    [
        ('<customresponse cfn="f"><textline/></customresponse>', "It is graded by a program."),
        ("<imageresponse/>", "Its answer is a place in a picture."),
        ("<oddresponse/>", "Responses of the kind oddresponse are not known to us."),
        ('<stringresponse answer="a.*b" type="regexp"><textline/></stringresponse>', "Its answer is a pattern"),
    ],
)
def test_what_a_program_grades_is_refused_by_its_name(tmp_path: Path, response: str, why: str) -> None:
    question, report = question_of(tmp_path, f"<p>?</p>{response}")
    refused = [origin for origin in report.origins if origin.sort is Sort.QUESTION]
    assert question is None and [origin.outcome for origin in refused] == [Outcome.REFUSED]
    assert refused[0].refusal.startswith(why)


def test_several_answers_of_a_problem_are_questions_that_each_have_its_text(tmp_path: Path) -> None:
    course, _ = course_of(
        tmp_path,
        """<vertical url_name="v"><problem url_name="p" display_name="Sums">
        <p>Without a calculator.</p>
        <label>(a) 1 + 1</label><numericalresponse answer="2"/>
        <label>(b) 2 + 2</label><numericalresponse answer="4"/></problem></vertical>""",
    )
    (lesson,) = course.lessons
    questions = [drafted.question for drafted in lesson.questions]
    assert [question.id for question in questions] == ["p-1", "p-2"]
    assert [question.prompt for question in questions] == ["Without a calculator.\n\n(a) 1 + 1", "Without a calculator.\n\n(b) 2 + 2"]
    assert all(isinstance(question, Numeric) for question in questions)


def test_videos_play_from_the_package_with_captions_as_webvtt(tmp_path: Path) -> None:
    course, _ = course_of(
        tmp_path,
        """<vertical url_name="v" display_name="Watch"><video url_name="w" display_name="W" transcripts='{"en": "w.srt"}'>
        <source src="https://hub.example/asset-v1:Acme+A1+run+type@asset+block@w.mp4"/><video_asset duration="12.5"/></video></vertical>""",
        {"static/w.mp4": b"\0\0\0\x18ftypmp42", "static/w.srt": "1\n00:00:01,000 --> 00:00:02,500\nHello.\n"},
    )
    (lesson,) = course.lessons
    assert lesson.video and lesson.video.address == "file:files/w.mp4" and lesson.video.seconds == 12
    captions = next(file for file in course.files if file.name.endswith(".vtt"))
    assert isinstance(captions.content, bytes) and b"00:00:01.000 --> 00:00:02.500\nHello." in captions.content


def test_a_youtube_video_is_a_link_and_says_so(tmp_path: Path) -> None:
    course, report = course_of(
        tmp_path, '<vertical url_name="v" display_name="W"><video url_name="w" youtube_id_1_0="abcdefghijk"/></vertical>'
    )
    assert lessons(course)[0].text == "[Video](https://www.youtube.com/watch?v=abcdefghijk)"
    assert report.origins[0].changes == ["A YouTube video is a link; it is watched in the browser."]


def test_drafts_staff_pages_and_unknown_blocks_are_left_out_by_name(tmp_path: Path) -> None:
    course, report = course_of(
        tmp_path,
        """<vertical url_name="v" display_name="V"><html>Read.</html><poll url_name="q" display_name="Vote"/>
        <novelty url_name="n"/></vertical>
        <vertical url_name="s" visible_to_staff_only="true"><html>Secret.</html></vertical>
        <vertical url_name="e" display_name="Empty"><discussion url_name="d"/></vertical>""",
        {"drafts/vertical/d.xml": "<vertical/>"},
    )
    assert [lesson.text for lesson in course.lessons] == ["Read."]
    said = {note.sentence for note in report.notes}
    assert "poll Vote was left out: A poll has no right answer." in said
    assert "novelty n was left out: Blocks of the kind novelty are not known to us." in said
    assert "A draft is not published; it was left out." in said
    assert "It is for staff alone; it was left out." in said
    assert [(origin.title, origin.refusal) for origin in report.origins if origin.outcome is Outcome.REFUSED and origin.refusal] == [
        ("Empty", "Discussions are not part of a course's content.")
    ]


def test_a_block_that_holds_itself_does_not_go_round_for_ever(tmp_path: Path) -> None:
    _, report = course_of(
        tmp_path, '<vertical url_name="v"/>', {"vertical/v.xml": '<vertical><html>A.</html><vertical url_name="v"/></vertical>'}
    )
    assert any("holds itself" in note.sentence for note in report.notes)


CORPORA = pytest.mark.skipif(not (DATA / "olx").is_dir(), reason="the shared courses are not here")


@CORPORA
@pytest.mark.parametrize(
    ("name", "came", "questions", "lessons_came", "pictures"), [("math-percent-fi", 129, 140, 46, 42), ("onboarding-course", 0, 1, 85, 6)]
)
def test_whole_courses_come_and_every_question_is_accounted_for(
    tmp_path: Path, name: str, came: int, questions: int, lessons_came: int, pictures: int
) -> None:
    """127 numeric and 2 multiple-choice responses come, 11 are graded by a program (SOURCES.md)."""
    report = import_into(DATA / "olx" / name, tmp_path / name)
    counts = report.counts()
    assert report.refusal == ""
    assert counts["questions"] == {"found": questions, "came": came, "changed": counts["questions"]["changed"], "refused": questions - came}
    assert counts["lessons"]["came"] == lessons_came and counts["lessons"]["refused"] == 1
    assert counts["files"] == {"found": pictures, "came": pictures, "changed": 0, "refused": 0}
    assert not [note for note in report.notes if "not in the package" in note.sentence]


@CORPORA
def test_the_same_course_again_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "onboarding"
    import_into(DATA / "olx/onboarding-course", folder)
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    import_into(DATA / "olx/onboarding-course", folder)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
