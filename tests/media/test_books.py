"""LIB-3: e-books chapter by chapter."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.media.packages import book_members, png, zipped
from tests.media.test_opening import every_line
from trainhub_tui.media.openers import open_document, open_growing
from trainhub_tui.media.refusals import CannotOpen

CHAPTERS = {
    "one.xhtml": "<h1>Chapter 1</h1><p>It <b>begins</b>. <a href='two.xhtml#x'>Go on</a></p><img src='pictures/a%20b.png' alt='A map'/>",
    "two.xhtml": "<h2>Another title</h2><table><tr><th>a</th></tr><tr><td>1</td></tr></table>",
}


def test_a_book_has_its_chapters_contents_pictures_and_links(tmp_path: Path) -> None:
    """LIB-3"""
    path = zipped(tmp_path / "a.epub", book_members(CHAPTERS, more={"OPS/pictures/a b.png": png(30, 20)}))
    document = open_document(path, "a.epub")
    assert document.title == "A book" and document.kind == "book" and "xml version" not in document.text
    first, second = document.contents
    assert (first.title, second.title) == ("Chapter 1", "Chapter 2")
    assert document.text[first.offset :].startswith("# Chapter 1")
    assert document.text[second.offset :].lstrip().startswith("## Another title")
    assert document.place_of("#part-1") == second.offset
    assert [picture.full for picture in document.pictures.values()] == [(30, 20)]
    lines = every_line(document, 60)
    assert "▣ A map" in lines and "It begins. Go on" in lines


def test_an_older_book_has_the_contents_of_its_ncx(tmp_path: Path) -> None:
    """LIB-3: EPUB 2"""
    ncx = (
        "<ncx><navMap><navPoint><navLabel><text>Start</text></navLabel><content src='one.xhtml'/><navPoint><navLabel><text>Deeper"
        "</text></navLabel><content src='two.xhtml'/></navPoint></navPoint></navMap></ncx>"
    )
    members = book_members(CHAPTERS, '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>', {"OPS/toc.ncx": ncx.encode()})
    members["OPS/book.opf"] = str(members["OPS/book.opf"]).replace('properties="nav"', "")
    document = open_document(zipped(tmp_path / "a.epub", members), "a.epub")
    assert [(heading.level, heading.title) for heading in document.contents] == [(1, "Start"), (2, "Deeper")]


def test_names_in_a_book_never_lead_out_of_it(tmp_path: Path) -> None:
    """Reliability, files: names never become paths"""
    (tmp_path / "secret.xhtml").write_text("<p>canary</p>")
    manifest = '<item id="c9" href="../../secret.xhtml" media-type="application/xhtml+xml"/>'
    manifest += '<item id="c8" href="file:///etc/hostname" media-type="application/xhtml+xml"/>'
    chapter = {"one.xhtml": "<p>Inside</p><img src='../../../../etc/hostname'/><img src='https://example.com/a.png' alt='far'/>"}
    members = book_members(chapter, manifest)
    members["OPS/book.opf"] = str(members["OPS/book.opf"]).replace("<spine>", '<spine><itemref idref="c9"/><itemref idref="c8"/>')
    document = open_document(zipped(tmp_path / "a.epub", members), "a.epub")
    assert "canary" not in document.text and "Inside" in document.text and not document.pictures


def test_a_book_protected_against_copying_says_so_and_one_with_hidden_fonts_opens(tmp_path: Path) -> None:
    """LIB-3"""

    def with_way(algorithm: str) -> Path:
        locks = f"<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm='{algorithm}'/></enc:EncryptedData></encryption>"
        return zipped(tmp_path / "a.epub", book_members(CHAPTERS, more={"META-INF/encryption.xml": locks.encode()}))

    assert open_document(with_way("http://www.idpf.org/2008/embedding"), "a.epub").text
    with pytest.raises(CannotOpen, match="This e-book is protected against copying"):
        open_document(with_way("http://www.w3.org/2001/04/xmlenc#aes128-cbc"), "a.epub")


def test_a_long_book_shows_its_first_chapters_before_all_are_read(tmp_path: Path) -> None:
    """LIB-3"""
    chapters = {f"c{number}.xhtml": f"<h1>Part {number}</h1>" + "<p>Words that go on.</p>" * 100 for number in range(60)}
    steps = list(open_growing(zipped(tmp_path / "a.epub", book_members(chapters)), "a.epub"))
    assert len(steps) >= 4 and [step.complete for step in steps] == [False] * (len(steps) - 1) + [True]
    for before, after in pairwise(steps):
        assert after.text.startswith(before.text) and after.pieces[: len(before.pieces)] == before.pieces
    assert len(steps[0].text) < 20_000 and len(steps[-1].contents) == 60
