"""Content as one file: the same bytes from the same folder, and nothing read back that was not packed. Source: product.md CONT-3."""

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.content.content_builders import COURSE, LESSON, content
from trainhub_content.importers.packages import PackageRefused
from trainhub_content.packaging import build, unpack

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=40).map(lambda text: f"word {text}".strip())


def test_a_folder_comes_back_as_it_was_and_packs_to_the_same_bytes(tmp_path: Path) -> None:
    """CONT-3: whatever the day, the machine's order of files, or the place of the folder."""
    folder = content(tmp_path / "hub")
    manifest = build(folder, tmp_path / "one.zip")
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))
    build(folder, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert [(it.id, it.title, it.version) for it in manifest.courses] == [("selling", "Selling", 1)]
    read, home = unpack(tmp_path / "one.zip", tmp_path / "out")
    assert read == manifest
    assert _files(home) == _files(folder)


def test_the_folder_of_a_course_keeps_its_name(tmp_path: Path) -> None:
    """CONT-1: the name is the course's id."""
    folder = content(tmp_path) / "courses" / "selling"
    build(folder, tmp_path / "one.zip")
    manifest, home = unpack(tmp_path / "one.zip", tmp_path / "out")
    assert (manifest.lone, home.name) == ("selling", "selling")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=5), st.integers(1, 9), st.booleans())
def test_packing_unpacking_and_packing_again_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], version: int, lone: bool
) -> None:
    """CONT-3: round trip."""
    here = tmp_path_factory.mktemp("trip")
    asking = LESSON + "\n\n".join(lines) + "\n"
    folder = content(here / "hub", asking=asking, course=f"{COURSE}version: {version}\n")
    (folder / "courses/selling/first/notes.md").unlink(missing_ok=True)
    build(folder / "courses/selling" if lone else folder, here / "one.zip")
    _, home = unpack(here / "one.zip", here / "out")
    build(home, here / "two.zip")
    assert (here / "one.zip").read_bytes() == (here / "two.zip").read_bytes()


Spoil = Callable[[dict[str, bytes]], object]


def _manifest(change: Callable[[dict[str, object]], object]) -> Spoil:
    def spoil(files: dict[str, bytes]) -> None:
        told = json.loads(files["manifest.json"])
        change(told)
        files["manifest.json"] = json.dumps(told).encode()

    return spoil


def _path(path: str) -> Spoil:
    return _manifest(lambda told: told["files"][0].update(path=path))  # type: ignore[index]


HOSTILE: dict[str, tuple[Spoil, str]] = {
    "a path that climbs": (_path("../outside.md"), "the path"),
    "a path that is absolute": (_path("/etc/passwd"), "the path"),
    "a path of Windows": (_path("C:/outside.md"), "the path"),
    "a path with backslashes": (_path("..\\outside.md"), "the path"),
    "a path of two slashes": (_path("a//b.md"), "the path"),
    "a hidden path": (_path(".git/config"), "the path"),
    "two files in one place": (_manifest(lambda told: told["files"].append(told["files"][0])), "the same place"),  # type: ignore[attr-defined, index]
    "two names that differ in case": (_path("LIBRARY.YAML"), "the same place"),
    "a file below a file": (_path("library.yaml/inside.md"), "the same place"),
    "a file that the manifest has not": (lambda files: files.update({"files/extra": b"x"}), "not those"),
    "a file that is missing": (lambda files: files.pop(next(name for name in files if name.startswith("files/"))), "not those"),
    "other bytes than were named": (lambda files: files.update({next(n for n in files if n.startswith("files/")): b"other"}), "damaged"),
    "another size than was named": (_manifest(lambda told: told["files"][0].update(size=3)), "damaged"),  # type: ignore[index]
    "no manifest": (lambda files: files.pop("manifest.json"), "no content package"),
    "a manifest that is no JSON": (lambda files: files.update({"manifest.json": b"{"}), "no content package"),
    "a newer format": (_manifest(lambda told: told.update(format=2)), "no content package"),
    "a field of nobody's": (_manifest(lambda told: told.update(run="me")), "no content package"),
    "a root that climbs": (_manifest(lambda told: told.update(lone="../up")), "no content package"),
    "a hash that is a path": (_manifest(lambda told: told["files"][0].update(sha256="../x")), "no content package"),  # type: ignore[index]
    "a member that climbs": (lambda files: files.update({"../outside": b"x"}), "climbs"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    """CONT-3: nothing of it is found outside of where it was to go."""
    spoil, reason = HOSTILE[name]
    build(content(tmp_path / "hub"), tmp_path / "sound.zip")
    with ZipFile(tmp_path / "sound.zip") as sound:
        files = {each: sound.read(each) for each in sound.namelist()}
    spoil(files)
    with ZipFile(tmp_path / "bad.zip", "w", ZIP_STORED) as bad:
        for each, body in files.items():
            bad.writestr(each, body)
    before = {path for path in tmp_path.rglob("*") if (tmp_path / "into") not in path.parents}
    with pytest.raises(PackageRefused, match=reason):
        unpack(tmp_path / "bad.zip", tmp_path / "into")
    after = {path for path in tmp_path.rglob("*") if (tmp_path / "into") not in path.parents}
    assert after - before <= {tmp_path / "into"}


def test_a_bomb_and_a_link_are_refused(tmp_path: Path) -> None:
    """CONT-3."""
    with ZipFile(tmp_path / "bomb.zip", "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", b" " * 30_000_000)
    link = ZipInfo("files/link")
    link.external_attr = 0o120777 << 16
    with ZipFile(tmp_path / "link.zip", "w") as linked:
        linked.writestr(link, "/etc/passwd")
    for name, reason in (("bomb", "swell"), ("link", "link")):
        with pytest.raises(PackageRefused, match=reason):
            unpack(tmp_path / f"{name}.zip", tmp_path / "into")
    (tmp_path / "text.zip").write_bytes(io.BytesIO(b"not a zip").getvalue())
    with pytest.raises(PackageRefused, match="damaged"):
        unpack(tmp_path / "text.zip", tmp_path / "into")


def _files(folder: Path) -> dict[str, str]:
    return {it.relative_to(folder).as_posix(): hashlib.sha256(it.read_bytes()).hexdigest() for it in folder.rglob("*") if it.is_file()}
