"""CONT-2: H5P contents become courses as far as they are text, questions or video; the rest is named."""

import json
from pathlib import Path

import pytest

from tests.content.importers.h5p_contents import Params, course_of, package, text, true_false, within
from tests.content.importers.import_builders import DATA, questions_in, zipped
from tests.content.importers.scorm_packages import faults_in
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.report import Outcome, Report, Sort
from trainhub_content.loading import load
from trainhub_core.models.catalogue import LessonKind

_TIMES = (1000).to_bytes(4, "big") + (9500).to_bytes(4, "big")
SHORT_VIDEO = b"\0\0\0\x10ftypmp42\0\0\0\0" + b"\0\0\0\x74moov" + b"\0\0\0\x6cmvhd" + bytes(12) + _TIMES + bytes(80)
"""The header of nine and a half seconds."""


def losses(report: Report) -> list[str]:
    return [note.sentence for note in report.notes if note.is_loss]


def test_a_column_with_a_short_text_is_a_quiz_with_it_before(tmp_path: Path) -> None:
    content = {"content": [{"content": text("Read <b>this</b>.")}, {"content": true_false("Rain?")}]}
    course, report = course_of(tmp_path, "H5P.Column", content)
    assert [(lesson.title, lesson.text, len(lesson.questions)) for lesson in course.lessons] == [("Selling", "Read **this**.", 1)]
    assert report.count(Sort.QUESTION) == 1


def test_a_book_has_a_lesson_for_each_chapter_and_a_quiz_after_a_long_one(tmp_path: Path) -> None:
    long = within("H5P.Column", {"content": [{"content": text("word " * 200)}, {"content": true_false("So?")}]}, "The long way", "c-1")
    short = within("H5P.Column", {"content": [{"content": text("Brief.")}]}, "The end", "c-1")
    course, _ = course_of(tmp_path, "H5P.InteractiveBook", {"bookCover": {"coverDescription": "<p>Hello.</p>"}, "chapters": [long, short]})
    assert [(lesson.key, lesson.title) for lesson in course.lessons] == [
        ("cover", "Selling"),
        ("c-1", "The long way"),
        ("c-1#questions", "The long way: questions"),
        ("c-1-2", "The end"),
    ]


def test_slides_come_one_after_the_other_from_top_to_bottom(tmp_path: Path) -> None:
    picture = within("H5P.Image", {"file": {"path": "images/a.png"}, "alt": "A ladder"})
    slides = [
        {
            "elements": [{"x": 0, "y": 50, "action": text("Below.")}, {"x": 0, "y": 10, "action": text("Above.")}],
            "keywords": [{"main": "One"}],
        },
        {"elements": [{"x": 0, "y": 0, "action": picture}, {"goToSlide": 1}]},
    ]
    course, _ = course_of(tmp_path, "H5P.CoursePresentation", {"presentation": {"slides": slides}})
    assert [lesson.text for lesson in course.lessons] == ["## One\n\nAbove.\n\nBelow.\n\n![A ladder](file:images/a.png)"]


def test_an_interactive_video_is_a_video_and_a_quiz_with_the_times(tmp_path: Path) -> None:
    whole = {
        "video": {
            "files": [{"path": "videos/v.mp4", "mime": "video/mp4"}],
            "textTracks": {"videoTrack": [{"track": {"path": "files/v.vtt"}, "srcLang": "en"}]},
        },
        "assets": {
            "interactions": [
                {"duration": {"from": 75, "to": 80}, "action": true_false("Later?")},
                {"duration": {"from": 5.2, "to": 8}, "action": text("A remark.")},
                {"duration": {"from": 7, "to": 8}, "action": within("H5P.GoToQuestion", {}, "Jump")},
            ],
            "bookmarks": [{"time": 4, "label": "<p>Middle</p>"}, {"time": 0, "label": "Start"}, {"time": 99, "label": "Beyond"}],
        },
        "summary": {"task": within("H5P.Summary", {"intro": "So?", "summaries": [{"summary": ["This", "That"]}]})},
    }
    source = package(
        tmp_path / "in",
        "H5P.InteractiveVideo",
        {"interactiveVideo": whole},
        {"content/videos/v.mp4": SHORT_VIDEO, "content/files/v.vtt": "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nHello.\n"},
    )
    report = import_into(source, tmp_path / "selling")
    (course,) = load(tmp_path / "selling").catalogue.courses.values()
    video, quiz = course.lessons
    assert (video.kind, video.media_seconds, [chapter.title for chapter in video.chapters]) == (LessonKind.VIDEO, 9, ["Start", "Middle"])
    assert (tmp_path / "selling/selling/selling.md").read_text("utf-8").endswith("# Selling\n\n*At 0:05 in the video.*\n\nA remark.\n")
    assert quiz.kind is LessonKind.QUIZ
    assert [question.prompt for question in questions_in(tmp_path / "selling").values()] == ["*At 1:15 in the video.*\n\nLater?", "So?"]
    assert losses(report) == ["H5P.GoToQuestion Jump was left out: it jumps within a video."] and faults_in(tmp_path / "selling") == []


def test_a_video_of_another_site_is_a_link(tmp_path: Path) -> None:
    course, report = course_of(
        tmp_path, "H5P.Video", {"sources": [{"path": "https://www.youtube.com/watch?v=abc", "mime": "video/YouTube"}]}
    )
    assert [(lesson.text, lesson.video) for lesson in course.lessons] == [("[Selling](https://www.youtube.com/watch?v=abc)", None)]
    assert report.origins[0].changes == ["A video of another site, or whose length its file does not say, is a link."]


@pytest.mark.parametrize(
    ("library", "params", "words"),
    [
        ("H5P.Accordion", {"panels": [{"title": "First", "content": text("Inside.")}]}, "## First\n\nInside."),
        ("H5P.AdvancedText", {"text": "<h2>Why</h2><p>Trust.</p>"}, "## Why\n\nTrust."),
        ("H5P.Table", {"text": "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>"}, "| a |\n| --- |\n| b |"),
        ("H5P.Link", {"title": "Terms", "linkWidget": {"protocol": "https://", "url": "example.com"}}, "[Terms](https://example.com)"),
        ("H5P.Dialogcards", {"dialogs": [{"text": "<p>Front</p>", "answer": "Back"}]}, "**Front**\n\nBack"),
        ("H5P.GuessTheAnswer", {"taskDescription": "Who?", "solutionText": "She."}, "Who?\n\nShe."),
    ],
)
def test_texts_of_every_type(tmp_path: Path, library: str, params: Params, words: str) -> None:
    course, _ = course_of(tmp_path, library, params)
    assert [lesson.text.strip() for lesson in course.lessons] == [words]


def test_a_set_of_questions_keeps_its_mark_and_libraries_that_are_not_known_are_named(tmp_path: Path) -> None:
    content = {"introPage": {"showIntroPage": True, "introduction": "<p>Ready?</p>"}, "passPercentage": 70}
    content["questions"] = [true_false("Rain?"), within("H5P.Novelty", {}, "New")]
    course, report = course_of(tmp_path, "H5P.QuestionSet", content)
    (lesson,) = course.lessons
    assert (lesson.text, lesson.pass_mark, len(lesson.questions)) == ("Ready?", 70, 1)
    assert losses(report) == ["H5P.Novelty New was left out: its library is not known to us."]


def test_licence_and_authors_are_those_of_the_package(tmp_path: Path) -> None:
    source = package(
        tmp_path / "in",
        "H5P.AdvancedText",
        {"text": "<p>Read.</p>"},
        license="CC BY-SA",
        licenseVersion="4.0",
        authors=[{"name": "Ada", "role": "Author"}],
    )
    import_into(source, tmp_path / "selling")
    written = (tmp_path / "selling/course.yaml").read_text("utf-8")
    assert "licence: CC-BY-SA-4.0" in written and "- Ada" in written and faults_in(tmp_path / "selling") == []


@pytest.mark.parametrize(
    ("library", "content", "why"),
    [
        ("H5P.Timeline", "{}", "Its content is made with H5P.Timeline, which is not known to us."),
        ("", "{}", "Its content is made with no library, which is not known to us."),
        ("H5P.Column", "[" * 100_000, "content/content.json is nested too deep."),
        ("H5P.Column", '{"content": [}', "content/content.json is not JSON"),
        ("H5P.Column", "[]", "content/content.json is not an object of JSON."),
        ("H5P.Column", '{"a": "' + "x" * (17 * 2**20) + '"}', "content/content.json cannot be read: It has"),
        ("H5P.Column", '{"content": 5}', "Nothing in it could become a lesson."),
    ],
)
def test_hostile_contents_are_refused_whole(tmp_path: Path, library: str, content: str, why: str) -> None:
    """CONT-2: deep, huge and unknown contents; nothing is left behind."""
    source = zipped(
        tmp_path / "a.h5p", {"h5p.json": json.dumps({"title": "T", "mainLibrary": library}), "content/content.json": content}, 0
    )
    report = import_into(source, tmp_path / "course")
    assert report.refusal.startswith(why) and not (tmp_path / "course").exists()


def test_contents_within_contents_end_somewhere(tmp_path: Path) -> None:
    content: Params = text("Deep down.")
    for _ in range(40):
        content = within("H5P.Column", {"content": [{"content": content}]})
    course, report = course_of(tmp_path, "H5P.Column", {"content": [{"content": text("At the top.")}, {"content": content}]})
    assert [lesson.text for lesson in course.lessons] == ["At the top."]
    assert losses(report) == ["What is nested more than 12 deep was left out."]


@pytest.mark.parametrize("path", ["../../../etc/passwd", "javascript:alert(1)", "file:///etc/passwd", "/etc/passwd"])
def test_addresses_out_of_the_package_bring_nothing(tmp_path: Path, path: str) -> None:
    picture = within("H5P.Image", {"file": {"path": path}, "alt": "Secret"})
    course, report = course_of(tmp_path, "H5P.Column", {"content": [{"content": text("Words.")}, {"content": picture}]})
    assert [lesson.text for lesson in course.lessons] == ["Words.\n\nSecret"] and not course.files
    assert not [origin for origin in report.origins if origin.sort is Sort.FILE]


@pytest.mark.skipif(not (DATA / "h5p").is_dir(), reason="the shared content is not here")
def test_the_smallest_content_comes_twice_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "hello"
    report = import_into(DATA / "h5p/h5p-standalone", folder)
    assert (report.kind, report.all_came, report.count(Sort.QUESTION, Outcome.CAME)) == ("H5P content", True, 1)
    assert faults_in(folder) == []
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    import_into(DATA / "h5p/h5p-standalone", folder)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
