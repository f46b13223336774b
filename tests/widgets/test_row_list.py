"""LOOK-2, LOOK-3: one list for everything that can grow."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from trainhub_core.text import is_clean
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import GAP, Cell, Column, Row, Rows, RowsOf, fitted

COLUMNS = (Column("When", 10), Column("Topic", 10, share=1), Column("Presenter", 14, drop=2), Column("Min", 4, align="right", drop=1))


def row(number: int, **more: Any) -> Row:
    cells = (Cell("Tue 28 Jan", "muted"), Cell(f"Topic {number}"), Cell("Ada Lovelace", "category-sales-marketing"), Cell("60m", "accent"))
    return Row(f"k{number}", cells, card=((Cell(f"Topic {number}"),), (Cell("Tue 28 Jan", "muted"), Cell("60m"))), **more)


def rows(numbers: Sequence[int]) -> Rows:
    return Rows([row(number) for number in numbers])


class Thing(NamedTuple):
    id: str


def test_rows_are_made_when_their_page_is_looked_at() -> None:
    """LOOK-3: a list of a hundred thousand costs what is seen of it."""
    made: list[str] = []

    def make(things: Sequence[Thing]) -> list[Row]:
        made.extend(it.id for it in things)
        return [Row(it.id, (Cell(it.id),)) for it in things]

    source = RowsOf([Thing(f"k{number}") for number in range(100_000)], make)
    assert (source.count, source.index_of("k70"), source.index_of("gone"), made) == (100_000, 70, None, [])
    assert [it.key for it in source.page(99_998, 50)] == ["k99998", "k99999"] == made


class Listed(App[None]):
    """A list alone on the screen, and the messages it sent."""

    CSS = "RowList { height: 1fr; }"

    def __init__(self, row_list: RowList) -> None:
        super().__init__()
        self.list = row_list
        self.highlighted: list[str] = []
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        self.highlighted.append(message.key)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        self.opened.append(message.key)


def listing(
    row_list: Callable[[], RowList], steps: Callable[[Listed, Pilot[None]], Awaitable[None]], size: tuple[int, int] = (80, 12)
) -> None:
    async def run() -> None:
        app = Listed(row_list())
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(run())


def key_of(app: Listed) -> str | None:
    return app.list.key


def screen(app: Listed) -> list[str]:
    return [app.list.render_line(y).text.rstrip() for y in range(app.list.size.height)]


def test_the_cursor_moves_and_says_where_it_is() -> None:
    """LOOK-3"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        for action in ("cursor_down", "cursor_down", "cursor_up", "last", "cursor_down", "first", "cursor_up", "page_down", "open"):
            getattr(app.list, f"action_{action}")()
        await pilot.pause()
        assert app.highlighted == ["k1", "k2", "k1", "k99", "k0", "k11"] and app.opened == ["k11"]
        assert [line for line in screen(app) if line.startswith("▌")] == [line for line in screen(app) if "Topic 11 " in line + " "]

    listing(lambda: RowList(COLUMNS, rows(range(100)), header=True), steps)


def test_the_cursor_stays_on_its_key_and_its_line_when_rows_come_and_go() -> None:
    """Interface: selection by identity"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        app.list.go_to("k50")
        line = next(y for y, text in enumerate(screen(app)) if text.startswith("▌"))
        app.list.update(rows(range(20, 200)))
        await pilot.pause()
        assert key_of(app) == "k50" and "Topic 50" in screen(app)[line] and screen(app)[line].startswith("▌")
        app.list.update(rows([1, 2, 3]))
        await pilot.pause()
        assert key_of(app) == "k3" and app.highlighted[-1] == "k3"
        app.list.update(Rows())
        await pilot.pause()
        assert key_of(app) is None
        app.list.action_open()
        app.list.action_cursor_down()
        app.list.update(rows([7]))
        await pilot.pause()
        assert key_of(app) == "k7" and app.opened == []

    listing(lambda: RowList(COLUMNS, rows(range(100))), steps)


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_columns_drop_in_order_and_only_the_flexible_one_is_shortened(width: int) -> None:
    """LOOK-2: nothing is cut off at 40 columns"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        line = screen(app)[1]
        assert "Tue 28 Jan" in line and "60m" in line and "Topic 1" in line
        assert ("Ada Lovelace" in line) == (width > 44)

    listing(lambda: RowList(COLUMNS, rows(range(5))), steps, size=(width, 10))


@given(
    st.lists(st.builds(Column, st.just("x"), st.integers(1, 30), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8),
    st.integers(1, 200),
)
def test_columns_never_need_more_than_there_is(columns: list[Column], width: int) -> None:
    """LOOK-2"""
    layout = fitted(columns, width)
    assert layout and sum(cells for _, cells in layout) + GAP * (len(layout) - 1) <= width
    assert all(columns[index].drop > 0 for index in set(range(len(columns))) - {number for number, _ in layout}) or width < 3 * len(columns)


def test_narrow_screens_show_cards() -> None:
    """LOOK-2"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        assert [line.strip(" ▌") for line in screen(app)[:4]] == ["Topic 0", "Tue 28 Jan  60m", "Topic 1", "Tue 28 Jan  60m"]
        app.list.action_last()
        await pilot.pause()
        assert screen(app)[-2].startswith("▌ Topic 29")
        await pilot.resize_terminal(100, 12)
        await pilot.pause()
        assert any(line.startswith("▌ Tue 28 Jan  Topic 29") for line in screen(app))

    listing(lambda: RowList(COLUMNS, rows(range(30)), header=True, card_lines=2), steps, size=(40, 12))


def test_a_click_selects_and_a_second_one_opens() -> None:
    """LOOK-3"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        await pilot.click(RowList, offset=(5, 4))
        assert key_of(app) == "k3" and not app.opened
        await pilot.click(RowList, offset=(5, 0))
        await pilot.click(RowList, offset=(5, 4))
        assert app.opened == ["k3"]
        await pilot.click(RowList, offset=(5, 2), times=2)
        assert app.opened == ["k3", "k1"]

    listing(lambda: RowList(COLUMNS, rows(range(100)), header=True), steps)


def test_a_list_that_is_not_read_yet_has_dashes_where_rows_will_be_and_no_hatch() -> None:
    """WEB-3: the real layout with dim dashes."""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        lines = ["".join(it.text for it in app.list.render_line(y)) for y in range(13)]
        assert all(line.count("—") == len(COLUMNS) for line in lines[:8]) and not any(line.strip() for line in lines[8:])
        app.list.empty = ""
        assert not "".join(it.text for it in app.list.render_line(0)).strip()

    listing(lambda: RowList(COLUMNS, empty="—"), steps, size=(80, 13))


def test_an_empty_list_says_what_to_do() -> None:
    """LOOK-4"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        assert "╱  No webinars this month. ctrl+r looks again.  ╱" in screen(app)[6]
        assert screen(app)[0] == "╱" * 80
        app.list.ascii = True
        app.list.empty = "Nothing fits “x”."
        await pilot.resize_terminal(20, 12)
        await pilot.pause()
        assert screen(app)[0] == "/" * 20 and any("Nothing" in line for line in screen(app))

    listing(lambda: RowList(COLUMNS, empty="No webinars this month. ctrl+r looks again."), steps, size=(80, 13))


def test_text_from_elsewhere_is_neither_markup_nor_control() -> None:
    """Reliability: text from elsewhere"""
    hostile = [
        "[@click=app.quit]x[/]",
        "[/]",
        "\x1b]52;c;eA==\x07y",
        "a\u202eb",
        "new\nline",
        "全角文字" * 20,
        "👩‍👩‍👧" * 30,
        "e" + "\u0301" * 40,
        "$accent",
    ]

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        lines = [app.list.render_line(y) for y in range(len(hostile))]
        assert "[@click=app.quit]x[/]" in lines[0].text and "[/]" in lines[1].text
        for line in lines:
            assert is_clean(line.text) and line.cell_length == 40
            assert all(segment.style is None or (not segment.style.meta and segment.control is None) for segment in line)

    made = [Row(text, (Cell(text, text), Cell(text)), marks=(Cell(text),)) for text in hostile]
    listing(lambda: RowList((Column("x", 4, share=1), Column("y", 6)), Rows(made), mark_width=2), steps, size=(40, 12))


def test_roles_take_the_colours_of_the_theme_and_ascii_needs_no_other_sign() -> None:
    """LOOK-1, LOOK-6"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        colours = {
            segment.style.color.name
            for segment in app.list.render_line(1)
            if segment.style and segment.style.color and segment.text.strip()
        }
        assert len(colours) >= 3
        app.list.ascii = True
        assert all(line.isascii() for line in screen(app)) and screen(app)[0].startswith(">")

    listing(lambda: RowList(COLUMNS, Rows([row(1), row(2, selected=True)])), steps)


def fastest(row_list: RowList, steps: int) -> float:
    best = 1.0
    for _ in range(steps):
        began = time.thread_time()
        row_list.action_cursor_down()
        for y in range(row_list.size.height):
            row_list.render_line(y)
        best = min(best, time.thread_time() - began)
    return best


def test_a_hundred_thousand_rows_start_at_once_and_answer_as_fast_as_two_hundred() -> None:
    """Interface: lists that can grow"""
    seen: dict[int, float] = {}
    for count in (200, 100_000):
        source = rows(range(count))

        async def steps(app: Listed, pilot: Pilot[None], count: int = count, source: Rows = source) -> None:
            began = time.thread_time()
            app.list.update(source)
            screen(app)
            assert time.thread_time() - began < 0.5
            seen[count] = fastest(app.list, 60)
            app.list.action_last()
            assert key_of(app) == f"k{count - 1}"

        listing(lambda: RowList(COLUMNS), steps, size=(120, 40))
    assert seen[100_000] < 3 * seen[200] + 0.002


def test_moving_the_cursor_repaints_two_rows_and_no_more() -> None:
    """Interface: keys answer at once"""

    async def steps(app: Listed, pilot: Pilot[None]) -> None:
        drawn: list[int] = []
        render = app.list.render_line
        app.list.render_line = lambda y: drawn.append(y) or render(y)  # type: ignore[method-assign,func-returns-value]
        app.list.action_cursor_down()
        await pilot.pause()
        assert sorted(set(drawn)) == [1, 2]

    listing(lambda: RowList(COLUMNS, rows(range(100)), header=True), steps)
