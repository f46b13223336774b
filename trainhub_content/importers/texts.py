"""Bytes of somebody else's as text: byte-order marks, UTF-16, and what is not UTF-8 though it says so."""

import codecs

from trainhub_core.text import clean

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def text_in(content: bytes) -> tuple[str, str]:
    """The clean text, and a sentence where it was not plainly UTF-8 ("" where it was)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return clean(text), _lost(text) if encoding == "utf-8" else f"It was {encoding.upper()}."
    try:
        return clean(content.decode()), ""
    except UnicodeDecodeError:
        return clean(content.decode("cp1252", "replace")), "It is not UTF-8; it was read as Windows-1252."


def _lost(text: str) -> str:
    return "Some of its bytes are no text; they were replaced." if "\ufffd" in text else ""


def shortened(words: str, most: int) -> str:
    """At most so many characters, and not cut within a word."""
    if len(words) <= most:
        return words
    cut = words[: most - 2]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip()} …"
