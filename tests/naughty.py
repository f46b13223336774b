"""Text that attacks a terminal, or a program behind a pipe; and a catalogue that has it in every field."""

import json
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

from tests.builders import NOW
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Category, Course, Module
from trainhub_core.models.learning import Bookmark, BookmarkKind, Learner
from trainhub_core.models.library import Resource
from trainhub_core.models.webinars import Webinar

STRINGS = Path(__file__).parents[2] / "shared/data/terminal/blns/blns.json"
ATTACKS = [
    "\x1b]52;c;cm0gLXJmIC8K\x07",
    "\x1b[2J\x1b[1;1Howned",
    "\x9b31mred",
    "\x1b]0;title\x1b\\",
    "\x1bPq#0~\x1b\\",
    "a\rb\x08c\x7f\x00",
    "\u202eevil\u2066\u200b",
    "\ud800",
    "[red]x[/] [@click=app.quit]y[/]",
    "%s {0} $title \\u001b[31m",
]


def naughty() -> list[str]:
    strings = json.loads(STRINGS.read_text("utf-8")) if STRINGS.exists() else []
    return [*ATTACKS, *(text for text in strings if text)]


def chunks(texts: Iterable[str], most: int = 300) -> list[str]:
    """The texts joined up to the length that one line of the catalogue may have."""
    found = [""]
    for text in texts:
        if len(found[-1]) + len(text) > most:
            found.append("")
        found[-1] = f"{found[-1]} {text[:most]}".strip()
    return found


def hostile(facts: tuple[Fact, ...], texts: Iterable[str]) -> Iterator[Fact]:
    """The catalogue with these texts in turn wherever a person reads. `model_copy` does not clean, as if a model forgot to."""
    turn = cycle(texts)
    for fact in facts:
        match fact:
            case Course():
                lesson = fact.modules[0].lessons[0].model_copy(update={"title": f"Lesson {next(turn)}"})
                module = fact.modules[0].model_copy(update={"title": next(turn), "lessons": (lesson, *fact.modules[0].lessons[1:])})
                assert isinstance(module, Module)
                yield fact.model_copy(
                    update={"title": f"{fact.title} {next(turn)}", "summary": next(turn), "topic": next(turn), "modules": (module,)}
                )
            case Webinar():
                yield fact.model_copy(update={"title": f"{fact.title} {next(turn)}", "presenter": next(turn), "summary": next(turn)})
            case Resource():
                yield fact.model_copy(update={"title": f"{fact.title} {next(turn)}", "name": next(turn), "format": next(turn)})
            case Learner():
                yield fact.model_copy(update={"name": next(turn)})
            case Category():
                yield fact.model_copy(update={"title": next(turn), "topics": (next(turn), next(turn))})
            case _ if "title" in type(fact).model_fields:
                yield fact.model_copy(update={"title": next(turn)})
            case _:
                yield fact
    mark = Bookmark(kind=BookmarkKind.COURSE, object="negotiation", title="x", at=NOW)
    yield mark.model_copy(update={"title": next(turn)})
