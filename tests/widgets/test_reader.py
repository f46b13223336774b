"""LIB-4: the reader as a person uses it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from trainhub_core.text import is_clean
from trainhub_tui.media.openers import markdown_document, text_document
from trainhub_tui.widgets.reader import Reader

LESSON = "# Lesson\n\n" + "\n\n".join(
    f"## Part {number}\n\nPart {number} has **several** words that say\nwhat to do, and\n"
    f"[more](https://example.com/{number}) words after that."
    for number in range(1, 60)
)


class Shown(App[None]):
    """A reader alone on the screen; where it was and whether at its end whenever it said that it moved, and the links it told of."""

    def __init__(self) -> None:
        super().__init__()
        self.moves: list[tuple[int, bool]] = []
        self.links: list[str] = []

    def compose(self) -> ComposeResult:
        yield Reader()

    def on_reader_moved(self, message: Reader.Moved) -> None:
        self.moves.append((message.reader.place, message.reader.at_end))

    def on_reader_link_chosen(self, message: Reader.LinkChosen) -> None:
        self.links.append(message.url)

    @property
    def reader(self) -> Reader:
        return self.query_one(Reader)


def reading(steps: Callable[[Shown, Pilot[None]], Awaitable[None]], size: tuple[int, int] = (80, 24), source: str = LESSON) -> None:
    async def run() -> None:
        app = Shown()
        async with app.run_test(size=size) as pilot:
            app.reader.load(markdown_document(source, "Lesson"))
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


def at_end(app: Shown) -> bool:
    return app.reader.at_end


def screen(app: Shown) -> list[str]:
    return [app.reader.render_line(y).text.rstrip() for y in range(app.reader.size.height)]


def test_the_contents_lead_to_their_headings() -> None:
    """LIB-4"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        heading = reader.contents[10]
        assert heading.title == "Part 10" and heading.level == 2
        reader.go_to(heading.offset)
        await pilot.pause()
        assert screen(app)[0].strip() == "Part 10" and reader.place == heading.offset
        reader.action_next_heading()
        assert screen(app)[0].strip() == "Part 11"
        reader.action_previous_heading()
        reader.action_previous_heading()
        assert screen(app)[0].strip() == "Part 9"

    reading(steps)


def test_the_place_stays_when_the_terminal_is_resized_and_when_reading_goes_on_later() -> None:
    """PATH-5, LOOK-2"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        reader.go_to(reader.contents[20].offset)
        for _ in range(5):
            reader.action_line_down()
        await pilot.pause()
        place, first = reader.place, screen(app)[0].split()[:2]
        for width in (40, 200, 33, 80):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert reader.place == place
        assert screen(app)[0].split()[:2] == first
        reader.load(markdown_document(LESSON, "Lesson"), at=place)
        assert reader.place == place and screen(app)[0].split()[:2] == first

    reading(steps)


def test_lines_and_pages_move_as_far_as_they_say_and_stop_at_the_ends() -> None:
    """LIB-4"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        before = screen(app)
        reader.action_line_up()
        assert screen(app) == before and not at_end(app)
        reader.action_line_down()
        assert screen(app)[:-1] == before[1:]
        reader.action_page_down()
        assert screen(app)[:1] == before[-1:]
        reader.action_end()
        await pilot.pause()
        assert at_end(app) and reader.share_read == 1.0
        assert app.moves[-1] == (reader.place, True)
        bottom = screen(app)
        reader.action_page_down()
        assert screen(app) == bottom
        reader.action_home()
        assert screen(app) == before and 0 < reader.share_read < 0.2

    reading(steps)


def test_going_up_into_pages_never_seen_does_not_jump() -> None:
    """LIB-4: heights are estimates until a page is seen"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        reader.action_end()
        for _ in range(200):
            before = screen(app)
            reader.action_line_up()
            assert screen(app)[1:] == before[:-1]

    reading(steps, source="\n\n".join([LESSON, "| a | b |\n|--|--|\n" + "| 1 | 2 |\n" * 30, "short\n\n" * 400] * 4))


def test_a_search_counts_marks_and_walks_its_hits() -> None:
    """LIB-4"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        assert reader.search("SEVERAL  words") == 0
        assert reader.search("what to do") == 59
        assert reader.search("example.com") == 0
        assert reader.search("part 30 has") == 1
        assert any("Part 30 has" in line for line in screen(app))
        assert reader.search("words after") == 59
        place = reader.place
        for _ in range(58):
            reader.action_next_hit()
        assert reader.place != place
        row = next(
            y for y in range(reader.size.height) if any(segment.style and segment.style.reverse for segment in reader.render_line(y))
        )
        marked = [segment.text for segment in reader.render_line(row) if segment.style and segment.style.reverse]
        assert "".join(marked) in ("words after", "words", "after", "words ")
        reader.action_next_hit()
        reader.action_previous_hit()
        assert reader.search("") == 0

    reading(steps)


def test_a_link_is_reported_and_never_opened() -> None:
    """Reliability: links"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        lines = screen(app)
        row = next(y for y, line in enumerate(lines) if "more" in line)
        await pilot.click(Reader, offset=(lines[row].index("more") + 1, row))
        await pilot.click(Reader, offset=(0, row))
        await pilot.pause()
        assert app.links == ["https://example.com/1"]

    reading(steps, size=(100, 24))


def test_bookmarks_stand_in_the_gutter_of_their_line() -> None:
    """LEARN-1"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        reader.marks = frozenset({reader.contents[1].offset, LESSON.index("several")})
        marked = [line for line in screen(app) if line.strip().startswith("★")]
        assert len(marked) == 2 and marked[0].strip(" ★") == "Part 1"

    reading(steps)


def test_everything_can_be_drawn_with_ascii_alone() -> None:
    """LOOK-6"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        app.reader.ascii = True
        app.reader.marks = frozenset({0})
        await pilot.pause()
        assert all(line.isascii() for line in screen(app)) and "# Lesson" in screen(app)[0]

    reading(steps)


def test_lines_are_no_longer_than_can_be_read_and_stand_in_the_middle() -> None:
    """LIB-4"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        line = next(line for line in screen(app) if "Part 1 has" in line)
        assert 50 < len(line) - len(line.lstrip()) < 65 and len(line.strip()) <= 88

    reading(steps, size=(200, 50), source=LESSON.replace("words", "words and words"))


def test_the_wheel_and_the_scroll_bar_move_the_text() -> None:
    """LOOK-3"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        before = screen(app)
        await pilot._post_mouse_events([MouseScrollDown], Reader, button=0)
        assert screen(app)[0] == before[3]
        reader.scroll_to(y=reader.max_scroll_y, animate=False)
        await pilot.pause()
        assert at_end(app)

    reading(steps)


def test_a_document_that_grows_keeps_the_reader_where_it_was() -> None:
    """LIB-3: long PDFs arrive in parts"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        whole = text_document("line\n" * 4_000, "x")
        part = type(whole)(whole.title, whole.text[: whole.pieces[1].end], whole.pieces[:2], complete=False)
        reader.load(part)
        reader.action_end()
        place = reader.place
        assert not at_end(app) and place > 0
        reader.extend(whole)
        assert reader.place == place and not at_end(app)
        reader.action_end()
        assert at_end(app)

    reading(steps)


def test_an_empty_document_is_drawn() -> None:
    """Reliability"""

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        for action in ("line_down", "page_up", "end", "next_heading", "next_hit", "home"):
            getattr(reader, f"action_{action}")()
        assert set(screen(app)) == {""} and reader.at_end and reader.share_read == 1.0

    reading(steps, source="")


def test_ten_megabytes_open_and_scroll_at_once() -> None:
    """LIB-3: only what is on the screen is parsed"""
    document = markdown_document((LESSON + "\n\n") * 1_400, "Long")
    assert len(document.text) > 9_000_000

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        began = time.thread_time()
        reader.load(document, at=5_000_000)
        screen(app)
        reader.action_page_down()
        screen(app)
        assert time.thread_time() - began < 1.0
        reader.action_end()
        assert at_end(app)

    reading(steps)


def test_naughty_strings_reach_no_line_of_the_screen_as_controls() -> None:
    """Reliability: text from elsewhere"""
    naughty = Path(__file__).resolve().parents[3] / "shared" / "data" / "terminal" / "blns" / "blns.txt"
    if not naughty.exists():
        pytest.skip("no shared data")

    async def steps(app: Shown, pilot: Pilot[None]) -> None:
        reader = app.reader
        while True:
            assert all(is_clean(line) for line in screen(app))
            if at_end(app):
                break
            reader.action_page_down()

    reading(steps, size=(50, 30), source=naughty.read_text(encoding="utf-8"))
