"""Passages found again after a text has changed. Source: media-and-standards.md, Reading; LEARN-2."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from trainhub_core.models.notes import Anchor
from trainhub_core.rules.anchors import How, anchor_of, located
from trainhub_core.rules.near import nearest

WORDS = ("ask", "every", "happy", "client", "for", "one", "name", "say", "what", "you", "need", "to", "whom", "it", "helps", "by", "when")
QUOTE = "Say what you need, to whom it helps, and by when; then wait a week."
TEXT = f"# Asking\n\nAsk every happy client. Most like to help.\n\n{QUOTE} Nobody minds.\n\nAsk again after the next success.\n"
sentences = some.lists(some.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)


def anchored(text: str, quote: str, nth: int = 0) -> Anchor:
    at = -1
    for _ in range(nth + 1):
        at = text.index(quote, at + 1)
    return anchor_of(text, at, at + len(quote))


def found(text: str, anchor: Anchor) -> str:
    passage = located(text, anchor)
    assert passage is not None
    return text[passage.start : passage.end]


def test_an_unchanged_text_has_it_where_it_was() -> None:
    """LEARN-2."""
    passage = located(TEXT, anchored(TEXT, QUOTE))
    assert passage is not None
    assert (passage.how, passage.start) == (How.EXACT, TEXT.index(QUOTE))


@given(sentences, sentences)
def test_edits_before_and_after_do_not_matter(before: str, after: str) -> None:
    """LEARN-2: whatever else the text says, the passage is the passage."""
    anchor = anchored(TEXT, QUOTE)
    assert found(f"{before}\n\n{QUOTE} {after}", anchor) == QUOTE
    assert found(f"{before}\n{TEXT}{after}", anchor) == QUOTE


@given(some.integers(0, len(QUOTE) - 1), some.integers(0, len(QUOTE) - 1), some.sampled_from(["", "x", "really ", ", no,"]))
@example(0, 1, "")
@example(len(QUOTE) - 2, len(QUOTE) - 1, "")
def test_small_edits_inside_are_followed(first: int, second: int, put: str) -> None:
    """LEARN-2: up to two places of the passage change; what is found is the changed passage, to a few characters."""
    one, two = sorted((first, second))
    changed = QUOTE[:one] + put + QUOTE[one + 1 : two] + put + QUOTE[max(two, one + 1) :]
    text = TEXT.replace(QUOTE, changed)
    passage = located(text, anchored(TEXT, QUOTE))
    assert passage is not None
    start = text.index(changed)
    assert abs(passage.start - start) <= 8
    assert abs(passage.end - start - len(changed)) <= 8


@given(some.integers(2, 6), some.data(), sentences)
def test_of_equal_passages_the_one_with_the_same_surroundings_is_meant(copies: int, data: some.DataObject, before: str) -> None:
    """LEARN-2: duplicates."""
    chosen = data.draw(some.integers(0, copies - 1))
    text = "".join(f"In part {n} of the house. {QUOTE} That was part {n}, done. " for n in range(copies))
    text_now = f"{before} {text}"
    passage = located(text_now, anchored(text, QUOTE, chosen))
    assert passage is not None
    assert text_now[: passage.start].count(QUOTE) == chosen


@given(some.integers(20, 100))
def test_other_line_ends_are_no_change(width: int) -> None:
    """LEARN-2: width changes: an author who wraps anew moves nothing."""
    import textwrap

    text = "\n".join(textwrap.wrap(TEXT.replace("\n", " "), width))
    assert found(text, anchored(TEXT, QUOTE)).split() == QUOTE.split()


@given(sentences)
def test_what_is_gone_is_said_to_be_gone(rest: str) -> None:
    """LEARN-2: orphaned, never put somewhere by guess."""
    gone = TEXT.replace(QUOTE, "")
    assert located(gone, anchored(TEXT, QUOTE)) is None
    assert located(f"{rest} {gone}", anchored(TEXT, QUOTE)) is None


def test_a_short_passage_that_was_edited_needs_its_surroundings() -> None:
    """LEARN-2."""
    anchor = anchored("We say thank you here, always.", "thank you")
    assert located("Elsewhere they thank them, now and then, or not.", anchor) is None
    assert located("We say thanks you here, always.", anchor) is not None


def test_a_place_without_words_is_no_passage() -> None:
    assert located(TEXT, Anchor(second=30)) is None
    assert located(TEXT, Anchor(quote=" \n ")) is None
    assert located("", anchored(TEXT, QUOTE)) is None


@given(some.text("abc", min_size=1, max_size=8), some.text("abc", max_size=14))
def test_the_nearest_stretch_needs_the_fewest_edits(pattern: str, text: str) -> None:
    """The bit-parallel answer is that of the table of edits."""
    row = list(range(len(pattern) + 1))
    fewest = row[-1]
    for char in text:
        above, row[0] = row[0], 0
        for at, mine in enumerate(pattern, 1):
            above, row[at] = row[at], min(above + (mine != char), row[at] + 1, row[at - 1] + 1)
        fewest = min(fewest, row[-1])
    edits, start, end = nearest(pattern, text)
    assert edits == fewest
    assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize("size", [1, 10_000_000])
def test_a_long_text_costs_little(size: int) -> None:
    """LEARN-2: ten megabytes, an edited passage."""
    text = "Nothing of it. " * (size // 15) + TEXT.replace("helps", "really helps")
    passage = located(text, anchored(TEXT, QUOTE))
    assert passage is not None and passage.how is How.FUZZY
