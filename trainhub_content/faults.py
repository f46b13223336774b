"""What is wrong in a content folder, and where: `file:line: reason`, all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """A fault keeps content from being published; advice does not, unless it is asked to (`--strict`)."""

    FAULT = "fault"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`file` is relative to the content folder, with forward slashes; lines count from 1. `mend` says what to do, where that is known."""

    file: str
    line: int
    reason: str
    mend: str = ""
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        advice = "advice: " if self.severity is Severity.ADVICE else ""
        return f"{self.file}:{self.line}: {advice}{self.reason}{f' {self.mend}' if self.mend else ''}"


class ContentRefused(ValueError):
    """The content cannot be used as it is; `faults` say why, in order of file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
