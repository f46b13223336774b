"""What a page of a package is: words to read, or a program for a browser."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bs4 import BeautifulSoup

from trainhub_content.importers.html import tree_of
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import MOST_MARKUP, line
from trainhub_content.importers.texts import text_in

PAGES = (".html", ".htm", ".xhtml")
LEAST_WORDS = 25
"""A page with fewer, and a script, is the frame of a program."""
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
_CONTROLS = ("input", "select", "textarea", "canvas", "object", "applet", "embed", "frameset")


class Sort(StrEnum):
    WORDS = "words"
    PROGRAM = "program"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Page:
    """`lacking` are the scripts of the package that it loads and that are not there; `said` what its encoding cost."""

    member: str
    html: str
    sort: Sort
    title: str
    words: int
    lacking: tuple[str, ...] = ()
    said: str = ""


def page_of(member: str, package: Package) -> Page:
    """The page in this member. Raises MemberRefused."""
    html, said = text_in(package.read(member, MOST_MARKUP))
    found = _TITLE.search(html)
    title = line(found[1]) if found else ""
    try:
        soup = BeautifulSoup(html, "html.parser")
        words = len(tree_of(html).get_text(" ").split())
    except RecursionError:
        raise MemberRefused("The page is nested too deep.") from None
    scripts = soup.find_all("script")
    controls = soup.find(_CONTROLS) is not None
    frames = soup.find(["iframe", "frame"]) is not None
    if not title and (heading := soup.find(["h1", "h2"])):
        title = line(heading.get_text(" "))
    if controls or ((scripts or frames) and words < LEAST_WORDS):
        sources = [str(script.get("src")) for script in scripts if script.get("src")]
        lacking = tuple(src for src in sources if _is_inside(src) and package.resolve(src, member) is None)
        return Page(member, html, Sort.PROGRAM, title, words, lacking, said)
    shows = words or soup.find("img") is not None
    return Page(member, html, Sort.WORDS if shows else Sort.NOTHING, title, words, (), said)


def _is_inside(address: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:|//", address.strip(), re.I)
