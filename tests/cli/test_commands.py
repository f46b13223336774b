"""Every command answers, in three forms, from one table."""

from importlib import import_module
from typing import Any

import pytest

from tests.builders import course, finished
from tests.cli.every_command import CHANGING, READING, WRONG, full_names
from tests.cli.scripted import CommandLine
from trainhub_core.models.views import Achievements, CoursePage, CourseRow, Dashboard, PathCard
from trainhub_tui.cli.table import named

DRAWN = set("✓✗─│╭╮╰╯━┃┿┼▌●○◌✔▶·•◆↓")


def test_every_command_has_a_handler_and_a_test() -> None:
    for name in full_names():
        if name != ("serve",):
            command = named(name)
            assert " ".join(name) in import_module(f"trainhub_tui.cli.{command.module}").HANDLERS
            assert any(words[: len(name)] == name for words in (*READING, *CHANGING, *WRONG)), name
            assert command.help and command.answers


@pytest.mark.parametrize("words", [*READING, *CHANGING], ids=" ".join)
def test_every_command_answers_in_three_forms(trainhub: CommandLine, words: tuple[str, ...]) -> None:
    """LOOK-6."""
    trainhub("download", "partner-handbook")
    if words[1:2] == ("unenrol",):
        trainhub("courses", "enrol", "negotiation", "--offline")
    if words[1:2] == ("cancel",):
        trainhub("webinars", "register", "advanced-referrals", "--offline")
    table = trainhub(*words)
    assert (table.status, table.err) == (0, ""), table
    assert table.out.strip()
    if words in READING:
        plain = trainhub(*words, "--plain", "--offline")
        assert plain.status == 0 and not DRAWN & set(plain.out) and "\x1b" not in plain.out
        assert isinstance(trainhub("--json", *words, "--offline").facts, dict | list)


def test_answers_are_the_views_of_the_api(trainhub: CommandLine) -> None:
    """The JSON reads back as the models that the API answers with."""
    assert Dashboard.model_validate_json(trainhub("dashboard", "--json").out).learner_name == "Ada Partner"
    items = trainhub("courses", "--json").facts["items"]
    assert isinstance(items, list) and [CourseRow.model_validate(it).id for it in items][:2] == [
        "advanced-partnerships",
        "client-communication",
    ]
    assert CoursePage.model_validate_json(trainhub("courses", "show", "negotiation", "--json").out).course.title == "Negotiation"
    assert PathCard.model_validate_json(trainhub("paths", "show", "--json").out).percent == 0
    assert Achievements.model_validate_json(trainhub("badges", "--json").out).levels[0].title == "Bronze"


def test_courses_are_filtered_by_category_level_state_and_skill(trainhub: CommandLine) -> None:
    """COURSE-1."""
    trainhub.facts = (*trainhub.facts, *finished(course("negotiation", "Negotiation")))
    out = trainhub("courses", "--plain", "--state", "completed").out
    assert out.startswith("Negotiation; Level: beginner; Time: 30 min; State: completed; Done: 100 %") and out.count("\n") == 1
    assert trainhub("courses", "--level", "advanced", "--plain").out.startswith("Advanced Partnerships; ")
    assert trainhub("courses", "--category", "Tools", "--plain").out == "No course fits.\n"
    assert trainhub("courses", "--skill", "clos", "--plain").out.count("\n") == 6
    assert trainhub("courses", "--level", "hard").status == 2


def test_a_locked_course_says_why(trainhub: CommandLine) -> None:
    """PATH-2."""
    assert "State: locked; Done: 0 %; Id: closing-techniques; Note: Finish Client Communication first" in trainhub("courses", "--plain").out
    refused = trainhub("courses", "enrol", "closing-techniques")
    assert (refused.status, refused.out, refused.err) == (1, "", "Finish Client Communication first\n")


def test_the_next_webinar_is_told_with_time_zone_and_countdown(trainhub: CommandLine) -> None:
    """WEB-1, DASH-3."""
    out = trainhub("webinars", "next", "--plain").out
    assert "When: Tue 28 Jan 2025 14:00 (Europe/Berlin), in 2 days\n" in out
    assert trainhub("webinars", "list", "--past", "--json").facts["total"] == 1


def test_next_names_the_lesson_to_go_on_with(trainhub: CommandLine) -> None:
    """PATH-5."""
    assert trainhub("next", "--json").facts["lesson_id"] == "referral-strategies/one"
    assert "trainhub read referral-strategies/one" in trainhub("next").out


def test_search_finds_titles_and_places_in_texts_of_one_kind_or_all(trainhub: CommandLine) -> None:
    """LEARN-5."""
    items: Any = trainhub("search", "REFERRAL", "strat", "--json").facts["items"]
    assert [(it["kind"], it["id"]) for it in items][:2] == [("course", "referral-strategies"), ("webinar", "advanced-referrals")]
    assert trainhub("search", "referral", "strat", "--kind", "webinar", "--json").facts["total"] == 1
    text = trainhub.texts["negotiation/one"]
    items = trainhub("search", "ask", "wel", "--json").facts["items"]
    assert items == [
        {
            "kind": "lesson",
            "id": "negotiation/one",
            "part": None,
            "title": "Lesson one",
            "heading": "Asking",
            "offset": text.index("Ask **"),
            "line": text[: text.index("Ask **")].count("\n") + 1,
            "page": None,
            "second": None,
            "text": "Ask well . a b 1 2",
        }
    ]
    plain = trainhub("search", "ask", "wel", "--plain").out
    assert plain == "Lesson one: Asking; Kind: lesson; Place: line 3; Text: Ask well . a b 1 2; Id: negotiation/one\n"
    assert trainhub("search", "nothing-like-it").out == "Nothing has these words.\n"
    assert trainhub("search", "x", "--kind", "person").status == 2


def test_a_lesson_is_read_as_text(trainhub: CommandLine) -> None:
    """LIB-3, LOOK-6: laid out for an eye, spoken for an ear."""
    assert trainhub("read", "negotiation/one", "--plain").out.splitlines() == [
        "Heading 1: Asking",
        "Ask well.",
        "Table with columns a, b:",
        "a: 1; b: 2",
        "End of table.",
    ]
    assert "Ask well." in trainhub("read", "Neg/o").out
    assert str(trainhub("read", "negotiation/one", "--json").facts["text"]).startswith("# Asking")


def test_a_lesson_that_is_not_here_needs_the_network(trainhub: CommandLine) -> None:
    offline = trainhub("read", "negotiation/two", "--offline")
    assert (offline.status, offline.out) == (3, "") and offline.err.count("\n") == 1


def test_a_resource_is_read_once_it_was_downloaded(trainhub: CommandLine) -> None:
    """LIB-2, LIB-3."""
    before = trainhub("read", "partner-handbook")
    assert before.status == 1 and "trainhub download partner-handbook" in before.err
    assert trainhub("download", "Partner H").status == 0
    assert trainhub("read", "partner-handbook", "--plain").out.splitlines()[2:] == ["Item: one", "Item: two"]
    items = trainhub("library", "--offline-only", "--json").facts["items"]
    assert isinstance(items, list) and [(it["id"], it["offline"]) for it in items] == [("partner-handbook", "done")]


def test_downloading_without_a_network_says_so(trainhub: CommandLine) -> None:
    assert trainhub("download", "--all", "--offline").status == 3
    assert trainhub("download").status == 2


def test_bookmarks_and_outbox_say_when_they_are_empty(trainhub: CommandLine) -> None:
    """LOOK-4."""
    assert trainhub("bookmarks").out == "No bookmarks yet.\n"
    assert trainhub("outbox").out == "Everything is at the server.\n"
