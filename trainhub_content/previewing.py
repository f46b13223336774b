"""A folder as its author's preview shows it: noticed when it is saved, packed under a number that only grows, nothing in it locked."""

import hashlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO

import yaml

from trainhub_content.faults import ContentRefused
from trainhub_content.folder import files_in
from trainhub_content.loading import COURSE
from trainhub_content.packaging import Manifest, manifest_of, write
from trainhub_content.reading import document_of, text_of

Marks = Mapping[str, tuple[int, int]]


def marks_of(folder: Path) -> Marks:
    """What tells that a file was saved: its time and size, by path. Cheap: nothing is read."""
    try:
        present = files_in(folder)
    except (ContentRefused, OSError):
        return {}
    return {path: mark for path in present if (mark := _mark(folder / path))}


def build_as(folder: Path, into: Path, version: int) -> Manifest:
    """The package of a folder in which every course has this version and waits for no other one. Raises ContentRefused, OSError."""
    manifest, changed = manifest_of(folder), {}
    files = []
    for file in manifest.files:
        if _is_course(file.path):
            body = _as(text_of(folder / file.path, folder), file.path, version)
            file = file.model_copy(update={"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)})
            changed[file.sha256] = body
        files.append(file)
    places = {it.sha256: folder / it.path for it in manifest.files}
    courses = tuple(it.model_copy(update={"version": version}) for it in manifest.courses)
    told = manifest.model_copy(update={"files": tuple(files), "courses": courses})

    def opened(sha256: str) -> IO[bytes]:
        return BytesIO(changed[sha256]) if sha256 in changed else places[sha256].open("rb")

    write(told, opened, into)
    return told


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None  # removed while we looked
    return found.st_mtime_ns, found.st_size


def _is_course(path: str) -> bool:
    return path == COURSE or (path.startswith("courses/") and path.endswith(f"/{COURSE}"))


def _as(text: str, file: str, version: int) -> bytes:
    told = document_of(file, text).data
    if isinstance(told, dict):
        told = {**told, "version": version, "after": []}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False).encode()
