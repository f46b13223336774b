"""A page that is mainly one list: filter as you type, sort, filters in a pane, selection kept by key."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from trainhub_tui.screens.moving import MovingPage
from trainhub_tui.widgets.choices import ChoiceGroup, Choices
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Row, Rows, RowSource

BOTH = 70
"""Cells from which a list and its filters stand side by side."""


class ListPage(MovingPage):
    """Subclasses have a `RowList` with the id `list` and may have a `FilterBar`; they say in `show_list` what is listed."""

    VERBS: ClassVar[tuple[str, ...]] = ("open",)
    filter_text: str = ""

    @property
    def list(self) -> RowList:
        """The list."""
        return self.query_one("#list", RowList)

    def pane(self) -> RowList:
        return self.list

    def on_mount(self) -> None:
        self.focus_first()

    def focus_first(self) -> None:
        """Where the keys go at first."""
        self.list.focus()

    def show_list(self) -> None:
        """Put the rows that are wanted now into the list; called whenever the filter changes."""

    def put(self, rows: Sequence[Row] | RowSource, empty: str) -> None:
        """Show these rows, or this sentence when there are none."""
        self.list.empty = empty
        self.list.update(Rows(rows) if isinstance(rows, Sequence) else rows)
        if self.list.key is None:
            self.show_footer()  # a list with rows tells what is chosen by itself

    def empty_sentence(self, nothing: str, filtered: str) -> str:
        """The sentence for an empty list: the filter in it where there is one."""
        return f"Nothing matches {filtered}. esc clears." if filtered else nothing

    @property
    def key(self) -> str:
        """The key of what is chosen; empty when nothing is."""
        return self.list.key or ""

    def can_open(self) -> str | None:
        return None if self.list.key or isinstance(self.focused, Choices) else "There is nothing here to open."

    def verb_open(self) -> None:
        pane = self.moving()
        if pane is self.list and self.list.key is not None:
            # At once, not by a message: a section's key pressed right behind would be handled before it.
            self.on_row_list_opened(RowList.Opened(self.list, self.list.key))
        elif isinstance(pane, RowList):
            pane.action_open()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """A row was opened."""

    # --- the filter
    def verb_filter(self) -> None:
        self.query_one(FilterBar).open()

    def on_filter_bar_changed(self, message: FilterBar.Changed) -> None:
        self.filter_text = message.text
        self.show_list()

    def on_filter_bar_submitted(self, _: FilterBar.Submitted) -> None:
        self.submit_filter()

    def submit_filter(self) -> None:
        """Enter in the filter goes to the list."""
        self.list.focus()

    def close_choices(self) -> bool:
        """Hide the filters; False when they are hidden."""
        was_open = self.has_class("-choosing")
        self.remove_class("-choosing")
        for choices in self.query(Choices):
            choices.display = False
            self.list.display = True
        return was_open

    @property
    def is_list_covered(self) -> bool:
        """Whether the filters take the place of the list, because there is no room for both."""
        return self.has_class("-choosing") and self.size.width < BOTH

    def open_choices(self, groups: Sequence[ChoiceGroup], chosen: Mapping[str, str]) -> None:
        """Show the filters with these values chosen, and go to them."""
        choices = self.query_one(Choices)
        choices.show(groups, chosen)
        choices.display = True
        self.add_class("-choosing")
        self.list.display = not self.is_list_covered
        choices.focus()

    def clear_filters(self) -> bool:
        """Take back what the filters pane has chosen; False when there is nothing to take back."""
        return False

    def step_back(self) -> bool:
        if self.close_choices():
            self.list.focus()
            return True
        for bar in self.query(FilterBar):
            if bar.is_open:
                bar.close()
                self.list.focus()
                return True
        return self.clear_filters()
