"""Hostile text in every field reaches neither the terminal nor the next program of a pipe (reliability.md, Text from elsewhere)."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.every_command import CHANGING, READING, WRONG
from tests.cli.scripted import CommandLine, Run, ScriptedHub, accepts, refuses
from tests.content.content_builders import COURSE, content
from tests.naughty import ATTACKS, chunks, hostile, naughty
from trainhub_core.catalogue import catalogue_of
from trainhub_core.feed import state_from
from trainhub_core.models.learning import Learner
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_tui.facts import SyncKind, SyncStatus


def unseen(text: str) -> list[str]:
    """Characters that must not be there: control characters but the newline, formatting, surrogates."""
    allowed = ("\n", "\u200d", "\ufe0f")
    return [hex(ord(char)) for char in text if char not in allowed and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def escaping(run: Run, is_json: bool) -> list[str]:
    """The same for strings inside JSON, which become alive when the next program decodes them."""
    found = unseen(run.out + run.err)
    return found + unseen(_decoded(json.loads(run.out))) if is_json else found


def _decoded(value: object) -> str:
    """Every string of a JSON value."""
    match value:
        case list():
            return " ".join(_decoded(each) for each in value)
        case dict():
            return " ".join([*value, *(_decoded(each) for each in value.values())])
    return str(value)


STARTER = "trainhub_content/starter"


def lines(folder: Path, text: str, *commands: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """Command lines whose content is not the starter pack but a small folder with this text in it."""
    title = json.dumps(text.encode("utf-8", "replace").decode())
    content(folder, course=COURSE.replace("title: Selling", f"title: {title}"))
    for words in (line for table in commands for line in table):
        yield tuple(str(folder) if word == STARTER else word for word in words)


@pytest.mark.parametrize("form", ["--plain", "--json", "--offline"])
def test_no_control_character_passes_any_command(trainhub: CommandLine, tmp_path: Path, form: str) -> None:
    """All naughty strings together in every field, through the cleaning of the store."""
    texts = [text.encode("utf-8", "replace").decode() for text in naughty()]  # SQLite keeps no lone surrogates
    trainhub.texts = {"negotiation/one": "\n\n".join(texts)}
    trainhub.facts = tuple(hostile(trainhub.facts, chunks(texts)))
    for words in lines(tmp_path / "content", " ".join(ATTACKS), READING, CHANGING, WRONG):
        run = trainhub(*words, form)
        assert run.status in (0, 1, 2, 3), run
        assert not escaping(run, form == "--json" and bool(run.out)), (words, run)


@pytest.mark.parametrize("form", ["--plain", "--json", "--offline"])
def test_the_command_line_is_a_wall_of_its_own(trainhub: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str) -> None:
    """Were a model ever not to clean, nothing would pass all the same; nor would a server's sentence."""
    facts = tuple(hostile(trainhub.facts, [" ".join(ATTACKS)]))
    learner = next(fact for fact in facts if isinstance(fact, Learner))
    monkeypatch.setattr(ScriptedHub, "catalogue", lambda hub: catalogue_of(facts))
    monkeypatch.setattr(ScriptedHub, "state", lambda hub: state_from(facts, learner))
    for words in lines(tmp_path / "content", " ".join(ATTACKS), READING, WRONG):
        run = trainhub(*words, form)
        assert not escaping(run, form == "--json" and bool(run.out)), (words, run)


@pytest.mark.parametrize("text", ATTACKS)
def test_words_of_the_server_and_of_the_person_are_cleaned_too(trainhub: CommandLine, text: str) -> None:
    trainhub.script = refuses(text.encode("utf-8", "replace").decode())
    for words in (("courses", "enrol", "negotiation"), ("outbox",), ("outbox", "--json"), ("outbox", "export")):
        assert not escaping(trainhub(*words), words[-1] in ("--json", "export")), words
    trainhub.script = lambda hub: SyncStatus(SyncKind.TROUBLE, None, sentence=text)
    assert not unseen(trainhub("sync").err)
    trainhub.script = accepts(Registration(webinar_id="app-trends", state=SeatState.WAITING, position=1))
    for words in (
        ("courses", "show", text),
        (text,),
        ("search", text),
        ("--server", text, "next"),
        ("courses", "--level", text),
        ("read", text),
    ):
        run = trainhub(*words)
        assert run.err.count("\n") <= 1 and not unseen(run.err + run.out), (words, run)
