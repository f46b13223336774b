"""LIB-3, reliability: files made to hurt are refused with a sentence, within the limits, and nothing is written or opened elsewhere."""

import resource
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from tests.media.packages import book_members, png, sheets, word_members, word_paragraph, zipped
from tests.media.test_opening import every_line, written
from trainhub_core.text import is_clean
from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import open_document, open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.widgets.reader_flow import Flow

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";"}{("&" + chr(97 + n) + ";") * 9}">' for n in range(9))
    + "]>"
)


def refused(path: Path, words: str) -> None:
    began = time.monotonic()
    with pytest.raises(CannotOpen, match=words) as caught:
        open_document(path, path.name)
    assert time.monotonic() - began < 60 and is_clean(caught.value.sentence) and caught.value.sentence.endswith(".")


def linked() -> ZipInfo:
    info = ZipInfo("word/media/passwd")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_archives_that_lead_out_hold_links_or_swell_are_refused(tmp_path: Path) -> None:
    """Reliability, files"""
    word = word_members(word_paragraph("x"))
    refused(zipped(tmp_path / "a.docx", {**word, "../../evil.xml": "x"}), "want to lie outside")
    refused(zipped(tmp_path / "b.docx", {**word, "/etc/cron.d/evil": "x"}), "want to lie outside")
    refused(zipped(tmp_path / "c.epub", {**book_members({"one.xhtml": "x"}), "..\\evil.xhtml": "x"}), "This e-book has files")
    refused(zipped(tmp_path / "d.docx", word, [(linked(), b"/etc/passwd")]), "links or devices")
    refused(zipped(tmp_path / "e.docx", {**word, "word/document.xml": b" " * 80_000_000}), "unpacks to far more")
    refused(zipped(tmp_path / "f.zip", {"a.bin": bytes(60_000_000)}), "unpacks to far more")
    assert not (tmp_path.parent.parent / "evil.xml").exists()


def test_an_entity_bomb_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    """Reliability, files"""
    refused(zipped(tmp_path / "a.docx", word_members(word_paragraph("&j;"), head=LAUGHS)), "defines text that grows")
    members = word_members(word_paragraph("x"))
    members["word/document.xml"] = str(members["word/document.xml"]).replace('<?xml version="1.0"?>', LAUGHS).encode("utf-16")
    refused(zipped(tmp_path / "b.docx", members), "defines text that grows")
    book = book_members({"one.xhtml": "x"})
    refused(zipped(tmp_path / "c.epub", {**book, "OPS/one.xhtml": LAUGHS + "<html><body>&j;</body></html>"}), "defines text that grows")


@pytest.mark.parametrize("cut", [30, 300, 1_000, 3_000])
def test_a_file_cut_off_says_that_it_is_damaged(tmp_path: Path, cut: int) -> None:
    """LIB-3: bad input"""
    whole = sheets(tmp_path / "a.xlsx").read_bytes()
    refused(written(tmp_path, "a.xlsx", whole[:cut]), "This spreadsheet is damaged")
    word = zipped(tmp_path / "b.docx", word_members("<w:p><w:r>" + "broken" * 500))
    refused(word, "This Word document is damaged")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png(4, 4, claimed=(60_000, 60_000)), "This picture is too large"),
        (png(6_000, 5_000), "This picture is too large"),
        (png(40, 40)[:60], "This picture is damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture"),
        (b"II*\x00" + bytes(100), "This kind of picture cannot be shown"),
        (b"GIF89a\xff\xff\xff\xff\x00\x00\x00" + bytes(50), "picture"),
    ],
    ids=["bomb by its head", "bomb in truth", "cut off", "only a head", "tiff", "gif bomb"],
)
def test_pictures_that_cannot_be_shown_say_why(tmp_path: Path, data: bytes, words: str) -> None:
    """LIB-3: an image bomb is refused before it is decoded"""
    refused(written(tmp_path, "a.png", data), words)


def test_a_bad_picture_in_a_good_document_is_left_out(tmp_path: Path) -> None:
    """LIB-3"""
    chapter = {"one.xhtml": "<p>Words</p><p><img src='a.png' alt='bomb'/></p><p><img src='b.png' alt='good'/></p>"}
    more = {"OPS/a.png": png(4, 4, claimed=(60_000, 60_000)), "OPS/b.png": png(20, 20)}
    document = open_document(zipped(tmp_path / "a.epub", book_members(chapter, more=more)), "a.epub")
    assert list(document.pictures) == ["picture:OPS/b.png"]
    assert {"▣ bomb", "▣ good"} <= set(every_line(document, 40))


def test_control_characters_in_office_files_reach_no_line(tmp_path: Path) -> None:
    """Reliability: text from elsewhere"""
    chapter = {"one.xhtml": "<h1>a&#x1b;]52;c;eA==&#7;b</h1><p>\u202eevil&#x9b;31m</p><img src='x.png' alt='&#x1b;[2J'/>"}
    csv = b"a,b\x1b[2J\n\x9b31m,\xe2\x80\xaex\n"
    for path in (zipped(tmp_path / "a.epub", book_members(chapter)), written(tmp_path, "a.csv", csv)):
        document = open_document(path, path.name)
        assert is_clean(document.text) and is_clean(document.title) and all(is_clean(heading.title) for heading in document.contents)
        assert all(is_clean(line) for line in every_line(document, 40))


def first_page(path: Path) -> tuple[float, Document, Iterator[Document]]:
    """The processor time of it, its document, and what comes after it."""
    steps = open_growing(path, path.name)
    began = time.thread_time()
    first = next(steps)
    flow = Flow(first, 80)
    flow.moved(flow.find(0), 40)
    return time.thread_time() - began, first, steps


@pytest.mark.parametrize("size", [300_000, 10_000_000])
def test_the_first_page_of_a_long_text_takes_a_time_that_does_not_grow_with_it(tmp_path: Path, size: int) -> None:
    """LIB-3: first page"""
    part = "## Part\n\nSome **words** – that go on.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1\n```\n\n"
    text = part * (size // len(part.encode()))
    path = written(tmp_path, "lesson.md", text.encode())
    short = written(tmp_path, "short.md", (part * 20).encode())
    Flow(open_document(short, "short.md"), 80).moved(Flow(open_document(short, "short.md"), 80).find(0), 40)
    tries = [first_page(path) for _ in range(3)]
    assert min(cost for cost, _, _ in tries) < 0.15, "a collection of garbage may fall into one of them, and not into all"
    _, first, steps = tries[-1]
    whole = list(steps)[-1]
    assert whole.complete and not first.complete and whole.text.startswith(first.text)
    assert whole.pieces[: len(first.pieces)] == first.pieces and whole.contents[: len(first.contents)] == first.contents


def test_reading_hostile_files_costs_the_app_no_memory(tmp_path: Path) -> None:
    """Reliability, files: the child pays, and only up to its limit"""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(written(tmp_path, "a.png", png(6_000, 5_000)), "too large")
    rows = b"<row>" + b"<c><v>1</v></c>" * 2_000 + b"</row>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + rows * 1_500
    path = sheets(tmp_path / "b.xlsx")
    with ZipFile(path) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = sheet + b"</sheetData></worksheet>"
    try:
        open_document(zipped(path, members), "b.xlsx")
    except CannotOpen as refusal:
        assert "spreadsheet" in refusal.sentence
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000
