"""Packages made to harm: each is refused or reported with a reason, nothing is written outside, nothing runs away (CONT-1)."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.content.importers.import_builders import files, zipped
from trainhub_content.importers import opening, packages, zips
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.opening import open_package
from trainhub_content.importers.packages import MemberRefused, Package, PackageRefused
from trainhub_content.importers.report import Report, Sort

LESSON = b"# A lesson\n\nWith a text.\n"
Make = Callable[[Path], Path]


def named(name: str) -> Make:
    """A zip with a member of this name beside a good one."""
    return lambda folder: zipped(folder / "p.zip", {"a.md": LESSON, name: LESSON})


def of_mode(mode: int, content: bytes = b"/etc/passwd") -> Make:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "p.zip", "w") as archive:
            info = zipfile.ZipInfo("a.md")
            info.external_attr = mode << 16
            archive.writestr(info, content)
        return folder / "p.zip"

    return make


def encrypted(folder: Path) -> Path:
    """The flag that says so, in both places."""
    content = bytearray(zipped(folder / "p.zip", {"a.md": LESSON}).read_bytes())
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    (folder / "p.zip").write_bytes(content)
    return folder / "p.zip"


def bomb(folder: Path) -> Path:
    return zipped(folder / "p.zip", {"a.md": b"a" * (64 * 2**20)})


def bombs(folder: Path) -> Path:
    """Many small ones."""
    return zipped(folder / "p.zip", {f"{number}.md": b"a" * 2**20 for number in range(40)})


def liar(folder: Path) -> Path:
    """A member that is larger than the package says."""
    content = bytearray(zipped(folder / "p.zip", {"a.md": LESSON * 1000}).read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    (folder / "p.zip").write_bytes(content)
    return folder / "p.zip"


def huge(folder: Path) -> Path:
    """An end record that states a million files."""
    content = bytearray(zipped(folder / "p.zip", {"a.md": LESSON}).read_bytes())
    at = content.rfind(b"PK\x05\x06")
    content[at + 8 : at + 12] = b"\xff\xff\xff\xff"
    (folder / "p.zip").write_bytes(content)
    return folder / "p.zip"


def cut(folder: Path) -> Path:
    content = zipped(folder / "p.zip", {"a.md": os.urandom(10_000)}).read_bytes()
    (folder / "p.zip").write_bytes(content[:5_000])
    return folder / "p.zip"


def rotten(folder: Path) -> Path:
    """Bytes that do not match their sum."""
    content = bytearray(zipped(folder / "p.zip", {"a.md": LESSON}, zipfile.ZIP_STORED).read_bytes())
    content[content.find(LESSON)] ^= 0xFF
    (folder / "p.zip").write_bytes(content)
    return folder / "p.zip"


def nested(folder: Path) -> Path:
    inner = io.BytesIO(zipped(folder / "i.zip", {"a.md": LESSON}).read_bytes())
    return zipped(folder / "p.zip", {"inner.zip": inner.getvalue()})


def loose(name: str, content: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


REFUSED: list[tuple[str, Make, str]] = [
    ("climbs", named("../../evil.md"), "climbs out"),
    ("climbs with backslashes", named("..\\..\\evil.md"), "climbs out"),
    ("climbs inside", named("a/../../evil.md"), "climbs out"),
    ("absolute", named("/etc/cron.d/evil"), "absolute"),
    ("a drive", named("C:\\Windows\\evil.md"), "absolute"),
    ("another machine", named("\\\\host\\share\\evil.md"), "absolute"),
    ("a link", of_mode(stat.S_IFLNK | 0o777), "holds a link"),
    ("a device", of_mode(stat.S_IFCHR | 0o666), "holds a device"),
    ("a pipe", of_mode(stat.S_IFIFO | 0o666), "holds a device"),
    ("encrypted", encrypted, "encrypted"),
    ("a bomb", bomb, "swell"),
    ("many small bombs", bombs, "swell"),
    ("a million files stated", huge, "50,000"),
    ("cut in the middle", cut, "damaged"),
    ("a zip in a zip", nested, "none of the formats"),
    ("RAR", loose("p.rar", b"Rar!\x1a\x07\x00" + b"\0" * 20), "RAR"),
    ("7-Zip", loose("p.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 20), "7-Zip"),
    ("a program", loose("p.bin", b"\x7fELF" + b"\0" * 60), "none of the formats"),
    ("nothing at all", loose("p.zip", b""), "none of the formats"),
    ("an empty zip", lambda folder: zipped(folder / "p.zip", {}), "nothing in it"),
    ("entities", loose("q.xml", b"<!DOCTYPE quiz [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><quiz>&b;</quiz>"), "entities"),
    ("files of this machine", loose("q.xml", b"<!DOCTYPE quiz [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><quiz>&a;</quiz>"), "entities"),
    ("a deep tree", loose("q.xml", b"<quiz>" + b"<question>" * 5000 + b"</question>" * 5000 + b"</quiz>"), "nested"),
    ("only markup", loose("q.xml", b"<quiz>"), "not well formed"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "sentence"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_a_hostile_package_is_refused_whole_and_leaves_nothing(tmp_path: Path, make: Make, sentence: str) -> None:
    """CONT-1: with its reason; neither the folder nor anything beside it is there afterwards."""
    (tmp_path / "in").mkdir()
    source = make(tmp_path / "in")
    (tmp_path / "out").mkdir()
    report = import_into(source, tmp_path / "out" / "course")
    assert sentence in report.refusal and not report.all_came
    assert list((tmp_path / "out").iterdir()) == []


def said_of(source: Path, folder: Path) -> tuple[Report, str]:
    report = import_into(source, folder)
    return report, " ".join(note.sentence for note in report.notes)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("x" * 300 + ".md", "longer than 255 bytes"),
        ("A.md", "in case alone"),
        ("a.md", "there twice"),
        ("aux.md", "on Windows"),
        ("what?.md", "on Windows"),
        ("sub\\b.md", "backslashes"),
        ("b\x1b[31m.md", "cannot be shown"),
        ("b\u202e.md", "cannot be shown"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_odd_name_is_reported_and_the_rest_comes(tmp_path: Path, name: str, sentence: str) -> None:
    """CONT-1: names are data; no file gets one that the package chose."""
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.md"), LESSON)
        archive.writestr(zipfile.ZipInfo(name), LESSON.replace(b"A lesson", b"Another"))
    report, said = said_of(tmp_path / "p.zip", tmp_path / "course")
    assert sentence in said and not report.refusal
    assert all(path.name.isascii() and len(path.name) < 80 for path in (tmp_path / "course").rglob("*"))


def test_a_name_in_another_encoding_is_read(tmp_path: Path) -> None:
    """UTF-8 that is not stated as such, as many tools write it."""
    content = zipped(tmp_path / "p.zip", {"grüße.md": LESSON}).read_bytes()
    unstated = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        unstated[content.find(mark) + place] &= ~0x08
    (tmp_path / "p.zip").write_bytes(unstated)
    with open_package(tmp_path / "p.zip") as package:
        assert package.names == ("grüße.md",)


@pytest.mark.parametrize(("make", "sentence"), [(liar, "larger than|cannot be read"), (rotten, "cannot be read")])
def test_a_member_that_lies_is_refused_when_it_is_read(tmp_path: Path, make: Make, sentence: str) -> None:
    with open_package(make(tmp_path)) as package, pytest.raises(MemberRefused, match=sentence):
        package.read("a.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"\xef\xbb\xbf# B\n\nGr\xc3\xbc\xc3\x9fe", "Grüße"),
        ("# B\n\nGrüße".encode("utf-16"), "Grüße"),
        (b"# B\n\nGr\xfc\xdfe", "Grüße"),
        (b"# B\r\n\r\nGr\xc3\xbc\xc3\x9fe\x00\x1b[31m\x07", "Grüße[31m"),
    ],
)
def test_texts_in_other_encodings_are_read_and_cleaned(tmp_path: Path, text: bytes, expected: str) -> None:
    """CONT-1: a byte-order mark, UTF-16, Windows-1252, control characters."""
    said_of(files(tmp_path / "in", {"b.md": text}), tmp_path / "course")
    (lesson,) = (tmp_path / "course").glob("*/*.md")
    assert lesson.read_text("utf-8").endswith(f"# B\n\n{expected.replace('[', '[')}\n")


def test_more_files_than_any_course_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONT-1: in a zip and in a folder, before they are read."""
    for module in (packages, zips, opening):
        monkeypatch.setattr(module, "MOST_MEMBERS", 20)
    many: dict[str, bytes | str] = {f"{number}.md": LESSON for number in range(30)}
    for source in (zipped(tmp_path / "p.zip", many), files(tmp_path / "folder", many)):
        assert "20" in import_into(source, tmp_path / "course").refusal


def test_links_and_pipes_of_a_folder_are_left_out(tmp_path: Path) -> None:
    """CONT-1: what lies outside is never read through a link; a pipe is never waited for."""
    (tmp_path / "secret.md").write_text("# Secret\n\nNever.", "utf-8")
    source = files(tmp_path / "in", {"a.md": LESSON})
    (source / "b.md").symlink_to(tmp_path / "secret.md")
    (source / "sub").symlink_to(tmp_path)
    os.mkfifo(source / "c.md")
    report, said = said_of(source, tmp_path / "course")
    assert said.count("It is a link.") == 2 and "It is a pipe." in said and not report.all_came
    assert not any("Never" in path.read_text("utf-8") for path in (tmp_path / "course").rglob("*.md"))


def test_yaml_that_builds_objects_builds_none(tmp_path: Path) -> None:
    """CONT-1: in front matter and tables of contents."""
    evil = "!!python/object/apply:os.system ['touch evil']"
    source = files(
        tmp_path / "in", {"a.md": f"---\ntitle: {evil}\n---\n# A\n\nText", "toc.yml": f"- {evil}\n", "mkdocs.yml": "a: &a [*a]\n"}
    )
    report, said = said_of(source, tmp_path / "course")
    assert "front matter cannot be read" in said and said.count("table of contents cannot be read") == 2
    assert not (tmp_path / "evil").exists() and not Path("evil").exists() and not report.refusal


def test_pages_that_run_programs_or_nest_forever_are_words(tmp_path: Path) -> None:
    """CONT-1: scripts are gone, HTML nested 20,000 deep does not end the import."""
    deep = "# D\n\n" + "<div>" * 20_000 + "words" + "</div>" * 20_000
    bad = "# B\n\n<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>a</a><a href='data:text/html,x'>b</a>"
    said_of(files(tmp_path / "in", {"d.md": deep, "b.md": bad}), tmp_path / "course")
    told = {path.stem: path.read_text("utf-8") for path in (tmp_path / "course").glob("*/*.md")}
    assert "words" in told["d"] and not any(word in told["b"] for word in ("script", "alert", "data:", "onerror"))


def test_addresses_never_leave_the_package(tmp_path: Path) -> None:
    """CONT-1: whatever a page names, only members of the package are read."""
    package = Package("p", {})
    for address in ("../../etc/passwd", "/etc/passwd", "..%2f..%2fetc/passwd", "..\\..\\x", "%00", "file:///etc/passwd", "//host/x"):
        assert package.resolve(address, "a/b.md") is None
    with pytest.raises(PackageRefused):
        open_package(tmp_path / "gone")


NASTY = {
    "brackets": "[" * 20_000,
    "links": "[a](b" * 10_000,
    "math": "\\(" * 20_000,
    "dollars": "$a_ " * 10_000,
    "fences": "```a\n" * 10_000,
    "headings": "## a\n\n" * 5_000 + "x",
    "blank lines": "\n" * 100_000 + "x",
    "emphasis": "*a **a " * 2_000,
    "braces": "{=" * 20_000,
    "boxes": ":::note\n" * 5_000,
    "tags": "<a " * 10_000,
    "quotes": ">" * 5_000,
    "answers": "- Q\n  - A) a\n  - B) b\n  - Answer: A" + " " * 50_000 + "x\n- R\n  - A) a ✅\n  - B) b\n",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("ending", ["md", "gift"])
@pytest.mark.parametrize("name", NASTY)
def test_no_text_takes_forever(tmp_path: Path, name: str, ending: str) -> None:
    """CONT-1: text made to send a parser astray ends in time, whatever becomes of it."""
    source = files(tmp_path / "in", {f"a.{ending}": f"# A\n\n{NASTY[name]}\n", f"b.{ending}": "# B\n\nQ {T}\n"})
    assert import_into(source, tmp_path / "course").count(Sort.LESSON)
