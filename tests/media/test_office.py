"""LIB-3: Word documents, presentations, spreadsheets and tables of values as a person reads them."""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.media.packages import png, sheets, slides, word_members, word_paragraph, zipped
from tests.media.test_opening import every_line, written
from trainhub_tui.media.blocks import Image, Paragraph, Table, Title, plain
from trainhub_tui.media.document import Document
from trainhub_tui.media.openers import open_document, open_growing
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.media.sheets_reading import _words


def all_blocks(document: Document) -> list[object]:
    return [block for index in range(len(document.pieces)) for block in document.blocks(index)]


DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="x" descr="A chart"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="p1"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
PICTURE = '<Relationship Id="p1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/a.png"/>'


def test_a_word_document_keeps_its_words_tables_and_pictures(tmp_path: Path) -> None:
    """LIB-3: the words come first, the pictures when they are ready"""
    cell = "<w:tc>{}</w:tc>"
    table = "<w:tbl>" + ("<w:tr>" + cell.format(word_paragraph("Seats")) + cell.format(word_paragraph("10")) + "</w:tr>") * 2 + "</w:tbl>"
    members = word_members(word_paragraph("Hello partner") + table + DRAWING, relations=PICTURE)
    path = zipped(tmp_path / "plan.docx", {**members, "word/media/a.png": png(60, 30)})
    words, whole = open_growing(path, "plan.docx")
    assert not words.complete and not words.pictures and whole.complete and whole.kind == "word"
    found = all_blocks(whole)
    assert [type(block) for block in found] == [Paragraph, Table, Image]
    image = found[2]
    assert isinstance(image, Image) and image.alt == "A chart"
    picture = whole.pictures[image.url]
    assert (picture.width, picture.height, picture.pixel(3, 3)) == (60, 30, (200, 30, 30))


def test_a_presentation_is_shown_slide_by_slide(tmp_path: Path) -> None:
    """LIB-3"""
    document = open_document(slides(tmp_path / "a.pptx"), "a.pptx")
    lines = [line.strip() for line in every_line(document, 60)]
    for words in ("Selling well", "• Listen first", "◦ Ask why", "▌ Say it slowly.", "Seats │ Price"):
        assert words in lines
    assert any("slide 2" in line for line in lines)
    assert [(heading.level, heading.title) for heading in document.contents] == [(1, "Selling well"), (2, "The plan")]
    assert [type(block).__name__ for block in all_blocks(document)] == [
        "Title",
        "PageBreak",
        "Title",
        "Item",
        "Item",
        "Table",
        "Image",
        "Paragraph",
    ]
    assert len(document.pictures) == 1


def test_a_spreadsheet_is_shown_sheet_by_sheet(tmp_path: Path) -> None:
    """LIB-3"""
    document = open_document(sheets(tmp_path / "a.xlsx"), "a.xlsx")
    assert [heading.title for heading in document.contents] == ["Sales", "Nothing"]
    lines = every_line(document, 60)
    assert "Column 1 │ Column 2" in lines and "      10 │       11" in lines
    assert "This sheet is empty." in lines and document.note == "1 hidden sheet is left out."


def test_a_long_sheet_stops_with_a_sentence_and_its_parts_stand_in_line(tmp_path: Path) -> None:
    """LIB-3"""
    document = open_document(sheets(tmp_path / "a.xlsx", rows=2_500, columns=3), "a.xlsx")
    lines = every_line(document, 60)
    assert any(line.startswith("Rows 1 to 1,000 of 2,500 are shown") for line in lines)
    rows = [line for line in lines if line.count("│") == 2]
    assert len(rows) == 1_000 and len({line.index("│") for line in rows}) == 1
    assert sum("Column 1" in line for line in lines) == 1
    assert max(len(piece.blocks[-1].rows) for piece in document.pieces if isinstance(piece.blocks[-1], Table)) <= 42


def test_a_table_of_sixty_columns_becomes_records(tmp_path: Path) -> None:
    """LIB-3: bad input"""
    document = open_document(sheets(tmp_path / "a.xlsx", rows=3, columns=60), "a.xlsx")
    lines = every_line(document, 80)
    assert "Column 60: 69" in lines and "Column 1: 10" in lines
    wide = open_document(sheets(tmp_path / "b.xlsx", rows=3, columns=150), "b.xlsx")
    assert any(line.startswith("Columns 1 to 100 of 150 are shown") for line in every_line(wide, 80))
    markdown = "|" + "|".join(f" c{number} " for number in range(60)) + "|\n|" + "---|" * 60 + "\n" + ("|" + " value |" * 60 + "\n") * 100
    lines = every_line(open_document(written(tmp_path, "a.md", markdown.encode()), "a.md"), 80)
    assert sum(line == "c59: value" for line in lines) == 100 and not any("|" in line for line in lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_values_opens_in_any_encoding_and_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """LIB-3"""
    rows = [["名前", "年齢"], ["佐藤太郎", "30"], ["三木英子", "25"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    document = open_document(written(tmp_path, "people.csv", data), "people.csv")
    assert every_line(document, 40)[:3] == ["名前     │ 年齢", "━━━━━━━━━┿━━━━━", "佐藤太郎 │   30"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Größe – 5 €\n", "cp1252"), ("日本語のテキストです。\n", "euc_jp"), ("이름,나이\n홍길동\n", "cp949"), ("Имя;Возраст\n", "cp1251")],
)
def test_text_from_before_utf8_is_told_by_its_characters(tmp_path: Path, text: str, encoding: str) -> None:
    """LIB-3"""
    assert open_document(written(tmp_path, "a.txt", text.encode(encoding)), "a.txt").text == text


def test_a_table_with_quotes_line_breaks_and_short_rows_is_read_whole(tmp_path: Path) -> None:
    """LIB-3"""
    data = b'name,about\n"A, B","two\nlines"\nshort\n\n' + b"x,y\n" * 1_500
    document = open_document(written(tmp_path, "a.csv", data), "a.csv")
    lines = every_line(document, 40)
    assert "A, B  │ two lines" in lines and any(line.startswith("Rows 1 to 1,000 of 1,503") for line in lines)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a spreadsheet in the format from before 2007"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "needs a password"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "a packed file"),
        ("a.xlsx", b"\x00\x01\x02" * 100, "This spreadsheet is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_kind(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """LIB-3"""
    with pytest.raises(CannotOpen, match=words):
        open_document(written(tmp_path, name, data), name)


def test_an_archive_is_listed_and_a_lying_name_is_said(tmp_path: Path) -> None:
    """LIB-3"""
    path = zipped(tmp_path / "a.pdf", {"one.txt": "x" * 2_000, "b/two.txt": "y"})
    document = open_document(path, "a.pdf")
    assert "one.txt   │ 2,000" in every_line(document, 60)
    assert document.note == "It is named like a PDF, but it is an archive."
    book = open_document(sheets(tmp_path / "c.docx"), "c.docx")
    assert book.kind == "sheets" and book.note.endswith("It is named like a Word document, but it is a spreadsheet.")
    with pytest.raises(CannotOpen, match=r"^It is named like a Word document, but it is an OpenDocument file\. This is an OpenDocument"):
        open_document(zipped(tmp_path / "d.docx", {"mimetype": "x", "content.xml": "<x/>"}), "d.docx")


def test_cells_show_what_a_person_would_read() -> None:
    """LIB-3"""

    def shown(value: object, style: str = "General") -> str:
        return _words(SimpleNamespace(value=value, number_format=style))

    assert [shown(None), shown(True), shown(3.0), shown(0.1 + 0.2), shown(0.256, "0.0%"), shown(1_000_000)] == [
        "",
        "TRUE",
        "3",
        "0.3",
        "25.6%",
        "1000000",
    ]
    assert [shown(14 / 3, "0.0"), shown(742.5, "#,##0"), shown(-1800, "#,##0.00"), shown(1e300, "0.0")] == [
        "4.7",
        "743",
        "-1,800.00",
        "1e+300",
    ]
    assert shown(float("nan"), "0.0") == "nan"
    assert shown(datetime(2026, 5, 4)) == "2026-05-04" and shown(datetime(2026, 5, 4, 9, 30)) == "2026-05-04 09:30"
    assert shown(date(2026, 5, 4)) == "2026-05-04" and shown("two\nlines") == "two lines"


def test_titles_and_words_of_a_title_slide_are_not_bullets(tmp_path: Path) -> None:
    """LIB-3"""
    first = all_blocks(open_document(slides(tmp_path / "a.pptx"), "a.pptx"))[0]
    assert isinstance(first, Title) and plain(first.spans) == "Selling well"
