"""Filters to choose from, group by group; a pane beside the list that they filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.message import Message

from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import Cell, Column, Row, Rows

HEADING = "heading:"


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """One thing to filter by: its name, and the values with their names."""

    id: str
    title: str
    options: tuple[tuple[str, str], ...]


class Choices(RowList):
    """At most one value of each group is chosen; choosing it again takes it back. Posts `Changed`."""

    class Changed(Message):
        """Other values are chosen."""

        def __init__(self, chosen: Mapping[str, str]) -> None:
            super().__init__()
            self.chosen = chosen

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__((Column("Filter", 10, share=1),), id=id)
        self._groups: tuple[ChoiceGroup, ...] = ()
        self._chosen: dict[str, str] = {}

    def show(self, groups: Sequence[ChoiceGroup], chosen: Mapping[str, str]) -> None:
        """Show these groups with these values chosen."""
        self._groups, self._chosen = tuple(groups), dict(chosen)
        rows = []
        for group in self._groups:
            rows.append(Row(HEADING + group.id, (Cell(group.title, "muted"),)))
            for value, name in group.options:
                on = self._chosen.get(group.id) == value
                rows.append(Row(f"{group.id}={value}", (Cell(f"  {name}", "progress" if on else "ink"),), selected=on))
        self.update(Rows(rows))

    def toggle(self) -> None:
        """Choose the value under the cursor, or take it back; on a group's name, take back what is chosen of it."""
        group, _, value = (self.key or "").partition("=")
        group = group.removeprefix(HEADING)
        if value and self._chosen.get(group) != value:
            self._chosen[group] = value
        else:
            self._chosen.pop(group, None)
        self.show(self._groups, self._chosen)
        self.post_message(self.Changed(dict(self._chosen)))

    def action_open(self) -> None:
        """Opening a value chooses it."""
        self.toggle()
