"""E-books (EPUB 2 and 3), chapter by chapter, to Markdown. Runs in the child process only."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from bs4 import BeautifulSoup, Tag

from trainhub_tui.media.html_reading import in_chunks, markdown_of, soup_of
from trainhub_tui.media.picture_reading import Opened, rasters

CPU_SECONDS = 7.0
MOST_CHAPTERS = 2_000
MOST_CHAPTER = 8 * 2**20
MOST_ENTRIES = 2_000
FONTS_ALONE = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways of hiding a font from copying; the words stay readable."""
PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


@dataclass
class _Book:
    """What the package file says: members by id, the order of reading, the contents."""

    archive: ZipFile
    names: frozenset[str]
    folder: str = ""
    chapters: list[str] = field(default_factory=list)
    pictures: dict[str, Opened] = field(default_factory=dict)

    def member(self, base: str, reference: str) -> str:
        """The member that a reference means; nothing when there is none of that name in the book."""
        name = posixpath.normpath(posixpath.join(base, unquote(reference.partition("#")[0])))
        return name if name in self.names else ""

    def soup(self, name: str) -> BeautifulSoup:
        with self.archive.open(name) as file:
            return soup_of(file.read(MOST_CHAPTER))


def read_book(_: Path, archive: ZipFile) -> Iterator[dict[str, Any]]:
    """The title, each chapter in the order of reading, the contents, then the pictures."""
    book = _Book(archive, frozenset(archive.namelist()))
    if _is_locked(book):
        yield {"fault": "locked"}
        return
    root = book.soup("META-INF/container.xml").find("rootfile")
    package_name = book.member("", _attribute(root, "full-path"))
    if not package_name:
        yield {"fault": "broken"}
        return
    package = book.soup(package_name)
    book.folder = posixpath.dirname(package_name)
    title = package.find("dc:title")
    yield {"title": title.get_text() if title else ""}
    items = {_attribute(item, "id"): item for item in _all(package, "item")}
    spine = [items[ref] for ref in (_attribute(each, "idref") for each in _all(package, "itemref")) if ref in items]
    for item in spine[:MOST_CHAPTERS]:
        name = book.member(book.folder, _attribute(item, "href"))
        if name and _attribute(item, "media-type").lower() in PAGES and "nav" not in _attribute(item, "properties").split():
            book.chapters.append(name)
    for number, name in enumerate(book.chapters):
        if time.process_time() > CPU_SECONDS:
            yield {"cut": "chapters", "shown": number, "of": len(book.chapters)}
            break
        yield {"part": number}
        yield from in_chunks(_chapter(book, name))
    yield {"contents": list(_contents(book, package, items))[:MOST_ENTRIES]}
    yield {"words": True}
    yield from rasters(book.pictures)
    yield {"end": True}


def _chapter(book: _Book, name: str) -> str:
    """A chapter as Markdown. Its pictures are known by number, its links into the book by chapter."""
    soup = book.soup(name)
    base = posixpath.dirname(name)
    for drawn in _all(soup, "svg"):
        if inner := drawn.find("image"):
            drawn.replace_with(soup.new_tag("img", src=_attribute(inner, "xlink:href") or _attribute(inner, "href"), alt="picture"))
    for image in _all(soup, "img"):
        member = book.member(base, _attribute(image, "src"))
        key = f"picture:{member}" if member else ""
        if member:
            book.pictures[key.replace(" ", "%20")] = partial(book.archive.open, member)
        image["src"] = key.replace(" ", "%20")
    for link in _all(soup, "a"):
        target = book.member(base, _attribute(link, "href")) if not _attribute(link, "href").startswith("#") else name
        if target in book.chapters:
            link["href"] = f"#part-{book.chapters.index(target)}"
    return markdown_of(soup) + "\n\n"


def _contents(book: _Book, package: BeautifulSoup, items: dict[str, Tag]) -> Iterator[tuple[int, str, int]]:
    """Level, title and chapter of each entry: from the navigation page, else from the NCX of an older book."""
    pages = [item for item in items.values() if "nav" in _attribute(item, "properties").split()]
    older = [item for item in items.values() if _attribute(item, "media-type") == "application/x-dtbncx+xml"]
    for item in pages:
        name = book.member(book.folder, _attribute(item, "href"))
        if name:
            nav = book.soup(name)
            wanted = next((each for each in _all(nav, "nav") if _attribute(each, "epub:type") == "toc"), nav)
            yield from _entries(book, posixpath.dirname(name), wanted, "a", "href", "li")
            return
    for item in older:
        name = book.member(book.folder, _attribute(item, "href"))
        if name:
            yield from _entries(book, posixpath.dirname(name), book.soup(name), "content", "src", "navpoint")
            return


def _entries(book: _Book, base: str, soup: Tag, tag: str, attribute: str, level: str) -> Iterator[tuple[int, str, int]]:
    for entry in _all(soup, tag):
        target = book.member(base, _attribute(entry, attribute))
        parent = entry.find_parent(level)
        words = entry if tag == "a" else parent.find("text") if parent else None
        if target in book.chapters and words is not None:
            yield max(1, len(entry.find_parents(level))), " ".join(words.get_text().split()), book.chapters.index(target)


def _is_locked(book: _Book) -> bool:
    """Whether more than fonts is encrypted."""
    if "META-INF/encryption.xml" not in book.names:
        return False
    soup = book.soup("META-INF/encryption.xml")
    ways = [tag for tag in soup.find_all(True) if tag.name.rpartition(":")[2] == "encryptionmethod"]
    return any(_attribute(way, "algorithm") not in FONTS_ALONE for way in ways if not way.find_parent("encryptedkey"))


def _all(soup: Tag, name: str) -> list[Tag]:
    """Every element of that name, with or without a prefix."""
    return [tag for tag in soup.find_all(True) if tag.name.rpartition(":")[2] == name]


def _attribute(tag: Any, name: str) -> str:
    value = tag.get(name, "") if isinstance(tag, Tag) else ""
    return value if isinstance(value, str) else " ".join(value or ())
