"""Words with emphasis and code, from Markdown to the markup of the page layout."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from markdown_it.token import Token

from trainhub_content.pdf.styles import MONO

_MARKS = {
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "softbreak": " ",
    "hardbreak": "<br/>",
}


def markup(inline: Token) -> str:
    """The inline token's children as paragraph markup; a link shows its words."""
    return "".join(_piece(child) for child in inline.children or ())


def plain(inline: Token) -> str:
    """The same without any marks, to be measured or put into an outline."""
    return "".join(_plain_piece(child) for child in inline.children or ())


def longest_word(texts: Sequence[str]) -> str:
    """The word that a column has to be wide enough for."""
    return max((word for text in texts for word in text.split()), key=len, default="")


def _piece(token: Token) -> str:
    if token.type == "code_inline":
        return f'<font face="{MONO}" size="-0.6">{escape(token.content)}</font>'
    return _MARKS.get(token.type) or escape(token.content)


def _plain_piece(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content
