"""Stated questions as a course: a module for each category, lessons of at most twenty questions, descriptions before them."""

from collections.abc import Iterable, Iterator, Sequence

from trainhub_content.importers.banks.questions import Asking
from trainhub_content.importers.banks.stated import Asks, Stated
from trainhub_content.importers.drafts import DraftLesson, DraftModule, DraftQuestion
from trainhub_content.importers.pages import line
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Report, Sort

MOST_IN_LESSON = 20
_NO_NAMES = {"top", "$course$", "$system$", "$module$", "$cat1$", ""}


def modules_of(file: str, title: str, stated: Sequence[Stated], references: References, report: Report, ids: set[str]) -> list[DraftModule]:
    """The modules of one file; `title` names what has no category, `ids` are the questions' ids of the whole course so far."""
    asking = Asking(references, file, ids)
    groups: dict[tuple[str, ...], list[Stated]] = {}
    for each in stated:
        groups.setdefault(each.category, []).append(each)
    modules = []
    for category, members in groups.items():
        name = category_title(category) or title
        lessons = tuple(_lessons(file, "/".join(category), name, members, asking, report))
        if lessons:
            modules.append(DraftModule(f"{file}#{'/'.join(category)}", name, lessons))
    return modules


def category_of(path: str) -> tuple[str, ...]:
    """The parts of a category's path that say something; `//` within a name is a slash."""
    parts = (part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/"))
    return tuple(line(part) for part in parts if part not in _NO_NAMES)


def category_title(category: tuple[str, ...]) -> str:
    """The last part, with the one above it where there are more."""
    return " · ".join(category[-2:]).removeprefix("Default for ")


def _lessons(file: str, category: str, title: str, members: Iterable[Stated], asking: Asking, report: Report) -> Iterator[DraftLesson]:
    described: list[Stated] = []
    questions: list[DraftQuestion] = []
    for each in members:
        if each.asks is Asks.DESCRIPTION and not each.fault:
            report.note(file, f"What stands at {each.place} asks nothing; its text comes before the questions of its lesson.")
            described.append(each)
        elif question := asking.question(each, report.found(Sort.QUESTION, file, each.place, each.name)):
            questions.append(question)
    parts = [questions[at : at + MOST_IN_LESSON] for at in range(0, len(questions), MOST_IN_LESSON)] or ([[]] if described else [])
    for number, part in enumerate(parts, start=1):
        named = f"{title}, part {number}" if len(parts) > 1 else title
        origin = report.found(Sort.LESSON, file, named)
        texts = [asking.markdown(each.prompt, origin) for each in described] if number == 1 else []
        yield DraftLesson(origin, f"{file}#{category}#{number}", named, "\n\n".join(texts), questions=tuple(part))
