"""Search as the hub offers it: questions at any time, the index brought up to date behind everybody's back."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from trainhub_tui.cache.database import StorageFault
from trainhub_tui.search.index import Index
from trainhub_tui.search.standing import GROUNDS, ground_of
from trainhub_tui.troubles import Trouble

if TYPE_CHECKING:  # loaded by the first question, or when something has changed
    from trainhub_tui.search.asking import Found, Hit
    from trainhub_tui.search.passages import Passage
    from trainhub_tui.search.source import Knows, Source
    from trainhub_tui.search.words import Snippet

PAUSE_SECONDS = 1.0
"""At least so long between two looks at what has changed."""
BREATH_SECONDS = 0.002
"""Between two groups or batches, so that whoever types comes first."""

GROUND = "ground"
"""Among the groups of the index: what each source stood on when all of it was in it."""

log = logging.getLogger(__name__)


class Search:
    """See the module. `told` is called from the thread that indexes, after it has changed something."""

    def __init__(self, folder: Path, hub: Knows, told: Callable[[], None]) -> None:
        self._folder = folder
        self._hub = hub
        self._told = told
        self._wake = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self.aside: Callable[[], bool] = lambda: False
        """Has the index brought up to date by another program; tells whether it was."""

    @cached_property
    def index(self) -> Index:
        return Index(self._folder)

    def find(self, typed: str, kinds: Sequence[str] = ()) -> Found:
        """What has all the words typed. Not for the thread that draws."""
        from trainhub_tui.search.asking import Found, ask  # late: memory at rest

        try:
            return ask(self.index, typed, kinds)
        except StorageFault:
            return Found()  # trainhub is closing

    def snippets(self, hits: Sequence[Hit], found: Found) -> dict[int, Snippet]:
        """A line of text for each of these hits, by their id."""
        from trainhub_tui.search.asking import snippets  # late: memory at rest

        try:
            return snippets(self.index, hits, found.words)
        except StorageFault:
            return {}  # trainhub is closing

    # --- the index
    def start(self) -> None:
        """Keep the index up to date from now on, whenever `wake` is called."""
        if self._thread is None and not self._closed.is_set():
            self._thread = threading.Thread(target=self._run, name="index", daemon=True)
            self._wake.set()
            self._thread.start()

    def wake(self) -> None:
        """Something may have changed. Costs nothing."""
        self._wake.set()

    def is_behind(self) -> bool:
        """Whether anything has changed since all of it was in the index."""
        known = self.index.marks(GROUND)
        return any(ground_of(name, self._hub) != known.get(name) for name in GROUNDS)

    def catch_up(self) -> bool:
        """Bring the index up to date, in this thread; False where another window is at it, or it was cut short."""
        if self.is_behind() and self.aside():
            self._told()
            return not self._closed.is_set()
        if not self.index.take_turn():
            return False
        try:
            known = self.index.marks(GROUND)
            changed = [self._catch_up_with(name, known.get(name)) for name in GROUNDS]
        finally:
            self.index.end_turn()
        if any(changed):
            self._told()
        return not self._closed.is_set()

    def close(self) -> None:
        self._closed.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(2.0)
        if "index" in vars(self):
            self.index.close()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                if not self.catch_up():
                    self._wake.set()
            except (StorageFault, Trouble, OSError) as error:
                if not self._closed.is_set():
                    log.error("index: %s", type(error).__name__, exc_info=error)
            self._closed.wait(PAUSE_SECONDS)

    def _catch_up_with(self, name: str, stood: str | None) -> bool:
        """Whether anything of this source had changed since it `stood` on that ground."""
        ground = ground_of(name, self._hub)
        if ground == stood:
            return False
        from trainhub_tui.search.sources import SOURCES  # late: memory at rest

        source = SOURCES[name](self._hub)
        there, known = source.marks(), self.index.marks(source.NAME)
        for group in known.keys() - there.keys():
            self.index.drop(source.NAME, group)
        changed = [group for group, mark in there.items() if known.get(group) != mark]
        groups = ((group, there[group], self._passages(source, group)) for group in changed)
        if not changed or self.index.put(source.NAME, groups, self._go_on):
            self.index.put(GROUND, [(name, ground, ())], lambda: True)
        return bool(changed) or bool(known.keys() - there.keys())

    def _passages(self, source: Source, group: str) -> Iterator[Passage]:
        try:
            for passage in source.passages(group, self._closed.is_set):
                if self.index.full_text or passage.is_thing:
                    yield passage
        except Exception as error:  # one text that nobody thought of must not keep all others from being found
            if not self._closed.is_set():
                log.error("index: %s of %s", group, type(error).__name__, exc_info=error)

    def _go_on(self) -> bool:
        return not self._closed.wait(BREATH_SECONDS)
