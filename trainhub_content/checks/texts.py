"""Texts that every reader can show: no raw HTML, links that lead somewhere, headings in order, pictures with words, a fitting length."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from trainhub_content.faults import Fault
from trainhub_content.links import named_in, parsed
from trainhub_content.quizzes.typed import without_typed
from trainhub_content.sources import LessonSource, Prose, Sources
from trainhub_core.models.catalogue import Lesson, LessonKind

ARTICLE_WORDS = range(500, 901)
PRINTABLE = "cp1252"  # what the built-in fonts of a PDF can show
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_LETTER = re.compile(r"\w")
_HTML = ("html_block", "html_inline")


def words(text: str) -> int:
    """Words of a Markdown text; table rules and list marks do not count."""
    return sum(1 for part in text.split() if _LETTER.search(part))


def anchor_of(title: str) -> str:
    """The name that a link has for a heading: lower case, hyphens for spaces."""
    return _NOT_IN_ANCHOR.sub("", title.strip().lower()).replace(" ", "-")


def text_faults(sources: Sources) -> Iterator[Fault]:
    """What is wrong with the texts of lessons and documents."""
    lessons = {lesson.id: lesson for course in sources.catalogue.courses.values() for lesson in course.all_lessons}
    for lesson_id, source in sources.lessons.items():
        yield from _lesson(source, lessons.get(lesson_id))
    yield from _library_texts(sources)


def _lesson(source: LessonSource, lesson: Lesson | None) -> Iterator[Fault]:
    prose = source.prose
    shown = without_typed(prose) if source.quiz else prose
    is_article = lesson is not None and lesson.kind is LessonKind.ARTICLE
    yield from _html(shown)
    yield from _pictures(shown)
    yield from _headings(shown)
    if source.scenario is None:
        yield from _places(source, shown)
    count = words(prose.text)
    if is_article and count not in ARTICLE_WORDS:
        yield prose.advice(f"An article has {ARTICLE_WORDS.start} to {ARTICLE_WORDS.stop - 1} words; this one has {count}.")
    if not prose.text.startswith("# "):
        yield prose.fault(f"{'An article' if is_article else 'A lesson'} begins with its heading (# …).")


def _places(source: LessonSource, shown: Prose) -> Iterator[Fault]:
    """Links into the text itself that lead nowhere."""
    headings = {anchor_of(title) for title in _HEADING.findall(source.text)}
    for it in named_in(shown.text):
        path, hash_, heading = it.address.partition("#")
        if not path and hash_ and unquote(heading).lower() not in headings:
            yield shown.fault(f"There is no heading {it.address} in this text.", it.line)
        elif path.endswith(".md") and hash_ and not path.lower().startswith("https:"):
            yield shown.advice(
                f"The link leads to the beginning of {path}, not to #{heading}.", it.line, "Say in its words what to look for."
            )


def _pictures(prose: Prose) -> Iterator[Fault]:
    for it in named_in(prose.text):
        if it.is_picture and (not it.words.strip() or unquote(it.address).endswith(it.words.strip())):
            mend = "Say what it shows: ![what it shows](address)."
            yield prose.advice("A picture without words is nothing to whoever does not see it.", it.line, mend)


def _headings(prose: Prose) -> Iterator[Fault]:
    """Headings that skip a level, and a second title."""
    level = 0
    for token in parsed(prose.text):
        if token.type != "heading_open" or token.level or not token.map:
            continue
        here = int(token.tag[1:])
        if level and here > level + 1:
            yield prose.advice(f"A heading of level {here} follows one of level {level}.", token.map[0], f"Write {'#' * (level + 1)} here.")
        if here == 1 and level:
            yield prose.advice("A lesson has one heading of level 1, its title.", token.map[0], "Write ## here.")
        level = here


def _library_texts(sources: Sources) -> Iterator[Fault]:
    for text in sources.texts:
        yield from _html(text.prose)
        for it in named_in(text.prose.text):
            yield text.prose.fault(f"A {'picture' if it.is_picture else 'link'} is not used in a document of the library.", it.line)
        if text.entry.form == "pdf":
            for line, row in enumerate(text.prose.text.split("\n")):
                unknown = next((char for char in row if char.encode(PRINTABLE, "ignore") == b""), None)
                if unknown:
                    yield text.prose.fault(f"The character U+{ord(unknown):04X} is not in the fonts of the PDF.", line)


def _html(prose: Prose) -> Iterator[Fault]:
    """Raw HTML, which not every reader shows."""
    for token in parsed(prose.text) if "<" in prose.text else ():
        for part in (token, *(token.children or ())):
            if part.type in _HTML:
                yield prose.fault("Raw HTML is not used in content.", token.map[0] if token.map else 0)
