"""Videos, downloads and exercises: what their front matter says, and what becomes of it (CONT-1)."""

from pathlib import Path

import pytest

from tests.content.content_builders import content
from tests.content.test_course_files import pack_of, place
from tests.content.test_faults import told
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.library import Resource

VIDEO = (
    "---\ntitle: Asking\nkind: video\nminutes: 3\nvideo: media/asking.mp4\ncaptions: media/asking.vtt\nseconds: 170\n"
    'chapters:\n  - {at: "0:00", title: Why}\n  - {at: "1:30", title: How}\n---\n# Asking\n\nWatch, then ask.\n'
)
STREAMED = VIDEO.replace("media/asking.mp4", "https://example.com/v/asking.m3u8?t=1").replace("captions: media/asking.vtt\n", "")
DOWNLOAD = "---\ntitle: Asking\nkind: download\nminutes: 3\nfile: ../files/sheet.xlsx\n---\n# Asking\n\nTake it.\n"
EXERCISE = "---\ntitle: Asking\nkind: project\nminutes: 30\n---\n# Asking\n\nWrite it.\n\n## Model answer\n\nLike [this](asking.md).\n"
CAPTIONS = b"WEBVTT\n\n00:01.000 --> 00:02.000\nAsk.\n"


def test_a_video_lesson_plays_a_file_of_the_course_with_captions_and_chapters(tmp_path: Path) -> None:
    """COURSE-5."""
    content(tmp_path / "in", asking=VIDEO)
    place(tmp_path / "in", "first/media/asking.mp4", b"moving")
    place(tmp_path / "in", "first/media/asking.vtt", CAPTIONS)
    pack = pack_of(tmp_path / "in", tmp_path / "out")
    catalogue = catalogue_of(pack.facts)
    (lesson,) = catalogue.courses["selling"].lessons
    assert (lesson.media_seconds, [(it.second, it.title) for it in lesson.chapters]) == (170, [(0, "Why"), (90, "How")])
    video = catalogue.resources[lesson.media or ""]
    assert (video.title, video.media_type, video.course) == ("Asking", "video/mp4", "selling")
    captions = catalogue.resources[video.captions or ""]
    assert (captions.media_type, pack.open_file(captions.sha256)) == ("text/vtt", CAPTIONS)
    assert not catalogue.library.keys() & {video.id, captions.id}


def test_a_video_may_have_an_address(tmp_path: Path) -> None:
    """COURSE-5: nothing of it is stored."""
    content(tmp_path / "in", asking=STREAMED)
    catalogue = catalogue_of(pack_of(tmp_path / "in", tmp_path / "out").facts)
    (lesson,) = catalogue.courses["selling"].lessons
    video = catalogue.resources[lesson.media or ""]
    assert (video.url, video.sha256, video.format) == ("https://example.com/v/asking.m3u8?t=1", "", "HLS")


def test_a_download_lesson_hands_out_a_file(tmp_path: Path) -> None:
    """COURSE-4."""
    content(tmp_path / "in", asking=DOWNLOAD)
    place(tmp_path / "in", "files/sheet.xlsx", b"sums")
    catalogue = catalogue_of(pack_of(tmp_path / "in", tmp_path / "out").facts)
    (lesson,) = catalogue.courses["selling"].lessons
    file = catalogue.resources[lesson.media or ""]
    assert isinstance(file, Resource) and (file.name, file.format, file.title) == ("sheet.xlsx", "Excel", "Asking")


def test_the_model_answer_of_an_exercise_is_kept_apart(tmp_path: Path) -> None:
    """COURSE-4: its links are resolved like those of the text."""
    pack = pack_of(content(tmp_path / "in", asking=EXERCISE), tmp_path / "out")
    assert pack.texts["selling/asking"] == "# Asking\n\nWrite it.\n"
    assert pack.model_answers == {"selling/asking": "Like [this](lesson:selling/asking)."}


@pytest.mark.parametrize(
    ("text", "was", "now", "sentence"),
    [
        (VIDEO, "media/asking.mp4", "media/none.mp4", "asking.md:5: There is no file media/none.mp4 here."),
        (VIDEO, "media/asking.mp4", "media/asking.vtt", "asking.md:5: media/asking.vtt is not a video: mp4, webm."),
        (VIDEO, "media/asking.vtt", "media/asking.mp4", "asking.md:6: Captions are a WebVTT file (.vtt)."),
        (VIDEO, "seconds: 170\n", "", "A video lesson has a video, and its length in seconds."),
        (VIDEO, "1:30", "0:00", "Chapters begin one after another, and before the video ends."),
        (VIDEO, "1:30", "2:50", "Chapters begin one after another, and before the video ends."),
        (VIDEO, "1:30", "90", "asking.md:10: chapters.1.at: A time is written like “1:30”, in quotes."),
        (STREAMED, "https://example.com/v/asking.m3u8?t=1", "https://example.com/page", "asking.md:5: A video at an address is an https"),
        (STREAMED, "https:", "http:", "asking.md:5: A video at an address is an https address"),
        (STREAMED, "asking.m3u8", "as king.m3u8", "asking.md:5: A video at an address is an https address"),
        (DOWNLOAD, "file: ../files/sheet.xlsx\n", "", "A download lesson names its file."),
        (DOWNLOAD, "kind: download", "kind: article", "Only a download has file."),
        (EXERCISE, "Like [this](asking.md).", "", "asking.md:10: An exercise has one model answer, and it says something."),
        (EXERCISE, "Write it.", "## Model answer", "asking.md:10: An exercise has one model answer, and it says something."),
    ],
)
def test_what_does_not_fit_the_kind_is_told_at_its_line(tmp_path: Path, text: str, was: str, now: str, sentence: str) -> None:
    """CONT-1."""
    assert was in text
    content(tmp_path, asking=text.replace(was, now))
    place(tmp_path, "first/media/asking.mp4", b"moving")
    place(tmp_path, "first/media/asking.vtt", CAPTIONS)
    place(tmp_path, "files/sheet.xlsx", b"sums")
    assert any(sentence in fault for fault in told(tmp_path)), told(tmp_path)
