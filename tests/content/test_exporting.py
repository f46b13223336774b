"""CONT-3, CONT-5: a course of the starter pack is exported as a folder, and what is built of that is the same course."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from trainhub_content.check import checked, hindering
from trainhub_content.compiling import compiled
from trainhub_content.exporting import export, is_of
from trainhub_content.loading import load
from trainhub_content.pack import CATALOGUE, Pack, pack_of, starter_pack
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.catalogue import Course
from trainhub_core.models.library import Resource

PACK = starter_pack()
CATALOG = catalogue_of(PACK.facts)


def course_in(pack: Pack, course_id: str) -> tuple[object, ...]:
    """Everything that a learner gets of a course, files as their bytes."""
    course = next(it for it in pack.facts if isinstance(it, Course) and it.id == course_id)
    files = {it.id: it for it in pack.facts if isinstance(it, Resource)}
    lessons = [it.model_dump() | {"media": _bytes(files, it.media)} for it in course.lessons]
    texts = tuple([part.get(it.id) for it in course.lessons] for part in (pack.texts, pack.quizzes, pack.scenarios, pack.model_answers))
    return course.model_dump(exclude={"modules", "order"}), lessons, texts


def _bytes(files: Mapping[str, Resource], media: str | None) -> tuple[str, str] | None:
    """The hashes of a file and of its captions."""
    if media is None:
        return None
    captions = files[media].captions
    return files[media].sha256, files[captions].sha256 if captions else ""


@pytest.mark.parametrize("course_id", sorted(CATALOG.courses))
def test_a_starter_course_comes_out_and_is_the_same_course_again(tmp_path: Path, course_id: str) -> None:
    folder = export(PACK, course_id, tmp_path)
    assert hindering(checked(folder, strict=True)) == ()
    again = load(folder, CATALOG)
    assert not again.unused and hindering(checked(folder, CATALOG, strict=True)) == ()
    built = pack_of(bytes(_content(compiled(again)[CATALOGUE])), folder)
    assert course_in(built, course_id) == course_in(PACK, course_id)


def _content(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def test_only_a_course_as_the_pack_brings_it_is_the_packs() -> None:
    course = CATALOG.courses["client-communication"]
    assert is_of(PACK, course)
    assert is_of(PACK, course.model_copy(update={"version": 9, "ratings": 3, "order": 70}))
    assert not is_of(PACK, course.model_copy(update={"title": "Another"}))
    assert not is_of(PACK, course.model_copy(update={"id": "another"}))
