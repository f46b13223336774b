"""Items of QTI 2 as they are stated."""

from dataclasses import replace
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import COMBINED, NOTHING_LIKE, Asks, Stated, Words
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.reading_item import name_from
from trainhub_content.importers.qti.version2.bodies import html_of, interactions_in
from trainhub_content.importers.qti.version2.clozes import INLINE, dragged, inline
from trainhub_content.importers.qti.version2.declarations import has_own_rules
from trainhub_content.importers.qti.version2.interactions import MAKERS
from trainhub_content.importers.qti.version2.reading_item import ItemReading, reading_of
from trainhub_content.importers.xml import attribute, child, name_of

_GAPS = "gapMatchInteraction"
_TYPED = "textEntryInteraction"
_REFUSED = {
    "hotspotInteraction": sentences.HOT_SPOT,
    "selectPointInteraction": sentences.HOT_SPOT,
    "positionObjectInteraction": sentences.HOT_SPOT,
    "graphicOrderInteraction": sentences.HOT_SPOT,
    "graphicAssociateInteraction": sentences.HOT_SPOT,
    "graphicGapMatchInteraction": sentences.HOT_SPOT,
    "drawingInteraction": "Its answer is a drawing, which a person marks.",
    "uploadInteraction": sentences.UPLOAD,
    "mediaInteraction": "It asks to watch or listen, and has no answer.",
    "customInteraction": "It is a program of its own.",
    "portableCustomInteraction": "It is a program of its own.",
    "endAttemptInteraction": "It is worked on in steps, which our questions do not have.",
}
_ESSAY = "extendedTextInteraction"


def stated_item(item: Element, place: str, before: str = "") -> Stated:
    """The question that an item asks, its fault where it cannot be ours; `before` is HTML that belongs to it and stands elsewhere."""
    name = name_from(attribute(item, "title")) or attribute(item, "identifier")
    try:
        reading = reading_of(item)
        stated = _stated(reading)
    except ValueError as unclear:
        return Stated(Asks.OTHER, place, name, fault=str(unclear))
    if stated.asks not in (Asks.DESCRIPTION, Asks.ESSAY) and has_own_rules(item):
        reading.say(sentences.OWN_RULES)
    if reading.told.is_unsaid:
        reading.say(COMBINED)
    prompt = stated.prompt.text or html_of(reading.body)
    return replace(stated, place=place, name=name, prompt=Words(f"{before} {prompt}".strip(), "html"), unsaid=tuple(reading.unsaid))


def _stated(reading: ItemReading) -> Stated:
    """Raises ValueError for what our quizzes have nothing like."""
    if attribute(reading.item, "adaptive") == "true":
        raise ValueError(_REFUSED["endAttemptInteraction"])
    if child(reading.item, "templateDeclaration") is not None:
        raise ValueError(sentences.FORMULA)
    interactions = interactions_in(reading.body)
    kinds = {name_of(each) for each in interactions}
    if not interactions:
        return Stated(Asks.DESCRIPTION, "")
    if kinds == {_ESSAY}:
        return Stated(Asks.ESSAY, "")
    for kind in kinds:
        if why := _REFUSED.get(kind):
            raise ValueError(why)
    if kinds <= INLINE and not (kinds == {_TYPED} and len(interactions) == 1 and not _goes_on(reading)):
        return inline(reading)
    if len(interactions) > 1:
        raise ValueError(sentences.SEVERAL)
    (interaction,), (kind,) = interactions, kinds
    if kind == _GAPS:
        return dragged(reading, interaction)
    if kind not in MAKERS:
        raise ValueError(NOTHING_LIKE.format(kind))
    return MAKERS[kind](reading, interaction)


def _goes_on(reading: ItemReading) -> bool:
    """Whether the sentence goes on after its only gap."""
    _, _, after = html_of(reading.body, lambda _: "\0").partition("\0")
    return bool(line(after))
