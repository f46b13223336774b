"""Bytes to text when nobody says which encoding it is."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str | None:
    """The text, faulty bytes replaced; None when these bytes are no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if wide := _utf16(data):
        return data.decode(wide, errors="replace")
    if _is_binary(data):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    # A few faults in a long text: damaged UTF-8. Many: an older encoding.
    return text if text.count("\ufffd") * 200 < len(text) else data.decode(_older(data), errors="replace")


def _older(data: bytes) -> str:
    """The encoding of a text from before UTF-8, going by what its first characters would be in each."""
    sample = data[:LOOKED_AT]
    runs = _HIGH.findall(sample)
    if sum(len(run) == 1 for run in runs) * 2 > len(runs) and sum(map(len, runs)) < RARE * len(sample):
        return "cp1252"
    for encoding, usual, share in _OLDER:
        text = sample.decode(encoding, errors="ignore")
        seen = [char for char in text if char > "\x7f"]
        if encoding == "cp1251" and sum(map(str.isupper, seen)) * 2 > len(seen):
            continue
        if len(text.encode(encoding)) + 4 >= len(sample) and sum(map(usual, seen)) >= share * len(seen):
            return encoding
    return "cp1252"


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u045f" or char in "№«»–—"


def _is_full_width(char: str) -> bool:
    return not "\uff61" <= char <= "\uff9f"


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30ff"


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u301f" or "\uff00" <= char <= "\uff60"


LOOKED_AT = 20_000
RARE = 0.35
"""Share of bytes beyond ASCII that a text in a Western language stays under."""
_HIGH = re.compile(rb"[\x80-\xff]+")
_OLDER = (
    ("cp1251", _is_cyrillic, 0.95),
    ("cp932", _is_full_width, 0.85),
    ("euc_jp", _is_kana, 0.2),
    ("cp949", _is_hangul, 0.8),
    ("gb18030", _is_chinese, 0.8),
)
"""Encodings in the order in which they are tried, with the share of characters that must look usual there."""


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark shows a zero in nearly every second byte."""
    head = data[:4_000]
    if len(head) < 8:
        return ""
    odd, even = head[1::2].count(0) / (len(head) // 2), head[::2].count(0) / (len(head) // 2)
    return "utf-16-le" if odd > 0.7 and even < 0.1 else "utf-16-be" if even > 0.7 and odd < 0.1 else ""


def _is_binary(data: bytes) -> bool:
    head = data[:8_000]
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return head.count(0) * 50 > len(head) or odd * 5 > len(head)
