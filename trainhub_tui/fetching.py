"""Fetching what the server says: the change feed from where we were, and the texts that make the next lessons readable offline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from trainhub_core.models.words import Kind
from trainhub_tui.api import Api
from trainhub_tui.cache.practice import lesson_text, practice_of
from trainhub_tui.cache.snapshot import Said, Snapshot
from trainhub_tui.sending import said
from trainhub_tui.troubles import Refused, ServerTrouble

if TYPE_CHECKING:  # a pass that finds nothing new loads no models
    from trainhub_core.catalogue import Catalogue
    from trainhub_core.models.learning import LearnerState
    from trainhub_core.models.texts import CourseText, LessonText
    from trainhub_tui.shown import Shown

UNKNOWN_CURSOR = (400, 404, 410, 422)
MOST_PAGES = 10_000


def fetch_changes(api: Api, snapshot: Snapshot) -> bool:
    """Bring the cache up to date, page by page; True where the server had forgotten our cursor and everything was fetched anew."""
    cursor, known = snapshot.cursor, snapshot.highest
    for _ in range(MOST_PAGES):
        try:
            page = api.changes(cursor, known)
        except Refused as refused:
            if not cursor or refused.status not in UNKNOWN_CURSOR:
                raise
            _fetch_anew(api, snapshot)
            return True
        snapshot.apply((said(change) for change in page.changes), page.cursor)
        if not page.more:
            return False
        if page.cursor == cursor:
            raise ServerTrouble("The server's list of changes does not go on.")
        cursor = page.cursor
    raise ServerTrouble("The server's list of changes does not end.")


def fetch_texts(api: Api, snapshot: Snapshot, courses: Iterable[str], checked: set[str]) -> None:
    """Texts of these courses, where they are not here, where the course has changed, and once for each that is not in `checked`."""
    for course_id in courses:
        seq = snapshot.seq_of(Kind.COURSE, course_id)
        mark = snapshot.text_mark(course_id)
        if mark is not None and mark[1] == seq and (course_id in checked or not mark[0]):
            continue
        try:
            fetch_text(api, snapshot, course_id)
        except Refused:
            snapshot.keep_texts(course_id, "", seq, ())  # not there (any more): asked again when the course changes
        checked.add(course_id)


def fetch_text(api: Api, snapshot: Snapshot, course_id: str) -> None:
    """The texts of one course. Raises Offline, Refused or ServerTrouble."""
    seq = snapshot.seq_of(Kind.COURSE, course_id)
    mark = snapshot.text_mark(course_id)
    found = api.course_text(course_id, mark[0] if mark else "")
    if found is None:
        snapshot.keep_texts(course_id, mark[0] if mark else "", seq, None)
        return
    text, etag = found
    texts = [(it.lesson_id, it.version, it.text) for it in text.lessons]
    snapshot.keep_texts(course_id, etag, seq, texts, _practice(text))


def fetch_lesson(api: Api, snapshot: Snapshot, lesson_id: str) -> LessonText:
    """The text of one lesson, fetched with those of its course. Raises Offline, Refused or ServerTrouble."""
    fetch_text(api, snapshot, lesson_id.partition("/")[0])
    if found := lesson_text(snapshot, lesson_id):
        return found
    raise Refused("The server has no text for this lesson.", 404)


def _practice(text: CourseText) -> dict[str, str]:
    return {it.lesson_id: practice_of(it) for it in text.lessons if it.quiz or it.scenario or it.model_answer}


def courses_to_keep(catalogue: Catalogue, state: LearnerState, here: Iterable[str] = ()) -> tuple[str, ...]:
    """Courses whose texts are kept on this laptop: those enrolled in, then those of the featured path, then what is `here` already."""
    enrolled = (it.course_id for it in state.record.courses.values() if it.enrolled)
    path = catalogue.featured.courses if catalogue.featured else ()
    return tuple(it for it in dict.fromkeys((*enrolled, *path, *here)) if it in catalogue.courses)


def kept_courses(shown: Shown, snapshot: Snapshot) -> Sequence[str]:
    """The courses whose texts are kept here, worked out once for a catalogue, a state and what is here."""
    here = snapshot.courses_with_texts()
    told = shown.kept("texts", json.dumps(here), lambda: json.dumps(courses_to_keep(shown.catalogue(), shown.state(), here)))
    return [str(it) for it in json.loads(told)]


def _fetch_anew(api: Api, snapshot: Snapshot) -> None:
    started = snapshot.mark[1]
    everything: list[Said] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        page = api.changes(cursor)
        everything.extend(said(change) for change in page.changes)
        if not page.more:
            snapshot.replace(everything, page.cursor, started)
            return
        if page.cursor == cursor:
            break
        cursor = page.cursor
    raise ServerTrouble("The server's list of changes does not end.")
