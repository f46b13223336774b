"""A tree of HTML as Markdown of our subset: headings, lists, tables, quotes, code, bold, italic, links, pictures; never raw HTML."""

import re

from bs4.element import Tag
from markdownify import MarkdownConverter

from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin

_SPECIAL = re.compile(r"[\\`*]|\[(?=[^\[\]]*\][\[(:])|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^([ \t]*)(?:([-+>]|#{1,6}|={2,}|~{3,})|(\d{1,9})([.)]))(?=\s|$)", re.M)
_SMALL = str.maketrans("0123456789+-=()n", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")
_HIGH = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SCRIPTED = re.compile(r"[0-9+\-=()n]+")
_LANGUAGE = re.compile(r"^(?:language|lang|highlight-source|brush:)-?\s?([A-Za-z0-9+#_-]+)$")
_BAR = re.compile(r"(?<!\\)\|")
BARRED = r"\\|"
_LAST_BREAK = re.compile(r"(?:(?<!\\)\\\n)+(?=\n|\Z)")
UNSAID = {"image", "picture", "img", "photo", "imagen", "bild"}
_BLANKS = re.compile(r"\n{3,}")


def escaped_text(text: str) -> str:
    """Words in which no character means something to Markdown."""
    text = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", text)


class Converter(MarkdownConverter):
    """One page: addresses go through `references`, what they cost is said of `origin`."""

    def __init__(self, references: References, at: str, origin: Origin) -> None:
        super().__init__(
            heading_style="ATX",
            newline_style="BACKSLASH",
            bullets="-",
            table_infer_header=True,
            keep_inline_images_in=["td", "th", "p", "a", "span", "strong", "em"],
        )
        self.references, self.at, self.origin = references, at, origin

    def markdown(self, tree: Tag) -> str:
        lines = [line.rstrip() for line in str(self.convert_soup(tree)).split("\n")]
        return _LAST_BREAK.sub("\n", _BLANKS.sub("\n\n", "\n".join(lines)).strip() + "\n").strip()

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escaped_text(text)

    def convert_a(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        words = text.strip()
        address = self.references.link(str(element.get("href") or ""), self.at, self.origin)
        if "_noformat" in parent_tags or not address or not words:
            return text
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{lead}[{' '.join(words.split())}]({address}){tail}"

    def convert_img(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        alt = escaped_text(" ".join(str(element.get("alt") or element.get("title") or "").split()))
        source = str(element.get("src") or "")
        if "_noformat" in parent_tags or not source:
            return alt
        address, is_here = self.references.picture(source, self.at, self.origin)
        words = alt or self.references.words_of(source)
        if not address:
            return alt
        if is_here and not ({"h1", "h2", "h3", "h4", "h5", "h6"} & parent_tags):
            return f"![{words}]({address})"
        if "a" in parent_tags or is_here:
            return words
        return f"[Picture: {words}]({address})" if words.casefold() not in UNSAID else f"[Picture]({address})"

    def convert_pre(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        code = element.get_text().strip("\n")
        if not code.strip():
            return ""
        if "_inline" in parent_tags:
            return f" {_inline_code(' '.join(code.split()))} "
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
        return f"\n\n{fence}{_language(element)}\n{code}\n{fence}\n\n"

    def convert_td(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        width = str(element.get("colspan") or "")
        columns = min(20, int(width)) if width.isdecimal() and width.isascii() and int(width[:4]) else 1
        return f" {' '.join(_BAR.sub(BARRED, text).split())} |" + "  |" * (columns - 1)

    convert_th = convert_td

    def convert_sub(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        return text.translate(_SMALL) if _SCRIPTED.fullmatch(text) else f"_{text}" if "_noformat" in parent_tags else f"\\_({text})"

    def convert_sup(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        return text.translate(_HIGH) if _SCRIPTED.fullmatch(text) else f"^({text})" if text.strip() else ""

    def convert_del(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    convert_s = convert_del

    def convert_dt(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(text.split())
        return f"\n\n**{words}**\n\n" if words and "_inline" not in parent_tags else f" {words} "

    def convert_dd(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n" if "_inline" not in parent_tags else f" {text.strip()} "


def _inline_code(code: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", code)), default=0))
    return f"{ticks} {code} {ticks}" if len(ticks) > 1 else f"`{code}`"


def _language(element: Tag) -> str:
    """The language that a code block is marked with."""
    if element.get("data-language"):
        return str(element["data-language"])
    marked = [element, *element.find_all("code", limit=1), *([element.parent] if element.parent else [])]
    classes = [str(each) for tag in marked if tag.get("class") for each in tag.get_attribute_list("class")]
    return next((found[1].lower() for each in classes if (found := _LANGUAGE.match(each))), "")
