"""Notes as Web Annotations and back, and as Markdown (LEARN-2)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import JsonValue

from trainhub_core.annotations import NoAnnotations, annotations_of, notes_from
from trainhub_core.catalogue import Catalogue
from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind, Revision
from trainhub_core.views.notes import ORPHANED, note_groups, notes_markdown, shown_quote

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
moments = some.integers(0, 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds, microseconds=7))
places = some.none() | some.integers(1, 10**6)
few = some.text(max_size=9)
anchors = some.builds(Anchor, quote=some.text(max_size=60), prefix=few, suffix=few, start=places, page=places, second=places)
revisions = some.lists(some.builds(Revision, body=some.text(min_size=1, max_size=30), at=moments), max_size=3).map(tuple)
notes = some.builds(
    Note,
    id=some.uuids().map(str),
    kind=some.sampled_from(NoteKind),
    object=some.sampled_from(["course/lesson", "guide"]),
    title=some.text(max_size=30),
    anchor=anchors,
    colour=some.none() | some.sampled_from(Colour),
    body=some.text(max_size=200),
    on=some.just(True),
    made=moments,
    at=moments,
    revisions=revisions,
)


@given(some.lists(notes, max_size=4))
def test_nothing_is_lost_on_the_way_out_and_back(kept: list[Note]) -> None:
    """LEARN-2: import back without loss."""
    anchored = [
        it if it.anchor.quote else it.model_copy(update={"anchor": it.anchor.model_copy(update={"prefix": "", "suffix": ""})})
        for it in kept
    ]
    assert list(notes_from(json.loads(json.dumps(annotations_of(anchored))))) == anchored


def test_an_annotation_has_the_shape_of_the_standard() -> None:
    """LEARN-2; W3C Web Annotation Data Model, Recommendation of 23 February 2017."""
    anchor = Anchor(quote="Ask first.", prefix="# One ", suffix=" Then", start=7, page=2)
    note = Note(
        id="0190", kind=NoteKind.RESOURCE, object="guide", title="Guide", anchor=anchor, colour=Colour.BLUE, body="Yes", made=NOON, at=NOON
    )
    collection = annotations_of([note, note.model_copy(update={"on": False})])
    assert (collection["@context"], collection["type"], collection["total"]) == (
        "http://www.w3.org/ns/anno.jsonld",
        "AnnotationCollection",
        1,
    )
    assert collection["first"]["items"] == [  # type: ignore[index, call-overload]
        {
            "id": "urn:uuid:0190",
            "type": "Annotation",
            "motivation": "commenting",
            "created": "2026-03-02T12:00:00+00:00",
            "modified": "2026-03-02T12:00:00+00:00",
            "body": [
                {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": "Yes"},
                {"type": "TextualBody", "purpose": "tagging", "value": "blue"},
            ],
            "target": {
                "source": {"id": "urn:trainhub:resource:guide", "dc:title": "Guide"},
                "selector": [
                    {"type": "TextQuoteSelector", "exact": "Ask first.", "prefix": "# One ", "suffix": " Then"},
                    {"type": "TextPositionSelector", "start": 7, "end": 17},
                    {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3778", "value": "page=2"},
                ],
            },
        }
    ]


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"type": "AnnotationPage", "items": [3]},
        {"type": "Annotation", "id": "x", "target": "https://example.org"},
        {"type": "Annotation", "id": "x", "target": {"source": {"id": "urn:trainhub:planet:x"}}, "created": "2026-03-02T12:00:00Z"},
        {
            "type": "Annotation",
            "target": {"source": {"id": "urn:trainhub:lesson:x"}, "selector": {"type": "FragmentSelector", "value": "t=x"}},
        },
    ],
)
def test_what_is_not_ours_is_refused_with_a_sentence(data: JsonValue) -> None:
    with pytest.raises(NoAnnotations, match=r"annotation|Web Annotations"):
        notes_from(data)


def test_markdown_has_passage_words_and_former_words() -> None:
    """LEARN-2."""
    note = Note(
        id="n", kind=NoteKind.LESSON, object="gone/lesson", title="Old lesson", anchor=Anchor(quote="Ask **first**.\nThen wait."),
        colour=Colour.PINK, body="Yes.", made=NOON, at=NOON, revisions=(Revision(body="No.", at=NOON),),
    )  # fmt: skip
    text = notes_markdown(note_groups([note], Catalogue()))
    assert f"## {ORPHANED}\n\n### Old lesson\n\n> Ask **first**.\n> Then wait.\n\nYes.\n" in text
    assert "*Before, 2026-03-02 12:00 UTC:*\n\nNo.\n" in text
    assert "*pink · 2026-03-02 12:00 UTC*" in text
    assert shown_quote(note) == "Ask first. Then wait."
