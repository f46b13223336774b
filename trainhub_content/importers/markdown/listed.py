"""Quizzes that are written as plain lists: questions, options with letters or marks, and lines that tell the answer."""

import re
from dataclasses import dataclass, field
from string import ascii_uppercase

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_BULLET = r"(?:[-*+]\s+)?"
_ANSWER = re.compile(rf"^{_BULLET}(?:✅\s*)?[*_]*(?:correct\s+)?(?:answers?|solution|antwort|lösung)[*_]*\s*:(.*)$", re.I)
_WHY = re.compile(rf"^{_BULLET}[*_]*(?:explanation|rationale|feedback|erklärung)[*_]*\s*:[*_ ]*(.*)$", re.I)
_LETTER = re.compile(r"^(?:[-*+]\s+)?[*_]*\(?([A-Ha-h])[.)][*_]*\s+(.*)$")
_PLAIN = re.compile(r"^[-*+]\s+(.*)$")
_HEADING = re.compile(r"^#{2,6}\s+(\S.*)$")
_STARTS = re.compile(r"^(?:[-*+]\s+(.*)|(?:\d+[.)]\s+)(.*)|([*_]{2}(?:question|q|frage)?\s*\d+.*))$", re.I)
_COUNTED = re.compile(r"^(?:[*_]{0,2})(?:(?:question|frage|q)\s*)?\d+\s*[.):]?\s*(?P<bold>[*_]{2})?\s*:?\s*", re.I)
_NAMED = re.compile(r"^[*_]{2}(?:question|frage)\s*\d+[*_]{2}\s*:?\s*", re.I)
_MARK = re.compile(r" {0,3}(?:✅|☑|✔️?|\(✓\)|✓|\(correct\)|\(richtig\))\s*$", re.I)
_LETTERS = re.compile(r"[*_(]*[A-H]\)?(?:(?: ?, ?| ?& ?| and | und | )\(?[A-H]\)?){1,7}[*_.]*")
_ONE = re.compile(r"^[*_]*\(?([A-Ha-h])[.)](?:[*_]*\s.*|[*_]*)$")


MOST_ANSWER = 400


@dataclass(slots=True)
class Listed:
    """A question as it stands in the lists; `line` counts from 1. `right` are places of options."""

    line: int
    prompt: list[str]
    options: list[str] = field(default_factory=list)
    right: set[int] = field(default_factory=set)
    answer: str = ""
    why: list[str] = field(default_factory=list)
    is_headed: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.answer or self.right)

    @property
    def text(self) -> str:
        return "\n".join(self.prompt).strip()


def listed_in(text: str) -> tuple[list[str], list[Listed]]:
    """The lines before the first question, and the questions; none where the page is no quiz."""
    intro: list[str] = []
    found: list[Listed] = []
    fenced = False
    for number, row in enumerate(text.split("\n"), start=1):
        fence = bool(_FENCE.match(row))
        if fenced or fence:
            (_open_text(found[-1]) if found else intro).append(row)
            fenced = fenced != fence
        elif not _taken(found, row, number):
            intro.append(row)
    questions = [each for each in found if len(each.options) > 1]
    for each in questions:
        _settle(each)
    if sum(1 for each in questions if each.is_done) < 2 or len(questions) * 2 < len(found):
        return [], []
    return intro, questions


def _taken(found: list[Listed], row: str, number: int) -> bool:
    """Puts a line where it belongs; whether it belongs to a question."""
    line, indent = row.strip(), len(row) - len(row.lstrip())
    current = found[-1] if found else None
    if heading := _HEADING.match(line):
        if _looks_asked(heading[1]):
            found.append(Listed(number, [_uncounted(heading[1].rstrip("# "))], is_headed=True))
            return True
        return current is not None
    if current is not None and (said := _ANSWER.match(line)) and current.options:
        current.answer = said[1].strip("*_ ")
        return True
    if current is not None and current.options and (why := _WHY.match(line)):
        current.why.append(why[1])
        return True
    if current is not None and (option := _option(current, line)) is not None:
        current.options.append(option)
        return True
    if indent == 0 and (start := _STARTS.match(line)) and not (current is not None and current.is_headed and not current.is_done):
        found.append(Listed(number, [_uncounted(next(group for group in start.groups() if group is not None))]))
        return True
    if current is not None and line:
        (current.why if current.answer else _open_text(current)).append(line)
    return current is not None


def _option(current: Listed, line: str) -> str | None:
    """The option that this line is of the question, in the next letter or, below a heading, as a bullet."""
    if current.answer:
        return None
    lettered = _LETTER.match(line)
    if lettered and lettered[1].upper() == ascii_uppercase[len(current.options)]:
        text = lettered[2]
    elif current.is_headed and (plain := _PLAIN.match(line)):
        text = plain[1]
    else:
        return None
    if _MARK.search(text):
        current.right.add(len(current.options))
        text = _MARK.sub("", text)
    return text.strip()


def _settle(question: Listed) -> None:
    """Which options the answer means: by letters, or by its words."""
    told = question.answer.strip("*_ ").removeprefix("- ").strip()
    if not told:
        return
    told = told[:MOST_ANSWER]
    letters = re.findall(r"\b([A-H])\b", told) if _LETTERS.fullmatch(told) or re.fullmatch(r"\(?[A-H]\)?", told) else []
    if one := _ONE.match(told):
        letters = [one[1].upper()]
    places = {ascii_uppercase.index(letter) for letter in letters}
    if not places:
        places = {at for at, option in enumerate(question.options) if _bare(option) == _bare(told)}
    question.right |= {place for place in places if place < len(question.options)}


def _open_text(question: Listed) -> list[str]:
    return question.options if question.options and not question.prompt else question.prompt


def _looks_asked(heading: str) -> bool:
    return bool(re.match(r"(?:question\s*|frage\s*|q)?\d+\s*[.):]?\s", heading, re.I)) or heading.rstrip().endswith("?")


def _uncounted(text: str) -> str:
    """The question without its number."""
    named = _NAMED.sub("", text)
    if named != text:
        return named.strip()
    found = _COUNTED.match(text)
    if not found:
        return text.strip()
    rest = text[found.end() :]
    return (rest[:-2] if text[:2] in ("**", "__") and rest.endswith(text[:2]) and not found["bold"] else rest).strip()


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
