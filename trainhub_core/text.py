"""Clean text from elsewhere, so that nothing but characters reaches a terminal. Source of the rule: reliability.md, Text from elsewhere."""

import re
import unicodedata

ZERO_WIDTH_JOINER = "\u200d"
EMOJI_STYLE = "\ufe0f"
REPLACEMENT = "\ufffd"
MOST_MARKS = 4  # combining marks in a row; real scripts need no more

_KEPT_UNSEEN = {ZERO_WIDTH_JOINER, EMOJI_STYLE}
_PLAIN = re.compile(
    "[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0373\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027"
    "\u2030-\u205e\u20a0-\u20bf\u2190-\u23ff\u2500-\u27bf\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*"
)
"""Printable characters of which none combines: the fast path."""
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


def clean_line(text: str) -> str:
    """One line without control, format or unassigned characters; any white space becomes a space."""
    if _PLAIN.fullmatch(text):
        return text
    return _clean_run(_LINE_ENDS.sub(" ", text))


def clean(text: str) -> str:
    """The same for text of several lines: line ends become newlines, tabs four spaces."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    return "\n".join(line if _PLAIN.fullmatch(line) else _clean_run(line.replace("\t", "    ")) for line in lines)


def is_clean(text: str) -> bool:
    """Whether cleaning would leave the text as it is."""
    return clean(text) == text


def alphabetical(name: str) -> str:
    """What names and titles are sorted by, so that neither case nor accents take them apart."""
    if name.isascii():
        return name.casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)).casefold()


def _clean_run(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for at, char in enumerate(text):
        if unicodedata.combining(char) or unicodedata.category(char) == "Me":
            marks += 1
            if marks <= MOST_MARKS:
                kept.append(char)
            continue
        if char in _KEPT_UNSEEN:
            if _inside_emoji(text, at):
                kept.append(char)
            continue
        marks = 0
        kept.append(_shown(char))
    return "".join(kept)


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    match unicodedata.category(char):
        case "Zs" | "Zl" | "Zp":
            return " "
        case "Cc":
            return " " if char in "\t\n" else ""
        case "Cf":
            return ""
    return REPLACEMENT  # surrogate, private use, unassigned


def _inside_emoji(text: str, at: int) -> bool:
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    if text[at] == EMOJI_STYLE:
        return bool(before) and (_is_symbol(before) or before in "#*0123456789")
    return bool(before and after) and (_is_symbol(before) or before == EMOJI_STYLE) and _is_symbol(after)


def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk", "Sm", "Po")
