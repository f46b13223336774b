"""What was found, as rows of two lines: what it is, and the words around the hit. Read for the rows that are seen."""

from collections.abc import Callable, Mapping, Sequence

from trainhub_tui.palette import DOT
from trainhub_tui.search.asking import Found, Hit
from trainhub_tui.search.words import Snippet, marks_in
from trainhub_tui.widgets.row_model import Cell, Row

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "all": ("All", ()),
    "courses": ("Courses", ("course", "path")),
    "lessons": ("Lessons", ("lesson", "question")),
    "library": ("Library", ("resource", "collection")),
    "webinars": ("Webinars", ("webinar",)),
    "videos": ("Videos", ("transcript",)),
    "notes": ("Notes", ("note",)),
    "bookmarks": ("Bookmarks", ("bookmark",)),
}
"""Filters: the name of each, and the kinds it lets through."""
MARKED = ("lesson", "resource")
"""Kinds whose words are in the text that is opened, and are marked there."""
KIND_WIDTH = 10
NOTHING = Snippet("")
NEAR = 300
"""Characters under a heading that are on the screen with it."""


class FoundRows:
    """Rows of an answer; a page of them is made when it is first seen."""

    def __init__(self, found: Found, snippets: Callable[[Sequence[Hit], Found], Mapping[int, Snippet]]) -> None:
        self.found = found
        self._ask = snippets
        self._snippets: dict[int, Snippet] = {}
        self._index = {hit.key: number for number, hit in enumerate(found.hits)}

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.found.hits)

    def page(self, start: int, size: int) -> Sequence[Row]:
        """Rows from `start` on, at most `size`."""
        hits = self.found.hits[start : start + size]
        if missing := [hit for hit in hits if hit.id not in self._snippets]:
            self._snippets |= dict(self._ask(missing, self.found))
        return [found_row(hit, self._snippets.get(hit.id, NOTHING), self.found.words) for hit in hits]

    def index_of(self, key: str) -> int | None:
        """Where the row with a key stands, None when it is gone."""
        return self._index.get(key)

    def place(self, key: str) -> tuple[str, ...]:
        """The page to open for a row, and where in it."""
        hit = self.found.hits[self._index[key]]
        passage = hit.passage
        at = self._snippets.get(hit.id, NOTHING).at or 0
        words = self.found.words
        is_seen_from_heading = at < NEAR or len(marks_in(passage.heading, words)) >= len(words)
        place = passage.place(0 if is_seen_from_heading and not passage.stops else at)
        if place is None:
            return passage.page, passage.of
        return passage.page, passage.of, str(place), *([self.found.typed] if passage.kind in MARKED else [])


def found_row(hit: Hit, line: Snippet, words: Sequence[str]) -> Row:
    """One hit; where it has no text, what it belongs to stands on the second line."""
    passage = hit.passage
    title = f"{passage.title}: {passage.heading}" if passage.heading else passage.title
    name, detail = Cell(title, "text", tuple(marks_in(title, words))), Cell(passage.detail, "muted")
    kind = Cell(passage.kind.ljust(KIND_WIDTH), "muted")
    if not line.text:
        return Row(hit.key, (name, detail), ((name,), (kind, detail)))
    return Row(hit.key, (name, detail), ((name, detail), (kind, Cell(line.text, "muted", line.hits))))


def count_words(found: Found) -> str:
    """How many there are."""
    return f"{len(found.hits)}{'+' if found.more else ''} found" if found.words else ""


def empty_words(typed: str, found: Found, filter_name: str) -> str:
    """The sentence where nothing is listed."""
    if not typed:
        return "Type a word: titles are searched, and every text on this laptop."
    where = f" in {filter_name}" if filter_name else ""
    what = "No title has" if found.titles_alone else "Nothing has"
    tail = "[ and ] turn to other kinds." if filter_name else "esc clears."
    return f'{what} "{typed}"{where}. {tail}'


def news(found: Found) -> str:
    """What a person should know about the answer."""
    return f"{DOT}titles alone" if found.titles_alone and found.words else ""
