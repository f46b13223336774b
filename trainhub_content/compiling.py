"""From sources to the compiled pack: names and bytes of its files. Nothing here depends on the day or the machine."""

import hashlib
import json
from importlib.metadata import version

from trainhub_content.check import faults_of
from trainhub_content.faults import ContentRefused
from trainhub_content.pack import CATALOGUE, FILES
from trainhub_content.pdf.document import pdf_of
from trainhub_content.sources import LibraryText, Sources
from trainhub_core.catalogue import SHARED_KINDS
from trainhub_core.models.base import Fact
from trainhub_core.models.library import Resource

FORMAT = 1
BUILT_WITH = ("reportlab",)
"""Whose version changes the bytes of the PDFs, besides the sources."""


def compiled(sources: Sources) -> dict[str, bytes]:
    """The pack's files by path. Raises ContentRefused where the sources do not pass the check."""
    if faults := faults_of(sources):
        raise ContentRefused(faults)
    files: dict[str, bytes] = {}
    resources = []
    for order, text in enumerate(sources.library, start=1):
        resource, content = _resource(text, sources, order)
        files[f"{FILES}/{resource.sha256}"] = content
        resources.append(resource)
    for file in sources.files:
        resource, held = file.resource()
        if held is not None:
            files[f"{FILES}/{resource.sha256}"] = held
        resources.append(resource)
    content_of_pack = {
        "facts": _bodies((*sources.facts, *resources)),
        "texts": {lesson_id: source.text for lesson_id, source in sources.lessons.items()},
        "quizzes": {lesson_id: _body(source.quiz) for lesson_id, source in sources.lessons.items() if source.quiz},
        "model_answers": {lesson_id: source.model_answer for lesson_id, source in sources.lessons.items() if source.model_answer},
        "scenarios": {lesson_id: _body(source.scenario) for lesson_id, source in sources.lessons.items() if source.scenario},
        "webinars": [_body(webinar) for webinar in sources.webinars],
    }
    head = {"format": FORMAT, "version": _digest(_json(content_of_pack))[:16], "built_with": built_with()}
    files[CATALOGUE] = _json({**head, **content_of_pack})
    return dict(sorted(files.items()))


def built_with() -> dict[str, str]:
    """Versions of the libraries that lay out the documents."""
    return {name: version(name) for name in BUILT_WITH}


def _resource(text: LibraryText, sources: Sources, order: int) -> tuple[Resource, bytes]:
    entry, front = text.entry, text.front
    collection = sources.catalogue.collections[entry.collection] if entry.collection else None
    match entry.form:
        case "pdf":
            content, form, media_type, suffix = pdf_of(front, text.prose.text), "PDF", "application/pdf", "pdf"
        case "markdown":
            content, form, media_type, suffix = text.prose.text.encode(), "Markdown", "text/markdown", "md"
    resource = Resource(
        id=text.id,
        title=front.title,
        summary=front.summary,
        group=collection.group if collection else entry.group or "",
        collection=entry.collection,
        category=entry.category,
        format=form,
        media_type=media_type,
        name=f"{text.id}.{suffix}",
        size=len(content),
        sha256=_digest(content),
        version=front.version,
        order=order,
    )
    return resource, content


def _bodies(facts: tuple[Fact, ...]) -> dict[str, list[object]]:
    return {
        kind.value: [_body(fact) for fact in facts if type(fact) is model]
        for kind, model in SHARED_KINDS.items()
        if any(type(fact) is model for fact in facts)
    }


def _body(fact: Fact) -> object:
    return fact.model_dump(mode="json")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
