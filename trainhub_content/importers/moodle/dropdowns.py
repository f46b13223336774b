"""Texts with words to pick (gapselect, drag and drop into text) written as cloze gaps: `[[2]]` becomes the choice of its group."""

import re
from xml.etree.ElementTree import Element

from trainhub_content.importers.xml import children, text_at

_PLACE = re.compile(r"\[\[(\d+)\]\]")
_MEANT = re.compile(r"([~=#{}/\"\\])")


def dropdowns(element: Element, text: str) -> str:
    """The text with gaps. Raises ValueError where a place names no word."""
    offered = [(text_at(each, "text"), text_at(each, "group")) for each in children(element, "selectoption", "dragbox")]

    def gap(found: re.Match[str]) -> str:
        number = int(found[1])
        if not 1 <= number <= len(offered):
            raise ValueError(f"The place {found[0]} has no word.")
        right, group = offered[number - 1]
        words = dict.fromkeys(word for word, its_group in offered if its_group == group)
        told = "~".join(f"{'=' if word == right else ''}{_MEANT.sub(BACKSLASHED, word)}" for word in words)
        return f"{{1:MULTICHOICE:{told}}}"

    return _PLACE.sub(gap, text)


BACKSLASHED = r"\\\1"
