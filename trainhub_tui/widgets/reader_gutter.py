"""Marks left of the lines of a reader. Knows nothing of Textual."""

from bisect import bisect_left
from collections.abc import Collection

from trainhub_tui.widgets.reader_flow import Flow, Spot
from trainhub_tui.widgets.reader_wrap import Line


def stands_on(flow: Flow, spot: Spot, line: Line, places: Collection[int]) -> bool:
    """Whether one of these places is in the source of a line; of lines with one offset the first has it."""
    if not places or (spot.line and flow.lines(spot.piece)[spot.line - 1].at == line.at):
        return False
    ordered = sorted(places)
    first = bisect_left(ordered, line.at)
    return first < len(ordered) and ordered[first] < max(line.at + 1, flow.next_offset(spot))
