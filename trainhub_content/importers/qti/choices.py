"""QTI 1.2: one of several, several of them, or all in order."""

from fractions import Fraction
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Asks, Stated, StatedAnswer, Words
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.material import html_in
from trainhub_content.importers.qti.reading_item import ItemReading, Label, labels_of
from trainhub_content.importers.qti.scoring import named_in
from trainhub_content.importers.xml import attribute, children, every, name_of

TRUTHS = {"true", "false"}
_NOT_SHUFFLED = "no"
_PICTURE = "<img"


def choice(reading: ItemReading, response: Element) -> Stated:
    if attribute(response, "rcardinality").lower() == "multiple":
        return _several(reading, response)
    ident = attribute(response, "ident")
    labels = labels_of(response)
    scores = {label.ident: reading.scoring.score({ident: [label.ident]}) for label in labels}
    best = reading.best(*scores.values())
    tries = {label.ident: {ident: [label.ident]} for label in labels}
    general, told = reading.told.to_each(tries, {name for name, score in scores.items() if score == best})
    is_truth = {label.words.casefold() for label in labels} == TRUTHS and len(labels) == len(TRUTHS)
    answers = tuple(
        StatedAnswer(
            Words(label.words, "plain") if is_truth else Words(label.html, "html"),
            scores[label.ident] / best,
            Words(told[label.ident], "html"),
        )
        for label in labels
    )
    return Stated(
        Asks.TRUE_FALSE if is_truth else Asks.CHOICE,
        "",
        answers=_with_words(reading, answers),
        feedback=reading.told.feedback(general),
        is_fixed=_is_fixed(response),
    )


def _with_words(reading: ItemReading, answers: tuple[StatedAnswer, ...]) -> tuple[StatedAnswer, ...]:
    """Without wrong answers that say nothing."""
    kept = tuple(it for it in answers if it.share > 0 or _PICTURE in it.words.text or line(it.words.text))
    if len(kept) < len(answers):
        reading.say(sentences.NO_WORDS)
    return kept


def ordering(reading: ItemReading, response: Element) -> Stated:
    """The order of the values in the condition that gives most."""
    ident = attribute(response, "ident")
    labels = {label.ident: label for label in labels_of(response)}
    for condition in reading.scoring.earning():
        order = [it.value for it in named_in(condition) if it.response == ident and not it.negated]
        if sorted(order) == sorted(labels):
            break
    else:
        raise ValueError(sentences.NO_ANSWER)
    general, _ = reading.told.to_parts()
    answers = tuple(StatedAnswer(Words(labels[value].html, "html")) for value in order)
    return Stated(Asks.ORDERING, "", answers=answers, feedback=reading.told.feedback(general), is_strict=True)


def ends_of(response: Element) -> str:
    """What stands above and below a list that is put in order."""
    marks = {"top": "↑", "left": "←", "bottom": "↓", "right": "→"}
    ends = [each for each in every(response, "material") if attribute(each, "position") in marks]
    told = []
    for each in ends:
        holder = Element("end")
        holder.append(each)
        told.append(f"<p>{marks[attribute(each, 'position')]} {html_in(holder)}</p>")
    return " ".join(told)


def _several(reading: ItemReading, response: Element) -> Stated:
    ident = attribute(response, "ident")
    labels = labels_of(response)
    right = _right_set(reading, ident, labels)
    names = [label.ident for label in labels]

    def score(chosen: set[str]) -> Fraction:
        return reading.scoring.score({ident: [name for name in names if name in chosen]})

    whole = reading.best(score(right))
    without = {name: score(right - {name}) for name in right}
    besides = {name: score(right | {name}) for name in names if name not in right}
    is_strict = reading.is_all_or_nothing or (
        all(each <= 0 for each in without.values()) and (len(right) > 1 or all(each <= 0 for each in besides.values()))
    )
    if is_strict and not reading.is_all_or_nothing and besides and all(each == whole for each in besides.values()):
        reading.say(sentences.SPARE)
    general, told = reading.told.to_each({name: {ident: [name]} for name in names}, right, {ident: sorted(right)})
    answers = tuple(
        StatedAnswer(
            Words(label.html, "html"),
            (whole - without[label.ident] if label.ident in right else besides[label.ident] - whole) / whole,
            Words(told[label.ident], "html"),
        )
        for label in labels
    )
    if is_strict:
        each = Fraction(1, len(right))
        answers = tuple(
            StatedAnswer(it.words, each if label.ident in right else Fraction(0), it.feedback)
            for it, label in zip(answers, labels, strict=True)
        )
    return Stated(
        Asks.CHOICE,
        "",
        answers=_with_words(reading, answers),
        feedback=reading.told.feedback(general),
        is_single=False,
        is_strict=is_strict,
        is_fixed=_is_fixed(response),
    )


def _right_set(reading: ItemReading, ident: str, labels: list[Label]) -> set[str]:
    """The set of answers that earns most: those that earn by themselves, or those that one condition asks for."""
    names = {label.ident for label in labels}
    sets = [{name for name in names if reading.scoring.score({ident: [name]}) > 0}]
    for condition in reading.scoring.earning():
        named = {it.value for it in named_in(condition) if it.response == ident and not it.negated}
        sets.append(named & names)
    best = max(sets, key=lambda chosen: (reading.scoring.score({ident: sorted(chosen)}), -len(chosen)))
    if not best:
        raise ValueError(sentences.NO_ANSWER)
    return best


def _is_fixed(response: Element) -> bool:
    renders = [each for each in children(response) if name_of(each).startswith("render_")]
    if any(attribute(each, "shuffle").lower() == _NOT_SHUFFLED for each in renders):
        return True
    return any(attribute(each, "rshuffle").lower() == _NOT_SHUFFLED for each in every(response, "response_label"))
