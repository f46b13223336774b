"""HTML to Markdown. Runs in the child process only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import CData, PreformattedString
from markdownify import MarkdownConverter

DROPPED = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "head",
    "nav",
    "button",
    "input",
    "select",
    "textarea",
]
CHUNK = 200_000


def read_html(path: Path) -> Iterator[dict[str, Any]]:
    """The title, then the text as Markdown, in chunks."""
    soup = soup_of(path.read_bytes())
    yield {"title": soup.title.get_text() if soup.title else ""}
    yield from in_chunks(markdown_of(soup))
    yield {"end": True}


def soup_of(source: str | bytes) -> BeautifulSoup:
    """A page, parsed leniently; entities that a page defines are not known to this parser."""
    return BeautifulSoup(source, "html.parser")


def markdown_of(soup: BeautifulSoup) -> str:
    """The words of a page, without what is not meant to be read."""
    for unseen in soup.find_all(DROPPED):
        unseen.decompose()
    for unsaid in soup.find_all(string=lambda text: isinstance(text, PreformattedString) and not isinstance(text, CData)):
        unsaid.extract()
    converter = MarkdownConverter(heading_style="ATX", bullets="-", table_infer_header=True, keep_inline_images_in=["td", "th", "h1", "h2"])
    return converter.convert_soup(soup)


def in_chunks(text: str) -> Iterator[dict[str, Any]]:
    """A long text as messages of bounded length."""
    for start in range(0, len(text), CHUNK):
        yield {"markdown": text[start : start + CHUNK]}
