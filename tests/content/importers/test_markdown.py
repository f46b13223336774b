"""Folders of Markdown: structure, dialects, lists that are quizzes, what is kept from learners; five real corpora."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.content.importers.import_builders import DATA, PNG, files, questions_in, zipped
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.markdown.dialect import plain_markdown
from trainhub_content.importers.markdown.listed import listed_in
from trainhub_content.importers.packages import Package
from trainhub_content.importers.pages import html_of, page
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Outcome, Report, Sort
from trainhub_core.models.quiz import MultipleChoice, MultipleResponse

no_data = pytest.mark.skipif(not DATA.exists(), reason="the shared sample data is not beside the project")


@no_data
@pytest.mark.parametrize(
    ("corpus", "lessons", "questions", "refused", "licence"),
    [
        ("security-101", 33, 0, 0, "CC0-1.0"),
        ("partner-workshop-cosmosdb", 20, 0, 12, "MIT"),
        ("partner-center-de", 155, 0, 0, "CC-BY-4.0"),
        ("eng-practices", 14, 0, 0, "CC-BY-3.0"),
        ("hpc-quizzes", 10, 135, 0, "MIT"),
    ],
)
def test_the_five_corpora_come_with_true_reports(
    tmp_path: Path, corpus: str, lessons: int, questions: int, refused: int, licence: str
) -> None:
    """CONT-1: what was found came or was refused, and the folder holds what the report says."""
    course = tmp_path / "course"
    report = import_into(DATA / "markdown" / corpus, course)
    written = list(course.glob("*/*.md"))
    assert (report.count(Sort.LESSON), report.count(Sort.QUESTION)) == (lessons, questions)
    assert report.count(Sort.LESSON, Outcome.REFUSED) == refused and len(written) == lessons - refused
    assert len(questions_in(course)) == questions
    assert report.count(Sort.FILE, Outcome.CAME) == len([*course.glob("images/*"), *course.glob("files/*")])
    assert yaml.safe_load((course / "course.yaml").read_text("utf-8"))["licence"] == licence


@no_data
def test_no_word_of_the_coaches_pages_reaches_learners(tmp_path: Path) -> None:
    """CONT-1: pages for coaches are kept back, also as files behind links."""
    report = import_into(DATA / "markdown/partner-workshop-cosmosdb", tmp_path / "course")
    kept = [it.file for it in report.origins if "for coaches" in it.refusal]
    assert len(kept) == 9 and all(name.startswith("Coach/") for name in kept)
    assert not (tmp_path / "course/files").exists()


@no_data
def test_numbers_in_names_order_lessons_and_make_modules(tmp_path: Path) -> None:
    """CONT-1: 1.2 before 1.10; the numbers before the dot are modules."""
    import_into(DATA / "markdown/security-101", tmp_path / "course")
    modules = yaml.safe_load((tmp_path / "course/course.yaml").read_text("utf-8"))["modules"]
    assert [module["title"] for module in modules] == ["Introduction", *(f"Module {number}" for number in range(1, 9))]
    assert [lesson[:3] for lesson in modules[1]["lessons"]] == ["1-1", "1-2", "1-3", "1-4", "1-5", "1-6", "1-7"]


def told(tmp_path: Path, contents: Mapping[str, bytes | str]) -> tuple[Report, dict[str, str], list[tuple[str, list[str]]]]:
    """The report, the lessons' texts by stem, modules with their lessons."""
    course = tmp_path / "course"
    report = import_into(files(tmp_path / "in", contents), course)
    values = yaml.safe_load((course / "course.yaml").read_text("utf-8"))
    modules = [(module["title"], module["lessons"]) for module in values["modules"]]
    return report, {path.stem: path.read_text("utf-8") for path in course.glob("*/*.md")}, modules


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            "toc.yml",
            "- name: One\n  items:\n  - {name: B, href: b.md}\n  - {name: Gone, href: gone.md}\n"
            "- name: Two\n  items:\n  - {name: A, href: a.md}\n",
        ),
        ("TOC.md", "# One\n## [B](b.md)\n## [Gone](gone.md)\n# Two\n## [A](a.md)\n"),
        ("SUMMARY.md", "# Summary\n\n- One\n  - [B](b.md)\n  - [Gone](gone.md)\n- Two\n  - [A](a.md)\n"),
        ("mkdocs.yml", "nav:\n  - One:\n      - B: b.md\n      - Gone: gone.md\n  - Two:\n      - a.md\n"),
    ],
)
def test_a_table_of_contents_orders_the_pages(tmp_path: Path, table: str, text: str) -> None:
    """CONT-1: docfx, GitBook and MkDocs; pages that it names and that are not there are reported, others come at the end."""
    report, _, modules = told(tmp_path, {table: text, "a.md": "# A\n\nText", "b.md": "# B\n\nText", "c.md": "# C\n\nText"})
    assert [module for module in modules if module[0] in ("One", "Two")] == [("One", ["b"]), ("Two", ["a"])]
    assert modules[-1][1] == ["c"]
    assert any("gone.md" in note.sentence for note in report.notes)


def test_front_matter_drafts_and_old_files(tmp_path: Path) -> None:
    contents = {
        "one.md": "---\ntitle: From the front\nweight: 2\n---\nText",
        "two.md": "---\nsidebar_position: 1\n---\n# Two\n\nText",
        "three.md": "---\ndraft: true\n---\n# Three\n\nText",
        "four.old.md": "# Four\n\nText",
        "five.md": "---\nx: !!python/object/apply:os.system [id]\n---\n# Five\n\nText",
        "six.md": "# Six\n",
    }
    report, texts, modules = told(tmp_path, contents)
    assert modules[0][1] == ["two", "one", "five"] and "title: From the front" in texts["one"]
    assert {it.file: it.refusal for it in report.origins if it.refusal} == {
        "three.md": "Its front matter says that it is a draft.",
        "four.old.md": "Its name says that another file has taken its place.",
        "six.md": "There is nothing on the page but its title.",
    }
    assert [note.file for note in report.notes if "front matter" in note.sentence] == ["five.md"]


def test_links_pictures_and_repository_addresses(tmp_path: Path) -> None:
    contents: dict[str, bytes | str] = {
        "a.md": "# A\n\n[B](sub/b.md#x) ![P](/img/p.png) "
        "[repo](https://github.com/o/r/blob/main/sub/b.md) [js](javascript:alert(1))\n\n[ref]\n\n[ref]: sub/b.md",
        "sub/b.md": "# B\n\n<video src='../v.mp4'></video>\n\n<script>alert(1)</script>Text",
        "img/p.png": PNG,
        "v.mp4": b"video",
    }
    _, texts, _ = told(tmp_path, contents)
    assert texts["a"].count("(../sub/b.md)") == 3 and "![P](../images/p.png)" in texts["a"] and "\\[js]" in texts["a"]
    assert "[Video](../files/v.mp4)" in texts["b"] and "alert" not in texts["b"]


def test_an_archive_of_a_repository_is_its_folder(tmp_path: Path) -> None:
    """CONT-1: the one folder around everything is no module; addresses from the root are found."""
    source = zipped(
        tmp_path / "guide-main.zip",
        {"guide-main/a.md": "# A\n\n![P](/p.png)", "guide-main/p.png": PNG, "guide-main/LICENSE": "MIT License"},
    )
    report = import_into(source, tmp_path / "course")
    values = yaml.safe_load((tmp_path / "course/course.yaml").read_text("utf-8"))
    assert report.all_came and (values["licence"], values["modules"][0]["title"]) == ("MIT", "Guide main")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("> [!WARNING]\n> Hot", "> **Warning**\n>\n> Hot"),
        (":::tip Good\nDo it\n:::", "> **Good**\n>\n> Do it"),
        ("!!! note\n    Look\n\nOn", "> **Note**\n>\n> Look\n\nOn"),
        ("## [Windows](#tab/win)\n\nA", "## Windows\n\nA"),
        ('=== "Linux"\n\n    A', "**Linux**\n\nA"),
        ("## Title {#anchor}", "## Title"),
        ("[!VIDEO https://example.com/v]", "[Video](https://example.com/v)"),
        ("**[< Previous](a.md)** - **[Next >](b.md)**\n\nText", "Text"),
        ("[![L](https://img.shields.io/x)](https://example.com)\n\nText", "Text"),
        ("{% include nav.html %}\n\nText", "Text"),
        ("Before\n\n[!INCLUDE [x](part.md)]", "Before\n\nIncluded"),
        ('| A |\n| --- |\n| :::no-loc text="УНП"::: |', "| A |\n| --- |\n| УНП |"),
        ("- One.<br>\n- Two.</br>\n\nEnd.", "- One.\n- Two.\n\nEnd."),
        ("> [!NOTE]\n> <br>\n> Text<br>more", "> **Note**\n>\n> Text\\\n> more"),
        ("```\n::: not a box\n{% raw %}\n```", "```\n::: not a box\n{% raw %}\n```"),
    ],
)
def test_the_marks_of_other_houses_are_understood(source: str, expected: str) -> None:
    """CONT-1: callouts, tabs, includes, navigation and badges of GitHub, docfx, MkDocs, Docusaurus, Jekyll."""
    origin = Origin(Sort.LESSON, "a.md")
    text = plain_markdown(source, origin, lambda address: "Included" if address == "part.md" else None)
    assert page(html_of(text), References(Package("x", {}), Report("x")), "a.md", origin) == expected


LETTERS = "# Q\n\n- One?\n  - A) a\n  - B) b\n  - **Answer: {}**\n\n- Two?\n  - A) c\n  - B) d\n\n  Answer: A\n  Explanation: because\n"


@pytest.mark.parametrize(
    ("answer", "right"), [("B", {1}), ("B) b", {1}), ("b", {1}), ("A, B", {0, 1}), ("A and B", {0, 1}), ("C", set()), ("x", set())]
)
def test_answers_are_told_by_letter_or_by_words(answer: str, right: set[int]) -> None:
    _, (one, two) = listed_in(LETTERS.format(answer))
    assert (one.text, one.options, one.right) == ("One?", ["a", "b"], right)
    assert (two.right, two.why) == ({0}, ["because"])


def test_a_question_without_an_answer_is_refused_and_the_rest_comes(tmp_path: Path) -> None:
    """CONT-1: questions in = questions out + questions refused."""
    more = "- Three?\n  - A) e\n  - B) f\n  - Answer: A, B\n"
    report, texts, _ = told(tmp_path, {"quiz.md": LETTERS.format("x") + more + "- Four?\n  - A) g ✅\n  - B) h\n  - C) i ✅\n"})
    assert report.count(Sort.QUESTION) == 4
    assert [it.refusal for it in report.origins if it.refusal] == [
        "No option is the answer that it gives (x).",
        "Ticking everything would be right; add an option that is not.",
    ]
    types = [type(question) for question in questions_in(tmp_path / "course").values()]
    assert types == [MultipleChoice, MultipleResponse] and "because" in texts["quiz"]


def test_an_article_with_lists_is_no_quiz() -> None:
    assert listed_in("# A\n\n- One\n  - a\n  - b\n- Two?\n\nAnswer: none\n") == ([], [])
