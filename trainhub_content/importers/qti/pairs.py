"""QTI 1.2: several lists to choose from, as pairs to match, things to sort, or gaps in a text."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Asks, Stated, StatedAnswer, Words
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.gaps import GapAnswer, choice_gap, text_gap
from trainhub_content.importers.qti.material import own_material
from trainhub_content.importers.qti.reading_item import ItemReading, labels_of
from trainhub_content.importers.qti.scoring import named_in
from trainhub_content.importers.xml import attribute, every

RESPONSE = "response_"
_CHOSEN = {"dropdown", "wordbank"}


def has_blanks(reading: ItemReading, lids: Sequence[Element]) -> bool:
    """Whether the text has a place in brackets for one of the lists."""
    prompt = reading.prompt({})
    return any(f"[{_blank(lid)}]" in prompt for lid in lids)


def matching(reading: ItemReading, lids: Sequence[Element]) -> Stated:
    """Each list is the right side of what it says itself; what no list has as its answer leads astray."""
    general, told = reading.told.to_parts()
    right = {attribute(lid, "ident"): _right(reading, attribute(lid, "ident")) for lid in lids}
    rows: list[StatedAnswer] = []
    astray: dict[str, str] = {}
    for lid in lids:
        ident = attribute(lid, "ident")
        labels = {label.ident: label.html for label in labels_of(lid)}
        astray |= {line(html): html for html in labels.values()}
        left = own_material(lid)
        answers = [name for name in labels if name in right[ident]]
        if not line(left) and "<img" not in left:
            reading.say(sentences.EMPTY_PAIR)
            continue
        if len(answers) != 1:
            raise ValueError(f"“{line(left)[:80]}” has {'no' if not answers else 'more than one'} right partner.")
        feedback = " ".join(html for (response, _), html in told.items() if response == ident and html)
        row = _row(left, labels[answers[0]], feedback)
        if any((line(it.words.text), it.right) == (line(left), row.right) for it in rows):
            reading.say(sentences.PAIR_TWICE)
            continue
        rows.append(row)
    taken = {line(row.right.text) for row in rows}
    spare = tuple(_row("", html) for words, html in astray.items() if words and words not in taken)
    feedback_of_all = reading.told.feedback(general)
    return Stated(Asks.MATCHING, "", answers=(*rows, *spare), feedback=feedback_of_all, is_strict=reading.is_all_or_nothing)


def categories(reading: ItemReading, lids: Sequence[Element]) -> Stated:
    """Things that are sorted: each is matched with its category."""
    general, _ = reading.told.to_parts()
    rows: dict[str, StatedAnswer] = {}
    every_label = {label.ident: label.html for lid in lids for label in labels_of(lid)}
    for lid in lids:
        for name in _right(reading, attribute(lid, "ident")):
            if name in rows:
                raise ValueError(f"“{line(every_label[name])[:80]}” belongs to more than one category.")
            if name in every_label:
                rows[name] = _row(every_label[name], own_material(lid))
    if len(rows) < len(every_label):
        reading.say(sentences.LONE)
    in_order = tuple(rows[name] for name in every_label if name in rows)
    return Stated(Asks.MATCHING, "", answers=in_order, feedback=reading.told.feedback(general), is_strict=reading.is_all_or_nothing)


def blanks(reading: ItemReading, lids: Sequence[Element]) -> Stated:
    """A text with places in brackets: words to type, or to choose where the item says so."""
    general, told = reading.told.to_parts()
    is_chosen = reading.kind.startswith("multiple_dropdowns")
    prompt = reading.prompt({})
    for lid in lids:
        gap = _gap(reading, lid, is_chosen, told)
        place = f"[{_blank(lid)}]"
        if place in prompt:
            prompt = prompt.replace(place, gap, 1)
        else:
            reading.say(sentences.NO_PLACE)
            prompt += f"<p>{gap}</p>"
    feedback = reading.told.feedback(general)
    return Stated(Asks.CLOZE, "", prompt=Words(prompt, "html"), feedback=feedback, is_strict=reading.is_all_or_nothing)


def _gap(reading: ItemReading, lid: Element, is_chosen: bool, told: dict[tuple[str, str], str]) -> str:
    ident = attribute(lid, "ident")
    labels = labels_of(lid)
    kinds = {attribute(label.element, "answer_type").lower() for label in labels}
    _say_how(reading, lid)
    right = _right(reading, ident)
    if is_chosen or kinds & _CHOSEN:
        if not any(label.ident in right for label in labels):
            raise ValueError(sentences.NO_ANSWER)
        return choice_gap(GapAnswer(it.words, it.ident in right, told.get((ident, it.ident), "")) for it in labels)
    return text_gap(GapAnswer(it.words, True, told.get((ident, it.ident), "")) for it in labels)


def _say_how(reading: ItemReading, lid: Element) -> None:
    """What Canvas compares typed words by. Raises ValueError for patterns."""
    how = {attribute(label, "scoring_algorithm").lower() for label in every(lid, "response_label")}
    if "textregex" in how:
        raise ValueError(sentences.PATTERN)
    if "textcontainsanswer" in how:
        reading.say(sentences.CONTAINS)
    if "textcloseenough" in how:
        reading.say(sentences.NEARLY)


def _right(reading: ItemReading, ident: str) -> set[str]:
    """What earns something in this list."""
    return {it.value for condition in reading.scoring.earning() for it in named_in(condition) if it.response == ident and not it.negated}


def _blank(lid: Element) -> str:
    return re.sub(rf"^{RESPONSE}", "", attribute(lid, "ident"))


def _row(left: str, right: str, feedback: str = "") -> StatedAnswer:
    return StatedAnswer(Words(left, "html"), right=Words(right, "html"), feedback=Words(feedback, "html"))
