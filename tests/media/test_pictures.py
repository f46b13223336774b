"""LIB-3: pictures as small rasters, those beside a text by safe names only."""

from pathlib import Path

import pytest

from tests.media.packages import png
from tests.media.test_opening import DATA, every_line, written
from trainhub_tui.media.beside import names_beside
from trainhub_tui.media.openers import open_document, open_growing
from trainhub_tui.media.picture_document import page_picture
from trainhub_tui.media.pictures import Picture, checked_picture
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.widgets.reader_flow import Flow
from trainhub_tui.widgets.reader_picture import picture_lines


def test_a_picture_is_drawn_with_two_pixels_in_a_cell(tmp_path: Path) -> None:
    """LIB-3"""
    document = open_document(written(tmp_path, "a.png", png(300, 150)), "a.png")
    lines = Flow(document, 60).lines(0)
    assert len([line for line in lines if line.text == "▀" * 60]) == 15
    assert {(run.face.ink, run.face.paper) for line in lines[:15] for run in line.runs} == {(0xC81E1E, 0xC81E1E)}
    assert lines[15].text == "▣ a.png" and any("PNG picture, 300 × 150 pixels." in line.text for line in lines)


def test_without_colours_a_picture_is_drawn_by_its_brightness() -> None:
    """LOOK-6"""
    picture = Picture(4, 3, bytes([0, 0, 0] * 4 + [255, 255, 255] * 8))
    texts = [line.text for line in picture_lines(picture, 0, 20, ascii_only=True)]
    assert texts == ["====", "@@@@"]


def test_a_picture_shrinks_to_the_width_and_keeps_its_shape() -> None:
    """LIB-3"""
    picture = Picture(80, 40, bytes([10, 20, 30] * 3_200))
    small = picture.fitted(20)
    assert (small.width, small.height, small.pixel(19, 9)) == (20, 10, (10, 20, 30)) and picture.fitted(90) is picture
    assert Picture(88, 1, bytes(3 * 88)).fitted(20).height == 1


@pytest.mark.parametrize(
    "message",
    [
        {"width": 2, "height": 2, "rgb": "AAAA", "full": [2, 2]},
        {"width": 2, "height": 2, "rgb": "no base64!", "full": [2, 2]},
        {"width": 10**6, "height": 10**6, "rgb": "", "full": [2, 2]},
        {"width": -1, "height": 1, "rgb": "", "full": [1, 1]},
        {"width": 1, "height": 1, "rgb": "AAAA"},
    ],
)
def test_a_raster_that_is_not_what_it_says_is_dropped(message: dict[str, object]) -> None:
    """Reliability: the child is not trusted"""
    assert checked_picture(message) is None


def test_pictures_beside_a_text_are_shown_and_no_others(tmp_path: Path) -> None:
    """LIB-3, reliability: safe relative names only"""
    home = tmp_path / "course"
    (home / "img").mkdir(parents=True)
    (home / "img" / "a.png").write_bytes(png(30, 20))
    (tmp_path / "secret.png").write_bytes(png(30, 20))
    (home / "link.png").symlink_to(tmp_path / "secret.png")
    source = (
        "![One](img/a.png)\n\n![Two](../secret.png)\n\n![Three](link.png)\n\n![Four](/etc/hostname)\n\n![Five](https://example.com/a.png)\n"
    )
    assert list(names_beside(source, home)) == ["img/a.png"]
    first, whole = open_growing(written(home, "lesson.md", source.encode()), "lesson.md")
    assert not first.complete and not first.pictures and list(whole.pictures) == ["img/a.png"]
    assert [line for line in every_line(whole, 40) if "▀" in line] == ["▀" * 30] * 10


def test_a_page_of_a_pdf_comes_as_a_picture() -> None:
    """LIB-3: page images"""
    path = DATA / "pdf/py-pdf/004-pdflatex-4-pages/pdflatex-4-pages.pdf"
    if not path.exists():
        pytest.skip("no shared data")
    picture = page_picture(path, 2, 100)
    assert picture.width == 100 and 110 < picture.height < 160 and len(set(picture.pixels)) > 20
    with pytest.raises(CannotOpen, match="has 4 pages"):
        page_picture(path, 9, 100)
    with pytest.raises(CannotOpen, match="needs a password"):
        page_picture(DATA / "pdf/broken-small/encrypted.pdf", 1, 100)
