"""Stated questions as ours. Texts become Markdown here; what our rules cannot express is changed and said, or refused and said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from trainhub_content.importers.banks.gaps import cloze
from trainhub_content.importers.banks.stated import Asks, Stated, StatedAnswer, Words
from trainhub_content.importers.converting import escaped_text
from trainhub_content.importers.names import free, short_hash, slug
from trainhub_content.importers.pages import html_of, line, page, plain
from trainhub_content.importers.questions import (
    CLOSE,
    WHOLE,
    Answer,
    DraftQuestion,
    built,
    choice,
    forms,
    order_items,
    pairs,
    percent,
    response,
    true_false,
)
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin
from trainhub_core.models.quiz import Cloze, Matching, Number, Numeric, Ordering, Question, ShortAnswer

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w{2,31};")
_OPENING = re.compile(r"</?[A-Za-z]")
_WRAPPED = re.compile(r"<([A-Za-z]\w*)[^<>]*>.*</\1>", re.S | re.I)
_PICTURE = re.compile(r"<img\b", re.I)
ESSAY = "A free text is marked by a person; our quizzes have no such question."


class Shared(TypedDict):
    """What every question has."""

    prompt: str
    hint: str
    feedback: str


@dataclass(slots=True)
class Asking:
    """Makes the questions of one file; `taken` are the ids it has given."""

    references: References
    file: str
    taken: set[str]

    def question(self, stated: Stated, origin: Origin) -> DraftQuestion | None:
        """The question, or None with the reason said."""
        for sentence in stated.unsaid:
            origin.changed(sentence)
        make = _MAKERS.get(stated.asks)
        if stated.fault or make is None:
            origin.refused(stated.fault or ESSAY)
            return None
        id = self._id(stated)
        return built(origin, lambda: make(self, stated, origin, id))

    def markdown(self, words: Words, origin: Origin) -> str:
        """A text as Markdown."""
        text = words.text.strip()
        match words.written:
            case "html":
                return page(text, self.references, self.file, origin)
            case "markdown":
                return page(html_of(text), self.references, self.file, origin)
            case "plain":
                return plain(text)
        shown = page(text.replace("\n", "<br>"), self.references, self.file, origin) if _TAG.search(text) else ""
        return shown or plain(text)

    def one_line(self, words: Words, origin: Origin) -> str:
        """A text that has to stand on one line, as Markdown."""
        if _PICTURE.search(words.text):
            origin.changed("A picture in a pair or an item was left out.")
        return escaped_text(as_line(words))

    def answers(self, stated: Stated, origin: Origin) -> list[Answer]:
        return [Answer(self.markdown(it.words, origin), it.share, self.markdown(it.feedback, origin)) for it in stated.answers]

    def shared(self, stated: Stated, origin: Origin) -> Shared:
        return Shared(
            prompt=self.markdown(stated.prompt, origin),
            hint=self.markdown(stated.hint, origin),
            feedback=self.markdown(stated.feedback, origin),
        )

    def _id(self, stated: Stated) -> str:
        wanted = slug(stated.name, "question") if stated.name else f"question-{short_hash(stated.prompt.text)}"
        id = free(wanted, self.taken)
        self.taken.add(id)
        return id


def as_line(words: Words) -> str:
    """Plain words on one line. Tags around nothing are words too, unless the source says that it is HTML."""
    is_markup = words.written == "html" or (words.written != "plain" and _TAG.search(words.text))
    said = line(words.text) if is_markup else ""
    return said if said or words.written == "html" else " ".join(words.text.split())


def as_typed(words: Words) -> str:
    """What a learner types: as it is written, without the tags that an editor put around all of it."""
    if words.written == "html" or _WRAPPED.fullmatch(words.text.strip()) or not _OPENING.search(words.text):
        return as_line(words)
    return " ".join(words.text.split())


def _choice(asking: Asking, stated: Stated, origin: Origin, id: str) -> Question:
    answers, shared = asking.answers(stated, origin), asking.shared(stated, origin)
    if not stated.is_single:
        return response(origin, id, answers=answers, all_or_nothing=stated.is_strict, **shared)
    return choice(origin, id, answers=answers, fixed=stated.is_fixed, **shared)


def _true_false(asking: Asking, stated: Stated, origin: Origin, id: str) -> Question:
    told = {answer.words.text.strip().casefold(): answer for answer in stated.answers}
    truth, falsity = told.get("true"), told.get("false")
    if truth is None or falsity is None or max(truth.share, falsity.share) <= 0 or truth.share == falsity.share:
        raise ValueError("Neither true nor false is marked as right.")
    if_true, if_false = (asking.markdown(answer.feedback, origin) for answer in (truth, falsity))
    return true_false(id, right=truth.share > falsity.share, if_true=if_true, if_false=if_false, **asking.shared(stated, origin))


def _short(asking: Asking, stated: Stated, origin: Origin, id: str) -> Question:
    told = [Answer(as_typed(it.words), it.share, asking.markdown(it.feedback, origin)) for it in stated.answers]
    return ShortAnswer(id=id, forms=forms(origin, told), **asking.shared(stated, origin))


def _number(asking: Asking, stated: Stated, origin: Origin, id: str) -> Question:
    numbers = tuple(_stated_number(asking, it, origin) for it in stated.answers if it.number)
    return Numeric(id=id, numbers=numbers, unit=stated.unit, **asking.shared(stated, origin))


def _stated_number(asking: Asking, answer: StatedAnswer, origin: Origin) -> Number:
    assert answer.number is not None
    is_right = answer.share >= WHOLE - CLOSE
    if not is_right and answer.share > 0:
        origin.changed(f"{answer.number.value:f} earned {percent(answer.share)}; here an answer is right or not, and it counts as wrong.")
    return Number(
        value=answer.number.value,
        tolerance=answer.number.tolerance,
        upto=answer.number.upto,
        right=is_right,
        feedback=asking.markdown(answer.feedback, origin),
    )


def _matching(asking: Asking, stated: Stated, origin: Origin, id: str) -> Question:
    rows = [
        (asking.one_line(it.words, origin), asking.one_line(it.right, origin), " ".join(asking.markdown(it.feedback, origin).split()))
        for it in stated.answers
    ]
    items, targets = pairs(rows)
    return Matching(id=id, items=items, targets=targets, all_or_nothing=stated.is_strict, **asking.shared(stated, origin))


def _ordering(asking: Asking, stated: Stated, origin: Origin, id: str) -> Question:
    items = order_items([asking.markdown(answer.words, origin) for answer in stated.answers])
    return Ordering(id=id, items=items, all_or_nothing=stated.is_strict, **asking.shared(stated, origin))


def _cloze(asking: Asking, stated: Stated, origin: Origin, id: str) -> Question:
    shared = asking.shared(stated, origin)
    prompt, gaps = cloze(origin, lambda text: asking.markdown(Words(text, stated.prompt.written), origin), stated.prompt.text)
    return Cloze(id=id, prompt=prompt, gaps=gaps, hint=shared["hint"], feedback=shared["feedback"], all_or_nothing=stated.is_strict)


_Maker = Callable[[Asking, Stated, Origin, str], Question]
_MAKERS: Mapping[Asks, _Maker] = {
    Asks.CHOICE: _choice,
    Asks.TRUE_FALSE: _true_false,
    Asks.SHORT: _short,
    Asks.NUMBER: _number,
    Asks.MATCHING: _matching,
    Asks.ORDERING: _ordering,
    Asks.CLOZE: _cloze,
}
