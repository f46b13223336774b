"""COURSE-1: of a large programme only those rows are made that somebody looks at."""

import pytest

from tests.builders import sample_catalogue
from trainhub_core.feed import catalogue_from
from trainhub_core.models.learning import Record
from trainhub_core.views.courses import course_row
from trainhub_tui.screens import course_choice
from trainhub_tui.screens.course_choice import SORTS, CourseFilter, CourseRows, chosen


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The courses of which a row was made."""
    ids: list[str] = []

    def counted(course, *others):  # type: ignore[no-untyped-def]
        ids.append(course.id)
        return course_row(course, *others)

    monkeypatch.setattr(course_choice, "course_row", counted)
    return ids


def test_a_list_by_what_the_course_itself_says_makes_no_row(made: list[str]) -> None:
    catalogue = catalogue_from(sample_catalogue())
    rows = CourseRows(catalogue, Record())
    for sort in ("category", "title", "level"):
        assert len(chosen(rows, CourseFilter(), sort, catalogue)) == len(rows) == len(catalogue.courses)
    named = chosen(rows, CourseFilter(text="negotiation", level="beginner"), "title", catalogue)
    assert made == []
    assert [rows[it.id].title for it in (*named, *named)] == [it.title for it in (*named, *named)]
    assert made == [it.id for it in named]


def test_state_and_length_are_worked_out_once(made: list[str]) -> None:
    catalogue = catalogue_from(sample_catalogue())
    rows = CourseRows(catalogue, Record())
    assert {sort: len(chosen(rows, CourseFilter(length="short", state="locked"), sort, catalogue)) for sort in SORTS}
    assert sorted(made) == sorted(set(made)) and set(made) <= set(catalogue.courses)
    assert {it.id for it in chosen(rows, CourseFilter(state="locked"), "state", catalogue)} == {
        id_ for id_, row in rows.items() if row.state == "locked"
    }
