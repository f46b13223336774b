"""From sources to the compiled pack: names and bytes of its files. Nothing here depends on the day or the machine."""

import hashlib
import json
from importlib.metadata import version

from trainhub_content.check import faults_of
from trainhub_content.faults import ContentRefused
from trainhub_content.files import Content, CourseFile
from trainhub_content.format import ResourceSource
from trainhub_content.pack import CATALOGUE, FILES
from trainhub_content.pdf.document import pdf_of
from trainhub_content.sources import LibraryFile, LibraryText, Sources
from trainhub_core.catalogue import SHARED_KINDS
from trainhub_core.models.base import Fact
from trainhub_core.models.library import Resource

FORMAT = 1
BUILT_WITH = ("reportlab",)
"""Whose version changes the bytes of the PDFs, besides the sources."""


def compiled(sources: Sources, is_checked: bool = False) -> dict[str, Content]:
    """The pack's files by path; what is large is named by where it lies.

    Raises ContentRefused where the sources do not pass the check, unless the caller has made it (`is_checked`)."""
    if not is_checked and (faults := faults_of(sources)):
        raise ContentRefused(faults)
    resources: list[tuple[Resource, Content | None]] = []
    for order, text in enumerate(sources.library, start=1):
        resource, content = _built(text, sources, order) if isinstance(text, LibraryText) else _ready(text, sources, order)
        resources.append((resource, content))
    resources += [file.resource() for file in sources.files]
    files: dict[str, Content] = {f"{FILES}/{resource.sha256}": content for resource, content in resources if content is not None}
    content_of_pack = {
        "facts": _bodies((*sources.facts, *(resource for resource, _ in resources))),
        "texts": {lesson_id: source.text for lesson_id, source in sources.lessons.items()},
        "quizzes": {lesson_id: _body(source.quiz) for lesson_id, source in sources.lessons.items() if source.quiz},
        "model_answers": {lesson_id: source.model_answer for lesson_id, source in sources.lessons.items() if source.model_answer},
        "scenarios": {lesson_id: _body(source.scenario) for lesson_id, source in sources.lessons.items() if source.scenario},
        "challenges": [challenge.model_dump(mode="json", by_alias=True) for challenge in sources.challenges],
        "webinars": [_body(webinar) for webinar in sources.webinars],
    }
    head = {"format": FORMAT, "version": _digest(_json(content_of_pack))[:16], "built_with": built_with()}
    files[CATALOGUE] = _json({**head, **content_of_pack})
    return dict(sorted(files.items()))


def built_with() -> dict[str, str]:
    """Versions of the libraries that lay out the documents."""
    return {name: version(name) for name in BUILT_WITH}


def _built(text: LibraryText, sources: Sources, order: int) -> tuple[Resource, bytes]:
    entry, front = text.entry, text.front
    match entry.form:
        case "pdf":
            content, form, media_type, suffix = pdf_of(front, text.prose.text), "PDF", "application/pdf", "pdf"
        case _:
            content, form, media_type, suffix = text.prose.text.encode(), "Markdown", "text/markdown", "md"
    told = {"title": front.title, "summary": front.summary, "version": front.version}
    made = {"format": form, "media_type": media_type, "name": f"{text.id}.{suffix}", "size": len(content), "sha256": _digest(content)}
    return Resource.model_validate({"id": text.id, **told, **made, **_shelf(entry, sources), "order": order}), content


def _ready(file: LibraryFile, sources: Sources, order: int) -> tuple[Resource, Content | None]:
    entry = file.entry
    resource, content = CourseFile(file.id, None, file.file, entry.title or "", file.path, file.captions, entry.url).resource()
    told = {"summary": entry.summary, "version": entry.version, "order": order, **_shelf(entry, sources)}
    return resource.model_copy(update=told), content


def _shelf(entry: ResourceSource, sources: Sources) -> dict[str, str | None]:
    collection = sources.catalogue.collections[entry.collection] if entry.collection else None
    return {"group": collection.group if collection else entry.group, "collection": entry.collection, "category": entry.category}


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
