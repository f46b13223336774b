"""QTI 1.2: words and numbers that are typed, alone or in the gaps of a text."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import CASE, Asks, Stated, StatedAnswer, StatedNumber, Words
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.gaps import GapAnswer, number_gap, text_gap
from trainhub_content.importers.qti.numbers import numbers_of
from trainhub_content.importers.qti.reading_item import ItemReading
from trainhub_content.importers.qti.scoring import MOST_ANSWERS, Named, named_in
from trainhub_content.importers.xml import attribute, every, name_of

_NUMBERS = {"integer", "decimal", "scientific"}


def typed(reading: ItemReading, responses: Sequence[Element]) -> Stated:
    if not any(True for _ in reading.scoring.earning()) and not any(_is_number(reading, each) for each in responses):
        return Stated(Asks.ESSAY, "")
    if len(responses) == 1 and not reading.has_words_after(responses[0]):
        return _number(reading, responses[0]) if _is_number(reading, responses[0]) else _words(reading, responses[0])
    general, _ = reading.told.to_parts()
    gaps = {attribute(each, "ident"): _gap(reading, each) for each in responses}
    together = any(len({it.response for it in named_in(each)}) > 1 for each in reading.scoring.earning())
    return Stated(
        Asks.CLOZE,
        "",
        prompt=Words(reading.prompt(gaps), "html"),
        feedback=reading.told.feedback(general),
        is_strict=together or reading.is_all_or_nothing,
    )


def _words(reading: ItemReading, response: Element) -> Stated:
    ident = attribute(response, "ident")
    values = list({it.value.casefold(): it.value for it in reversed([*_accepted(reading, ident)])}.values())[::-1]
    if len(values) > MOST_ANSWERS:
        raise ValueError(sentences.MANY_ANSWERS)
    scores = {value: reading.scoring.score({ident: [value]}) for value in values}
    best = reading.best(*scores.values())
    right = {value for value, score in scores.items() if score == best}
    general, told = reading.told.to_each({value: {ident: [value]} for value in values}, right)
    answers = tuple(StatedAnswer(Words(value, "plain"), scores[value] / best, Words(told[value], "html")) for value in values)
    return Stated(Asks.SHORT, "", answers=answers, feedback=reading.told.feedback(general))


def _number(reading: ItemReading, response: Element) -> Stated:
    ident = attribute(response, "ident")
    earned = [(condition, number) for condition in reading.scoring.earning() for number in _numbers(reading, condition, ident)]
    if not 0 < len(earned) <= MOST_ANSWERS:
        raise ValueError(sentences.MANY_ANSWERS if earned else sentences.NO_ANSWER)
    scores = [reading.scoring.score({ident: [f"{_inside(number):f}"]}) for _, number in earned]
    best = reading.best(*scores)
    general, told = reading.told.to_each({f"{at}": {ident: [f"{_inside(it):f}"]} for at, (_, it) in enumerate(earned)}, ())
    answers = tuple(
        StatedAnswer(Words(), scores[at] / best, Words(told[f"{at}"], "html"), number=number) for at, (_, number) in enumerate(earned)
    )
    return Stated(Asks.NUMBER, "", answers=answers, feedback=reading.told.feedback(general))


def _gap(reading: ItemReading, response: Element) -> str:
    ident = attribute(response, "ident")
    if _is_number(reading, response):
        numbers = [number for condition in reading.scoring.earning() for number in _numbers(reading, condition, ident)]
        if not numbers:
            raise ValueError(sentences.NO_ANSWER)
        return number_gap(numbers)
    values = dict.fromkeys(it.value for it in _accepted(reading, ident, only_earning=True))
    return text_gap(GapAnswer(value) for value in values)


def _accepted(reading: ItemReading, ident: str, only_earning: bool = False) -> Iterator[Named]:
    """The words that conditions compare the response with."""
    for condition in reading.scoring.earning() if only_earning else reading.scoring.conditions:
        for it in named_in(condition):
            if it.response != ident or it.negated or it.comparison not in ("varequal", "varsubstring"):
                continue
            if it.comparison == "varsubstring":
                reading.say(sentences.CONTAINS)
            if it.is_case:
                reading.say(CASE)
            yield it


def _numbers(reading: ItemReading, condition: Element, ident: str) -> Iterator[StatedNumber]:
    for number, is_open in numbers_of(condition, ident):
        if is_open:
            reading.say(sentences.OPEN_BOUND)
        yield number


def _inside(number: StatedNumber) -> Decimal:
    """A number that this one takes, and not at its bounds."""
    return number.value if number.upto is None else (number.value + number.upto) / 2


def _is_number(reading: ItemReading, response: Element) -> bool:
    if name_of(response) == "response_num" or reading.kind == "numerical_question":
        return True
    return any(attribute(each, "fibtype").lower() in _NUMBERS for each in every(response, "render_fib"))
