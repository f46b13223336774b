"""What the Markdown of quizzes and scenarios is made of: headings with attributes, the text below them, and text that looks like either."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.sources import Prose

CHOICE = re.compile(r"- \[(.*)\]\(#([^()\s]*)\)")
HEADING = re.compile(r"(#{2,3}) (.*?)(?: ?\{([^{}]*)\})? *")
_STRUCTURE = re.compile(r"\\*(?=#{2,3}(?: |$)|" + CHOICE.pattern + "$)")
_QUOTED = re.compile(r"\\*(?=>)")


@dataclass(frozen=True, slots=True)
class Heading:
    """`## title {#id .flag key=value}`; `line` counts from 0 in the text."""

    level: int
    title: str
    line: int
    id: str = ""
    flags: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """The lines below a heading (None: before the first), `first` being the number of the first line in the text."""

    prose: Prose
    heading: Heading | None
    lines: tuple[str, ...]
    first: int

    def fault(self, reason: str, line: int | None = None) -> Fault:
        """A fault in this line of the section, or at its heading."""
        if line is not None:
            return self.prose.fault(reason, self.first + line)
        return self.prose.fault(reason, self.heading.line if self.heading else self.first)

    def refuse(self, reason: str, line: int | None = None) -> ContentRefused:
        return ContentRefused([self.fault(reason, line)])

    @property
    def text(self) -> str:
        return unescaped(self.lines)


def whole(prose: Prose) -> Section:
    return Section(prose, None, tuple(prose.text.split("\n")), 0)


def parted(section: Section, level: int) -> Iterator[Section]:
    """The section cut at the headings of this level; what stands before the first comes first, perhaps empty."""
    heading, begin = section.heading, 0
    for at, line in enumerate(section.lines):
        if (found := HEADING.fullmatch(line)) and len(found[1]) == level:
            yield Section(section.prose, heading, section.lines[begin:at], section.first + begin)
            heading, begin = _heading(section, found, at), at + 1
    yield Section(section.prose, heading, section.lines[begin:], section.first + begin)


def tidied(lines: Iterable[str]) -> str:
    """Lines as one text: no blank lines at the ends, no spaces in blank lines."""
    return "\n".join(line if line.strip() else "" for line in lines).strip("\n")


def unescaped(lines: Iterable[str]) -> str:
    """Text without the backslashes that `escaped` set."""
    return tidied(_less(line, _STRUCTURE) for line in lines)


def escaped(text: str) -> str:
    """Text in which no line can be taken for a heading or a choice: such lines get a backslash (one more, where they have some)."""
    return "\n".join(_more(line, _STRUCTURE) for line in text.split("\n"))


def quote(text: str, indent: str) -> list[str]:
    """Feedback as an indented block quote."""
    return [f"{indent}> {line}" if line else f"{indent}>" for line in text.split("\n")] if text else []


def unquoted(lines: Iterable[str]) -> str:
    """The text of block-quote lines."""
    return tidied(line.removeprefix(">").removeprefix(" ") for line in lines)


def inside(text: str, indent: str) -> str:
    """The lines of a list item below its first: indented, none of them to be taken for feedback."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{indent}{_more(line, _QUOTED)}" if line else "" for line in rest)])


def outside(first: str, rest: Iterable[str]) -> str:
    """The text of a list item from its first line and those below, indents taken off."""
    return tidied([first, *(_less(line, _QUOTED) for line in rest)])


def _more(line: str, pattern: re.Pattern[str]) -> str:
    return f"\\{line}" if pattern.match(line) else line


def _less(line: str, pattern: re.Pattern[str]) -> str:
    return line.removeprefix("\\") if pattern.match(line) else line


def _heading(section: Section, found: re.Match[str], at: int) -> Heading:
    line = section.first + at
    ids, flags, values = [], set(), {}
    for part in (found[3] or "").split():
        key, equals, value = part.partition("=")
        if part.startswith("#"):
            ids.append(part[1:])
        elif part.startswith("."):
            flags.add(part[1:])
        elif equals and value:
            values[key] = value
        else:
            raise section.refuse(f"{part} is no attribute of a heading; it has the form #name, .flag or key=value.", at)
    if len(ids) > 1:
        raise section.refuse("A heading has one name.", at)
    return Heading(len(found[1]), found[2].strip(), line, ids[0] if ids else "", frozenset(flags), values)
