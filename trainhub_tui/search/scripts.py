"""Scripts that put no spaces between words: indexed by pairs of characters, so that any stretch of a text is found. Pure.

Chinese, Japanese, Korean, Thai, Lao, Burmese and Khmer. Why pairs: docs/decisions/0010-pairs-of-characters.md."""

from __future__ import annotations

import re
import unicodedata

_CHARS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u303b"
    "\u3041-\u3096\u3099-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
SPACELESS = re.compile(f"[{_CHARS}]+")
VOICED = "\u3099\u309a"
_SHARP_S = re.compile("[ßẞ]")


class _Plain(dict[int, str]):
    """For `translate`: each character without its accents, in lower case; always one character. Voiced kana are letters of their own."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code))
        base = apart[0] if all(unicodedata.combining(it) and it not in VOICED for it in apart[1:]) else chr(code)
        plain = self[code] = base.lower() if len(base.lower()) == 1 else base
        return plain


_PLAIN = _Plain()


def even(text: str) -> str:
    """The text without accents and case, every character at its place."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def evenly(text: str) -> str:
    """The same, and one way to write what may be written in several: full and half width, `ß` and `ss`."""
    if text.isascii():
        return text
    text = _SHARP_S.sub("ss", unicodedata.normalize("NFKC", text))
    return even(text.replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3"))  # one sign of Thai and of Lao, taken apart


def indexed(text: str) -> str:
    """A text as the index gets it."""
    if text.isascii():
        return text
    return SPACELESS.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", evenly(text))


def asked(word: str) -> str:
    """A word looked for as the index knows it: whole, or as pairs that stand side by side."""
    if not SPACELESS.fullmatch(word) or len(word) == 1:
        return word
    return " ".join(_pairs(word)[:-1])


def is_one_sign(word: str) -> bool:
    """Whether it is a single character of these scripts: the beginning of a pair."""
    return len(word) == 1 and SPACELESS.fullmatch(word) is not None


def _pairs(run: str) -> list[str]:
    """Each character with the next one; the last one alone, so that every character begins a pair."""
    return [run[at : at + 2] for at in range(len(run))]
