"""Reading the files of a content folder: what was found, what was used, what is wrong; a fault of one file does not end the reading."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from pydantic import BaseModel

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.folder import files_in
from trainhub_content.near import meant
from trainhub_content.reading import Document, document_of, front_matter, text_of
from trainhub_content.sources import Home, Key, Prose

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Listed = TypeVar("Listed", bound=BaseModel)


class FolderReading:
    """One reading of a folder. `present` are all its files, `used` those that something names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.present = files_in(folder)
        self.used: set[str] = set()
        self.faults: list[Fault] = []
        self.homes: dict[Key, Home] = {}

    def listed(self, name: str, kind: str, model: type[Listed]) -> list[Listed]:
        """The entries of a table, numbered where they are shown in order; none where the folder has no such table."""
        if name not in self.present:
            return []
        document = self.tried(self.yaml, name)
        indices = self.tried(document.items) if document else None
        if document is None or indices is None:
            return []
        found = [(thing, Home(document, (at,))) for at in indices if (thing := self.tried(document.read, model, at))]
        return self.numbered(kind, found)

    def numbered(self, kind: str, found: Iterable[tuple[Listed, Home]]) -> list[Listed]:
        """These things, those that are shown in order numbered as they were written."""
        things: list[Listed] = []
        for number, (thing, home) in enumerate(found, start=1):
            self.settle(kind, str(getattr(thing, "id", number)), home)
            things.append(thing.model_copy(update={"order": number}) if "order" in type(thing).model_fields else thing)
        return things

    def yaml(self, file: str) -> Document:
        """A YAML file. Raises ContentRefused."""
        self.used.add(file)
        return document_of(file, text_of(self.folder / file, self.folder))

    def markdown(self, file: str, named_in: Home) -> tuple[Document, Prose]:
        """Front matter and text of a file. That it is missing is the fault of the line that names it."""
        if file not in self.present:
            raise ContentRefused([replace(named_in.fault(f"{file} is missing."), mend=self._meant(file))])
        self.used.add(file)
        front, text, first_line = front_matter(file, text_of(self.folder / file, self.folder))
        return front, Prose(file, text, first_line)

    def _meant(self, file: str) -> str:
        """What to do about a file that is named and not there."""
        if file.endswith(".md.md"):
            return "Write its name without .md."
        return meant(file, (path for path in self.present - self.used if path.endswith(".md")))

    def settle(self, kind: str, id: str, home: Home) -> None:
        """Note where something is written; a second one of its id is a fault."""
        if first := self.homes.get((kind, id)):
            there = first.fault("")
            self.faults.append(home.fault(f"The {kind} {id} is there already, in {there.file}:{there.line}."))
        self.homes.setdefault((kind, id), home)

    def tried(self, read: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer | None:
        """What was read, or None with its faults noted."""
        try:
            return read(*args, **kwargs)
        except ContentRefused as refused:
            self.faults += refused.faults
            return None
