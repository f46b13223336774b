"""The starter pack's videos: made from slides and speech, with captions that are what is said, when it is said (CONT-5, VID-2)."""

import json
import re
import subprocess
import wave
from io import BytesIO
from pathlib import Path

import pytest

from tests.media.videos import needs
from trainhub_content.build import STARTER
from trainhub_content.checks.captions import faults_in
from trainhub_content.faults import ContentRefused
from trainhub_content.loading import load
from trainhub_content.made.__main__ import main
from trainhub_content.made.making import VIDEOS
from trainhub_content.made.scripts import Script, script_of
from trainhub_content.made.timing import captions_of, chapters_of, track_of
from trainhub_content.made.video import LOUDNESS, video_of

SCRIPTS = {path.stem: script_of(path) for path in sorted(VIDEOS.sources.glob("*.yaml"))}
FILMS = STARTER / "library" / "videos"
LESSONS = ("referral-strategies/a-request-easy-to-act-on", "client-communication/bad-news-first")
RATE = 16_000
each_video = pytest.mark.parametrize("name", SCRIPTS)


def humming(sentence: str) -> bytes:
    """A speaker without a voice: a tone, a twentieth of a second for each letter."""
    into = BytesIO()
    with wave.open(into, "wb") as said:
        said.setnchannels(1)
        said.setsampwidth(2)
        said.setframerate(RATE)
        said.writeframes(b"".join((b"\x00\x10" * 40 + b"\x00\xf0" * 40) for _ in range(len(sentence) * RATE // 1600)))
    return into.getvalue()


def script(*says: tuple[str, ...]) -> Script:
    return Script.model_validate(
        {"title": "Asking", "slides": [{"title": f"Part {at}", "lines": ["One"], "say": say} for at, say in enumerate(says)]}
    )


def cues(captions: str) -> list[tuple[float, float, str]]:
    """Begin, end and words of each cue of a WebVTT file."""
    found = re.findall(r"(\d+):([\d.]+) --> (\d+):([\d.]+)\n(.+?)(?:\n\n|\n?\Z)", captions, re.DOTALL)
    return [(60 * int(a) + float(b), 60 * int(c) + float(d), " ".join(words.split())) for a, b, c, d, words in found]


def length(path: Path) -> dict[str, str]:
    """What ffprobe tells of a file."""
    asked = ("-show_entries", "format=duration:stream=codec_name,width,height", "-of", "json")
    told = subprocess.run(["ffprobe", "-v", "error", *asked, str(path)], capture_output=True, text=True, check=True).stdout
    found = json.loads(told)
    return {"seconds": found["format"]["duration"], "codecs": " ".join(stream["codec_name"] for stream in found["streams"])}


def test_each_sentence_has_its_cue_for_as_long_as_it_is_heard() -> None:
    """VID-2."""
    track = track_of(script(("Ask.", "Wait."), ("Thank.",)), humming)
    assert [(round(cue.begins, 2), round(cue.ends, 2), cue.text) for cue in track.cues] == [
        (0.5, 0.7, "Ask."),
        (1.05, 1.3, "Wait."),
        (2.6, 2.9, "Thank."),
    ]
    with wave.open(BytesIO(track.sound)) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(track.seconds) == pytest.approx(3.7)
    captions = captions_of(track)
    assert [words for _, _, words in cues(captions)] == ["Ask.", "Wait.", "Thank."]
    assert list(faults_in(captions.encode())) == []


def test_each_slide_is_a_chapter() -> None:
    """VID-2."""
    spoken = script(("Ask.", "Wait."), ("Thank.",))
    assert list(chapters_of(spoken, track_of(spoken, humming))) == [(0, "Part 0"), (2, "Part 1")]


def test_slides_and_speech_become_a_small_film_that_plays_while_it_loads(tmp_path: Path) -> None:
    """CONT-5: H.264 and AAC, as long as its captions, the same bytes each time on one machine."""
    needs("ffmpeg")
    made = video_of(script(("Ask.", "Wait."), ("Thank.",)), humming)
    (tmp_path / "film.mp4").write_bytes(made.film)
    told = length(tmp_path / "film.mp4")
    assert told["codecs"] == "h264 aac" and float(told["seconds"]) == pytest.approx(made.track.seconds, abs=0.3)
    assert made.film.index(b"moov") < made.film.index(b"mdat")
    assert video_of(script(("Ask.", "Wait."), ("Thank.",)), humming).film == made.film


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("say: [Hello.]\n    lines: [One]\n    table: [[a, b]]", "A slide has lines or a table, not both"),
        ("say: [Hello.]\n    table: [[a, b], [a]]", "The rows of a table have as many cells each"),
        (f"say: [{'very ' * 40}]", "At most 130 characters are said at once"),
        ("lines: [One]", "say: This is missing."),
    ],
)
def test_a_script_with_a_fault_is_refused_with_its_line(tmp_path: Path, wrong: str, sentence: str) -> None:
    (tmp_path / "a.yaml").write_text(f"title: A\nslides:\n  - title: B\n    {wrong}\n")
    with pytest.raises(ContentRefused, match=sentence):
        script_of(tmp_path / "a.yaml")


@each_video
def test_the_captions_are_the_sentences_of_the_script(name: str) -> None:
    """CONT-5."""
    said = [sentence for slide in SCRIPTS[name].slides for sentence in slide.say]
    assert [words for _, _, words in cues((FILMS / f"{name}.vtt").read_text("utf-8"))] == said


@each_video
def test_a_sentence_is_spoken_slowly_enough_to_follow(name: str) -> None:
    """CONT-5: a caption can be read while it is heard."""
    found = cues((FILMS / f"{name}.vtt").read_text("utf-8"))
    words = sum(len(text.split()) for _, _, text in found)
    assert 130 <= 60 * words / sum(end - begin for begin, end, _ in found) <= 175
    assert all(len(text) / (end - begin) <= 21 for begin, end, text in found)


@each_video
def test_a_video_is_short_small_and_as_long_as_its_captions(name: str) -> None:
    """CONT-5: 60 to 150 seconds, at most 1.5 MB."""
    needs("ffmpeg")
    film = FILMS / f"{name}.mp4"
    told = length(film)
    last = cues((FILMS / f"{name}.vtt").read_text("utf-8"))[-1][1]
    assert 60 <= float(told["seconds"]) <= 150 and told["codecs"] == "h264 aac"
    assert 0 <= float(told["seconds"]) - last <= 1.5
    assert film.stat().st_size <= 1_500_000


@each_video
def test_a_video_is_as_loud_as_spoken_word_is_published_and_not_clipped(name: str) -> None:
    """CONT-5."""
    needs("ffmpeg")
    asked = ["ffmpeg", "-nostats", "-i", str(FILMS / f"{name}.mp4"), "-vn", "-af", "loudnorm=print_format=json", "-f", "null", "-"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stderr
    found = dict(re.findall(r'"(\w+)" : "(-?[\d.]+)"', told))
    assert abs(float(found["input_i"]) - LOUDNESS) <= 1
    assert float(found["input_tp"]) <= -0.5


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_a_video_lesson_has_the_chapters_the_length_and_the_words_of_its_script(lesson_id: str) -> None:
    """COURSE-4, VID-2: the transcript stands below the video, for whoever cannot play it."""
    sources = load(STARTER)
    course_id, _, stem = lesson_id.partition("/")
    lesson = next(it for it in sources.catalogue.courses[course_id].lessons if it.id == lesson_id)
    spoken = SCRIPTS[stem]
    begins = {text: begin for begin, _, text in cues((FILMS / f"{stem}.vtt").read_text("utf-8"))}
    assert lesson.media == stem
    assert [(chapter.title, chapter.second) for chapter in lesson.chapters] == [
        (slide.title, int(begins[slide.say[0]] - 0.5)) for slide in spoken.slides
    ]
    assert 0 <= lesson.media_seconds - max(end for _, end, _ in cues((FILMS / f"{stem}.vtt").read_text("utf-8"))) <= 1.5
    for slide in spoken.slides:
        assert f"## {slide.title}\n\n{' '.join(slide.say)}\n" in sources.lessons[lesson_id].text + "\n"


def test_a_program_that_is_missing_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["videos", "--again"]) == 1
    assert "text2wave is not there. On Debian and Ubuntu: apt-get install festival festvox-us-slt-hts" in capsys.readouterr().err
