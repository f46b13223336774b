"""Words on the lines of a reader, the way from one to another, and highlights over them (LEARN-2)."""

import pytest

from trainhub_tui.media.openers import markdown_document
from trainhub_tui.widgets.reader_flow import Flow, Spot
from trainhub_tui.widgets.reader_markers import Marker, with_markers
from trainhub_tui.widgets.reader_words import first_word, next_line, next_sentence, next_word, sentence_at, word_at, words_of
from trainhub_tui.widgets.reader_wrap import Face, Run

TEXT = "# Title here\n\nOne **two** three. Four five six!\n\n- seven eight\n\n日本語の文。次の文。\n"


@pytest.mark.parametrize("width", [20, 31, 88])
def test_every_word_is_reached_forwards_and_backwards_at_any_width(width: int) -> None:
    """LEARN-2: what is between a word's offsets is the word."""
    flow = Flow(markdown_document(TEXT, "Text"), width)
    word = first_word(flow, Spot(0, 0))
    found = []
    while word:
        assert TEXT[word.start : word.end] == word.text
        found.append(word)
        word = next_word(flow, word, 1)
    assert [it.text for it in found[:10]] == ["Title", "here", "One", "two", "three.", "Four", "five", "six!", "seven", "eight"]
    assert "".join(it.text for it in found[10:]) == "日本語の文。次の文。"
    assert [next_word(flow, it, -1) for it in found[1:]] == found[:-1]
    assert [word_at(flow, it.start) for it in found] == found


def test_sentences_end_at_their_signs_and_at_empty_lines() -> None:
    """LEARN-2."""
    flow = Flow(markdown_document(TEXT, "Text"), 88)
    two = word_at(flow, TEXT.index("two"))
    assert two is not None
    first, last = sentence_at(flow, two)
    assert (first.text, last.text) == ("One", "three.")
    ends = [last]
    while following := next_sentence(flow, ends[-1], 1):
        ends.append(following)
    assert [it.text for it in ends[:3]] == ["three.", "six!", "eight"]
    back = next_sentence(flow, first, -1)
    assert back is not None and back.text == "Title"


def test_a_line_down_keeps_the_column() -> None:
    flow = Flow(markdown_document("aa bb cc dd\nee ff gg hh ii jj kk ll mm nn\n", "Text"), 20)
    word = word_at(flow, 3)
    assert word is not None
    below = next_line(flow, word, 1)
    assert below is not None and below.cell == word.cell and below.spot == Spot(0, 1)
    assert next_line(flow, below, -1) == word


def test_decoration_holds_no_words() -> None:
    flow = Flow(markdown_document("- item\n\n---\n", "Text"), 40)
    assert [it.text for row in range(flow.height) for it in words_of(flow.line(flow.spot_at(row)), flow.spot_at(row))] == ["item"]


def test_markers_cut_runs_and_the_last_one_shows() -> None:
    """LEARN-2."""
    run = Run("one two three", Face(), 10)
    markers = [Marker("a", 10, 17, "yellow"), Marker("b", 14, 40, "selection")]
    assert [(it.text, it.face.marker, it.at) for it in with_markers([run, Run("│", Face())], markers)] == [
        ("one ", "yellow", 10),
        ("two", "selection", 14),
        (" three", "selection", 17),
        ("│", "", -1),
    ]
