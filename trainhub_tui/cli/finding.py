"""The thing that a person means: by id, by title, or by how one of them begins, as long as only one fits."""

import re
from collections.abc import Mapping

from trainhub_core.catalogue import Catalogue
from trainhub_core.models.base import ID, LONGEST_ID
from trainhub_core.models.catalogue import Course
from trainhub_core.text import clean_line
from trainhub_tui.cli.endings import Refusal, Status, Unknown

MOST_CANDIDATES = 6


def found(word: str, titles: Mapping[str, str], noun: str) -> str:
    """The id meant by a word. `titles` are all things by id. Raises Refusal with the candidates when none or several fit."""
    wanted = word.strip().casefold()
    if word in titles:
        return word
    for fits in (_is_exactly, _begins_like):
        candidates = [each for each, title in titles.items() if wanted and fits(wanted, each, title)]
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise Refusal(f"“{word}” may mean {_listed(candidates)}; say which {noun}.", Status.USAGE)
    raise Unknown(f"There is no {noun} “{word}”{_near(wanted, titles)}.")


def id_in(word: str, noun: str) -> str:
    """A word that may be the id of something at the server. Raises Refusal for one that no id is like."""
    if len(word) > LONGEST_ID or not re.fullmatch(ID, word):
        raise Refusal(f"There is no {noun} “{clean_line(word)[:80]}”.", Status.REFUSED)
    return word


def course_meant(word: str, catalogue: Catalogue) -> Course:
    """The course meant by a word. Raises Refusal."""
    return catalogue.courses[found(word, {each: course.title for each, course in catalogue.courses.items()}, "course")]


def lesson_titles(catalogue: Catalogue) -> dict[str, str]:
    """Every lesson's title by its id."""
    return {lesson.id: lesson.title for course in catalogue.courses.values() for lesson in course.lessons}


def lesson_meant(word: str, catalogue: Catalogue) -> str | None:
    """The lesson of `course/lesson`, where both may be shortened; None when there is no such course."""
    head, slash, tail = word.partition("/")
    courses = [each for each, course in catalogue.courses.items() if each.casefold().startswith(head.casefold())]
    if not slash or not courses:
        return None
    lessons = {lesson.id: lesson.title for each in courses for lesson in catalogue.courses[each].lessons}
    if word in lessons:
        return word
    fitting = [each for each in lessons if each.partition("/")[2].casefold().startswith(tail.casefold())]
    if len(fitting) > 1:
        raise Refusal(f"“{word}” may mean {_listed(fitting)}; say which lesson.", Status.USAGE)
    return fitting[0] if fitting else None


def _is_exactly(wanted: str, each: str, title: str) -> bool:
    return wanted in (each.casefold(), title.casefold())


def _begins_like(wanted: str, each: str, title: str) -> bool:
    return each.casefold().startswith(wanted) or title.casefold().startswith(wanted)


def _listed(candidates: list[str]) -> str:
    more = len(candidates) - MOST_CANDIDATES
    shown = ", ".join(candidates[:MOST_CANDIDATES])
    return f"{shown} or {more} more" if more > 0 else shown


def _near(wanted: str, titles: Mapping[str, str]) -> str:
    # Late: only a mistyped word needs it.
    from difflib import get_close_matches

    names = {title.casefold(): each for each, title in titles.items()} | {each.casefold(): each for each in titles}
    near = dict.fromkeys(names[name] for name in get_close_matches(wanted, names, n=3, cutoff=0.6))
    return f"; there is {_listed(list(near))}" if near else ""
