"""Addresses inside plain words made into links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainhub_tui.media.blocks import Span, Spans

_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]{3,500}")
_AFTER = ".,;:!?…"


def linked(words: str, at: int, emphasis: bool = False) -> Spans:
    """The words as spans; an address among them is its own link."""
    spans: list[Span] = []
    done = 0
    for match in _ADDRESS.finditer(words):
        address = match[0].rstrip(_AFTER)
        if match.start() > done:
            spans.append(Span(words[done : match.start()], at + done, emphasis=emphasis))
        spans.append(Span(address, at + match.start(), emphasis=emphasis, link=address))
        done = match.start() + len(address)
    if done < len(words) or not spans:
        spans.append(Span(words[done:], at + done, emphasis=emphasis))
    return tuple(spans)


def with_links(words: str, at: int, links: Sequence[tuple[str, str]]) -> Spans:
    """The words as spans; links are words in them and an address, in order. Those not found are left out."""
    spans: list[Span] = []
    done = 0
    for text, address in links:
        place = words.find(text, done) if text and address else -1
        if place < 0:
            continue
        if place > done:
            spans += linked(words[done:place], at + done)
        spans.append(Span(text, at + place, link=address))
        done = place + len(text)
    if done < len(words) or not spans:
        spans += linked(words[done:], at + done)
    return tuple(spans)
