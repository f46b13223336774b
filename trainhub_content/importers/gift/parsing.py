"""One GIFT question: title, format, text, and the answers between the braces."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from trainhub_content.importers.banks.stated import GAP, Asks, Stated, StatedAnswer, StatedNumber, Words
from trainhub_content.importers.gift.splitting import Block, blocks, shown

_TITLE = re.compile(r"\s*::(.*?)::", re.S)
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.I)
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*?))?(?:#(.*))?", re.S | re.I)
_WEIGHT = re.compile(r"\s*%(-?\d+(?:[.,]\d+)?)%")
_ANSWER_START = re.compile(r"[=~]")
_DIGITS = r"-?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?"
_NUMBER = re.compile(rf"\s*({_DIGITS})\s*(?:(:|\.\.)\s*({_DIGITS}))?\s*")


class _Unclear(ValueError):
    """The question cannot be read; its text is the sentence that says why."""


def stated_in(text: str) -> Iterator[Stated]:
    """Every question and description of a file, in order, those that cannot be read with their fault."""
    for block in blocks(text):
        category = tuple(block.category.split("/")) if block.category else ()
        yield _stated(block, category)


def _stated(block: Block, category: tuple[str, ...]) -> Stated:
    place = f"line {block.line}"
    rest, name, written = block.text, "", "moodle"
    if title := _TITLE.match(rest):
        name, rest = _tidy(title[1]), rest[title.end() :]
    if named := _FORMAT.match(rest):
        written, rest = named[1].lower(), rest[named.end() :]
    try:
        before, inside, after = _parts(rest)
        prompt = _prompt(before, after, written)
        if inside is None:
            return Stated(Asks.DESCRIPTION, place, name, prompt, category=category)
        missing = bool(after.strip()) and inside.strip() != ""
        asked, feedback = _general(inside, written)
        return _asked(asked, Stated(Asks.OTHER, place, name, prompt, category=category, feedback=feedback, missing_word=missing))
    except _Unclear as unclear:
        return Stated(Asks.OTHER, place, name, Words(_tidy(rest), written), category=category, fault=str(unclear))


def _parts(text: str) -> tuple[str, str | None, str]:
    """What stands before, between (None: there are no braces) and after the braces."""
    before, opened, rest = text.partition("{")
    if not opened:
        if "}" in text:
            raise _Unclear("A brace is closed that was not opened.")
        return text, None, ""
    inside, closed, after = rest.partition("}")
    if not closed:
        raise _Unclear("The brace of the answers is not closed.")
    if "{" in inside or "{" in after or "}" in after:
        raise _Unclear("There are braces within the answers or after them; those that are text are written \\{ and \\}.")
    return before, inside, after


def _prompt(before: str, after: str, written: str) -> Words:
    if not after.strip():
        return _words(before, written)
    return _words(f"{before.rstrip()} {GAP} {after.strip()}", written)


def _general(inside: str, written: str) -> tuple[str, Words]:
    """The answers, and the feedback that is said after any of them."""
    asked, _, feedback = inside.partition("####")
    return asked, _words(feedback, written)


def _asked(asked: str, so_far: Stated) -> Stated:
    """The question with its type and answers."""
    text = asked.strip()
    written = so_far.prompt.written
    if not text:
        return _with(so_far, Asks.ESSAY, ())
    if text.startswith("#"):
        return _with(so_far, Asks.NUMBER, tuple(_numbers(text[1:], written)))
    if truth := _TRUTH.fullmatch(text):
        return _with(so_far, Asks.TRUE_FALSE, _truth(truth, written))
    answers = tuple(_answers(text, written))
    signs = {sign for sign, _ in answers}
    if signs == {"="} and all("->" in answer.words.text for _, answer in answers):
        return _with(so_far, Asks.MATCHING, tuple(_pair(answer) for _, answer in answers))
    if signs == {"="}:
        return _with(so_far, Asks.SHORT, tuple(answer for _, answer in answers))
    return _with(so_far, Asks.CHOICE, tuple(answer for _, answer in answers), is_single="=" in signs)


def _with(so_far: Stated, asks: Asks, answers: tuple[StatedAnswer, ...], is_single: bool = True) -> Stated:
    return Stated(
        asks,
        so_far.place,
        so_far.name,
        so_far.prompt,
        answers,
        so_far.category,
        so_far.feedback,
        is_single=is_single,
        missing_word=so_far.missing_word,
    )


def _answers(text: str, written: str) -> Iterator[tuple[str, StatedAnswer]]:
    """Sign and answer; what is right or wrong earns all or nothing unless a weight says otherwise."""
    starts = [found.start() for found in _ANSWER_START.finditer(text)]
    if not starts or text[: starts[0]].strip():
        raise _Unclear("The answers begin with neither = nor ~.")
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        sign, body = text[start], text[start + 1 : end]
        share = Fraction(sign == "=")
        if weight := _WEIGHT.match(body):
            share, body = _share(weight[1]), body[weight.end() :]
        words, _, feedback = body.partition("#")
        if not words.strip():
            raise _Unclear("An answer is empty; a # that belongs to an answer is written \\#.")
        yield sign, StatedAnswer(_words(words, written), share, _words(feedback, written))


def _pair(answer: StatedAnswer) -> StatedAnswer:
    left, _, right = answer.words.text.partition("->")
    written = answer.words.written
    return StatedAnswer(Words(left.strip(), written), Fraction(1), answer.feedback, Words(right.strip(), written))


def _truth(found: re.Match[str], written: str) -> tuple[StatedAnswer, ...]:
    """Two answers. The first feedback is for whoever is wrong, the second for whoever is right."""
    is_true = found[1].upper().startswith("T")
    said = {False: _words(found[2] or "", written), True: _words(found[3] or "", written)}
    told = ((truth, truth == is_true) for truth in (True, False))
    return tuple(StatedAnswer(Words(str(truth).lower()), Fraction(right), said[right]) for truth, right in told)


def _numbers(text: str, written: str) -> Iterator[StatedAnswer]:
    if "=" not in text and "~" not in text:
        text = f"={text}"
    for _, answer in _answers(text.strip(), written):
        yield StatedAnswer(answer.words, answer.share, answer.feedback, number=_number(answer.words.text))


def _number(text: str) -> StatedNumber:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise _Unclear(f"“{text}” is no number, span (1..5) or number with a tolerance (3:2).")
    value = _decimal(found[1])
    if found[2] == "..":
        return StatedNumber(value, upto=_decimal(found[3]))
    return StatedNumber(value, _decimal(found[3] or "0"))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise _Unclear(f"“{text}” is no number.") from None


def _share(text: str) -> Fraction:
    return Fraction(text.replace(",", ".")) / 100


def _words(text: str, written: str) -> Words:
    """A text with its own format where it states one."""
    if named := _FORMAT.match(text):
        written, text = named[1].lower(), text[named.end() :]
    return Words(_tidy(text) if written in ("moodle", "html") else shown(text).strip(), written)


def _tidy(text: str) -> str:
    """Line ends in the file are spaces; those that are meant are written as an escape."""
    return shown(" ".join(text.split())).strip()
