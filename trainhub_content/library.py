"""The library of a content folder: groups, collections, and resources that are built or there already."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from trainhub_content.faults import ContentRefused
from trainhub_content.files import CourseFile, ending_of, streamed_type
from trainhub_content.folder_reading import FolderReading
from trainhub_content.format import DocumentFront, LibrarySource, ResourceSource
from trainhub_content.reading import Document
from trainhub_content.sources import Home, LibraryFile, LibraryText
from trainhub_core.models.base import Fact
from trainhub_core.models.wire import Kind

LIBRARY = "library.yaml"


@dataclass(slots=True)
class Shelves:
    """What the library holds, and the captions of its videos."""

    facts: list[Fact] = field(default_factory=list)
    resources: list[LibraryText | LibraryFile] = field(default_factory=list)
    captions: list[CourseFile] = field(default_factory=list)

    @property
    def places(self) -> dict[str, str]:
        """Resource ids by the paths of their sources and files."""
        return {it.prose.file if isinstance(it, LibraryText) else it.file: it.id for it in self.resources}


def shelves_of(reading: FolderReading) -> Shelves:
    """The library; an empty one where the folder has none. Raises ContentRefused."""
    found = Shelves()
    if LIBRARY not in reading.present:
        return found
    document = reading.yaml(LIBRARY)
    source = document.read(LibrarySource)
    groups = ((it, Home(document, ("groups", at))) for at, it in enumerate(source.groups))
    collections = ((it, Home(document, ("collections", at))) for at, it in enumerate(source.collections))
    found.facts += [*reading.numbered(Kind.GROUP, groups), *reading.numbered(Kind.COLLECTION, collections)]
    for at, entry in enumerate(source.resources):
        read = _text if entry.source else _ready
        if resource := reading.tried(read, reading, document, entry, at, found):
            found.resources.append(resource)
    return found


def _text(reading: FolderReading, document: Document, entry: ResourceSource, at: int, _: Shelves) -> LibraryText | LibraryFile:
    home = Home(document, ("resources", at))
    file = f"library/{entry.source}.md"
    id = PurePosixPath(file).stem
    reading.settle(Kind.RESOURCE, id, home)
    front, prose = reading.markdown(file, home)
    return LibraryText(id, entry, front.read(DocumentFront), prose)


def _ready(reading: FolderReading, document: Document, entry: ResourceSource, at: int, found: Shelves) -> LibraryText | LibraryFile:
    home = Home(document, ("resources", at))
    file = f"library/{entry.file}" if entry.file else LIBRARY
    id = entry.id or PurePosixPath(file).stem
    reading.settle(Kind.RESOURCE, id, home)
    if entry.url and not streamed_type(entry.url)[0]:
        raise ContentRefused([home.fault("A video at an address is an MP4, WebM or HLS (.m3u8) file, or a page of Vimeo.", "url")])
    path = reading.folder / _present(reading, home, file, "file") if entry.file else None
    captions = None
    if entry.captions:
        place = _present(reading, home, f"library/{entry.captions}", "captions")
        if ending_of(place) != "vtt":
            raise ContentRefused([home.fault("Captions are a WebVTT file (.vtt).", "captions")])
        captions = f"{id}--captions"
        found.captions.append(CourseFile(captions, None, place, f"{entry.title}, captions", reading.folder / place))
    return LibraryFile(id, entry, file, path, captions)


def _present(reading: FolderReading, home: Home, file: str, field: str) -> str:
    if file not in reading.present:
        raise ContentRefused([home.fault(f"{file} is missing.", field)])
    reading.used.add(file)
    return file
