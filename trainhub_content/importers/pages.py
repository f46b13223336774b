"""A page of somebody else's, HTML or Markdown, as the Markdown of a lesson: below the title, headings from level 2, none skipped."""

import re

from bs4.element import Tag
from markdown_it import MarkdownIt

from trainhub_content.importers.converting import Converter, escaped_text
from trainhub_content.importers.html import has_markup, tags, text_of, tree_of
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin
from trainhub_core.text import clean, clean_line

HIGHEST = 2
_HEADINGS = {f"h{level}" for level in range(1, 7)}
MOST_MARKUP = 8 * 2**20


def page(html: str, references: References, at: str, origin: Origin, title: str = "") -> str:
    """The Markdown of a page in the member `at`; its own heading, where it says the title again, is left out."""
    if not has_markup(html):
        return escaped_text(" ".join(clean_line(html).split()))
    if len(html) > MOST_MARKUP:
        origin.changed("The page is longer than any lesson; only its beginning came.")
    try:
        tree = tree_of(html[:MOST_MARKUP])
        _lower(tree, title)
        return clean(Converter(references, at, origin).markdown(tree))
    except RecursionError:
        origin.changed("The page is nested too deep; only its words came.")
        return plain(re.sub(r"<[^>]*>", " ", html[:MOST_MARKUP]))


def phrase(html: str, references: References, at: str, origin: Origin) -> str:
    """A prompt, an option or feedback as Markdown."""
    return page(html, references, at, origin)


def line(html: str) -> str:
    """Words on one line, for titles and what is shown without Markdown."""
    return text_of(html) if has_markup(html) else " ".join(clean_line(html).split())


def plain(text: str) -> str:
    """Plain text as Markdown that shows it as it is; blank lines part paragraphs, other line ends stay."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", clean(text).strip())]
    return "\n\n".join("\\\n".join(escaped_text(row.strip()) for row in part.split("\n")) for part in paragraphs if part)


def html_of(markdown: str) -> str:
    """Markdown of others (GitHub's tables and strikethrough, raw HTML inside) as HTML for `page`."""
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


def _lower(tree: Tag, title: str) -> None:
    headings = [each for each in tags(tree, _HEADINGS) if not each.find_parent(["table", "li", "blockquote"])]
    for heading in tags(tree, _HEADINGS):
        if not heading.get_text(strip=True) and not heading.find("img"):
            heading.decompose()
    headings = [each for each in headings if not each.decomposed]
    if headings and title and _same(headings[0].get_text(" "), title):
        headings.pop(0).decompose()
    above: list[int] = []
    for each in headings:
        level = int(each.name[1])
        above = [it for it in above if it < level]
        each.name = f"h{min(6, HIGHEST + len(above))}"
        above.append(level)
    for each in tags(tree, _HEADINGS):
        if each.find_parent(["table", "li", "blockquote"]):
            each.name = "strong" if each.find_parent("table") else "p"


def _same(heading: str, title: str) -> bool:
    return "".join(char for char in heading.casefold() if char.isalnum()) == "".join(char for char in title.casefold() if char.isalnum())
