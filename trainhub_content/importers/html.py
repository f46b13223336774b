"""HTML as a tree that holds only what we show: programs and controls are gone, mathematics is code, players are links, boxes are quotes."""

import re
from collections.abc import Container, Iterable

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag

from trainhub_content.importers.formulas import readable
from trainhub_core.text import clean, clean_line

DROPPED = {"script", "style", "noscript", "template", "svg", "head", "nav", "button", "input", "select", "textarea", "canvas"}
DROPPED |= {"applet", "object", "link", "meta", "base"}
PLAYERS = {"iframe", "embed", "video", "audio", "source", "track"}
BLOCKS = {"p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "div", "section", "aside", "article", "pre", "table", "td", "th", "hr"}
BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6"}
_SCRIPT_MATH = re.compile(r"math/(tex|mml)")
_TEX = r"[^\0]{1,2000}?"
_MATH = re.compile(
    rf"\\\((?P<a>{_TEX})\\\)|\\\[(?P<B>{_TEX})\\\]|\$\$(?P<C>{_TEX})\$\$"
    rf"|\[mathjaxinline\](?P<d>{_TEX})\[/mathjaxinline\]|\[mathjax\](?P<E>{_TEX})\[/mathjax\]"
    r"|(?<![\\\w$])\$(?P<f>(?=[^$\n]{0,500}[\\^_{}=])[^\s$](?:[^$\n]{0,500}[^\s$\\])?)\$(?![\w$])"
)
_AS_IS = {"code", "pre", "kbd", "samp", "tt"}
_BOX = re.compile(r"\b(?:alert|admonition|callout|note|warning|tip|important|caution|info-?box|hint)\b", re.I)
_BOX_NAMES = {"warning": "Warning", "danger": "Warning", "caution": "Caution", "tip": "Tip", "hint": "Tip", "important": "Important"}
_CALLOUT = re.compile(r"\s*\[!([A-Za-zÄÖÜäöüß]+)\][+-]?[ \t]*")


def tree_of(html: str) -> BeautifulSoup:
    """The cleaned tree. Parsed leniently; entities that a page defines are not known to this parser."""
    soup = BeautifulSoup(clean(html), "html.parser")
    for unsaid in [each for each in soup.descendants if isinstance(each, PreformattedString) and not isinstance(each, CData)]:
        unsaid.extract()
    _script_mathematics(soup)
    for unseen in tags(soup, DROPPED):
        unseen.decompose()
    for br in tags(soup, {"br"}):
        if isinstance(br.next_sibling, NavigableString):
            br.next_sibling.replace_with(NavigableString(br.next_sibling.lstrip()))
    _mathematics(soup)
    _players(soup)
    _boxes(soup)
    _breaks(soup)
    return soup


def tags(tree: Tag, names: Container[str]) -> list[Tag]:
    """The elements of these names below, in order; a walk of our own, as the library's own search costs several times as much."""
    return [each for each in tree.descendants if isinstance(each, Tag) and each.name in names]


def has_markup(html: str) -> bool:
    """Whether there is anything in it but words."""
    return "<" in html or "&" in html or bool(_MATH.search(html))


def text_of(html: str) -> str:
    """The words alone, on one line."""
    return " ".join(clean_line(tree_of(html).get_text(" ")).split())


def _script_mathematics(soup: BeautifulSoup) -> None:
    """MathJax' own elements and MathML, by the TeX that they keep beside them or else by their characters."""
    for script in tags(soup, {"script"}):
        if _SCRIPT_MATH.match(str(script.get("type"))):
            script.replace_with(_code(soup, script.get_text(), "display" in str(script.get("type"))))
    for image in tags(soup, {"img"}):
        alt = str(image.get("alt") or "").strip()
        if told := str(image.get("data-equation-content") or "") or (alt.removeprefix("LaTeX:") if alt.startswith("LaTeX:") else ""):
            image.replace_with(_code(soup, told))
    for math in tags(soup, {"math"}):
        tex = math.find("annotation", encoding=re.compile("tex", re.I))
        math.replace_with(_code(soup, tex.get_text() if isinstance(tex, Tag) else " ".join(math.get_text(" ").split())))


def _mathematics(soup: BeautifulSoup) -> None:
    for text in [each for each in soup.descendants if isinstance(each, NavigableString) and _MATH.search(each)]:
        if not any(parent.name in _AS_IS for parent in text.parents):
            text.replace_with(*_parts(soup, str(text)))


def _parts(soup: BeautifulSoup, text: str) -> list[NavigableString | Tag]:
    parts: list[NavigableString | Tag] = []
    at = 0
    for found in _MATH.finditer(text):
        parts.append(NavigableString(text[at : found.start()]))
        name = str(found.lastgroup)
        parts.append(_code(soup, found[name], name.isupper()))
        at = found.end()
    return [*parts, NavigableString(text[at:])]


def _code(soup: BeautifulSoup, tex: str, is_block: bool = False) -> Tag:
    code = soup.new_tag("code")
    told = readable(tex.strip() if is_block else " ".join(tex.split()))
    code.string = told if is_block else told.replace("\n", " ")
    if not is_block:
        return code
    block = soup.new_tag("pre", attrs={"data-language": "math"})
    block.append(code)
    return block


def _players(soup: BeautifulSoup) -> None:
    """Frames and players as links to what they show."""
    for player in tags(soup, PLAYERS):
        if player.decomposed or player.parent is None:
            continue
        inside = player.find("source") if player.name in ("video", "audio") else None
        address = str(player.get("src") or (inside.get("src") if isinstance(inside, Tag) else "") or "")
        if player.name in ("source", "track") or not address:
            player.decompose()
            continue
        link = soup.new_tag("a", href=address)
        link.string = str(player.get("title") or ("Audio" if player.name == "audio" else "Video"))
        holder = soup.new_tag("p")
        holder.append(link)
        player.replace_with(holder)


def _boxes(soup: BeautifulSoup) -> None:
    """Callouts, however they are made, as a quote that begins with what it is."""
    for box in tags(soup, {"div", "aside", "section"}):
        classes = " ".join(map(str, box.get_attribute_list("class"))) if box.get("class") else ""
        if classes and _BOX.search(classes) and box.get_text(strip=True) and not box.find_parent("blockquote"):
            box.name, box.attrs = "blockquote", {}
            _headed(soup, box, next((name for word, name in _BOX_NAMES.items() if word in classes.lower()), "Note"))
    for quote in tags(soup, {"blockquote"}):
        first = quote.find(string=lambda text: bool(text and text.strip()))
        if isinstance(first, NavigableString) and (found := _CALLOUT.match(first)):
            first.replace_with(NavigableString(first[found.end() :].lstrip("\n")))
            _headed(soup, quote, found[1].capitalize())


def _breaks(soup: BeautifulSoup) -> None:
    """A line break at the beginning or the end of a block breaks nothing, and Markdown would show its mark."""
    for br in tags(soup, {"br"}):
        if (
            br.parent is not None
            and (br.parent.name in BLOCKS or br.parent is soup)
            and (_is_edge(br.next_siblings) or _is_edge(br.previous_siblings))
        ):
            br.extract()


def _is_edge(siblings: Iterable[PageElement]) -> bool:
    """Whether nothing of the same paragraph comes on this side."""
    said = next((it for it in siblings if isinstance(it, Tag) or str(it).strip()), None)
    return said is None or (isinstance(said, Tag) and said.name in BLOCKS)


def _headed(soup: BeautifulSoup, box: Tag, name: str) -> None:
    if box.get_text(" ", strip=True).casefold().startswith(name.casefold()):
        return
    heading, strong = soup.new_tag("p"), soup.new_tag("strong")
    strong.string = name
    heading.append(strong)
    box.insert(0, heading)
