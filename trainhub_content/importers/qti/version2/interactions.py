"""Interactions of QTI 2 as what our questions ask."""

from collections import Counter
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Asks, Stated, StatedAnswer, Words
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.choices import TRUTHS
from trainhub_content.importers.qti.version2.bodies import html_of
from trainhub_content.importers.qti.version2.reading_item import NUMBERS, ItemReading, words_of
from trainhub_content.importers.xml import attribute, children, every

JOINED = "Any two could be joined; here the first of each pair is matched with the second."
MARKED = "Words of the text were to be marked; here they are listed as answers."
SLID = "A slider was moved; here the number is typed."


def choice(reading: ItemReading, interaction: Element) -> Stated:
    return _chosen(reading, interaction, children(interaction, "simpleChoice"))


def hottext(reading: ItemReading, interaction: Element) -> Stated:
    reading.say(MARKED)
    return _chosen(reading, interaction, list(every(interaction, "hottext")))


def ordering(reading: ItemReading, interaction: Element) -> Stated:
    response = reading.response(interaction)
    choices = {attribute(each, "identifier"): each for each in children(interaction, "simpleChoice")}
    if sorted(response.correct) != sorted(choices):
        raise ValueError("Only some of its items are put in order; here all of them are.")
    reading.lost_whole()
    answers = tuple(StatedAnswer(Words(html_of(choices[name]), "html")) for name in response.correct)
    return Stated(Asks.ORDERING, "", answers=answers, feedback=reading.feedback(), is_strict=not response.is_mapped)


def matching(reading: ItemReading, interaction: Element) -> Stated:
    """Left and right sides; where a left one has several partners, the other way round."""
    response = reading.response(interaction)
    sets = [
        {attribute(each, "identifier"): html_of(each) for each in children(one, "simpleAssociableChoice")}
        for one in children(interaction, "simpleMatchSet")
    ]
    if len(sets) != 2:
        raise ValueError("It does not have two sets to match.")
    pairs = pairs_of(response.right)
    if all(a in sets[0] and b in sets[1] for a, b in pairs):
        if max(Counter(a for a, _ in pairs).values(), default=0) > 1:
            pairs, sets = [(b, a) for a, b in pairs], [sets[1], sets[0]]
        return _matched(reading, pairs, sets[0], sets[1], is_strict=not response.is_mapped)
    raise ValueError("Its right pairs name things that it does not have.")


def associating(reading: ItemReading, interaction: Element) -> Stated:
    response = reading.response(interaction)
    choices = {attribute(each, "identifier"): html_of(each) for each in children(interaction, "simpleAssociableChoice")}
    pairs = pairs_of(response.right)
    used = Counter(name for pair in pairs for name in pair)
    if any(count > 1 for count in used.values()) or not set(used) <= set(choices):
        raise ValueError("Something in it belongs to several pairs; here each has one partner.")
    reading.say(JOINED)
    rights = {b: choices[b] for _, b in pairs} | {name: html for name, html in choices.items() if name not in used}
    return _matched(reading, pairs, {a: choices[a] for a, _ in pairs}, rights, is_strict=not response.is_mapped)


def slider(reading: ItemReading, interaction: Element) -> Stated:
    reading.say(SLID)
    return typed(reading, interaction)


def typed(reading: ItemReading, interaction: Element) -> Stated:
    """One answer that is typed, a number or words."""
    response = reading.response(interaction)
    if response.base in NUMBERS:
        told = reading.numbers(response)
        answers = tuple(
            StatedAnswer(Words(), share, Words(reading.to(f"{number.value:f}", share), "html"), number=number) for number, share in told
        )
        return Stated(Asks.NUMBER, "", answers=answers, feedback=reading.feedback())
    if attribute(interaction, "patternMask"):
        reading.say("What was typed had to have a certain form; here only the answer counts.")
    values = [*(response.worth if response.is_mapped else response.correct)]
    values += [value for value in reading.told.values if value not in values]
    shares = {value: response.share(value) for value in values}
    answers = tuple(
        StatedAnswer(
            Words(value, "plain"), share, Words(reading.to(value, share) if share >= 1 else reading.told.values.get(value, ""), "html")
        )
        for value, share in shares.items()
    )
    reading.told.is_unsaid = reading.told.is_unsaid or bool(reading.told.wrong)
    return Stated(Asks.SHORT, "", answers=answers, feedback=reading.feedback())


def _chosen(reading: ItemReading, interaction: Element, choices: list[Element]) -> Stated:
    response = reading.response(interaction)
    answers = tuple(reading.answer(each, response) for each in choices)
    is_truth = response.is_single and {words_of(each).casefold() for each in choices} == TRUTHS and len(choices) == len(TRUTHS)
    if is_truth:
        answers = tuple(
            StatedAnswer(Words(words_of(each), "plain"), it.share, it.feedback) for it, each in zip(answers, choices, strict=True)
        )
    if not response.is_single:
        reading.lost_whole()
    return Stated(
        Asks.TRUE_FALSE if is_truth else Asks.CHOICE,
        "",
        answers=answers,
        feedback=reading.feedback(),
        is_single=response.is_single,
        is_strict=not response.is_mapped,
        is_fixed=attribute(interaction, "shuffle").lower() != "true" or any(attribute(each, "fixed") == "true" for each in choices),
    )


def pairs_of(values: tuple[str, ...]) -> list[tuple[str, str]]:
    """Directed pairs. Raises ValueError."""
    found = [tuple(value.split()) for value in values]
    if not all(len(pair) == 2 for pair in found):
        raise ValueError(sentences.NO_ANSWER)
    return [(pair[0], pair[1]) for pair in found]


def _matched(
    reading: ItemReading, pairs: list[tuple[str, str]], lefts: Mapping[str, str], rights: Mapping[str, str], is_strict: bool
) -> Stated:
    partners: dict[str, str] = {}
    for left, right in pairs:
        if left in partners:
            raise ValueError("Something in it has several partners; here each has one.")
        partners[left] = right
    if len(partners) < len(lefts):
        reading.say(sentences.LONE)
    reading.lost_whole()
    rows = [_row(lefts[name], rights[partners[name]]) for name in lefts if name in partners]
    spare = [_row("", html) for name, html in rights.items() if name not in partners.values()]
    return Stated(Asks.MATCHING, "", answers=(*rows, *spare), feedback=reading.feedback(), is_strict=is_strict)


def _row(left: str, right: str) -> StatedAnswer:
    return StatedAnswer(Words(left, "html"), right=Words(right, "html"))


Maker = Callable[[ItemReading, Element], Stated]
MAKERS: Mapping[str, Maker] = {
    "choiceInteraction": choice,
    "hottextInteraction": hottext,
    "orderInteraction": ordering,
    "matchInteraction": matching,
    "associateInteraction": associating,
    "sliderInteraction": slider,
    "textEntryInteraction": typed,
}
