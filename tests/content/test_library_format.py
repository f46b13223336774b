"""The library's ready files, the hub's tables, and the folder of a single course (CONT-1)."""

from pathlib import Path

import pytest

from tests.content.content_builders import COURSE, LESSON, content
from tests.content.test_course_files import pack_of
from tests.content.test_faults import told
from trainhub_content.check import faults_of
from trainhub_content.loading import load
from trainhub_core.catalogue import Catalogue, catalogue_of

LIBRARY = (
    "groups:\n  - {id: guides, title: Guides}\ncollections:\n  - {id: talks, title: Talks, group: guides, unit: talks}\nresources:\n"
    "  - {source: guide, as: pdf, group: guides, category: sales}\n"
    "  - {file: sheets/plan.docx, title: The plan, summary: Fill it in., version: 3, group: guides, category: sales}\n"
    "  - {file: talk.mp4, captions: talk.vtt, title: The talk, collection: talks, category: sales}\n"
    "  - {url: 'https://vimeo.com/76979871', id: far, title: Far away, collection: talks, category: sales}\n"
)
READY = {"sheets/plan.docx": b"a plan", "talk.mp4": b"moving", "talk.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n"}


def library(folder: Path, text: str = LIBRARY) -> Path:
    content(folder, library=text)
    for name, held in READY.items():
        path = folder / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    return folder


def test_the_library_holds_ready_files_of_any_format(tmp_path: Path) -> None:
    """LIB-1, LIB-6: with a version, videos with captions, videos at an address."""
    pack = pack_of(library(tmp_path / "in"), tmp_path / "out")
    found = catalogue_of(pack.facts)
    assert list(found.library) == ["guide", "plan", "talk", "far"]
    plan, talk, far = found.resources["plan"], found.resources["talk"], found.resources["far"]
    assert (plan.title, plan.summary, plan.version, plan.format, plan.group, plan.name) == (
        *("The plan", "Fill it in.", 3, "Word", "guides", "plan.docx"),
    )
    assert (talk.group, talk.collection, talk.captions) == ("guides", "talks", "talk--captions")
    assert pack.open_file(found.resources["talk--captions"].sha256) == READY["talk.vtt"]
    assert (far.url, far.sha256, far.format) == ("https://vimeo.com/76979871", "", "Vimeo")


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("sheets/plan.docx", "../plan.docx", "library.yaml:7: library/../plan.docx is missing."),
        ("captions: talk.vtt", "captions: none.vtt", "library.yaml:8: library/none.vtt is missing."),
        ("captions: talk.vtt", "captions: talk.mp4", "library.yaml:8: Captions are a WebVTT file (.vtt)."),
        ("https://vimeo.com/76979871", "https://example.com/x", "library.yaml:9: A video at an address is an MP4"),
        ("title: The plan, ", "", "A resource with a file or a url has a title, and is not built."),
        ("id: far, ", "", "A resource with a url has an id."),
        ("as: pdf, ", "", "A resource with a source says what it is built as"),
        ("source: guide, ", "", "A resource has a source, a file or a url."),
        ("source: guide", "source: ../guide", "resources.0.source: A name is made of letters"),
    ],
)
def test_a_resource_that_is_not_whole_is_told(tmp_path: Path, was: str, now: str, sentence: str) -> None:
    """CONT-1."""
    assert was in LIBRARY
    assert any(sentence in fault for fault in told(library(tmp_path, LIBRARY.replace(was, now)))), told(tmp_path)


@pytest.mark.parametrize("name", ["CC0-1.0", "MIT", "LicenseRef-Proprietary"])
def test_licences_go_by_their_spdx_names(tmp_path: Path, name: str) -> None:
    """CONT-1."""
    assert told(content(tmp_path, course=COURSE.replace("CC-BY-4.0", name))) == []


def test_an_unknown_licence_is_told(tmp_path: Path) -> None:
    assert any("Ours is not an SPDX licence" in it for it in told(content(tmp_path, course=COURSE.replace("CC-BY-4.0", "Ours"))))


def test_a_prerequisite_may_ask_for_a_score(tmp_path: Path) -> None:
    """PATH-3."""
    content(tmp_path, course=COURSE + "after: [{course: other, min_score: 70}]\n")
    other = tmp_path / "courses/other"
    (other / "first").mkdir(parents=True)
    (other / "course.yaml").write_text(COURSE.replace("id: selling", "id: other"))
    (other / "first/asking.md").write_text(LESSON)
    (need,) = load(tmp_path).catalogue.courses["selling"].after
    assert (need.course_id, need.min_score) == ("other", 70)


def test_a_renamed_lesson_keeps_its_id(tmp_path: Path) -> None:
    """CONT-3: what learners did in it stays theirs; links go by the new name."""
    renamed = LESSON.replace("minutes: 10", "minutes: 10\nwas: asking")
    content(tmp_path, course=COURSE.replace("[asking]", "[asking-well]"), asking=None)
    (tmp_path / "courses/selling/first/asking-well.md").parent.mkdir(parents=True)
    (tmp_path / "courses/selling/first/asking-well.md").write_text(renamed + "\n[Again](asking-well.md)\n")
    sources = load(tmp_path)
    assert [it.id for it in sources.catalogue.courses["selling"].lessons] == ["selling/asking"]
    assert "[Again](lesson:selling/asking)" in sources.lessons["selling/asking"].text


def test_a_lesson_file_lies_in_its_module(tmp_path: Path) -> None:
    """CONT-1: names of lessons and modules are names of files, not ways out of the folder."""
    for way in ("../../../secret", "first/../asking", "a/asking", ".asking", "asking."):
        found = told(content(tmp_path, course=COURSE.replace("[asking]", f"['{way}']")))
        assert "course.yaml:13: modules.0.lessons.0: A name is made of letters" in found[0]


def test_a_hub_needs_no_tables_that_it_does_not_use(tmp_path: Path) -> None:
    """CONT-1."""
    assert told(content(tmp_path, paths=None, certifications=None, badges=None, webinars=None, library=None, guide=None)) == []


def test_challenges_are_data(tmp_path: Path) -> None:
    """SOC-5: read and checked; shown once there is a page for them."""
    content(tmp_path)
    (tmp_path / "challenges.yaml").write_text("- {id: may, title: May, counts: lessons, goal: 20, days: 31, badge: none}\n")
    assert told(tmp_path) == ["challenges.yaml:1: There is no badge none."]
    (tmp_path / "challenges.yaml").write_text("- {id: may, title: May, counts: lessons, goal: 20, days: 31, badge: first, for: team}\n")
    assert told(tmp_path) == [] and [it.goal for it in load(tmp_path).challenges] == [20]


def lone(folder: Path, course: str = COURSE) -> Path:
    """The folder of a single course, as an author begins with."""
    (folder / "selling/first").mkdir(parents=True)
    (folder / "selling/course.yaml").write_text(course)
    (folder / "selling/first/asking.md").write_text(LESSON + "\n[Take](../sums.csv) [Again](asking.md)\n")
    (folder / "selling/sums.csv").write_text("a,b\n")
    return folder / "selling"


def test_the_folder_of_one_course_is_content_too(tmp_path: Path) -> None:
    """CONT-1: its files are the same as inside a hub."""
    sources = load(lone(tmp_path))
    assert sources.lone == "selling" and faults_of(sources) == ()
    assert [(it.id, it.course) for it in sources.files] == [("selling--sums.csv", "selling")]
    assert "[Again](lesson:selling/asking)" in sources.lessons["selling/asking"].text


def test_one_course_is_checked_against_the_hub_where_it_is_known(tmp_path: Path) -> None:
    """CONT-2: before it is published there."""
    folder = lone(tmp_path, COURSE + "after: [nothing]\n")
    assert [it.reason for it in faults_of(load(folder, Catalogue()))] == [
        *("There is no category sales.", "There is no skill closing.", "There is no course nothing."),
    ]
