"""Files that lie in a course's folder come with the course; links and pictures of a lesson lead to them (CONT-1)."""

import hashlib
import os
import sys
from pathlib import Path

import pytest

from tests.content.content_builders import COURSE, LESSON, content
from tests.content.test_faults import told
from trainhub_content.build import write
from trainhub_content.compiling import compiled
from trainhub_content.files import MOST_IN_MEMORY, file_id
from trainhub_content.links import named_in
from trainhub_content.loading import load
from trainhub_content.pack import Pack, pack_in
from trainhub_core.models.library import Resource

PICTURE = b"\x89PNG\r\n\x1a\n and so on"
TWO = COURSE.replace("[asking]", "[asking, telling]")


def place(folder: Path, name: str, held: bytes = PICTURE) -> None:
    path = folder / "courses/selling" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held)


def pack_of(folder: Path, into: Path) -> Pack:
    write(compiled(load(folder)), into)
    return pack_in(into)


def test_a_picture_of_a_lesson_becomes_a_file_of_its_course(tmp_path: Path) -> None:
    """CONT-1: hashed, kept by its content, on no shelf of the library."""
    content(tmp_path / "in", asking=LESSON + "\n![The ladder](images/ladder.png) and `![no](images/ladder.png)`\n")
    place(tmp_path / "in", "first/images/ladder.png")
    pack = pack_of(tmp_path / "in", tmp_path / "out")
    (file,) = [fact for fact in pack.facts if isinstance(fact, Resource) and fact.course]
    assert (file.id, file.course, file.name, file.media_type) == (
        "selling--first--images--ladder.png",
        "selling",
        "ladder.png",
        "image/png",
    )
    assert not file.is_on_shelf and file.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert pack.open_file(file.sha256) == PICTURE
    assert "![The ladder](resource:selling--first--images--ladder.png) and `![no](images/ladder.png)`" in pack.texts["selling/asking"]


def test_links_lead_to_lessons_files_documents_and_the_web(tmp_path: Path) -> None:
    """CONT-1: every relative path becomes an address that holds wherever the lesson is read."""
    links = (
        "- [Next](telling.md) [Sums](<../files/the sums.xlsx>) [Guide](../../../library/guide.md)\n"
        "- [Web](https://example.com/a) [Below](#here)\n\n## Here\n\nYes.\n"
    )
    content(tmp_path / "in", course=TWO, asking=LESSON + "\n" + links)
    place(tmp_path / "in", "first/telling.md", LESSON.encode())
    place(tmp_path / "in", "files/the sums.xlsx")
    pack = pack_of(tmp_path / "in", tmp_path / "out")
    sums = next(fact for fact in pack.facts if isinstance(fact, Resource) and fact.course)
    assert (sums.title, sums.format, sums.name) == ("Sums", "Excel", "the sums.xlsx")
    assert f"[Next](lesson:selling/telling) [Sums](resource:{sums.id}) [Guide](resource:guide)" in pack.texts["selling/asking"]
    assert "[Web](https://example.com/a) [Below](#here)" in pack.texts["selling/asking"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("![x](images/none.png)", "There is no file images/none.png here."),
        ("![x](Images/Ladder.png)", "there is courses/selling/first/images/ladder.png."),
        ("![x](https://example.com/x.png)", "A picture lies in the course's folder"),
        ("![x](data:image/png;base64,AAAA)", "A picture lies in the course's folder"),
        ("![x](asking.md)", "asking.md is not a picture"),
        ("[x](../../../categories.yaml)", "../../../categories.yaml is not a lesson of any course."),
        ("[x](../../../../etc/passwd)", "There is no file ../../../../etc/passwd here."),
        ("[x](/etc/passwd)", "/etc/passwd is not a relative path with forward slashes."),
        ("[x](..%5Cx.pdf)", "is not a relative path with forward slashes."),
        ("[x](http://example.com)", "http://example.com is not a place that a lesson can link to"),
        ("[x](lesson:selling/asking)", "lesson:selling/asking is not a place that a lesson can link to"),
        ("[x]()", "An empty address is not a relative path"),
        ("[x][y]\n\n[y]: images/ladder.png", "Write the address of a link behind its words"),
        ("[x](#nowhere)", "There is no heading #nowhere in this text."),
    ],
)
def test_an_address_that_leads_nowhere_is_told_at_its_line(tmp_path: Path, words: str, sentence: str) -> None:
    """CONT-1: nothing outside the content folder is read, nothing is fetched."""
    folder = content(tmp_path, asking=LESSON + f"\n![Here](images/ladder.png)\n\n{words}\n")
    place(folder, "first/images/ladder.png")
    (fault,) = told(folder)
    assert "asking.md:11: " in fault and sentence in fault, fault


def test_a_link_out_of_the_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """CONT-1: content may come from elsewhere."""
    folder = content(tmp_path / "in")
    (tmp_path / "secret.png").write_bytes(PICTURE)
    (folder / "courses/selling/first/images").symlink_to(tmp_path)
    assert told(folder) == ["courses/selling/first/images:1: This is a link to another place, not a file; put the file itself here."]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """CONT-1: it could not even be printed."""
    folder = content(tmp_path)
    (folder / "courses" / os.fsdecode(b"\xff.png")).write_bytes(PICTURE)
    assert told(folder) == ["courses/\ufffd.png:1: The name of this file is not UTF-8; rename it."]


def test_what_git_and_people_keep_beside_the_content_is_left_alone(tmp_path: Path) -> None:
    """CONT-1: a content folder is kept like code."""
    folder = content(tmp_path)
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("ref")
    (folder / "README.md").write_text("About this")
    assert told(folder) == []


def test_a_file_that_nothing_names_is_told(tmp_path: Path) -> None:
    folder = content(tmp_path)
    place(folder, "first/images/old.png")
    assert told(folder) == [
        "courses/selling/first/images/old.png:1: advice: No course and no list names this file. Name it, move it to drafts/, or remove it."
    ]


def test_a_large_file_is_not_held_in_memory(tmp_path: Path) -> None:
    """CONT-1: videos are copied from where they lie, and hashed like everything."""
    content(tmp_path / "in", asking=LESSON + "\n[The talk](talk.mp4)\n")
    place(tmp_path / "in", "first/talk.mp4", b"m" * (MOST_IN_MEMORY + 1))
    files = compiled(load(tmp_path / "in"))
    digest = hashlib.sha256(b"m" * (MOST_IN_MEMORY + 1)).hexdigest()
    assert files[f"files/{digest}"] == tmp_path / "in/courses/selling/first/talk.mp4"
    pack = pack_of(tmp_path / "in", tmp_path / "out")
    assert hashlib.sha256(pack.open_file(digest)).hexdigest() == digest


def test_paths_never_share_an_id() -> None:
    """CONT-1: ids stay readable where they can, and stay apart where they cannot."""
    paths = ["a/b.png", "a--b.png", "a-/b.png", "a/-b.png", "ä/b.png", "a b.png", "a-b.png", "a/B.png", "x" * 300, "x" * 301]
    ids = [file_id("course", path) for path in paths]
    assert len(set(ids)) == len(paths) and all(len(each) <= 160 and "/" not in each for each in ids)
    assert ids[0] == "course--a--b.png"


def test_addresses_are_found_where_they_stand() -> None:
    """CONT-1: in tables, quotes, lists, inside each other, behind code that looks the same."""
    text = (
        '# A ![q](q.png)\n\n| a | b |\n| - | - |\n| ![x](y.png) | [z](w "t") ![x](y.png) |\n\n'
        "> - hi `![a](b.png)` ![a](b.png)\n>   next [c](<d e.md>) [![i](i.png)](l.md)\n>   [long\n>   words](m.md)\n"
    )
    found = list(named_in(text))
    assert [(text[it.start : it.end], it.line) for it in found] == [
        *(("q.png", 0), ("y.png", 4), ("w", 4), ("y.png", 4), ("b.png", 6)),
        *(("<d e.md>", 7), ("l.md", 7), ("i.png", 7), ("m.md", 9)),
    ]
    assert len({it.start for it in found}) == len(found)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "vbscript:x", "data:text/html,x"])
def test_a_link_that_no_reader_follows_is_told(tmp_path: Path, address: str) -> None:
    """CONT-1: it is not left in the text as brackets."""
    found = told(content(tmp_path, asking=f"{LESSON}\n[more]({address})\n"))
    assert any(f"asking.md:9: {address} is not a place that a lesson can link to" in fault for fault in found), found


def test_a_heading_of_another_lesson_is_not_led_to_in_silence(tmp_path: Path) -> None:
    """CONT-1."""
    folder = content(tmp_path, course=TWO, asking=LESSON + "\n[Next](telling.md#second)\n")
    place(folder, "first/telling.md", LESSON.encode())
    assert told(folder) == [
        "courses/selling/first/asking.md:9: advice: The link leads to the beginning of telling.md, not to #second. "
        "Say in its words what to look for."
    ]
