"""Lists of titles stand as people put them in order: neither case nor accents take them apart. Source: DASH-2, COURSE-1, LIB-1."""

from itertools import permutations

from tests.builders import NOW, course, resource
from trainhub_core.catalogue import Catalogue, catalogue_of
from trainhub_core.models.catalogue import Category
from trainhub_core.models.notes import Note, NoteKind
from trainhub_core.views.notes import note_groups

TITLES = ("Account plans", "ärger im Vertrieb", "Closing", "eLearning for partners", "Event days", "iOS in the field", "Zoom")
COURSES = [course(f"course-{at}", title) for at, title in enumerate(TITLES)]


def test_courses_stand_by_title_whatever_its_case_and_accents() -> None:
    """COURSE-1."""
    assert [it.title for it in catalogue_of(reversed(COURSES)).courses.values()] == list(TITLES)


def test_two_of_one_title_stand_alike_wherever_they_come_from() -> None:
    """API-5: server and laptop put the same in the same order, however it reached them."""
    alike = (course("b", "Closing"), course("a", "closing"), course("c", "CLOSING"))
    assert {tuple(catalogue_of(those).courses) for those in permutations(alike)} == {("a", "b", "c")}


def test_an_order_that_the_author_gave_stays() -> None:
    """LIB-1."""
    shelved = [resource(title, title).model_copy(update={"order": order}) for title, order in (("zoo", 1), ("Ape", 2), ("ant", 2))]
    assert list(catalogue_of(shelved).resources) == ["zoo", "ant", "Ape"]
    named = [Category(id=title, title=title, colour="one", order=order) for title, order in (("Beta", 2), ("alpha", 2), ("Zeta", 1))]
    assert list(catalogue_of(named).categories) == ["Zeta", "alpha", "Beta"]


def test_notes_are_grouped_by_title_in_the_same_order() -> None:
    """LEARN-2."""
    catalogue: Catalogue = catalogue_of(COURSES)
    lessons = [it.all_lessons[0].id for it in reversed(COURSES)]
    notes = [Note(id=f"note-{at}", kind=NoteKind.LESSON, object=lesson, made=NOW, at=NOW) for at, lesson in enumerate(lessons)]
    assert [group.title for group in note_groups(notes, catalogue)] == list(TITLES)
