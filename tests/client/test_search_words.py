"""From what is typed to a question and to marked words: nothing typed is ever FTS5's language (LEARN-5). Pure."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.text import clean
from trainhub_tui.media.openers import markdown_document, text_document
from trainhub_tui.search.passages import LONGEST, sections, without_signs
from trainhub_tui.search.words import MOST_WORDS, SHOWN, folded, marks_in, phrase, question, snippet, words_of

SYNTAX = ('"', "'", "*", "NEAR(a b, 2)", "AND", "OR", "NOT", "title:", "^", "(", ")", "{title}", "-", "+", "\0", "a* OR b", "--", ";", "''")
TYPED = st.lists(st.one_of(st.sampled_from(SYNTAX), st.text(max_size=12), st.sampled_from(("ask", "café", "naïve"))), max_size=8).map(
    " ".join
)
PROSE = st.lists(
    st.sampled_from(("Ask", "well", "Café", "re\u0301sume\u0301", "the", "client.", "…", "\n\n", "|", "**bold**", "日本語")), max_size=400
)


@pytest.fixture(scope="module")
def table() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("""CREATE VIRTUAL TABLE t USING fts5(title, heading, body, about, kind, tokenize="unicode61 remove_diacritics 2")""")
    connection.execute("INSERT INTO t VALUES ('Near and or not', 'Asking', 'Ask every client: near, and or not title a b.', '', 'lesson')")
    return connection


@given(typed=TYPED)
def test_whatever_is_typed_is_a_question_that_sqlite_can_answer(table: sqlite3.Connection, typed: str) -> None:
    words = words_of(typed)
    assert len(words) <= MOST_WORDS
    for wanted in (question(words, ("lesson", "course")), question(words, columns="title"), phrase(words)) if words else ():
        table.execute("SELECT count(*) FROM t WHERE t MATCH ?", (wanted,)).fetchall()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("NOT client", True),
        ("client AND near", True),
        ("NEAR(client asdf)", False),
        ("cli*", True),
        ('"ask', True),
        ("title:near", True),
        ("kind:lesson", False),
        ("lesson", False),
        ("clients", False),
        ("ASK Évery", True),
        ("near ask cli", True),
    ],
)
def test_operators_are_words_and_the_last_word_is_a_beginning(table: sqlite3.Connection, typed: str, found: bool) -> None:
    rows = table.execute("SELECT 1 FROM t WHERE t MATCH ?", (question(words_of(typed)),)).fetchall()
    assert bool(rows) is found


def test_a_phrase_is_words_side_by_side(table: sqlite3.Connection) -> None:
    def count(typed: str) -> int:
        return len(table.execute("SELECT 1 FROM t WHERE t MATCH ?", (phrase(words_of(typed)),)).fetchall())

    assert count("every cli") == 1 and count("client every") == 0


@given(words=PROSE, typed=TYPED)
def test_a_snippet_is_one_line_whose_marks_are_words_looked_for(words: list[str], typed: str) -> None:
    body, wanted = " ".join(words), words_of(typed)
    line = snippet(body, wanted)
    assert "\n" not in line.text and len(line.text) <= SHOWN + 10
    for start, end in line.hits:
        assert any(folded(line.text[start:end]).startswith(folded(word)) for word in wanted)
    if line.at is not None:
        assert any(folded(body[line.at :]).startswith(folded(line.text[start:end])) for start, end in line.hits)


def test_a_snippet_shows_the_place_with_most_of_the_words() -> None:
    body = "For a start. " + "Nothing here. " * 40 + "Ask for a referral today."
    line = snippet(body, words_of("ask for a ref"))
    assert [line.text[a:b] for a, b in line.hits] == ["Ask", "for", "a", "referral"]
    assert line.text.startswith("… ") and line.at == body.index("Ask for")


def test_accents_make_no_difference_to_marks_whichever_way_they_are_written() -> None:
    for text in ("Résumé", "Re\u0301sume\u0301"):
        assert [text[a:b] for a, b in marks_in(text, words_of("resume"))] == [text]
    assert folded("  Élan   VITAL ") == "elan vital"


@given(words=PROSE)
def test_sections_hold_every_word_at_its_place(words: list[str]) -> None:
    """The offset of a passage is where it stands in the text that the reader opens."""
    source = clean("# Title\n\n" + " ".join(words))
    for document in (markdown_document(source, "Title"), text_document(source, "Title")):
        for section in sections(document):
            assert len(section.body) <= LONGEST * 3 // 2
            there = document.text[section.offset : section.offset + len(section.body)]
            assert all(char in (" ", other) for char, other in zip(section.body, there, strict=True))


def test_sections_follow_the_headings_and_leave_signs_and_addresses_out() -> None:
    text = "# One\n\nAsk **well**, [here](https://example.org/secret).\n\n## Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [ ] item\n"
    found = list(sections(markdown_document(text, "One")))
    assert [(it.heading, " ".join(it.body.split())) for it in found] == [("One", "Ask well , here ."), ("Two", "a b 1 2 item")]
    assert len(without_signs(text)) == len(text)
