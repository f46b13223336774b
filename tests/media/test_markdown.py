"""COURSE-4, LIB-3: Markdown as blocks, with each block's place in the source."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from trainhub_core.text import clean, is_clean
from trainhub_tui.media.blocks import Block, Code, Image, Item, Paragraph, Rule, Table, Title, plain
from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import markdown_document, text_document
from trainhub_tui.widgets.reader_flow import Flow

MARKUP = st.text(st.sampled_from("abc 1.\n\n-*#>`~|[]()!_<&;:=\\\té漢🙂\u202e\x1b"), max_size=400)


def all_blocks(document: Document) -> list[Block]:
    return [block for index in range(len(document.pieces)) for block in document.blocks(index)]


def blocks(source: str) -> list[Block]:
    return all_blocks(markdown_document(source, "Lesson"))


def test_each_kind_of_block_is_found() -> None:
    """COURSE-4"""
    source = "# Top\n\nWords *here*.\n\n- one\n  - two\n- [x] done\n- [ ] open\n\n"
    source += "3. three\n\n> quoted\n\n```py\nx = 1\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\n\n![Chart](c.png)\n"
    found = blocks(source)
    assert [type(block) for block in found] == [Title, Paragraph, Item, Item, Item, Item, Item, Paragraph, Code, Table, Rule, Image]
    one, two, done, todo, three = (block for block in found if isinstance(block, Item))
    assert (one.indent, two.indent, done.done, todo.done, three.number) == (0, 1, True, False, 3)
    assert found[7].quote == 1
    assert [source[block.at :].split("\n")[0] for block in found[:2]] == ["# Top", "Words *here*."]
    table = found[9]
    assert isinstance(table, Table) and table.aligns == ("left", "right") and plain(table.rows[1][1]) == "2"


def test_a_list_written_without_blank_lines_stays_close_together() -> None:
    """COURSE-4"""
    flow = Flow(markdown_document("- one\n- two\n  - three\n\nand\n\n- far\n\n- apart\n", "x"), 40)
    assert [line.text for line in flow.lines(0)] == ["• one", "• two", "  ◦ three", "", "and", "", "• far", "", "• apart", ""]


def test_front_matter_is_dropped_and_offsets_still_point_into_the_source() -> None:
    """LIB-4"""
    source = "---\ntitle: X\n---\n# Start\n\nText\n"
    document = markdown_document(source, "x.md")
    assert document.title == "Start" and document.contents[0].offset == source.index("# Start")
    assert [block.at for block in all_blocks(document)] == [source.index("# Start"), source.index("Text")]


def test_spans_know_where_they_stand_in_the_source() -> None:
    """LEARN-2"""
    source = "Some **bold *both*** and `code` and [a link](https://a.example) end\n"
    (paragraph,) = blocks(source)
    assert isinstance(paragraph, Paragraph)
    assert all(source.startswith(span.text, span.at) for span in paragraph.spans)


def test_a_link_defined_far_away_still_works() -> None:
    """LIB-3"""
    source = "See [the guide][g].\n\n" + "Filler words.\n\n" * 2_000 + "[g]: https://example.com/guide\n"
    document = markdown_document(source, "x")
    first = document.blocks(0)[0]
    assert len(document.pieces) > 5 and isinstance(first, Paragraph)
    assert any(span.link == "https://example.com/guide" for span in first.spans)


def test_a_fence_longer_than_a_piece_stays_code() -> None:
    """LIB-3"""
    source = "Before\n\n```js\n" + "let x = '# no heading';\n# not one either\n\n" * 2_000 + "```\n\n# After\n"
    document = markdown_document(source, "x")
    found = all_blocks(document)
    assert len(document.pieces) > 3 and [heading.title for heading in document.contents] == ["After"]
    assert sum(block.text.count("let x") for block in found if isinstance(block, Code)) == 2_000
    assert {type(block) for block in found} == {Paragraph, Code, Title}


def test_entities_cannot_bring_back_what_cleaning_took_out() -> None:
    """Reliability: text from elsewhere"""
    found = blocks(
        "a &#x202e;b &#27;[31m `c` [d](&#x202e;e) ![f&#x202e;](g)\n\n<p>&#x1b;]0;x&#7;</p>\n\n| &#x202e;h |\n|--|\n| &#x9b;i |\n"
    )
    texts = [span.text + span.link for block in found if isinstance(block, Paragraph) for span in block.spans]
    texts += [plain(cell) for block in found if isinstance(block, Table) for row in block.rows for cell in row]
    assert len(texts) > 5 and all(is_clean(text) for text in texts)


def test_raw_html_leaves_its_words_and_the_names_of_its_pictures() -> None:
    """LIB-3"""
    text = " ".join(
        plain(block.spans)
        for block in blocks('<div align="center"><img src="a" alt="Logo"><b>Hi</b></div>\n\nx<br>y <!-- no -->\n')
        if isinstance(block, Paragraph)
    )
    assert "Logo" in text and "Hi" in text and "<" not in text and "no" not in text


@given(MARKUP)
@example("[" * 300)
@example(">" * 300 + "a")
@example("- " * 200)
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read_as_markdown(source: str) -> None:
    """Reliability: no text from elsewhere breaks the reader"""
    document = markdown_document(source, "x")
    found = all_blocks(document)
    assert document.text == clean(source)
    assert all(0 <= block.at <= len(document.text) for block in found)


@given(st.text(st.sampled_from("ab \n`~#é"), max_size=300), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_the_pieces_of_a_plain_text_are_the_text(part: str, times: int) -> None:
    """LIB-3: no character lost"""
    document = text_document(part * times, "x")
    assert "".join(document.text[piece.start : piece.end] for piece in document.pieces) == clean(part * times)


def test_one_line_of_a_megabyte_is_cut_into_pieces() -> None:
    """Reliability: bounded parsing"""
    for document in (markdown_document("word " * 200_000, "x"), text_document("x" * 1_000_000, "x")):
        assert max(piece.end - piece.start for piece in document.pieces) <= 24_000
