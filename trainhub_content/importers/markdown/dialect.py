"""Markdown as different houses write it, turned into plain Markdown: callouts, tabs, includes, pictures, navigation, badges."""

import re
from collections.abc import Callable, Iterator

from trainhub_content.importers.report import Origin

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_IMAGE = re.compile(r"^(\s*):::image\b(.*):::\s*$")
_IMAGE_FIELD = re.compile(r"([\w-]+)=\"([^\"]*)\"")
_BOX_OPENS = re.compile(r"^\s*:::+\s*\{?\.?(note|tip|info|warning|danger|caution|important|hint)\b\}?\s*(.*)$", re.I)
_COLONS = re.compile(r"^\s*:::+[\w\s=\"'{}.()-]*(?::::)?\s*$")
_INDENTED = re.compile(r"^(?:!!!|\?\?\?\+?)\s+(\w+)\s*(?:\"(.*)\")?\s*$")
_TAB = re.compile(r"^(#{1,6})\s*\[([^\]]*)\]\(#tab/[^)]*\)\s*$")
_MKDOCS_TAB = re.compile(r"^===\+?\s+\"(.*)\"\s*$")
_HEADING_NAME = re.compile(r"^(#{1,6} .*)\{[#.:][^{}]*\}\s*$")
_INCLUDE = re.compile(r"\[!INCLUDE\s*\[[^\]]*\]\(([^)\s]+)[^)]*\)\]", re.I)
_VIDEO = re.compile(r"^\s*>?\s*\[!VIDEO\s+(\S+?)\]\s*$", re.I)
_UNTRANSLATED = re.compile(r':::no-loc text="([^"]*)":::')
"""Words that docfx keeps from translators."""
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
_LINK = r"\[[^\[\]]*\]\([^)\s]*\)"
_NAVIGATION = re.compile(rf"^[\s*_|·•<>-]*{_LINK}(?:[\s*_|·•<>-]*{_LINK})*[\s*_|·•<>-]*$")
_ABOUT_PAGES = re.compile(r"\b(?:previous|next|home|back|weiter|zurück)\b", re.I)
_BADGE = re.compile(
    r"\[!\[[^\]]*\]\(https?://(?:img\.shields\.io|badge[\w.-]*|dcbadge[\w.-]*)[^)]*\)\]\([^)]*\)|!\[[^\]]*\]\(https?://img\.shields\.io[^)]*\)"
)
BADGES = "Badges of the repository were left out."
NAVIGATION = "A line of links to the pages before and after was left out; the app leads from lesson to lesson."


def plain_markdown(text: str, origin: Origin, included: Callable[[str], str | None]) -> str:
    """The page without its house's marks. `included` gives the text of a part that stands in a file of its own."""
    return "\n".join(_lines(_boxed(text.split("\n")), origin, included))


def _lines(lines: Iterator[str], origin: Origin, included: Callable[[str], str | None]) -> Iterator[str]:
    fence = ""
    for line in lines:
        if found := _FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or found[1]
        yield line if fence or found else _line(line, origin, included)


def _line(line: str, origin: Origin, included: Callable[[str], str | None]) -> str:
    if found := _IMAGE.match(line):
        fields = dict(_IMAGE_FIELD.findall(found[2]))
        return f"{found[1]}![{fields.get('alt-text', '')}](<{fields.get('source', '')}>)"
    if found := _VIDEO.match(line):
        return f"[Video]({found[1]})"
    if found := _TAB.match(line):
        return f"{found[1]} {found[2]}"
    if found := _HEADING_NAME.match(line):
        return found[1].rstrip()
    if _NAVIGATION.match(line) and _ABOUT_PAGES.search(line) and line.count("](") > 1:
        origin.changed(NAVIGATION)
        return ""
    if _BADGE.search(line):
        origin.changed(BADGES)
        line = _BADGE.sub("", line)
    line = _UNTRANSLATED.sub(lambda found: found[1], line)
    if _LIQUID.search(line):
        origin.changed("Marks of the site's templates ({% … %}) were left out.")
        line = _LIQUID.sub("", line)
    return "" if _COLONS.match(line) else _INCLUDE.sub(lambda found: _included(found[1], origin, included), line)


def _included(address: str, origin: Origin, included: Callable[[str], str | None]) -> str:
    text = included(address)
    if text is None:
        origin.changed(f"The part {address} is not in the package.")
    return text or ""


def _boxed(lines: list[str]) -> Iterator[str]:
    """Boxes and tabs whose content is indented or ends with colons, as block quotes and headings."""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if found := _BOX_OPENS.match(line):
            end = next((row for row in range(at, len(lines)) if lines[row].strip().startswith(":::")), len(lines))
            yield from _quoted(found[2].strip("[] ") or found[1].capitalize(), lines[at:end])
            at = end + 1
        elif found := _INDENTED.match(line):
            end = _indent_ends(lines, at)
            yield from _quoted(found[2] or found[1].capitalize(), [row[4:] for row in lines[at:end]])
            at = end
        elif found := _MKDOCS_TAB.match(line):
            end = _indent_ends(lines, at)
            yield from ("", f"**{found[1]}**", "", *(row[4:] for row in lines[at:end]))
            at = end
        else:
            yield line


def _quoted(title: str, lines: list[str]) -> Iterator[str]:
    yield from ("", f"> **{title}**", ">")
    yield from (f"> {line}".rstrip() for line in lines)
    yield ""


def _indent_ends(lines: list[str], at: int) -> int:
    while at < len(lines) and (not lines[at].strip() or lines[at].startswith(("    ", "\t"))):
        at += 1
    return at
