"""Source code in the roles of its tokens. Only blocks near the screen come here, and a budget bounds what one of them may cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from trainhub_tui.widgets.reader_wrap import Run

_NAMES = """
python py python3 pycon javascript js jsx typescript ts tsx json yaml yml toml ini cfg bash sh shell zsh console sql
html xml svg css scss c cpp c++ csharp cs java kotlin kt go rust rs ruby rb php swift powershell ps1 dockerfile docker
hcl terraform tf diff patch make makefile r lua http bat properties perl pl dart groovy graphql proto nginx
"""
LANGUAGES = frozenset(_NAMES.split())
MOST = 20_000
MOST_LINE = 2_000
SECONDS = 0.025
"""Processor time after which the rest of a block stays as it is."""
_ROLES = (
    ("Token.Comment", "code-comment"),
    ("Token.Keyword", "code-keyword"),
    ("Token.Literal.String", "code-string"),
    ("Token.Literal.Number", "code-number"),
    ("Token.Name.Function", "code-name"),
    ("Token.Name.Class", "code-name"),
    ("Token.Name.Tag", "code-name"),
    ("Token.Name.Attribute", "code-name"),
    ("Token.Name.Decorator", "code-name"),
    ("Token.Name.Builtin", "code-keyword"),
    ("Token.Generic.Inserted", "code-string"),
    ("Token.Generic.Deleted", "code-number"),
    ("Token.Generic.Heading", "code-comment"),
)


class Stretch(NamedTuple):
    """From `start` to `end` a text has one role."""

    start: int
    end: int
    role: str


@cache
def _tokens(language: str) -> Callable[[str], Iterable[tuple[int, object, str]]] | None:
    """What cuts a language into tokens; its patterns are compiled, which takes longer than a page may take to appear."""
    # Late: highlighting is only needed where code is shown.
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return None
    cut: Callable[[str], Iterable[tuple[int, object, str]]] = lexer.get_tokens_unprocessed
    list(cut("x"))
    return cut


_learned: set[str] = set()


def learn(languages: Iterable[str]) -> None:
    """Make languages ready, so that their code can be coloured at once."""
    for language in languages:
        _tokens(language)
        _learned.add(language)


def unlearned(language: str) -> str:
    """The name of a language that is known here, but not ready; nothing for any other."""
    name = language.lower()
    return name if name in LANGUAGES and name not in _learned else ""


def stretches_of(text: str, language: str) -> list[Stretch]:
    """The roles of a source text, in order; nothing for a language not known here."""
    if language.lower() not in LANGUAGES or len(text) > MOST or max(map(len, text.split("\n"))) > MOST_LINE:
        return []
    cut = _tokens(language.lower())
    if cut is None:
        return []
    until = time.process_time() + SECONDS
    found: list[Stretch] = []
    for at, token, words in cut(text):
        if time.process_time() > until:
            break
        if words and (role := _role(str(token))):
            joins = found and found[-1].end == at and found[-1].role == role
            start = found.pop().start if joins else at
            found.append(Stretch(start, at + len(words), role))
    return found


def _role(token: str) -> str:
    return next((role for name, role in _ROLES if token.startswith(name)), "")


def coloured(runs: Sequence[Run], stretches: Sequence[Stretch], start: int) -> Iterator[Run]:
    """Runs of a source text that begins at the offset `start`, cut where a role begins or ends. Stretches must be in order."""
    for run in runs:
        if run.at < 0 or not stretches:
            yield run
            continue
        at, end = run.at - start, run.at - start + len(run.text)
        done = at
        for stretch in stretches:
            if stretch.end <= done:
                continue
            if stretch.start >= end:
                break
            if stretch.start > done:
                yield _cut(run, at, done, stretch.start)
                done = stretch.start
            yield _cut(run, at, done, min(end, stretch.end), stretch.role)
            done = min(end, stretch.end)
        if done < end or not run.text:
            yield _cut(run, at, done, end)


def _cut(run: Run, at: int, start: int, end: int, role: str = "") -> Run:
    face = run.face._replace(role=role) if role else run.face
    return Run(run.text[start - at : end - at], face, run.at + start - at)
