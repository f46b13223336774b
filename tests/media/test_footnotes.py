"""LIB-3: footnotes, places in a document, tables that are longer than a piece, addresses in plain words."""

from tests.media.test_opening import every_line
from trainhub_tui.media.blocks import Paragraph, Table, plain
from trainhub_tui.media.linking import linked
from trainhub_tui.media.openers import growing_markdown, markdown_document


def test_a_footnote_far_away_is_linked_and_stands_where_it_was_written() -> None:
    """LIB-3"""
    source = "Words[^1] and [^none].\n\n" + "Filler words.\n\n" * 1_000 + "[^1]: The note with **weight**.\n\n    More of it.\n"
    document = markdown_document(source, "x")
    first = document.blocks(0)[0]
    assert isinstance(first, Paragraph) and plain(first.spans) == "Words[1] and [^none]."
    mark = next(span for span in first.spans if span.link)
    assert source.startswith("[^1]", mark.at) and document.place_of(mark.link) == source.index("[^1]:")
    lines = every_line(document, 40)
    assert "▌ [1] The note with weight." in lines and "▌ More of it." in lines


def test_links_to_headings_find_their_place() -> None:
    """LIB-4"""
    document = markdown_document("# One two\n\n[x](#the-end)\n\n## The end!\n\n## The end\n\ntext\n", "x")
    assert document.place_of("#the-end") == document.contents[1].offset
    assert document.place_of("#the-end-1") == document.contents[2].offset
    assert document.place_of("#nowhere") is None and document.place_of("https://example.com/#the-end") is None


def test_a_table_longer_than_a_piece_stays_a_table() -> None:
    """LIB-3"""
    source = "| name | value |\n|---|--:|\n" + "".join(f"| row {number} | {number} |\n" for number in range(3_000)) + "\nAfter\n"
    document = markdown_document(source, "x")
    assert len(document.pieces) > 3
    tables = [block for index in range(len(document.pieces)) for block in document.blocks(index) if isinstance(block, Table)]
    assert [table.goes_on for table in tables] == [False] + [True] * (len(tables) - 1)
    assert sum(len(table.rows) - 1 for table in tables) == 3_000
    lines = every_line(document, 40)
    assert sum(line.startswith("name") for line in lines) == 1 and not any("|" in line for line in lines) and "After" in lines


def test_a_long_text_begins_with_the_pieces_it_keeps() -> None:
    """LIB-3"""
    source = "# A\n\n" + "Words and `code` on.\n\n```py\nx = 1\n```\n\n" * 8_000
    first, whole = growing_markdown(source, "x")
    assert not first.complete and whole.pieces[: len(first.pieces)] == first.pieces and whole.text.startswith(first.text)


def test_addresses_in_plain_words_are_links_without_the_full_stop() -> None:
    """LIB-3"""
    spans = linked("See https://example.com/a?b=1. Or (http://example.org), else.", 10)
    assert [span.link for span in spans if span.link] == ["https://example.com/a?b=1", "http://example.org"]
    assert "".join(span.text for span in spans) == "See https://example.com/a?b=1. Or (http://example.org), else."
    assert [span.at for span in spans][:2] == [10, 14]
