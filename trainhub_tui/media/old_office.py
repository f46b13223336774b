"""Office files that are not packages: those from before 2007, and newer ones locked with a password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trainhub_tui.media import kinds
from trainhub_tui.media.document import Document
from trainhub_tui.media.refusals import OUTSIDE, CannotOpen

LOOKED_AT = 8 * 2**20
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NEWER = {
    "WordDocument".encode("utf-16-le"): ("Word document", ".docx"),
    "Workbook".encode("utf-16-le"): ("spreadsheet", ".xlsx"),
    "PowerPoint Document".encode("utf-16-le"): ("presentation", ".pptx"),
}


def refuse_old(path: Path, _: str, __: kinds.Kind, ___: int) -> Iterator[Document]:
    """None of them is read."""
    raise why_old(path)


def why_old(path: Path) -> CannotOpen:
    """Why such a file is not read. Only names of streams are looked for; nothing is parsed."""
    with path.open("rb") as file:
        data = file.read(LOOKED_AT)
    if _LOCKED in data:
        return CannotOpen(f"This Office file needs a password. {OUTSIDE[:-1]}, which can ask for it.")
    noun, suffix = next((words for name, words in _NEWER.items() if name in data), ("file", "a newer format"))
    sentence = f"This is a {noun} in the format from before 2007, which cannot be read here. Save it as {suffix}, or p{OUTSIDE[1:]}"
    return CannotOpen(sentence, kinds.OLD_OFFICE)
