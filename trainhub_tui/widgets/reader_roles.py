"""The roles of the reader's text, each a component class of it, and how they look where a theme says nothing else."""

from __future__ import annotations

from rich.color import Color
from rich.style import Style

from trainhub_tui.widgets.reader_wrap import Face

ROLES = (
    "text",
    "mark",
    "bar",
    "quote",
    "code",
    "code-block",
    "code-bar",
    "code-keyword",
    "code-string",
    "code-comment",
    "code-number",
    "code-name",
    "link",
    "image",
    "done",
    "title-1",
    "title-2",
    "title-3",
    "title-4",
    "bookmark",
    "hit",
    "chosen",
    "yellow",
    "green",
    "blue",
    "pink",
    "plain",
    "selection",
)
MOST_STYLES = 20_000
"""Styles that are kept: pictures have many colours."""
LOOKS = """
    Reader {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        & .reader--mark, & .reader--code-bar, & .reader--bar { color: $text-muted; }
        & .reader--quote { text-style: italic; }
        & .reader--code, & .reader--code-block, & .reader--code-bar { background: $surface; }
        & .reader--code-keyword { background: $surface; color: $primary; }
        & .reader--code-string { background: $surface; color: $success; }
        & .reader--code-comment { background: $surface; color: $text-muted; text-style: italic; }
        & .reader--code-number { background: $surface; color: $warning; }
        & .reader--code-name { background: $surface; text-style: bold; }
        & .reader--link { text-style: underline; }
        & .reader--image { color: $text-muted; text-style: italic; }
        & .reader--done { color: $success; }
        & .reader--title-4 { color: $text-muted; }
        & .reader--bookmark { color: $accent; text-style: bold; }
        & .reader--yellow { text-style: underline; }
        & .reader--green { text-style: underline bold; }
        & .reader--blue { text-style: underline italic; }
        & .reader--pink { text-style: underline bold italic; }
        & .reader--plain { text-style: underline; }
        & .reader--selection { text-style: reverse; }
        & .reader--hit { text-style: reverse; }
        & .reader--chosen { text-style: reverse bold underline; }
    }
"""


def overlay(face: Face) -> Style:
    """What a face lays over the style of its role."""
    if face.ink >= 0:
        return Style(color=_colour(face.ink), bgcolor=_colour(face.paper) if face.paper >= 0 else None, italic=False)
    return Style(bold=face.strong or None, italic=face.emphasis or None, strike=face.strike or None)


def _colour(rgb: int) -> Color:
    return Color.from_rgb(rgb >> 16, rgb >> 8 & 255, rgb & 255)
