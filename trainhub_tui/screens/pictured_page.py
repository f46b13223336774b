"""A page for reading whose text shows the pictures that come with its course: those that are here at once, small ones when they come."""

import re
from collections.abc import Sequence
from dataclasses import replace

from trainhub_tui.media.beside import pictures_in
from trainhub_tui.media.document import Document
from trainhub_tui.media.pictures import Picture
from trainhub_tui.screens.reading_page import ReadingPage
from trainhub_tui.screens.shell import HubChanged
from trainhub_tui.troubles import Trouble

SMALL = 2_000_000
"""Bytes up to which a picture of an opened text is fetched without being asked for."""
MOST_PICTURES = 100
RESOURCE = "resource:"
_NAMED = re.compile(r"!\[[^\]\n]*\]\(\s*resource:([A-Za-z0-9._-]{1,160})")


class PicturedPage(ReadingPage):
    """Subclasses load a text; what it has in place of a picture stays until the picture is there."""

    _missing: Sequence[str] = ()

    def load_text(self, document: Document, at: int) -> None:
        super().load_text(document, at)
        self.find_pictures()

    def find_pictures(self) -> None:
        """Look for the pictures of the text as it is now: another one, or more of it."""
        self._missing = list(dict.fromkeys(_NAMED.findall(self.reader.document.text)))[:MOST_PICTURES]
        self._look_for_pictures(first=True)

    def on_hub_changed(self, _: HubChanged) -> None:
        self._look_for_pictures()

    def _look_for_pictures(self, first: bool = False) -> None:
        if self._missing and self.app.config.pictures != "off":
            text, missing, fine = self.reader.document.text, tuple(self._missing), self.fineness(".md")
            self.run_worker(lambda: self._find(text, missing, first, fine), thread=True, group="pictures", exclusive=True)

    def _find(self, text: str, missing: Sequence[str], first: bool, fine: int) -> None:
        """In a thread: draw what is here, ask for what is small."""
        try:
            here = {id_: file for id_ in missing if (file := self.hub.file_of(id_))}
            for id_ in missing if first else ():
                if id_ not in here:
                    self._fetch_if_small(id_)
        except Trouble:
            return  # the words of the pictures stay; the status says what is wrong
        if here:
            pictures = {f"{RESOURCE}{id_}": picture for id_, picture in pictures_in(here, fine).items()}
            self.app.call_from_thread(self._draw, text, pictures, frozenset(here))

    def _fetch_if_small(self, resource_id: str) -> None:
        resource = self.hub.catalogue().resources.get(resource_id)
        known = {it.resource_id for it in self.hub.downloads()}
        if resource and resource.size <= SMALL and resource_id not in known:
            self.hub.download(resource_id)

    def _draw(self, text: str, pictures: dict[str, Picture], here: frozenset[str]) -> None:
        document = self.reader.document if self.is_attached else None
        if document and document.text == text:
            self._missing = [id_ for id_ in self._missing if id_ not in here]
            if pictures:
                self.reader.extend(replace(document, pictures={**document.pictures, **pictures}))
