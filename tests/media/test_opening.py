"""LIB-3: every file opens as a document or says in a sentence why not; nothing in it reaches the terminal as a control."""

from itertools import pairwise
from pathlib import Path

import pytest

from trainhub_core.text import is_clean
from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import open_document, open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.widgets.reader_flow import Flow

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (DATA / folder).rglob("*") if path.is_file())


def every_line(document: Document, width: int, ascii_only: bool = False) -> list[str]:
    flow = Flow(document, width, ascii_only)
    lines = [line for piece in range(len(document.pieces)) for line in flow.lines(piece)]
    assert all(line.cells <= width for line in lines)
    assert all(one.at <= other.at for one, other in pairwise(lines))
    return [line.text for line in lines]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


KINDS = ("pdf", "office", "markdown", "terminal", "vtt", "video", "hls")


def test_every_file_opens_or_says_why_and_draws_no_control_character() -> None:
    """LIB-3: reports what opened, what was refused and why, what crashed (nothing may)"""
    outcomes = {path: outcome(path) for path in files(*KINDS)}
    if not outcomes:
        pytest.skip("no shared data")
    refused = {path: words for path, words in outcomes.items() if words.startswith("refused")}
    crashed = {path: words for path, words in outcomes.items() if words.startswith("crashed")}
    print(f"{len(outcomes)} files: {len(outcomes) - len(refused) - len(crashed)} opened, {len(refused)} refused, {len(crashed)} crashed")
    for path, words in sorted({**refused, **crashed}.items()):
        print(f"{path.relative_to(DATA)}: {words}")
    assert not crashed
    assert {path.suffix for path in refused} <= {".pdf", ".xls", ".mp4", ".webm", ".mp3", ".m3u8", ".vtt", ".in"}


def outcome(path: Path) -> str:
    """Opens a file and looks at every line of it at two widths."""
    try:
        document = open_document(path, path.name)
    except CannotOpen as refusal:
        return f"refused: {refusal.sentence}" if refusal.sentence.endswith(".") and is_clean(refusal.sentence) else "crashed: bad sentence"
    except Exception as error:  # noqa: BLE001 - a crash of any kind is what is looked for
        return f"crashed: {error!r}"
    if not (document.complete and is_clean(document.text)):
        return "crashed: not complete or not clean"
    lines = (line for width, ascii_only in ((20, True), (76, False)) for line in every_line(document, width, ascii_only))
    return "opened" if all("\n" not in line and is_clean(line) for line in lines) else "crashed: a line is not clean"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("broken-small/corrupted.pdf", "damaged"),
        ("broken-small/encrypted.pdf", "password"),
        ("markitdown/MEDRPT-2024-PAT-3847_medical_report_scan.pdf", "only page images"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_what_is_wrong_with_it(name: str, words: str) -> None:
    """LIB-3"""
    path = DATA / "pdf" / name
    if not path.exists():
        pytest.skip("no shared data")
    with pytest.raises(CannotOpen, match=words):
        open_document(path, path.name)


def test_a_long_pdf_shows_its_first_pages_before_all_are_read() -> None:
    """LIB-3"""
    found = files("pdf/py-pdf-large")
    if not found:
        pytest.skip("no shared data")
    steps = list(open_growing(found[0], "Topology"))
    assert [len(step.pieces) for step in steps] == [1, 4, 16, 64, 117]
    assert [step.complete for step in steps] == [False, False, False, False, True]
    assert all(later.text.startswith(step.text) for step, later in pairwise(steps))
    assert len(steps[-1].contents) > 30


def test_lines_of_a_pdf_become_paragraphs_without_hyphens() -> None:
    """LIB-3: reflowed"""
    path = DATA / "pdf/py-pdf/026-latex-multicolumn/multicolumn.pdf"
    if not path.exists():
        pytest.skip("no shared data")
    text = open_document(path, "Columns").text
    assert "consectetuer adipiscing elit. Ut purus elit, vestibulum ut, placerat ac, adipiscing vitae" in text


def test_a_web_page_named_like_a_pdf_is_noticed(tmp_path: Path) -> None:
    """LIB-2, LIB-3: the sign-in page of a hotel network"""
    path = written(
        tmp_path, "guide.pdf", b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Welcome</h1><p>Log in</p></body></html>"
    )
    document = open_document(path, "guide.pdf", "application/pdf")
    assert document.title == "Sign in"
    assert document.note == "It is named like a PDF, but it is a web page."
    assert document.note in every_line(document, 80)


def test_a_web_page_comes_without_its_scripts(tmp_path: Path) -> None:
    """LIB-3"""
    page = b"<html><body><script>alert(1)</script><style>p{}</style><h2>Plan</h2>"
    page += b"<p>Do <b>this</b> &#x202e;now</p><ul><li>one</li></ul></body></html>"
    document = open_document(written(tmp_path, "page.html", page), "page.html")
    assert [heading.title for heading in document.contents] == ["Plan"]
    assert "alert" not in document.text and "p{}" not in document.text and "\u202e" not in document.text
    assert "• one" in every_line(document, 40)


def test_a_deeply_nested_web_page_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """LIB-3"""
    path = written(tmp_path, "deep.html", b"<html><body>" + b"<div><blockquote>" * 20_000 + b"x")
    with pytest.raises(CannotOpen, match="web page"):
        open_document(path, "deep.html")


@pytest.mark.parametrize(
    "data",
    [
        "Größe – 5 €\n".encode(),
        "Größe – 5 €\n".encode("utf-16"),
        "Größe – 5 €\n".encode("utf-8-sig"),
        "Größe – 5 €\n".encode("utf-16-le"),
        "Größe – 5 €\n".encode("cp1252"),
    ],
    ids=["utf-8", "utf-16 with mark", "utf-8 with mark", "utf-16 without mark", "cp1252"],
)
def test_text_opens_in_any_encoding(tmp_path: Path, data: bytes) -> None:
    """LIB-3"""
    assert open_document(written(tmp_path, "note.txt", data), "note.txt").text == "Größe – 5 €\n"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.md", b"", "empty"),
        ("a.md", b"\x89PNG\r\n\x1a\n" + bytes(40), "a picture"),
        ("a.txt", b"\x00\x01\x02\x03" * 400, "no text"),
        ("a.docx", b"PK\x03\x04" + bytes(40), "This Word document is damaged"),
        ("a.mp4", b"\x00\x00\x00\x20ftypisom" + bytes(40), "a video"),
    ],
)
def test_what_cannot_be_read_here_is_refused_with_a_sentence(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """LIB-3"""
    with pytest.raises(CannotOpen, match=words):
        open_document(written(tmp_path, name, data), name)


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    """LIB-3"""
    for path in (tmp_path / "gone.md", tmp_path, Path("/dev/zero")):
        with pytest.raises(CannotOpen):
            open_document(path, "gone.md")


def test_source_code_keeps_its_lines(tmp_path: Path) -> None:
    """LIB-3"""
    document = open_document(written(tmp_path, "a.py", b"def f():\n\treturn 1\n\n\nprint(f())\n"), "a.py")
    assert every_line(document, 40) == ["│ def f():", "│     return 1", "│ ", "│ ", "│ print(f())"]
