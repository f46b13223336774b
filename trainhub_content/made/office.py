"""Templates as Word, PowerPoint and Excel files. NAME.docx.md is a text, NAME.pptx.yaml slides, NAME.xlsx.yaml sheets.

The same source gives the same bytes: nothing in a file tells when or where it was made."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from trainhub_content.made.sheets import Book, sheets_file
from trainhub_content.made.slides import Deck, slides_file
from trainhub_content.made.word import TextFront, word_file
from trainhub_content.reading import document_of, front_matter, text_of

THEN = (1980, 1, 1, 0, 0, 0)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def office_file(path: Path) -> Mapping[str, bytes]:
    """The file that is made of this source, by its name. Raises ContentRefused, and ValueError for a source of another kind."""
    name, text = path.stem, text_of(path, path.parent)
    match path.name.rsplit(".", 2)[1]:
        case "docx":
            front, words, _ = front_matter(path.name, text)
            made = word_file(front.read(TextFront), words)
        case "pptx":
            made = slides_file(document_of(path.name, text).read(Deck))
        case "xlsx":
            made = sheets_file(document_of(path.name, text).read(Book))
        case other:
            raise ValueError(f"{path.name} is no source of a template: {other} is not docx, pptx or xlsx.")
    return {name: timeless(made)}


def timeless(package: bytes) -> bytes:
    """The package without the time at which it was made."""
    into = BytesIO()
    with ZipFile(BytesIO(package)) as there, ZipFile(into, "w") as made:
        for name in there.namelist():
            content = there.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>", content)
            if name != "docProps/thumbnail.jpeg":
                made.writestr(_entry(name), _without_thumbnail(content) if name == "_rels/.rels" else content)
    return into.getvalue()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, THEN)
    entry.compress_type, entry.create_system = ZIP_DEFLATED, 3
    return entry


def _without_thumbnail(relations: bytes) -> bytes:
    """The libraries' own templates come with a picture of an empty page."""
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", relations)
