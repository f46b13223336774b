"""What imports write is content: it passes our own check, and a course written and read again is the same (CONT-1)."""

import tempfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.content.importers.import_builders import DATA, questions_in
from trainhub_content.build import STARTER
from trainhub_content.check import faults_of
from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.importers.drafts import DraftCourse, DraftLesson, DraftModule
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.packages import Package
from trainhub_content.importers.pages import html_of, page, plain
from trainhub_content.importers.questions import Answer, DraftQuestion, built, choice, forms, order_items, pairs, response
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Outcome, Report, Sort
from trainhub_content.importers.writing import write
from trainhub_content.loading import load
from trainhub_content.sources import Sources
from trainhub_core.models.quiz import Matching, Ordering, Question, ShortAnswer

CORPORA = ["gift/asker-es", "gift/moodle-examples", "gift/tsugi-examples", "gift/grammar-cases", "gift/ruby-parser", "moodle-xml/asker-es"]
CORPORA += [
    f"markdown/{name}" for name in ("security-101", "partner-workshop-cosmosdb", "partner-center-de", "eng-practices", "hpc-quizzes")
]
ADVICE = "An article has"
EMPTY = {"paths.yaml": "[]", "certifications.yaml": "[]", "badges.yaml": "[]", "webinars.yaml": "[]"}
EMPTY |= {"library.yaml": "groups: []\ncollections: []\nresources: []\n"}


def hub_in(folder: Path) -> Path:
    """A content folder with the starter pack's categories and skills."""
    (folder / "courses").mkdir(parents=True)
    for name in ("categories.yaml", "skills.yaml"):
        (folder / name).write_bytes((STARTER / name).read_bytes())
    for name, text in EMPTY.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def checked(hub: Path) -> tuple[Sources | None, list[Fault]]:
    """The content and its faults; how long an article should be is advice."""
    try:
        sources = load(hub)
    except ContentRefused as refused:
        return None, list(refused.faults)
    return sources, [fault for fault in faults_of(sources) if not fault.reason.startswith(ADVICE)]


@pytest.mark.skipif(not DATA.exists(), reason="the shared sample data is not beside the project")
@pytest.mark.parametrize("corpus", CORPORA)
def test_every_corpus_passes_our_check(tmp_path: Path, corpus: str) -> None:
    hub = hub_in(tmp_path / "hub")
    report = import_into(DATA / corpus, hub)
    sources, faults = checked(hub)
    assert faults == [] and sources is not None
    assert len(sources.lessons) == report.count(Sort.LESSON, Outcome.CAME, Outcome.CHANGED)
    questions = sum(len(lesson.quiz.questions) for lesson in sources.lessons.values() if lesson.quiz)
    assert questions == report.count(Sort.QUESTION, Outcome.CAME, Outcome.CHANGED)


words = st.text(min_size=1, max_size=60)
several = st.lists(words, min_size=2, max_size=5)


def drafted(texts: list[str], kind: int, prompt: str) -> DraftQuestion | None:
    """A question of hostile words; None where it is refused."""
    origin = Origin(Sort.QUESTION, "x")
    shown = [plain(text) for text in texts]

    def make() -> Question:
        match kind:
            case 0:
                return choice(origin, "q", plain(prompt), [Answer(text, share(at == 0), plain(prompt)) for at, text in enumerate(shown)])
            case 1:
                return response(origin, "q", plain(prompt), [Answer(text, share(at % 2 == 0)) for at, text in enumerate(shown)])
            case 2:
                return ShortAnswer(id="q", prompt=plain(prompt), forms=forms(origin, [Answer(text, share(True)) for text in texts]))
            case 3:
                items, targets = pairs([(text, f"{at} {text}", "") for at, text in enumerate(shown)])
                return Matching(id="q", prompt=plain(prompt), items=items, targets=targets)
        return Ordering(id="q", prompt=plain(prompt), items=order_items(shown))

    return built(origin, make)


def share(is_right: bool) -> Fraction:
    return Fraction(is_right)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(words, words, st.lists(st.tuples(several, st.integers(0, 4), words), max_size=4)), min_size=1, max_size=4))
def test_a_course_of_any_words_is_written_and_read_the_same(
    lessons: list[tuple[str, str, list[tuple[list[str], int, str]]]],
) -> None:
    """CONT-1: titles, texts and questions of anything at all; what cannot be the same is refused, never changed in silence."""
    with tempfile.TemporaryDirectory() as folder:
        hub = hub_in(Path(folder) / "hub")
        report = Report("x")
        made = []
        for at, (title, text, asked) in enumerate(lessons):
            questions = [each for number, one in enumerate(asked) if (each := drafted(*one)) and (each := renamed(each, number))]
            made.append(DraftLesson(report.found(Sort.LESSON, str(at)), str(at), title, plain(text), questions=tuple(questions)))
        course = DraftCourse("x", "x", (DraftModule("m", "m", tuple(made)),))
        write(course, Package("x", {}), report, hub / "courses/any", hub)
        sources, faults = checked(hub)
        assert faults == [] and sources is not None and report.all_came
        found = [lesson.quiz.questions for lesson in sources.lessons.values() if lesson.quiz]
        assert found == [tuple(each.question for each in lesson.questions) for lesson in made if lesson.questions]
        assert len(questions_in(hub / "courses/any")) <= sum(map(len, found))


def renamed(drafted: DraftQuestion, number: int) -> DraftQuestion:
    return DraftQuestion(drafted.question.model_copy(update={"id": f"q{number}"}), drafted.origin)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="<>/abp&;#*_`[]()!|\\\"'= \n-1.$~", max_size=80))
def test_no_page_ever_becomes_raw_html(source: str) -> None:
    """CONT-1: whatever stands in a page, HTML or Markdown, our Markdown shows it and passes the check."""
    for html in (source, html_of(source)):
        text = page(html, References(Package("x", {}), Report("x")), "a.html", Origin(Sort.LESSON, "a.html"))
        again = html_of(text)
        assert not [tag for tag in ("<script", "<img", "<iframe") if tag in again]
        assert "html_" not in " ".join(kinds(text)), (html, text)
    assert "html_" not in " ".join(kinds(plain(source)))


def kinds(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [part.type for token in tokens for part in (token, *(token.children or ()))]
