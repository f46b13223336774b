"""The starter pack as data: fresh, whole, counted, read without the tools that built it."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.content.content_builders import compiled_starter
from trainhub_content import build
from trainhub_content.build import DATA, differences, main, read
from trainhub_content.pack import pack_in, starter_pack
from trainhub_core.catalogue import SHARED_KINDS, catalogue_of
from trainhub_core.models.library import Resource
from trainhub_core.models.wire import Kind
from trainhub_core.views.library import category_cards, shelves

PACK = starter_pack()
CATALOGUE = catalogue_of(PACK.facts)
BEGINS = {"PDF": b"%PDF-1.", "Word": b"PK\x03\x04", "PowerPoint": b"PK\x03\x04", "Excel": b"PK\x03\x04", "MP4": b"\x00\x00\x00"}
"""How a file of this format begins; the others are text."""


def test_the_pack_matches_its_sources_byte_for_byte() -> None:
    fresh = compiled_starter()
    assert list(differences(read(DATA), fresh)) == []
    assert read(DATA) == {name: content.read_bytes() if isinstance(content, Path) else content for name, content in fresh.items()}


def test_a_stale_pack_says_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "load", lambda _: None)
    monkeypatch.setattr(build, "compiled", lambda _: compiled_starter())
    stale = {**read(DATA), "files/ffff": b"left over"}
    stale["catalogue.json"] = stale["catalogue.json"].replace(b"Account Planning", b"Account Plotting")
    for name, content in stale.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert main(["--check", "--into", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "catalogue.json: facts course account-planning differs." in said and "files/ffff belongs to nothing any more." in said
    assert main(["--into", str(tmp_path)]) == 0
    assert main(["--check", "--into", str(tmp_path)]) == 0
    assert read(tmp_path) == read(DATA)


def test_a_folder_with_faults_is_not_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--source", str(tmp_path), "--into", str(tmp_path / "pack")]) == 2
    assert "There is no content here" in capsys.readouterr().err
    assert not (tmp_path / "pack").exists()


def test_six_categories_count_what_is_there() -> None:
    """CAT-1."""
    assert [(card.title, card.count, card.unit) for card in category_cards(CATALOGUE)] == [
        ("Sales & Marketing", 3, "Courses"),
        ("Technical Skills", 3, "Courses"),
        ("Business Development", 3, "Courses"),
        ("Client Relations", 3, "Courses"),
        ("Industry Knowledge", 3, "Courses"),
        ("Tools & Resources", 36, "Resources"),
    ]
    assert len({category.colour for category in CATALOGUE.categories.values()}) == 6


def test_every_topic_has_a_course() -> None:
    """CAT-1."""
    taught = {(course.category, course.topic) for course in CATALOGUE.courses.values()}
    assert taught == {(category.id, topic) for category in CATALOGUE.categories.values() for topic in category.topics}


def test_every_course_has_lessons_with_texts() -> None:
    """COURSE-4: at least two lessons a course, and the path's modules three."""
    lessons = [lesson for course in CATALOGUE.courses.values() for lesson in course.all_lessons]
    assert {lesson.id for lesson in lessons} == PACK.texts.keys()
    assert all(len(course.lessons) >= 2 for course in CATALOGUE.courses.values())
    assert CATALOGUE.featured is not None
    assert all(len(CATALOGUE.courses[course_id].lessons) >= 3 for course_id in CATALOGUE.featured.courses)


def test_the_minutes_of_the_path_make_the_seeds_sixty_percent_reachable() -> None:
    """PATH-3: 45 + 10 + 8 of 105 minutes."""
    assert CATALOGUE.featured is not None and CATALOGUE.featured.title == "Partner Success Mastery"
    courses = [CATALOGUE.courses[course_id] for course_id in CATALOGUE.featured.courses]
    assert [course.minutes for course in courses] == [45, 30, 15, 15]
    assert [lesson.minutes for lesson in courses[1].lessons if lesson.required] == [10, 8, 5, 3, 4]


def test_the_library_has_the_groups_of_the_seed() -> None:
    """LIB-1: documents one by one, collections with true counts; the recordings come with the first one."""
    shown = {shelf.title: [item.title for item in shelf.items] for shelf in shelves(CATALOGUE)}
    assert shown == {
        "Documents & Guides": ["Partner Handbook", "Sales Playbook", "Technical Specifications", "Industry Report"],
        "Video Resources": ["Onboarding Series"],
        "Tools & Templates": ["Proposal Templates", "Email Templates", "Checklists & Workflows", "Plans, Decks & Sheets"],
    }
    assert "Webinar Recordings" in {it.title for it in CATALOGUE.collections.values()}
    counts = {item.title: item.detail for shelf in shelves(CATALOGUE) for item in shelf.items if item.collection_id}
    assert counts == {
        "Onboarding Series": "3 videos",
        "Proposal Templates": "7 templates",
        "Email Templates": "12 templates",
        "Checklists & Workflows": "10 items",
        "Plans, Decks & Sheets": "6 templates",
    }


def test_levels_and_tracks_are_those_of_the_seed() -> None:
    """ACH-2, ACH-3."""
    needs = {it.title: (it.courses, it.assessments, it.projects, it.mentoring_sessions) for it in CATALOGUE.certifications.values()}
    assert needs == {
        "Bronze": (5, 0, 0, 0),
        "Silver": (10, 1, 0, 0),
        "Gold": (15, 0, 1, 0),
        "Platinum": (20, 0, 0, 3),
        **dict.fromkeys(("Sales Mastery", "Technical Expertise", "Business Development", "Client Success"), (4, 0, 0, 0)),
    }
    taught = {weight.skill for course in CATALOGUE.courses.values() for weight in course.skills}
    assert taught == CATALOGUE.skills.keys() == {skill for it in CATALOGUE.certifications.values() for skill in it.skills}


def test_every_file_is_what_its_resource_says() -> None:
    """LIB-2: size and hash, so that a download can be proved whole."""
    for resource in (fact for fact in PACK.facts if isinstance(fact, Resource)):
        content = PACK.open_file(resource.sha256)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (resource.size, resource.sha256)
        assert content[: len(BEGINS.get(resource.format, b""))] == BEGINS.get(resource.format, b"")
        assert resource.format in BEGINS or content.decode()


def test_a_file_that_no_resource_has_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        PACK.open_file("0" * 64)


@pytest.mark.parametrize("day", range(0, 400, 3))
def test_webinars_are_upcoming_whenever_the_hub_is_first_started(day: int) -> None:
    """WEB-1: Tuesday, then the Wednesdays of the two weeks after, at the hosts' own times, daylight saving or not."""
    now = datetime(2026, 1, 1, 23, 30, tzinfo=UTC) + timedelta(days=day)
    shown = PACK.webinars_at(now)
    local = [webinar.starts.astimezone(ZoneInfo(webinar.zone)) for webinar in shown]
    assert [(webinar.title, webinar.presenter, webinar.minutes) for webinar in shown] == [
        ("Advanced Referral Strategies", "Sarah Johnson", 60),
        ("App Development Trends", "Mike Chen", 45),
        ("Client Retention Masterclass", "Emma Davis", 90),
    ]
    assert [(moment.strftime("%a %H:%M")) for moment in local] == ["Tue 14:00", "Wed 10:00", "Wed 15:00"]
    assert [(moment.date() - local[0].date()).days for moment in local] == [0, 8, 15]
    assert timedelta(days=1) < shown[0].starts - now < timedelta(days=9)


def test_webinars_fall_on_the_seeds_dates_when_started_on_the_seeds_day() -> None:
    shown = PACK.webinars_at(datetime(2025, 1, 25, 12, tzinfo=UTC))
    assert [webinar.starts.date().isoformat() for webinar in shown] == ["2025-01-28", "2025-02-05", "2025-02-12"]


def test_no_webinar_is_among_the_facts() -> None:
    """They depend on the day; every other shared kind is there."""
    assert {type(fact) for fact in PACK.facts} == {model for kind, model in SHARED_KINDS.items() if kind is not Kind.WEBINAR}


def test_the_version_follows_the_content() -> None:
    assert PACK.version == pack_in(DATA).version and len(PACK.version) == 16


def test_reading_the_pack_imports_none_of_the_tools_that_built_it() -> None:
    code = "import sys, trainhub_content.demo; from trainhub_content.pack import starter_pack; starter_pack(); print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert not loaded & {"yaml", "reportlab", "markdown_it", "trainhub_content.check", "trainhub_content.pdf"}
