"""Issue 3, Bad input: files made in the test are opened by the app; each is a sentence or a text, the limits hold, the app goes on."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.driving import press, story
from tests.app.sections import at_page, page_of, words_of
from tests.app.staged import staged
from tests.media.packages import book_members, png, word_members, word_paragraph, zipped
from trainhub_core.text import is_clean
from trainhub_tui.media import child
from trainhub_tui.media.openers import open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.screens.document import DocumentScreen

PAGE = ("document", "partner-handbook")
MOST_SECONDS = 90.0
"""On a busy machine; the child itself has ten seconds of processor time."""
COLUMNS = 60


def markdown(_: Path) -> bytes:
    return b"# Long\n\n" + b"Words **and** words.\n\n" * 500_000


def table(_: Path) -> bytes:
    row = "|" + "|".join(f" cell {number} " for number in range(COLUMNS)) + "|\n"
    rule = "|" + "---|" * COLUMNS + "\n"
    return ("# Wide\n\n" + row + rule + row * 30).encode()


def bomb(_: Path) -> bytes:
    return png(4, 4, claimed=(50_000, 50_000))


def true_bomb(_: Path) -> bytes:
    return png(6_000, 5_000)


def broken_word(folder: Path) -> bytes:
    return zipped(folder / "x.docx", word_members("<w:p><w:r>" + "broken" * 500)).read_bytes()


def traversing_book(folder: Path) -> bytes:
    return zipped(folder / "x.epub", {**book_members({"one.xhtml": "<p>x</p>"}), "../../evil.xhtml": "x"}).read_bytes()


def wrong_times(_: Path) -> bytes:
    return b"WEBVTT\n\n00:05.000 --> 00:02.000\nback\n\n99:99:99.999 --> x\nno\n\n00:01.000 --> 00:02.000\nyes\n"


def lying(_: Path) -> bytes:
    return b"%PDF-1.7\n" + b"\x00\x01nothing of a PDF" * 99


def word_named_markdown(folder: Path) -> bytes:
    return zipped(folder / "y.docx", word_members(word_paragraph("Words of a document"))).read_bytes()


FILES: dict[Callable[[Path], bytes], str] = {
    markdown: "Words and words.",
    table: "cell 0: cell 0",
    bomb: "This picture is too large to be shown here.",
    true_bomb: "This picture is too large to be shown here.",
    broken_word: "This Word document is damaged and cannot be read.",
    traversing_book: "want to lie outside",
    wrong_times: "WEBVTT",
    lying: "This PDF is damaged and cannot be read.",
    word_named_markdown: "Words of a document",
}


@pytest.mark.parametrize(("made", "words"), FILES.items(), ids=[made.__name__ for made in FILES])
def test_a_bad_file_is_a_sentence_and_the_app_goes_on(tmp_path: Path, made: Callable[[Path], bytes], words: str) -> None:
    """LIB-3, bad input."""

    @story
    async def steps() -> None:
        hub = staged(home=tmp_path / "home")
        hub.has_come("partner-handbook", made(tmp_path))
        began = time.monotonic()
        async with at_page(hub, page=PAGE, size=(80, 24)) as pilot:
            assert words in words_of(pilot)
            assert isinstance(pilot.app.screen, DocumentScreen) and is_clean(page_of(pilot))
            await press(pilot, "pagedown", "G", "escape", "4")
            assert "Documents & Guides" in page_of(pilot)
        assert time.monotonic() - began < MOST_SECONDS and not list(tmp_path.parent.rglob("evil.xhtml"))

    steps()


def test_the_limits_of_the_child_are_those_of_the_issue() -> None:
    """256 MB, 10 s."""
    assert (child.MEMORY, child.CPU_SECONDS) == (256 * 2**20, 10)


def test_named_like_something_else_each_of_them_still_is_a_text_or_a_sentence(tmp_path: Path) -> None:
    """Bad input: a file whose type lies. Prints what is said of each (pytest -s)."""
    said: dict[str, str] = {}
    for made in FILES:
        file = tmp_path / made.__name__
        file.write_bytes(made(tmp_path))
        try:
            for _ in open_growing(file, f"{made.__name__}.md"):
                pass
        except CannotOpen as refusal:
            said[made.__name__] = refusal.sentence
    print(json.dumps(said, indent=1))
    assert {"bomb", "broken_word", "traversing_book", "lying"} <= said.keys()
    assert all(sentence.endswith(".") and is_clean(sentence) for sentence in said.values())
