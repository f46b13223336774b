"""CONT-1, CONT-2: a tar, plain or with gzip, is read as it lies, with the limits of a zip; Open edX exports its courses so."""

import gzip
import io
import os
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.content.importers.import_builders import DATA, zipped
from trainhub_content.importers import tars
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.opening import open_package
from trainhub_content.importers.packages import Package
from trainhub_content.importers.tar_reading import LONGEST_NAME

LESSON = b"# A lesson\n\nWith a text.\n"
FORMATS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)
Make = Callable[[], bytes]


def tarred(contents: Mapping[str, bytes], format: int = tarfile.PAX_FORMAT, more: tarfile.TarInfo | None = None) -> bytes:
    """A tar of these files, whatever their names, and one header more."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=format, errors="surrogateescape") as archive:
        for name, content in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        if more:
            archive.addfile(more)
    return whole.getvalue()


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def named(name: str) -> Make:
    return lambda: tarred({"a.md": LESSON, name: LESSON})


def of_type(type: bytes, size: int = 0) -> Make:
    def make() -> bytes:
        info = tarfile.TarInfo("b.md")
        info.type, info.linkname, info.size = type, "/etc/passwd", size
        return tarred({"a.md": LESSON}, more=info)

    return make


def with_pax(**headers: str) -> Make:
    def make() -> bytes:
        info = tarfile.TarInfo("b.md")
        info.pax_headers = {key.replace("__", "."): value for key, value in headers.items()}
        return tarred({"a.md": LESSON}, more=info)

    return make


def patched(at: int, content: bytes, is_summed: bool = True) -> Make:
    """Bytes of the second header replaced, its sum made good again."""

    def make() -> bytes:
        whole = bytearray(tarred({"a.md": LESSON, "b.md": LESSON, "c.md": LESSON}, tarfile.GNU_FORMAT))
        header = whole[1024:1536]
        header[at : at + len(content)] = content
        if is_summed:
            header[148:156] = b" " * 8
            header[148:156] = f"{sum(header):06o}\0 ".encode()
        whole[1024:1536] = header
        return bytes(whole)

    return make


def bomb() -> bytes:
    return tarred({"a.md": b"a" * (64 * 2**20)})


REFUSED: list[tuple[str, Make, str]] = [
    ("climbs", named("../../evil.md"), "climbs out"),
    ("climbs with backslashes", named("..\\..\\evil.md"), "climbs out"),
    ("climbs behind a dot", named("./../evil.md"), "climbs out"),
    ("absolute", named("/etc/cron.d/evil"), "absolute"),
    ("a drive", named("C:\\Windows\\evil.md"), "absolute"),
    ("climbs by a long name", named("x/" * 100 + "../" * 200 + "evil.md"), "climbs out"),
    ("a link", of_type(tarfile.SYMTYPE), "holds a link"),
    ("a hard link", of_type(tarfile.LNKTYPE), "holds a link"),
    ("a device", of_type(tarfile.CHRTYPE), "holds a device"),
    ("a disk", of_type(tarfile.BLKTYPE), "holds a device"),
    ("a pipe", of_type(tarfile.FIFOTYPE), "holds a device"),
    ("a sparse file", of_type(tarfile.GNUTYPE_SPARSE), "holds a device"),
    ("a sparse file of POSIX", with_pax(GNU__sparse__realsize="99999999999"), "larger than what is written"),
    ("another size of POSIX", with_pax(size="99999999999"), "larger than what is written"),
    ("more said than any name", with_pax(comment="a" * (LONGEST_NAME + 1)), "longer than any name"),
    ("a size below nothing", patched(124, b"\xff" * 12), "ends within"),
    ("a size beyond the end", patched(124, b"77777777777\0"), "ends within"),
    ("a header that is rotten", patched(0, b"x", is_summed=False), "cannot be read"),
    ("cut in the middle", lambda: tarred({"a.md": os.urandom(10_000)})[:5_000], "ends within"),
    ("cut in a header", lambda: tarred({"a.md": LESSON, "b.md": LESSON})[:1_100], "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize("ending", ["tar", "tar.gz"])
@pytest.mark.parametrize(("make", "sentence"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_a_hostile_tar_is_refused_whole_and_leaves_nothing(tmp_path: Path, make: Make, sentence: str, ending: str) -> None:
    """CONT-1: with its reason; neither the folder nor anything beside it is there afterwards."""
    source = tmp_path / f"p.{ending}"
    source.write_bytes(make() if ending == "tar" else packed(make()))
    refused_whole(source, tmp_path / "out", sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: packed(bomb()), "swell"),
        (lambda: packed(tarred({f"{at}.md": b"a" * 2**20 for at in range(40)})), "swell"),
        (lambda: packed(tarred({"a.md": os.urandom(10_000)}))[:5_000], "damaged gzip"),
        (lambda: packed(tarred({"a.md": LESSON}))[:-8] + b"\0" * 8, "damaged gzip"),
        (lambda: packed(b"<quiz></quiz>"), "without a tar"),
        (lambda: packed(packed(tarred({"a.md": LESSON}))), "without a tar"),
        (lambda: packed(b""), "without a tar"),
        (lambda: b"\xfd7zXZ\0" + b"\0" * 20, "xz archive"),
        (lambda: b"BZh9" + b"\0" * 20, "bzip2 archive"),
        (lambda: tarred({"p.tar.gz": packed(tarred({"a.md": LESSON}))}), "none of the formats"),
    ],
)
def test_what_is_packed_is_unpacked_once_and_within_limits(tmp_path: Path, content: Make, sentence: str) -> None:
    """CONT-1."""
    (tmp_path / "p.tgz").write_bytes(content())
    refused_whole(tmp_path / "p.tgz", tmp_path / "out", sentence)


def refused_whole(source: Path, out: Path, sentence: str) -> None:
    out.mkdir()
    report = import_into(source, out / "course")
    assert sentence in report.refusal and not report.all_came
    assert list(out.iterdir()) == []


def test_more_files_and_bytes_than_any_course_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-1: before a member is looked at."""
    many = tarred({f"{at}.md": LESSON for at in range(30)})
    (tmp_path / "p.tar").write_bytes(many)
    (tmp_path / "p.tgz").write_bytes(packed(many))
    monkeypatch.setattr(tars, "MOST_MEMBERS", 20)
    for name in ("p.tar", "p.tgz"):
        refused_whole(tmp_path / name, tmp_path / f"out {name}", "more than 20 files")
    monkeypatch.setattr(tars, "MOST_BYTES", 10_000)
    for name in ("p.tar", "p.tgz"):
        refused_whole(tmp_path / name, tmp_path / f"again {name}", "more than 10,000 bytes")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("x" * 300 + ".md", "longer than 255 bytes"),
        ("A.md", "in case alone"),
        ("a.md", "there twice"),
        ("aux.md", "on Windows"),
        ("sub\\b.md", "backslashes"),
        ("b\x1b[31m.md", "cannot be shown"),
        ("b\udcff.md", "cannot be shown"),
    ],
)
def test_an_odd_name_is_reported_and_the_rest_comes(tmp_path: Path, name: str, sentence: str) -> None:
    """CONT-1: names are data; no file gets one that the package chose."""
    info = tarfile.TarInfo(name)
    (tmp_path / "p.tar").write_bytes(tarred({"a.md": LESSON, "._a.md": b"of macOS"}, tarfile.GNU_FORMAT, info))
    report = import_into(tmp_path / "p.tar", tmp_path / "course")
    assert sentence in " ".join(note.sentence for note in report.notes) and not report.refusal
    assert all(path.name.isascii() and len(path.name) < 80 for path in (tmp_path / "course").rglob("*"))


NAMES = st.text("abcß/. -_x", min_size=1, max_size=300).map(lambda text: "/".join(part for part in text.split("/") if part.strip(". ")))


@given(st.dictionaries(NAMES.filter(bool), st.binary(max_size=2_000), min_size=1, max_size=5), st.sampled_from(FORMATS), st.booleans())
def test_what_was_packed_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, contents: Mapping[str, bytes], format: int, is_packed: bool
) -> None:
    """CONT-2: in each way of writing long names; two members are read at once."""
    if format == tarfile.USTAR_FORMAT and any(len(name.encode()) > 90 for name in contents):
        format = tarfile.GNU_FORMAT
    source = tmp_path_factory.mktemp("tar") / "p.tar.gz"
    whole = tarred(contents, format)
    source.write_bytes(packed(whole) if is_packed else whole)
    with open_package(source) as package:
        assert package.name == "p" and {name: read_slowly(package, name) for name in package.names} == {
            name: content for name, content in contents.items() if not name.rpartition("/")[2].startswith("._") and name in package
        }
        left_out = {it.name for it in package.left_out if not it.came}
        assert set(contents) - set(package.names) - left_out == {it for it in contents if it.rpartition("/")[2].startswith("._")}


def read_slowly(package: Package, name: str) -> bytes:
    """A member, with another one read between its beginning and its end."""
    pieces = package.chunks(name)
    first = next(pieces, b"")
    package.read(package.names[0])
    return first + b"".join(pieces)


def test_a_tar_that_ends_with_a_zip_is_a_tar(tmp_path: Path) -> None:
    """CONT-2: the end of a zip in its last bytes does not make it one."""
    inner = zipped(tmp_path / "i.zip", {"evil.md": LESSON}).read_bytes()
    (tmp_path / "p.tar").write_bytes(tarred({"a.md": LESSON, "i.zip": inner}))
    with open_package(tmp_path / "p.tar") as package:
        assert package.names == ("a.md", "i.zip") and package.read("i.zip") == inner


@pytest.mark.skipif(not DATA.exists(), reason="the shared sample data is not beside the project")
@pytest.mark.parametrize("name", ["math-percent-fi", "onboarding-course"])
def test_an_exported_course_comes_as_its_folder_does(tmp_path: Path, name: str) -> None:
    """CONT-2: as Open edX packs it, everything in one folder `course`."""
    with tarfile.open(tmp_path / "export.tar.gz", "w:gz") as archive:
        archive.add(DATA / "olx" / name, "course")
    told = [
        import_into(source, tmp_path / folder / "any") for source, folder in ((DATA / "olx" / name, "1"), (tmp_path / "export.tar.gz", "2"))
    ]
    assert told[0].facts()["counts"] == told[1].facts()["counts"]
    one, two = ({path.relative_to(tmp_path / at): path.read_bytes() for path in (tmp_path / at).rglob("*.*")} for at in "12")
    assert {it for it in one if one[it] != two.get(it)} <= {Path("any/.import.json")} and one.keys() == two.keys()
