"""Texts with gaps as H5P writes them, `*answer/other:tip*`, as ours with [[gaps]]."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from trainhub_content.importers.converting import escaped_text
from trainhub_content.importers.pages import line
from trainhub_content.quizzes.answers import letter
from trainhub_core.models.quiz import ChoiceGap, Form, Gap, Option, TextGap

_GAP = re.compile(r"\*([^*\n]+)\*")
_FEEDBACK = re.compile(r"\\+([+-])([^\\]*)")
_MARK = "GAPxx{}xxGAP"
_MARKED = re.compile(r"GAPxx(\d+)xxGAP")


@dataclass(frozen=True, slots=True)
class Solution:
    """What stands between two stars: the answer as it is typed, the rest as Markdown."""

    answer: str
    tip: str = ""
    if_right: str = ""
    if_wrong: str = ""


@dataclass(slots=True)
class Marked:
    """A text whose gaps are marks, and what belongs into them."""

    html: str
    solutions: list[Solution] = field(default_factory=list)


def marked(html: str) -> Marked:
    """Stars in pairs become marks."""
    found = Marked(html)

    def mark(gap: re.Match[str]) -> str:
        found.solutions.append(solution(gap[1]))
        return _MARK.format(len(found.solutions))

    found.html = _GAP.sub(mark, html)
    return found


def prompt_of(found: Marked, markdown: Callable[[str], str]) -> str:
    """The text as Markdown, with our gaps."""
    return _MARKED.sub(lambda mark: f"[[{name_of(int(mark[1]))}]]", markdown(found.html))


def name_of(number: int) -> str:
    return f"gap-{number}"


def solution(written: str) -> Solution:
    told = dict(_FEEDBACK.findall(written))
    answer, _, tip = _FEEDBACK.sub("", written).partition(":")
    tip, if_right, if_wrong = (escaped_text(line(text)) for text in (tip, told.get("+", ""), told.get("-", "")))
    return Solution(line(answer), tip, if_right, if_wrong)


def text_gap(number: int, given: Solution) -> Gap:
    """A gap to write into; a slash parts what is right too."""
    answers = dict.fromkeys(" ".join(part.split()) for part in given.answer.split("/"))
    return TextGap(id=name_of(number), forms=tuple(Form(text=answer, feedback=given.if_right) for answer in answers if answer))


def choice_gap(number: int, given: Solution, pool: list[str]) -> Gap:
    """A gap with all words of the text to choose from."""
    options = (
        Option(id=letter(at), text=word, right=word == given.answer, feedback=given.if_right if word == given.answer else given.if_wrong)
        for at, word in enumerate(pool)
    )
    return ChoiceGap(id=name_of(number), options=tuple(options))
