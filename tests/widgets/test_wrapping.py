"""LIB-4, LOOK-2: text wraps at any width, loses nothing, and a place in it survives."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from trainhub_core.text import clean, clean_line
from trainhub_tui.media.blocks import Span
from trainhub_tui.media.openers import markdown_document, text_document
from trainhub_tui.widgets.reader_flow import Flow
from trainhub_tui.widgets.reader_wrap import Face, runs_of, wrap, wrap_verbatim

WORDS = st.text(st.sampled_from("aé b,-漢字。「」ー🙂👍🏽\u0301\u200d\ufe0f ❤ｗﬁ한글"), max_size=120).map(clean_line)
SPANS = st.lists(st.builds(Span, text=WORDS, at=st.just(0), strong=st.booleans(), code=st.booleans()), max_size=8)
BLOCKS = st.lists(
    st.sampled_from(
        [
            "# A heading of several words",
            "Plain words that go on for a while, with **bold**, `code` and [a link](https://a.example/b).",
            "- one\n- two with many more words than fit\n  - deeper still and longer than before\n    1. numbered",
            "> quoted words that go on\n>\n> > and deeper",
            "```py\nfor item in a_rather_long_name(with_arguments, and_more): pass\n```",
            "| Name | What it is for | Cost |\n|---|---|--:|\n| Alpha | Something that takes words to say | 12 |\n"
            "| 漢字 | 全角の文字が並ぶ長い説明文です | 3 |",
            "漢字かな交じり文は空白なしで続くので、どこでも折り返せなければならない。",
            "![A picture](a.png)",
            "---",
            "Averyveryveryveryveryverylongwordthatfitsnowhere-andgoesonandonandonandonandonandon",
        ]
    ),
    min_size=1,
    max_size=40,
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(SPANS, st.integers(2, 60))
@settings(max_examples=200, deadline=None)
def test_wrapping_loses_no_text_and_keeps_the_width(spans: list[Span], width: int) -> None:
    """LIB-4"""
    lines = wrap(runs_of(spans), width)
    assert squeezed("".join(run.text for line in lines for run in line)) == squeezed("".join(span.text for span in spans))
    assert all(sum(cell_len(run.text) for run in line) <= width for line in lines)


@given(st.text(st.sampled_from("ab  \n漢🙂\t."), max_size=200).map(clean), st.integers(4, 40), st.sampled_from(["", "> "]))
@settings(max_examples=150, deadline=None)
def test_verbatim_text_keeps_every_character_at_its_offset(text: str, width: int, mark: str) -> None:
    """LIB-4"""
    lines = list(wrap_verbatim(text, 0, width, Face(), mark))
    assert squeezed("".join(run.text for _, runs in lines for run in runs if run.at >= 0)) == squeezed(text)
    assert all(sum(cell_len(run.text) for run in runs) <= width for _, runs in lines)
    assert all(text.startswith(run.text, run.at) for _, runs in lines for run in runs if run.at >= 0)


@pytest.mark.parametrize("mark", ["", "> "])
@pytest.mark.parametrize("width", [-1, 0, 1, 2])
def test_verbatim_text_comes_to_an_end_where_there_is_no_room(width: int, mark: str) -> None:
    """LIB-4, LOOK-6: as where COLUMNS is 1."""
    lines = list(islice(wrap_verbatim("漢 ab\n\nc", 0, width, Face(), mark), 100))
    assert squeezed("".join(run.text for _, runs in lines for run in runs if run.at >= 0)) == squeezed("漢 ab c")


def test_words_stay_whole_where_they_can() -> None:
    """LIB-4"""
    lines = wrap(runs_of([Span("Partners read ", 0), Span("bold", 14, strong=True), Span("-faced words", 18)]), 14)
    assert ["".join(run.text for run in line) for line in lines] == ["Partners read", "bold-faced", "words"]


@given(BLOCKS, st.integers(20, 120), st.integers(20, 120), st.floats(0, 1), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_place_survives_every_change_of_width(parts: list[str], one: int, other: int, share: float, ascii_only: bool) -> None:
    """PATH-5, LIB-4"""
    document = markdown_document("\n\n".join(parts), "x")
    narrow, wide = Flow(document, one, ascii_only), Flow(document, other, ascii_only)
    place = narrow.offset(narrow.spot_at(round(share * narrow.height)))
    spot = wide.find(place)
    assert wide.offset(spot) <= place <= wide.next_offset(spot) or place < document.pieces[0].start
    assert narrow.offset(narrow.find(place)) == place


@given(BLOCKS, st.integers(20, 100), st.booleans())
@settings(max_examples=80, deadline=None)
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(parts: list[str], width: int, ascii_only: bool) -> None:
    """LOOK-2, LOOK-6"""
    document = markdown_document("\n\n".join(parts), "x")
    flow = Flow(document, width, ascii_only)
    lines = [line for piece in range(len(document.pieces)) for line in flow.lines(piece)]
    assert all(line.cells <= width for line in lines)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    shown = squeezed("".join(run.text for line in lines for run in line.runs if run.at >= 0))
    for part in parts:
        if part.startswith(("漢", "Avery")):
            assert part in shown
    if ascii_only and "".join(parts).isascii():
        assert "".join(line.text for line in lines).isascii()


def test_a_table_too_wide_for_the_screen_becomes_records() -> None:
    """LOOK-2"""
    head = "|".join(f"Column{number}" for number in range(8))
    source = f"|{head}|\n|{'---|' * 8}\n|{'|'.join(f'value{number}' for number in range(8))}|\n"
    flow = Flow(markdown_document(source, "x"), 30)
    assert [line.text for line in flow.lines(0)][:2] == ["Column0: value0", "Column1: value1"]
    wide = Flow(markdown_document(source, "x"), 88)
    assert " │ " in wide.lines(0)[0].text


def test_plain_text_keeps_its_line_breaks_and_wraps_long_lines() -> None:
    """LIB-3"""
    flow = Flow(text_document("one\n\n  two words that are longer than twenty\n", "x"), 20)
    assert [line.text for line in flow.lines(0)] == ["one", "", "  two words that are", "longer than twenty"]
