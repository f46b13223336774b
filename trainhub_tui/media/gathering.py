"""What a child process says about a file, gathered into a document: text as Markdown or as blocks, pictures, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from trainhub_core.text import clean, clean_line
from trainhub_tui.media.document import Document, Heading
from trainhub_tui.media.kinds import Kind, named
from trainhub_tui.media.pictures import Picture, checked_picture
from trainhub_tui.media.reading import messages_of
from trainhub_tui.media.ready import Ready
from trainhub_tui.media.refusals import refusal
from trainhub_tui.media.sources import begun, markdown_document

STOPPED = {
    "time": "Reading the rest took too long.",
    "size": "The rest is too much text.",
}
FIRST = 8_000
"""Characters from which the first pages are shown."""
CUT_WHILE_ADDING = ("rows", "columns", "files")


def open_rows(path: Path, name: str, kind: Kind, fine: int) -> Iterator[Document]:
    """A table of values."""
    return _open_gathered("csv", path, name, kind, fine)


def open_package(path: Path, name: str, kind: Kind, fine: int) -> Iterator[Document]:
    """An Office file, an e-book or an archive."""
    return _open_gathered("package", path, name, kind, fine)


def _open_gathered(reader: str, path: Path, name: str, kind: Kind, fine: int) -> Iterator[Document]:
    """The document: its first pages, more and more of its text, then with its pictures. Raises CannotOpen with a sentence."""
    found = Gathering(name, kind)
    shown_at = FIRST
    for message in messages_of(reader, path, fine=fine):
        found.take(message)
        if found.words and "words" in message and found.has_text:
            yield replace(found.document(), complete=False)
        elif found.length + found.ready.length >= shown_at and not found.words:
            shown_at *= 4
            yield found.so_far()
    yield found.finished()


@dataclass
class Gathering:
    """Messages as they come; none of them is trusted."""

    name: str
    kind: Kind
    title: str = ""
    markdown: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    ready: Ready = field(default_factory=Ready)
    entries: list[tuple[int, str, int]] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    fault: str = ""
    stopped: str = ""
    words: bool = False

    def take(self, message: Mapping[str, Any]) -> None:
        """One message."""
        match message:
            case {"found": str(id)}:
                self.kind = named(id) or self.kind
            case {"fault": str(fault)}:
                self.fault = fault
            case {"stopped": str(why)}:
                self.stopped = why
            case {"title": str(title)}:
                self.title = " ".join(clean_line(title).split())[:200]
            case {"part": int(_)}:
                self.starts.append(self.length)
            case {"markdown": str(text)}:
                self._add(text)
            case {"blocks": list(blocks)}:
                for block in blocks:
                    self.ready.add(block)
            case {"table": list(_)}:
                self.ready.add_table(message)
            case {"cut": str(what), "shown": int(shown), "of": int(count)}:
                self._cut(what, shown, count)
            case {"hidden": int(count)}:
                self.notes.append(f"{count} hidden {'sheet is' if count == 1 else 'sheets are'} left out.")
            case {"contents": list(entries)}:
                self.entries = [entry for raw in entries if (entry := _entry(raw))]
            case {"picture": str(key)} if picture := checked_picture(message):
                self.pictures[key] = picture
            case {"words": True}:
                self.words = True

    def _add(self, text: str) -> None:
        cleaned = clean(text)
        self.markdown.append(cleaned)
        self.length += len(cleaned)

    def _cut(self, what: str, shown: int, count: int) -> None:
        """What was left out, said where it is left out."""
        of = f" of {count:,}" if count > shown else ""
        sentence = f"{what.capitalize()} 1 to {shown:,}{of} are shown; the rest is only in the file itself."
        if what in CUT_WHILE_ADDING:
            self.ready.add(["note", sentence])
        else:
            self.notes.append(sentence)

    @property
    def has_text(self) -> bool:
        """Whether there is anything to show."""
        return any(part.strip() for part in self.markdown) or bool(self.ready.length)

    def document(self) -> Document:
        """What there is so far."""
        if self.ready.length:
            made = self.ready.document(self.title or self.name)
        else:
            made = markdown_document("".join(self.markdown), self.name)
            places = {f"part-{number}": start for number, start in enumerate(self.starts)}
            made = replace(made, title=self.title or made.title, places=places, contents=tuple(self._contents(made)))
        return replace(made, kind=self.kind.id, pictures=dict(self.pictures))

    def so_far(self) -> Document:
        """What there is while more is being read: pieces that stay as they are."""
        document = self.document()
        return replace(document, complete=False) if self.ready.length else begun(document)

    def _contents(self, made: Document) -> Iterator[Heading]:
        """The contents that the file has of itself, each entry at its heading where there is one in its chapter; else the headings."""
        if not self.entries:
            yield from made.contents
            return
        ends = [*self.starts[1:], len(made.text)]
        for level, title, part in self.entries:
            if 0 <= part < len(self.starts):
                yield Heading(level, title, _place_of(title, made.contents, self.starts[part], ends[part]))

    def finished(self) -> Document:
        """The whole, with a sentence when it is not all there; or the reason why there is nothing to show."""
        if not self.has_text:
            raise refusal(self.fault or self.stopped or "empty", self.kind)
        unfinished = (self.fault or self.stopped) and not self.words
        if unfinished and self.markdown and not self.starts:
            raise refusal(self.fault or self.stopped, self.kind)
        if unfinished:
            self.notes.append(STOPPED.get(self.fault or self.stopped, "The rest is damaged."))
        document = self.document()
        return document.with_note(" ".join(self.notes)) if self.notes else document


def _entry(raw: object) -> tuple[int, str, int] | None:
    match raw:
        case [int(level), str(title), int(part)] if words := " ".join(clean_line(title).split()):
            return max(1, min(6, level)), words[:300], part
    return None


def _place_of(title: str, headings: Sequence[Heading], start: int, end: int) -> int:
    wanted = title.casefold()
    return next((it.offset for it in headings if start <= it.offset < end and it.title.casefold() == wanted), start)
