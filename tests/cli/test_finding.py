"""Which thing a person means."""

import pytest

from tests.builders import sample_catalogue
from tests.cli.scripted import CommandLine, accepts
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.catalogue import Course
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.cli.finding import found, lesson_meant

TITLES = {"lead-gen": "Lead Generation", "lead-care": "Keeping Leads", "closing": "Closing Techniques", "lead": "Leading"}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("lead", "lead"),
        ("LEAD-G", "lead-gen"),
        ("lead generation", "lead-gen"),
        ("keep", "lead-care"),
        ("Closing", "closing"),
        ("leading", "lead"),
    ],
)
def test_ids_titles_and_their_beginnings_are_understood_in_any_case(word: str, meant: str) -> None:
    assert found(word, TITLES, "course") == meant


def test_what_may_mean_several_things_is_asked_back() -> None:
    with pytest.raises(Refusal, match=r"“lead-” may mean lead-gen, lead-care; say which course\.") as refusal:
        found("lead-", TITLES, "course")
    assert refusal.value.status is Status.USAGE


def test_what_is_not_there_is_said_with_what_is_near() -> None:
    with pytest.raises(Refusal, match=r"There is no course “closng”; there is closing\.") as refusal:
        found("closng", TITLES, "course")
    assert refusal.value.status is Status.REFUSED
    with pytest.raises(Refusal, match=r"There is no course “”\."):
        found("", TITLES, "course")


def test_a_lesson_is_meant_by_course_and_lesson_both_shortened() -> None:
    catalogue = catalogue_of(sample_catalogue())
    assert lesson_meant("neg/tw", catalogue) == "negotiation/two"
    assert lesson_meant("negotiation", catalogue) is None
    with pytest.raises(Refusal, match="negotiation/two, negotiation/three"):
        lesson_meant("negotiation/t", catalogue)


def test_a_course_published_since_is_found_by_asking_the_server_once_more(trainhub: CommandLine) -> None:
    """CONT-3: a learner who is told of it need not know that a laptop has a copy."""
    fresh = next(fact for fact in sample_catalogue() if isinstance(fact, Course)).model_copy(
        update={"id": "brand-new", "title": "Brand New"}
    )
    trainhub.script = accepts(fresh)
    assert trainhub("courses", "show", "brand-new").status == 1, "the hub of this computer has no other to ask"
    trainhub.server = "https://training.example.org"
    assert trainhub("courses", "show", "brand-new", "--offline").status == 1
    shown = trainhub("courses", "show", "brand-new")
    assert (shown.status, shown.err) == (0, "") and "Brand New" in shown.out
    assert "There is no course “old-news”" in trainhub("courses", "show", "old-news").err
