"""Rating a course and saying whether it was of use, from the command line (COURSE-5, API-5)."""

from datetime import timedelta

from tests.builders import NOW, course, finished
from tests.cli.scripted import CommandLine, accepts

NEGOTIATION = course("negotiation", "Negotiation")


def test_a_course_is_rated_changed_and_withdrawn(trainhub: CommandLine) -> None:
    """COURSE-5."""
    trainhub.script = accepts()
    trainhub.facts = (*trainhub.facts, *finished(NEGOTIATION))
    run = trainhub("courses", "rate", "negotiation", "5", "Worth every minute.", "--json")
    assert (run.status, run.facts["sentence"]) == (0, "You gave Negotiation 5 stars.")
    assert run.facts["rating"] == {"course_id": "negotiation", "stars": 5, "sentence": "Worth every minute.", "at": "2025-01-26T13:00:00Z"}
    assert trainhub("courses", "rate", "negotiation", "1").out == "You gave Negotiation 1 star.\n"
    assert trainhub("courses", "rate", "negotiation", "--withdraw").out == "Your rating of Negotiation is withdrawn.\n"


def test_a_course_that_is_not_complete_cannot_be_rated(trainhub: CommandLine) -> None:
    """COURSE-5."""
    run = trainhub("courses", "rate", "negotiation", "5", "--offline")
    assert (run.status, run.err) == (1, "Negotiation can be rated when it is complete.\n")


def test_use_is_told_thirty_days_later_or_dismissed(trainhub: CommandLine) -> None:
    """COURSE-5: offline it waits."""
    trainhub.facts = (*trainhub.facts, *finished(NEGOTIATION, NOW - timedelta(days=30)))
    queued = trainhub("courses", "applied", "negotiation", "partly", "Two calls.", "--offline")
    assert queued.out == "Use of Negotiation: queued, will be sent when you are online.\n"
    trainhub.script = accepts()
    assert trainhub("courses", "applied", "negotiation", "--dismiss").out == "You will not be asked about Negotiation.\n"


def test_before_that_it_says_when_it_is_asked(trainhub: CommandLine) -> None:
    """COURSE-5."""
    trainhub.facts = (*trainhub.facts, *finished(NEGOTIATION, NOW - timedelta(days=29)))
    early = trainhub("courses", "applied", "negotiation", "yes", "--offline")
    assert early.err == "What Negotiation is worth at work is asked in 1 day.\n"


def test_what_is_missing_is_said(trainhub: CommandLine) -> None:
    """API-5."""
    for words in (("rate", "negotiation"), ("rate", "negotiation", "6"), ("rate", "negotiation", "many")):
        assert (trainhub("courses", *words).status, trainhub("courses", *words).err) == (2, "Say how many stars, 1 to 5, or --withdraw.\n")
    for more in ((), ("maybe",), ("yes", "--dismiss")):
        run = trainhub("courses", "applied", "negotiation", *more)
        assert (run.status, run.err) == (2, "Answer yes, partly or not-yet, or --dismiss the question.\n")


def test_the_rating_of_others_is_shown_from_three_on(trainhub: CommandLine) -> None:
    """COURSE-5."""
    assert "Rating" not in trainhub("courses", "show", "negotiation").out
    trainhub.script = accepts(NEGOTIATION.model_copy(update={"rating": 43, "ratings": 12}))
    trainhub("sync")
    assert "4.3 of 5 (12 ratings)" in trainhub("courses", "show", "negotiation").out
    assert "4.3 (12)" in trainhub("courses", "list", "--plain").out
