"""A content folder as one file and back: a zip of a manifest and of files named by their hash. The same folder gives the same bytes."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pydantic import Field, ValidationError

from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.files import MOST_BYTES, ending_of
from trainhub_content.importers.names import why_unsafe
from trainhub_content.importers.packages import MOST_MEMBERS, MOST_TEXT, MemberRefused, Package, PackageRefused
from trainhub_content.importers.zips import open_zip
from trainhub_content.loading import load
from trainhub_core.catalogue import Catalogue
from trainhub_core.models.base import Id, Line, Order, Version

MANIFEST = "manifest.json"
FILES = "files"
FORMAT = 1
_CHUNK = 1 << 20
_YEAR = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name: a package does not tell when it was built."""
Opener = Callable[[str], IO[bytes]]
"""Opens the file of this hash."""


class PackedFile(Order):
    """A file of the folder: its path there, and its bytes."""

    path: str = Field(min_length=1, max_length=1_000)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0, le=MOST_BYTES)


class PackedCourse(Order):
    """A course of the package, with the version that its author wrote."""

    id: Id
    title: Line
    version: Version


class Manifest(Order):
    """What is in a package. `lone` is the id of the course whose own folder this is; else it is the folder of a hub."""

    format: int = Field(ge=FORMAT, le=FORMAT)
    lone: str = Field(default="", max_length=100, pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*)?$")
    courses: tuple[PackedCourse, ...] = Field(max_length=10_000)
    files: tuple[PackedFile, ...] = Field(min_length=1, max_length=MOST_MEMBERS)

    def text(self) -> str:
        return self.model_dump_json(indent=1) + "\n"


def manifest_of(folder: Path, beside: Catalogue | None = None) -> Manifest:
    """What a package of this folder holds. Raises ContentRefused where the folder cannot be read."""
    sources = load(folder, beside)
    courses = tuple(PackedCourse(id=it.id, title=it.title, version=it.version) for it in sources.catalogue.courses.values())
    files = tuple(_packed(folder, path) for path in sorted(sources.present))
    return Manifest(format=FORMAT, lone=sources.lone, courses=tuple(sorted(courses, key=lambda it: it.id)), files=files)


def build(folder: Path, into: Path, beside: Catalogue | None = None) -> Manifest:
    """Write the package of a folder. Raises ContentRefused, OSError."""
    manifest = manifest_of(folder, beside)
    by_hash = {it.sha256: folder / it.path for it in manifest.files}
    write(manifest, lambda sha256: by_hash[sha256].open("rb"), into)
    return manifest


def write(manifest: Manifest, opened: Opener, into: Path) -> None:
    """The package of this manifest, from wherever its files are kept. Stored, not packed: other machines pack to other bytes."""
    with ZipFile(into, "w", ZIP_STORED) as archive:
        archive.writestr(_entry(MANIFEST), manifest.text())
        for sha256 in sorted({it.sha256 for it in manifest.files}):
            with opened(sha256) as source, archive.open(_entry(f"{FILES}/{sha256}"), "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, _CHUNK)


def unpack(source: Path, into: Path) -> tuple[Manifest, Path]:
    """The folder that a package was built from, below `into`, every byte checked. Raises PackageRefused, OSError."""
    with open_zip(source) as package:
        manifest = _manifest(package)
        home = into / (manifest.lone or "content")
        for file in manifest.files:
            _write_out(package, file, home / file.path)
        return manifest, home


def is_package(path: Path) -> bool:
    """Whether this is a file that may be a package."""
    return path.is_file() and ending_of(path.name) == "zip"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, hex: the name that a package goes by."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _manifest(package: Package) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(package.read(MANIFEST, MOST_TEXT))
    except MemberRefused as refused:
        raise PackageRefused(f"This is no content package; its {MANIFEST} cannot be used. {refused}") from None
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PackageRefused(f"This is no content package; its {MANIFEST} cannot be used: {where} {first['msg']}.") from None
    _check_names(manifest, package)
    return manifest


def _check_names(manifest: Manifest, package: Package) -> None:
    """Each path once, none of them elsewhere or below a file, and nothing in the package besides."""
    paths = {file.path for file in manifest.files}
    folders = {parent.as_posix() for path in paths for parent in Path(path).parents}
    for path in sorted(paths):
        if why_unsafe(path) or path != Path(path).as_posix() or "\\" in path or any(part.startswith(".") for part in path.split("/")):
            raise PackageRefused(f"The package is refused: a file in it has the path {path[:80]!r}.")
    if len(paths) < len(manifest.files) or folders & paths or len({path.casefold() for path in paths}) < len(paths):
        raise PackageRefused("The package is refused: two of its files have the same place.")
    if set(package.names) != {MANIFEST, *(f"{FILES}/{file.sha256}" for file in manifest.files)} or package.left_out:
        raise PackageRefused("The package is refused: its files are not those that its manifest names.")


def _write_out(package: Package, file: PackedFile, target: Path) -> None:
    """One file, refused where its bytes are not those that were named."""
    target.parent.mkdir(parents=True, exist_ok=True)
    found, size = hashlib.sha256(), 0
    try:
        with target.open("xb") as out:
            for chunk in package.chunks(f"{FILES}/{file.sha256}", MOST_BYTES):
                found.update(chunk)
                size += len(chunk)
                out.write(chunk)
    except MemberRefused as refused:
        raise PackageRefused(f"The package is damaged at {file.path}. {refused}") from None
    if (found.hexdigest(), size) != (file.sha256, file.size):
        raise PackageRefused(f"The package is damaged: {file.path} has not the bytes that were packed.")


def _packed(folder: Path, path: str) -> PackedFile:
    found, size = hashlib.sha256(), 0
    try:
        with (folder / path).open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                found.update(chunk)
                size += len(chunk)
    except OSError as refused:
        raise ContentRefused([Fault(path, 1, f"Cannot be read: {refused.strerror}.")]) from None
    return PackedFile(path=path, sha256=found.hexdigest(), size=size)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _YEAR)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry
