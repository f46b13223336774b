"""Gaps of QTI 2 in a text: words to type, to choose, or to drag into their places."""

from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Asks, Stated, Words
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.gaps import GapAnswer, choice_gap, number_gap, text_gap
from trainhub_content.importers.qti.version2.bodies import feedback_in, html_of, prompt_of
from trainhub_content.importers.qti.version2.interactions import pairs_of
from trainhub_content.importers.qti.version2.reading_item import NUMBERS, ItemReading, words_of
from trainhub_content.importers.xml import attribute, children, name_of

INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}


def inline(reading: ItemReading) -> Stated:
    """A text in which each interaction is a gap."""
    prompt = html_of(reading.body, lambda interaction: _gap(reading, interaction))
    reading.lost_whole()
    return Stated(Asks.CLOZE, "", prompt=Words(prompt, "html"), feedback=reading.feedback())


def dragged(reading: ItemReading, interaction: Element) -> Stated:
    """A text with places for words that are offered."""
    response = reading.response(interaction)
    offered = {attribute(each, "identifier"): words_of(each) for each in children(interaction, "gapText")}
    if not offered:
        raise ValueError("Pictures are dragged into their places; here words are chosen.")
    right = {place: name for name, place in pairs_of(response.right)}

    def gap(place: Element) -> str:
        name = right.get(attribute(place, "identifier"))
        if name not in offered:
            raise ValueError(sentences.NO_ANSWER)
        return choice_gap(GapAnswer(words, each == name) for each, words in offered.items())

    def at(element: Element) -> str:
        if element is not interaction:
            return gap(element)
        inside = Element("div")
        inside.extend(each for each in interaction if name_of(each) not in ("prompt", "gapText", "gapImg"))
        return f"<div>{prompt_of(interaction)}</div><div>{html_of(inside, gap)}</div>"

    prompt = html_of(reading.body, at)
    reading.lost_whole()
    return Stated(Asks.CLOZE, "", prompt=Words(prompt, "html"), feedback=reading.feedback(), is_strict=not response.is_mapped)


def _gap(reading: ItemReading, interaction: Element) -> str:
    response = reading.response(interaction)
    if name_of(interaction) == "inlineChoiceInteraction":
        choices = [(attribute(each, "identifier"), each) for each in children(interaction, "inlineChoice")]
        return choice_gap(GapAnswer(words_of(each), response.share(name) >= 1, feedback_in(each, name)) for name, each in choices)
    if response.base in NUMBERS:
        return number_gap(number for number, share in reading.numbers(response) if share >= 1)
    values = response.worth if response.is_mapped else response.correct
    return text_gap(GapAnswer(value, response.share(value) >= 1) for value in values)
