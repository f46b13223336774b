"""A new course passes the strict check, wherever it is made; schemas fit what is written (CONT-1)."""

import json
from pathlib import Path

import pytest
import yaml

from tests.content.content_builders import content
from tests.generated_pages import SCHEMAS as GENERATED
from trainhub_content.build import STARTER
from trainhub_content.check import checked
from trainhub_content.creating import NotCreated, create
from trainhub_content.loading import load
from trainhub_content.schemas import KINDS, schema_of
from trainhub_content.stats import figures_of


@pytest.mark.parametrize("title", ["First meetings", "Yes", 'Say: "no", # kindly', "Ünïcode – 日本", "{id}", "- a list", "'"])
def test_a_new_course_passes_the_strict_check(tmp_path: Path, title: str) -> None:
    """CONT-1."""
    written = create(tmp_path / "first-meetings", title)
    assert checked(tmp_path / "first-meetings", strict=True) == ()
    assert [it.title for it in load(tmp_path / "first-meetings").catalogue.courses.values()] == [title]
    assert {"course.yaml", ".schemas/course.json"} <= set(written)


def test_a_new_course_of_a_hub_has_its_categories_and_skills(tmp_path: Path) -> None:
    """CONT-1: and is checked as a part of it."""
    hub = content(tmp_path)
    create(hub / "courses/first-meetings", "First meetings")
    assert checked(hub, strict=True) == () == checked(hub / "courses/first-meetings", strict=True)
    course = hub / "courses/first-meetings/course.yaml"
    course.write_text(course.read_text().replace("category: sales", "category: cooking"))
    assert [str(it) for it in checked(course.parent)] == ["course.yaml:5: There is no category cooking."]


@pytest.mark.parametrize("name", ["First meetings", "x" * 101, ".hidden", "-x"])
def test_a_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    """CONT-1."""
    with pytest.raises(NotCreated, match="cannot be a course's id"):
        create(tmp_path / name, "Title")


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """CONT-1."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine")
    with pytest.raises(NotCreated, match="not empty"):
        create(tmp_path / "mine", "Mine")
    with pytest.raises(NotCreated, match="A course has a title"):
        create(tmp_path / "new", " ")
    assert not (tmp_path / "new").exists() and [it.name for it in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_figures_count_what_is_there(tmp_path: Path) -> None:
    """CONT-1: stats."""
    create(tmp_path / "first-meetings", "First meetings")
    (figures,) = figures_of(load(tmp_path / "first-meetings"))
    assert (figures.modules, figures.lessons, figures.minutes) == (1, {"article": 1, "quiz": 1}, 8)
    assert figures.questions == {"multiple-choice": 1, "true-false": 1} and figures.words > 600


def test_every_kind_of_file_has_a_generated_schema() -> None:
    """CONT-1: docs/schemas is kept fresh by make pages."""
    assert tuple(KINDS) == GENERATED


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_names_every_field_of_the_starter_pack(kind: str) -> None:
    """CONT-1: an editor underlines nothing in what the check accepts."""
    schema = schema_of(kind)
    fields = schema["items"]["properties"] if schema["type"] == "array" else schema["properties"]
    assert "order" not in fields and json.dumps(schema)
    files = {"course": "courses/*/course.yaml", "library": "library.yaml"}.get(kind, f"{kind}.yaml")
    for file in STARTER.glob(files):
        found = yaml.safe_load(file.read_text("utf-8"))
        for entry in found if isinstance(found, list) else [found]:
            assert entry.keys() <= fields.keys(), file
