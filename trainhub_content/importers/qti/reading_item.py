"""One QTI 1.2 item while it is read: its responses, how it marks, what it says, and what of it our questions do not have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from trainhub_content.importers.pages import line
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.material import html_in, laid_out, own_material
from trainhub_content.importers.qti.scoring import MOST_ANSWERS, Scoring
from trainhub_content.importers.qti.told import Told
from trainhub_content.importers.xml import attribute, child, children, every, name_of, text_at

_NO_NAME = re.compile(r"(?:question|item|frage|pregunta)?[\s#.:]*\d*", re.I)
RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")


@dataclass(frozen=True, slots=True)
class Label:
    """Something to choose: its ident and what it says as HTML."""

    ident: str
    html: str
    element: Element

    @property
    def words(self) -> str:
        return line(self.html)


class ItemReading:
    """Raises ValueError where the item cannot be marked as ours are."""

    def __init__(self, item: Element) -> None:
        self.item = item
        self.facts = facts_of(item)
        self.kind = self.facts.get("question_type") or self.facts.get("cc_profile", "").removeprefix("cc.").partition(".")[0]
        presentation = child(item, "presentation")
        self.presentation = presentation if presentation is not None else Element("presentation")
        self.responses = list(every(self.presentation, *RESPONSES))
        if len(self.responses) > MOST_ANSWERS:
            raise ValueError(sentences.MANY_ANSWERS)
        self.scoring = Scoring(item)
        self.told = Told(item, self.scoring)
        self.unsaid: list[str] = []

    @property
    def is_all_or_nothing(self) -> bool:
        return self.facts.get("scoring_algorithm", "").lower() == "allornothing"

    def prompt(self, gaps: dict[str, str] | None = None) -> str:
        """What is asked, with gaps where responses stand."""

        def at_response(response: Element) -> Iterator[str]:
            if gaps is not None:
                yield gaps.get(attribute(response, "ident"), "")
            elif len(self.responses) == 1:
                yield own_material(response)

        return " ".join(laid_out(self.presentation, at_response)).strip()

    def has_words_after(self, response: Element) -> bool:
        """Whether the sentence goes on after the response."""
        before, _, after = self.prompt({attribute(response, "ident"): "\0"}).partition("\0")
        return bool(line(before)) and bool(line(after))

    def best(self, *scores: Fraction) -> Fraction:
        """The most that can be earned. Raises ValueError where nothing can."""
        best = max(scores, default=Fraction(0))
        if best <= 0:
            raise ValueError(sentences.NO_ANSWER)
        return best

    def say(self, sentence: str) -> None:
        if sentence not in self.unsaid:
            self.unsaid.append(sentence)


def labels_of(response: Element) -> list[Label]:
    """What can be chosen. Raises ValueError where there is more than anybody can read."""
    if sum(1 for _ in every(response, "response_label")) > MOST_ANSWERS:
        raise ValueError(sentences.MANY_ANSWERS)
    return [Label(attribute(each, "ident"), html_in(each), each) for each in every(response, "response_label")]


def facts_of(element: Element) -> dict[str, str]:
    """What the metadata of an item, a section or a test says, by its label."""
    facts: dict[str, str] = {}
    for holder in (element, *children(element, "itemmetadata")):
        for field in (each for part in children(holder, "qtimetadata", "itemmetadata") or [holder] for each in _fields(part)):
            facts.setdefault(text_at(field, "fieldlabel"), text_at(field, "fieldentry"))
        for short in children(holder):
            if name_of(short).startswith("qmd_"):
                facts.setdefault(name_of(short), (short.text or "").strip())
    return facts


def name_from(title: str) -> str:
    """A title that names the question, "" for one like “Question 3”."""
    words = line(title)
    return "" if _NO_NAME.fullmatch(words) else words


def _fields(part: Element) -> Iterator[Element]:
    return (each for each in every(part, "qtimetadatafield"))
