"""A player is heard late by an app that is busy: what was watched meanwhile counts, and what was jumped over does not (VID-3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from unittest.mock import Mock

import pytest

from trainhub_core.models.base import Spans
from trainhub_tui.media.playing import Playing


@dataclass
class Told:
    """A playback whose player and clock are the test's, in tenths of a second."""

    now: float = 0.0
    playing: Playing = field(init=False)

    def __post_init__(self) -> None:
        self.playing = Playing(Mock(), clock=lambda: self.now)

    def hears(self, tenths: Iterable[int], late: bool = False) -> None:
        for tenth in tenths:
            self.now += 0.0 if late else 0.1
            self.playing._note("time-pos", tenth / 10)

    def watched(self) -> Spans:
        self.playing._close_step()
        return self.playing.watched_seconds


@pytest.mark.parametrize("busy", [1, 2, 3, 5])
def test_an_app_that_was_busy_counts_what_was_watched_meanwhile(busy: int) -> None:
    told, until = Told(), 10 + 10 * busy
    told.hears(range(10))
    told.now += busy
    told.hears(range(10, until), late=True)
    told.hears(range(until, until + 30))
    assert told.watched() == ((0, 4 + busy),)


def test_what_was_jumped_over_while_it_was_busy_does_not_count() -> None:
    told = Told()
    told.hears(range(10))
    told.now += 3
    told.hears([*range(10, 15), *range(95, 110)], late=True)
    told.hears(range(110, 131))
    (begun, _), (_, ended) = told.watched()
    assert (begun, ended) == (0, 13) and sum(end - start for start, end in told.watched()) <= 8
