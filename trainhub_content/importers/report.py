"""What an import did, by source file and item: came, came changed (how), refused (why). Whatever is found must end as one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from trainhub_core.text import clean_line


class Sort(StrEnum):
    """What is counted."""

    LESSON = "lesson"
    QUESTION = "question"
    FILE = "file"


class Outcome(StrEnum):
    CAME = "came"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(slots=True, eq=False)
class Origin:
    """Something found in the source: `item` is its name or number within `file`. It came when the writer has written it."""

    sort: Sort
    file: str
    item: str = ""
    title: str = ""
    changes: list[str] = field(default_factory=list)
    refusal: str = ""
    is_written: bool = False

    def changed(self, how: str) -> None:
        """It comes, but not as it was; said once."""
        if (sentence := clean_line(how)) not in self.changes:
            self.changes.append(sentence)

    def refused(self, why: str) -> None:
        """It does not come; the first reason stays."""
        self.refusal = self.refusal or clean_line(why)

    def came(self) -> None:
        """Called by the writer alone."""
        self.is_written = True

    @property
    def outcome(self) -> Outcome:
        if self.refusal or not self.is_written:
            return Outcome.REFUSED
        return Outcome.CHANGED if self.changes else Outcome.CAME

    @property
    def sentences(self) -> tuple[str, ...]:
        if self.outcome is Outcome.REFUSED:
            return (self.refusal or "It was found, but nothing was made of it.",)
        return tuple(self.changes)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a file that is no item: an odd name, a link that leads nowhere."""

    file: str
    sentence: str
    is_loss: bool = False


@dataclass(slots=True)
class Report:
    """`kind` is the format that was recognised, `course` the id written, `kept` the hand-edited files that were left alone.

    `refusal` says why nothing was written at all."""

    source: str
    kind: str = ""
    course: str = ""
    refusal: str = ""
    origins: list[Origin] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    _noted: set[Note] = field(default_factory=set, repr=False)

    def found(self, sort: Sort, file: str, item: str = "", title: str = "") -> Origin:
        """Notes that this is there. Whoever finds it hands the origin on to the draft, or refuses it."""
        origin = Origin(sort, clean_line(file), clean_line(item), clean_line(title))
        self.origins.append(origin)
        return origin

    def note(self, file: str, sentence: str, is_loss: bool = False) -> None:
        """Said once; `is_loss` where something of the source is missing in what came."""
        note = Note(clean_line(file), clean_line(sentence), is_loss)
        if note not in self._noted:
            self._noted.add(note)
            self.notes.append(note)

    @property
    def all_came(self) -> bool:
        if self.refusal:
            return False
        return not any(origin.outcome is Outcome.REFUSED for origin in self.origins) and not any(note.is_loss for note in self.notes)

    def count(self, sort: Sort, *outcomes: Outcome) -> int:
        """How many of this sort were found, or ended so."""
        return sum(1 for origin in self.origins if origin.sort is sort and (not outcomes or origin.outcome in outcomes))

    def counts(self) -> dict[str, dict[str, int]]:
        """found = came + refused, for each sort; `changed` are among those that came."""
        return {
            f"{sort}s": {
                "found": self.count(sort),
                "came": self.count(sort, Outcome.CAME, Outcome.CHANGED),
                "changed": self.count(sort, Outcome.CHANGED),
                "refused": self.count(sort, Outcome.REFUSED),
            }
            for sort in Sort
        }

    def facts(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "source": self.source,
            "format": self.kind,
            "course": self.course,
            "refusal": self.refusal,
            "counts": self.counts(),
            "items": [_item(origin) for origin in self.origins],
            "notes": [{"file": note.file, "sentence": note.sentence, "loss": note.is_loss} for note in self.notes],
            "kept": list(self.kept),
        }


def _item(origin: Origin) -> dict[str, Any]:
    return {
        "sort": str(origin.sort),
        "file": origin.file,
        "item": origin.item,
        "title": origin.title,
        "outcome": str(origin.outcome),
        "sentences": list(origin.sentences),
    }
