"""What of a quiz is no Markdown: what learners type, and the choices of a gap, which stand in a line. It is shown as it is written."""

from collections.abc import Iterator

from trainhub_content.quizzes.answers import RADIO
from trainhub_content.quizzes.blocks import HEADING
from trainhub_content.sources import Prose

_TYPED = {"number": ("answers", "unit"), "short answer": ("answers",), "cloze": ("gap text", "gap number", "gap choice")}
"""Sections without Markdown, by the type of the question."""
_LETTER = "x"


def without_typed(prose: Prose) -> Prose:
    """The quiz with letters in place of what is typed, as long as that: all else of it is Markdown, in the same place."""
    return Prose(prose.file, "\n".join(_lines(prose.text)), prose.first_line)


def _lines(text: str) -> Iterator[str]:
    typed: tuple[str, ...] = ()
    is_typed = False
    for line in text.split("\n"):
        if found := HEADING.fullmatch(line):
            title = found[2].strip().casefold()
            typed = _TYPED.get(title, ()) if len(found[1]) == 2 else typed
            is_typed = len(found[1]) == 3 and title in typed
            yield line
        else:
            yield _masked(line) if is_typed else line


def _masked(line: str) -> str:
    """Feedback stays."""
    inside = line.lstrip()
    if not inside or inside.startswith(">"):
        return line
    item = RADIO.fullmatch(line)
    kept = item.start(2) if item else len(line) - len(inside)
    return line[:kept] + _LETTER * (len(line) - kept)
