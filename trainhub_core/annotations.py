"""Notes as W3C Web Annotations (JSON-LD) and back, without loss. https://www.w3.org/TR/annotation-model/"""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import JsonValue, ValidationError

from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind, Revision

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SOURCE = "urn:trainhub:"
PAGES = "http://tools.ietf.org/rfc/rfc3778"
SECONDS = "http://www.w3.org/TR/media-frags/"
MARKDOWN = "text/markdown"
Json = dict[str, JsonValue]


class NoAnnotations(Exception):
    """What was given cannot be read as annotations of ours; its text is the sentence that says why."""


def annotations_of(notes: Iterable[Note]) -> Json:
    """A collection with every note that stands."""
    items: list[JsonValue] = [_annotation(note) for note in notes if note.on]
    page: Json = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    return {"@context": CONTEXT, "type": "AnnotationCollection", "label": "Notes and highlights", "total": len(items), "first": page}


def notes_from(data: JsonValue) -> Sequence[Note]:
    """The notes of a collection, a page or one annotation. Raises NoAnnotations."""
    return [_note(item) for item in _items(data)]


def _annotation(note: Note) -> Json:
    bodies: list[JsonValue] = []
    if note.body:
        words: Json = {"type": "TextualBody", "purpose": "commenting", "format": MARKDOWN, "value": note.body}
        bodies.append(words)
    if note.colour:
        bodies.append({"type": "TextualBody", "purpose": "tagging", "value": note.colour.value})
    selectors = _selectors(note.anchor)
    target: Json = {"source": {"id": f"{SOURCE}{note.kind}:{note.object}", "dc:title": note.title}}
    made: Json = {
        "id": f"urn:uuid:{note.id}",
        "type": "Annotation",
        "motivation": "commenting" if note.body else "highlighting",
        "created": note.made.isoformat(),
        "modified": note.at.isoformat(),
        "body": bodies,
        "target": {**target, "selector": selectors} if selectors else target,
    }
    if note.revisions:
        made["dcterms:hasVersion"] = [
            {"type": "TextualBody", "format": MARKDOWN, "value": it.body, "modified": it.at.isoformat()} for it in note.revisions
        ]
    return made


def _selectors(anchor: Anchor) -> list[JsonValue]:
    found: list[JsonValue] = []
    if anchor.quote:
        found.append({"type": "TextQuoteSelector", "exact": anchor.quote, "prefix": anchor.prefix, "suffix": anchor.suffix})
    if anchor.start is not None:
        found.append({"type": "TextPositionSelector", "start": anchor.start, "end": anchor.start + len(anchor.quote)})
    if anchor.page is not None:
        found.append({"type": "FragmentSelector", "conformsTo": PAGES, "value": f"page={anchor.page}"})
    if anchor.second is not None:
        found.append({"type": "FragmentSelector", "conformsTo": SECONDS, "value": f"t={anchor.second}"})
    return found


def _items(data: JsonValue) -> Sequence[JsonValue]:
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        match data.get("type"):
            case "AnnotationCollection":
                return _items(data.get("first"))
            case "AnnotationPage":
                return _listed(data.get("items"))
            case "Annotation":
                return [data]
    raise NoAnnotations("This is no collection of Web Annotations.")


def _note(item: JsonValue) -> Note:
    told = _mapping(item)
    target = _mapping(told.get("target"))
    source = _mapping(target.get("source"))
    kind, _, object_id = str(source.get("id", "")).removeprefix(SOURCE).partition(":")
    bodies = [_mapping(it) for it in _listed(told.get("body"))]
    versions = [_mapping(it) for it in _listed(told.get("dcterms:hasVersion"))]
    try:
        return Note(
            id=str(told.get("id", "")).removeprefix("urn:uuid:"),
            kind=NoteKind(kind),
            object=object_id,
            title=str(source.get("dc:title", "")),
            anchor=_anchor([_mapping(it) for it in _listed(target.get("selector"))]),
            colour=next((Colour(str(it["value"])) for it in bodies if it.get("purpose") == "tagging"), None),
            body=next((str(it["value"]) for it in bodies if it.get("purpose") != "tagging"), ""),
            made=told["created"],  # type: ignore[arg-type]  # pydantic reads a moment from its text
            at=told.get("modified", told["created"]),  # type: ignore[arg-type]
            revisions=tuple(Revision(body=str(it["value"]), at=it["modified"]) for it in versions),  # type: ignore[arg-type]
        )
    except (ValidationError, KeyError, ValueError) as fault:
        raise NoAnnotations(f"The annotation {told.get('id', 'without an id')} is not one that trainhub wrote.") from fault


def _anchor(selectors: Iterable[Mapping[str, JsonValue]]) -> Anchor:
    found: Json = {}
    for it in selectors:
        match it.get("type"):
            case "TextQuoteSelector":
                found |= {"quote": it.get("exact", ""), "prefix": it.get("prefix", ""), "suffix": it.get("suffix", "")}
            case "TextPositionSelector":
                found["start"] = it.get("start")
            case "FragmentSelector":
                name, _, value = str(it.get("value", "")).partition("=")
                found["page" if name == "page" else "second"] = int(value)
    return Anchor.model_validate(found)


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    if not isinstance(value, dict):
        raise NoAnnotations("This is no collection of Web Annotations.")
    return value


def _listed(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, list) else [] if value is None else [value]
