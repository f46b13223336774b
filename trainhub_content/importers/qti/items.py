"""Items of QTI 1.2 as they are stated."""

from dataclasses import replace
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import COMBINED, MANY_MARKS, NOTHING_LIKE, Asks, Stated, Words
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.choices import choice, ends_of, ordering
from trainhub_content.importers.qti.pairs import blanks, categories, has_blanks, matching
from trainhub_content.importers.qti.reading_item import ItemReading, name_from
from trainhub_content.importers.qti.scoring import decimal
from trainhub_content.importers.qti.typed import typed
from trainhub_content.importers.xml import attribute, every, name_of

_REFUSED = {
    "calculated_question": sentences.FORMULA,
    "file_upload_question": sentences.UPLOAD,
    "hot_spot_question": sentences.HOT_SPOT,
}
_WITHOUT_ANSWER = {"essay_question", "essay"}
_TEXT_ONLY = "text_only_question"


def stated_item(item: Element, place: str) -> Stated:
    """The question that an item asks; its fault where it cannot be ours."""
    name = name_from(attribute(item, "title"))
    try:
        reading = ItemReading(item)
        stated = _stated(reading)
    except ValueError as unclear:
        return Stated(Asks.OTHER, place, name, fault=str(unclear))
    points = decimal(reading.facts.get("points_possible") or reading.facts.get("cc_weighting", ""))
    if points is not None and points not in (0, 1) and stated.asks is not Asks.DESCRIPTION:
        reading.say(MANY_MARKS.format(f"{points.normalize():f}"))
    if reading.told.is_unsaid:
        reading.say(COMBINED)
    prompt = stated.prompt if stated.prompt.text else Words(reading.prompt(), "html")
    return replace(
        stated, place=place, name=name, prompt=prompt, hint=Words(reading.told.hint, "html"), unsaid=(*stated.unsaid, *reading.unsaid)
    )


def _stated(reading: ItemReading) -> Stated:
    """What is asked, without what every question has. Raises ValueError."""
    _refuse(reading)
    lids = [each for each in reading.responses if name_of(each) == "response_lid"]
    texts = [each for each in reading.responses if name_of(each) in ("response_str", "response_num")]
    if reading.kind in _WITHOUT_ANSWER:
        return Stated(Asks.ESSAY, "")
    if not reading.responses:
        if reading.kind in ("", _TEXT_ONLY):
            return Stated(Asks.DESCRIPTION, "")
        raise ValueError(NOTHING_LIKE.format(reading.kind))
    if lids and texts:
        raise ValueError(sentences.SEVERAL)
    return typed(reading, texts) if texts else _listed(reading, lids)


def _refuse(reading: ItemReading) -> None:
    """Raises ValueError for what our quizzes have nothing like."""
    if why := _REFUSED.get(reading.kind):
        raise ValueError(why)
    if any(True for _ in every(reading.item, "calculated")):
        raise ValueError(sentences.FORMULA)
    if any(True for _ in every(reading.item, "render_hotspot", "response_xy")):
        raise ValueError(sentences.HOT_SPOT)
    if any(name_of(each) == "response_grp" for each in reading.responses):
        raise ValueError(NOTHING_LIKE.format("response_grp"))


def _listed(reading: ItemReading, lids: list[Element]) -> Stated:
    cardinalities = {attribute(each, "rcardinality").lower() for each in lids}
    if reading.kind in ("multiple_dropdowns_question", "fill_in_multiple_blanks_question") or has_blanks(reading, lids):
        return blanks(reading, lids)
    if len(lids) == 1 and reading.kind not in ("matching_question", "categorization_question"):
        if cardinalities == {"ordered"}:
            return replace(ordering(reading, lids[0]), prompt=Words(f"{reading.prompt()} {ends_of(lids[0])}", "html"))
        return choice(reading, lids[0])
    if reading.kind == "categorization_question" or cardinalities == {"multiple"}:
        return categories(reading, lids)
    if "ordered" in cardinalities:
        raise ValueError(sentences.SEVERAL)
    return matching(reading, lids)
