"""CONT-2: IMS Common Cartridges, also as Canvas exports them, become courses; what cannot come is named."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.content.importers.import_builders import DATA, PNG, files, questions_in, zipped
from trainhub_content.check import faults_of
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.report import Outcome, Report, Sort
from trainhub_content.loading import load

CARTRIDGES = DATA / "imscc"
CORPORA = pytest.mark.skipif(not CARTRIDGES.is_dir(), reason="the shared sample data is not beside the project")
MANIFEST = """<manifest identifier="cartridge-of-the-tests" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata>
<schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>
<lom><general><title><string>Selling</string></title></general></lom>
</metadata><organizations><organization identifier="o"><item identifier="root">{items}</item></organization></organizations>
<resources>{resources}</resources></manifest>"""


def item(title: str, resource: str = "", inside: str = "") -> str:
    return f'<item identifier="i-{title}" identifierref="{resource}"><title>{title}</title>{inside}</item>'


def resource(ident: str, *hrefs: str, kind: str = "webcontent", inside: str = "") -> str:
    named = "".join(f'<file href="{href}"/>' for href in hrefs)
    return f'<resource identifier="{ident}" type="{kind}" href="{hrefs[0] if hrefs else ""}">{named}{inside}</resource>'


def imported(folder: Path, items: str, resources: str, more: Mapping[str, bytes | str]) -> Report:
    """A cartridge, zipped and imported into folder/out."""
    manifest = MANIFEST.format(items=items, resources=resources)
    folder.mkdir(exist_ok=True)
    return import_into(zipped(folder / "selling.imscc", {"imsmanifest.xml": manifest, **more}), folder / "out")


def modules_in(course: Path) -> dict[str, list[str]]:
    values = yaml.safe_load((course / "course.yaml").read_text("utf-8"))
    return {module["title"]: module["lessons"] for module in values["modules"]}


def inside(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def losses(report: Report) -> list[str]:
    return [note.sentence for note in report.notes if note.is_loss]


def test_folders_are_modules_and_what_is_deeper_has_the_titles_above_it(tmp_path: Path) -> None:
    deep = item("Part", inside=item("Two", "p2", item("Three", "p3")))
    items = item("Alone", "p0") + item("Module", inside=item("One", "p1") + deep + item("Again", "p1") + item("Heading"))
    pages = {f"p{at}.html": f"<h1>Page {at}</h1><p>Words {at}.</p>" for at in range(4)}
    report = imported(tmp_path, items, "".join(resource(f"p{at}", f"p{at}.html") for at in range(4)), pages)
    assert modules_in(tmp_path / "out") == {"Selling": ["alone"], "Module": ["one", "part-two", "part-two-three"]}
    assert "title: Part · Two · Three" in (tmp_path / "out/module/part-two-three.md").read_text("utf-8")
    said = {note.sentence for note in report.notes}
    assert said == {"“Again” is there twice; it came once.", "The heading “Heading” holds nothing; it was left out."}


def test_links_between_pages_and_to_files_in_every_spelling(tmp_path: Path) -> None:
    page = """<a href="$WIKI_REFERENCE$/pages/second-page">wiki</a> <a href="%24WIKI_REFERENCE%24/wiki/second-page">older</a>
        <a href="$CANVAS_OBJECT_REFERENCE$/assignments/task">task</a> <a href="$CANVAS_OBJECT_REFERENCE$/modules/i-M">module</a>
        <a href="second-page.html">plain</a> <a href="$IMS-CC-FILEBASE$/My%20files/plan.pdf?canvas_download=1">plan</a>
        <img src="%24IMS-CC-FILEBASE%24/p.png" alt="Chart"> <a href="$CANVAS_OBJECT_REFERENCE$/quizzes/gone">gone</a>"""
    task = "<assignment><title>T</title><text texttype='text/html'>&lt;p&gt;Do it.&lt;/p&gt;</text></assignment>"
    report = imported(
        tmp_path,
        item("M", inside=item("First", "a") + item("Second", "b") + item("Task", "task")),
        resource("a", "wiki_content/first-page.html")
        + resource("b", "wiki_content/second-page.html")
        + resource("task", "task/assignment.xml", kind="assignment_xmlv1p0"),
        {
            "wiki_content/first-page.html": page,
            "wiki_content/second-page.html": "<p>Second.</p>",
            "task/assignment.xml": task,
            "web_resources/My files/plan.pdf": b"%PDF-1.4",
            "web_resources/p.png": PNG,
        },
    )
    text = (tmp_path / "out/m/first.md").read_text("utf-8")
    assert text.count("](../m/second.md)") == 3 and "[task](../m/task.md)" in text and "[module](../m/first.md)" in text
    assert "[plan](../files/plan.pdf)" in text and "![Chart](../images/p.png)" in text
    assert losses(report) == ["A link leads to /quizzes/gone, which is not in the package; its words stay."]


def test_exercises_discussions_links_and_files(tmp_path: Path) -> None:
    task = """<assignment><title>T</title><text texttype="text/plain">1 &lt; 2</text>
        <instructor_text>Secret</instructor_text>
        <submission_formats><format type="file"/></submission_formats>
        <attachments><attachment href="brief.docx"/></attachments></assignment>"""
    report = imported(
        tmp_path,
        item("M", inside="".join(item(name, name) for name in ("task", "talk", "link", "plan", "picture", "tool", "gone", "lost"))),
        resource("task", "t/task.xml", kind="assignment_xmlv1p0")
        + resource("talk", "talk.xml", kind="imsdt_xmlv1p1")
        + resource("link", "link.xml", kind="imswl_xmlv1p3")
        + resource("plan", "web_resources/plan.pdf")
        + resource("picture", "web_resources/p.png")
        + resource("tool", "tool.xml", kind="imsbasiclti_xmlv1p0")
        + resource("gone", "gone.html"),
        {
            "t/task.xml": task,
            "t/brief.docx": b"PK docx",
            "talk.xml": "<topic><title>Talk</title><text texttype='text/html'>&lt;p&gt;What do you think?&lt;/p&gt;</text></topic>",
            "link.xml": "<webLink><title>Link</title><url href='https://example.com/a'/></webLink>",
            "web_resources/plan.pdf": b"%PDF-1.4",
            "web_resources/p.png": PNG,
            "tool.xml": "<cartridge_basiclti_link/>",
        },
    )
    texts = {path.stem: path.read_text("utf-8") for path in (tmp_path / "out/m").glob("*.md")}
    assert ("kind: project" in texts["task"] and "1 \\< 2" in texts["task"]) or "1 < 2" in texts["task"]
    assert "[brief](../files/brief.docx)" in texts["task"] and "Secret" not in texts["task"]
    assert "What do you think?" in texts["talk"] and "[example.com/a](https://example.com/a)" in texts["link"]
    assert (
        "kind: download" in texts["plan"]
        and "file: ../files/plan.pdf" in texts["plan"]
        and "![picture](../images/p.png)" in texts["picture"]
    )
    refused = {it.title: it.refusal for it in report.origins if it.outcome is Outcome.REFUSED}
    assert refused == {
        "tool": "It is another site's tool (LTI), which is used there.",
        "gone": "gone.html is not in the package.",
        "lost": "The manifest has no resource lost.",
    }
    assert not [fault for fault in faults_of(load(tmp_path / "out")) if "An article has" not in fault.reason]


def test_what_no_item_names_comes_beside_the_way_and_what_is_for_instructors_does_not(tmp_path: Path) -> None:
    roles = (
        "<metadata><lom><educational><intendedEndUserRole><value>Instructor</value></intendedEndUserRole></educational></lom></metadata>"
    )
    report = imported(
        tmp_path,
        item("M", inside=item("First", "a") + item("Keys", "keys")),
        resource("a", "a.html")
        + resource("b", "b.html")
        + resource("f", "f.pdf")
        + resource("keys", "keys.html", inside=roles)
        + resource("more", "more.pdf", inside=roles),
        {
            "a.html": "<a href='more.pdf'>Answers</a> <p>First.</p>",
            "b.html": "<title>Beside</title><p>Beside.</p>",
            "f.pdf": b"%PDF",
            "keys.html": "<p>Keys.</p>",
            "more.pdf": b"%PDF",
        },
    )
    assert modules_in(tmp_path / "out") == {"M": ["first"], "Outside the modules": ["beside"]}
    assert "required: false" in (tmp_path / "out/outside-the-modules/beside.md").read_text("utf-8")
    assert not (tmp_path / "out/files").exists()
    said = {note.file: note.sentence for note in report.notes}
    assert said["more.pdf"] == "It is for instructors alone. It was left out."
    assert said["f.pdf"] == "No lesson names this file; it was left where it is."
    assert [it.refusal for it in report.origins if it.refusal] == ["It is for instructors alone."]


QUESTION = """<item ident="{ident}" title="{ident}"><itemmetadata><qtimetadata>{more}</qtimetadata></itemmetadata><presentation><material>
<mattext>Which?</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="a"><material><mattext>a</mattext></material></response_label>
<response_label ident="b"><material><mattext>b</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><respcondition><conditionvar><varequal respident="r">a</varequal></conditionvar><setvar>100</setvar></respcondition>
</resprocessing></item>"""


def question(ident: str, of_bank: str = "") -> str:
    field = "<qtimetadatafield><fieldlabel>assessment_question_identifierref</fieldlabel><fieldentry>{}</fieldentry></qtimetadatafield>"
    return QUESTION.format(ident=ident, more=field.format(of_bank) if of_bank else "")


def test_canvas_quizzes_are_read_once_and_draw_from_their_banks(tmp_path: Path) -> None:
    own = f"""<questestinterop><assessment ident="q" title="Own"><section ident="s">{question("own", "known")}
        <section ident="g" title="Group">
        <selection_ordering><selection><selection_number>1</selection_number><sourcebank_ref>drawn</sourcebank_ref></selection>
        </selection_ordering></section></section></assessment></questestinterop>"""
    meta = """<quiz><title>Quiz</title><description>&lt;p&gt;Read first.&lt;/p&gt;</description><shuffle_answers>false</shuffle_answers>
        <time_limit>20</time_limit></quiz>"""
    drawn = f"<questestinterop><objectbank ident='drawn'>{question('one')}{question('two')}</objectbank></questestinterop>"
    rest = f"<questestinterop><objectbank ident='rest'>{question('known')}{question('new')}</objectbank></questestinterop>"
    report = imported(
        tmp_path,
        item("M", inside=item("Quiz", "q")),
        resource("q", "q/assessment_qti.xml", kind="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"),
        {
            "q/assessment_qti.xml": f"<questestinterop><assessment ident='q'>{question('plain')}</assessment></questestinterop>",
            "q/assessment_meta.xml": meta,
            "non_cc_assessments/q.xml.qti": own,
            "non_cc_assessments/drawn.xml.qti": drawn,
            "non_cc_assessments/rest.xml.qti": rest,
        },
    )
    assert sorted(id.rpartition("/")[2] for id in questions_in(tmp_path / "out")) == ["new", "one", "own", "two"]
    text = (tmp_path / "out/m/quiz.md").read_text("utf-8")
    assert "Read first." in text and "shuffle: false" in text
    (quiz,) = [it for it in report.origins if it.sort is Sort.LESSON and it.title == "Quiz"]
    assert quiz.changes == [
        "1 of the 2 questions of “Group” were drawn for each learner; here all of them are asked.",
        "There were 20 minutes for it; here nobody counts them.",
    ]


@CORPORA
@pytest.mark.parametrize(
    ("name", "lessons", "questions", "refused"),
    [("course-1", 9, (1, 1), 1), ("all-question-types", 1, (9, 6), 3)],
)
def test_the_unpacked_samples_come_alike_as_folder_and_as_zip(
    tmp_path: Path, name: str, lessons: int, questions: tuple[int, int], refused: int
) -> None:
    """CONT-2: each question and each item came or has a reason; again the same; the folder passes the check."""
    source = CARTRIDGES / "canvas-course-1" / name
    folder = tmp_path / name
    report = import_into(source, folder)
    counts = report.counts()
    assert counts["lessons"]["came"] == lessons and (counts["questions"]["found"], counts["questions"]["came"]) == questions
    assert sum(1 for it in report.origins if it.outcome is Outcome.REFUSED and it.refusal) == refused
    first = inside(folder)
    import_into(Path(shutil.make_archive(str(tmp_path / name), "zip", source)), folder)
    assert inside(folder) == first
    assert not [fault for fault in faults_of(load(folder)) if "An article has" not in fault.reason]


@CORPORA
@pytest.mark.parametrize(("name", "came"), [("latex", ["page-1", "page-2"]), ("canvas_cc_gem_course", 3)])
def test_the_packed_samples(tmp_path: Path, name: str, came: list[str] | int) -> None:
    report = import_into(CARTRIDGES / f"{name}.imscc", tmp_path / "course")
    (lessons,) = modules_in(tmp_path / "course").values()
    assert report.kind == "IMS Common Cartridge" and (lessons == came or len(lessons) == came)
    assert not [fault for fault in faults_of(load(tmp_path / "course")) if "An article has" not in fault.reason]


@CORPORA
def test_missing_files_and_links_of_the_sample_are_all_reported(tmp_path: Path) -> None:
    report = import_into(CARTRIDGES / "canvas-course-1/course-1", tmp_path / "course")
    lost = losses(report)
    assert [sentence for sentence in lost if sentence.startswith("It names ")] == [
        "It names web_resources/sample.mp3, which is not in the package.",
        "It names web_resources/published-document.pdf, which is not in the package.",
    ]
    assert sum(1 for sentence in lost if sentence.startswith("A link leads to")) == 6
    assert any("not published there" in note.sentence for note in report.notes)
    assert [it.title for it in report.origins if it.outcome is Outcome.REFUSED] == ["First Module AnalyTics Beta External Tool"]


def test_manifests_that_climb_go_round_or_never_end(tmp_path: Path) -> None:
    """CONT-2: hrefs out of the package are absent, a resource that needs itself is itself, deep and endless items are bounded."""
    climbing = resource("a", "../../../etc/passwd") + resource("b", "b.html", inside='<dependency identifierref="b"/>')
    climbing += resource("c", "file:///etc/passwd") + resource("d", "%2e%2e/%2e%2e/etc/passwd")
    items = item("M", inside="".join(item(name, name) for name in "abcd"))
    report = imported(tmp_path / "1", items, climbing, {"b.html": "<a href='../../../../etc/passwd'>x</a> <p>B.</p>"})
    assert modules_in(tmp_path / "1/out") == {"M": ["b"]} and len([it for it in report.origins if it.refusal]) == 3
    nested = item("x", "b") * 1
    for _ in range(10_000):
        nested = f"<item identifier='n'><title>n</title>{nested}</item>"
    report = imported(tmp_path / "2", nested, resource("b", "b.html"), {"b.html": "<p>B.</p>"})
    assert report.refusal == "The XML is nested more than 200 deep." and not (tmp_path / "2/out").exists()
    wide = "".join(item(f"n{at}", "b") for at in range(25_000))
    report = imported(tmp_path / "3", item("M", inside=wide), resource("b", "b.html"), {"b.html": "<p>B.</p>"})
    assert modules_in(tmp_path / "3/out") == {"M": ["n0"]}
    assert "It has more than 20,000 items; the others were left out." in losses(report)


def test_two_cartridges_at_once_are_refused_with_a_sentence(tmp_path: Path) -> None:
    manifest = MANIFEST.format(items="", resources="")
    report = import_into(files(tmp_path / "in", {"a/imsmanifest.xml": manifest, "b/imsmanifest.xml": manifest}), tmp_path / "out")
    assert report.refusal.startswith("There are 2 cartridges in it") and not (tmp_path / "out").exists()
