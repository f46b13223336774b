"""The starter pack's Word, PowerPoint and Excel files: made from readable sources, the same each time, opened again (CONT-5, LIB-3)."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pptx import Presentation

from trainhub_content.build import STARTER
from trainhub_content.faults import ContentRefused
from trainhub_content.loading import load
from trainhub_content.made.formulas import value_of
from trainhub_content.made.making import TEMPLATES
from trainhub_content.made.office import office_file
from trainhub_content.pack import starter_pack
from trainhub_content.sources import LibraryFile
from trainhub_core.models.library import Resource

SHELF = STARTER / "library" / "office"
SOURCES = sorted(path for path in TEMPLATES.sources.iterdir() if path.suffix in (".md", ".yaml"))
each_template = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


def words_of(name: str, content: bytes) -> list[str]:
    """All that can be read in a file, as its own library opens it."""
    match name.rpartition(".")[2]:
        case "docx":
            text = Document(BytesIO(content))
            cells = [cell.text for table in text.tables for row in table.rows for cell in row.cells]
            return [*(paragraph.text for paragraph in text.paragraphs), *cells]
        case "pptx":
            slides = [*Presentation(BytesIO(content)).slides]
            cells = [cell.text for slide in slides for it in slide.shapes if it.has_table for row in it.table.rows for cell in row.cells]
            notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
            return [*(it.text_frame.text for slide in slides for it in slide.shapes if it.has_text_frame), *cells, *notes]
        case _:
            book = load_workbook(BytesIO(content), data_only=True)
            return [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


@each_template
def test_a_template_is_made_the_same_each_time_and_holds_no_date_of_its_making(source: Path) -> None:
    """CONT-5."""
    ((name, content),) = office_file(source).items()
    assert office_file(source) == {name: content}
    with ZipFile(BytesIO(content)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980} and package.testzip() is None
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)", core)) == {"2026-01-01T00:00:00Z"}


@each_template
def test_a_template_opens_and_says_what_its_source_says(source: Path) -> None:
    """CONT-5: what lies on the shelf is what the source makes."""
    ((name, content),) = office_file(source).items()
    said = words_of(name, content)
    assert said == words_of(name, (SHELF / name).read_bytes())
    assert len(" ".join(said).split()) > 100


@each_template
def test_a_template_stands_on_a_shelf_with_a_version_and_a_summary(source: Path) -> None:
    """LIB-1, LIB-6."""
    found = {it.file: it for it in load(STARTER).library if isinstance(it, LibraryFile)}
    entry = found[f"library/office/{source.stem}"].entry
    assert entry.title and entry.summary and entry.version == 1 and entry.collection


@pytest.mark.parametrize("name", [path.stem for path in SOURCES if path.name.endswith(".xlsx.yaml")])
def test_every_formula_has_its_value_beside_it(name: str) -> None:
    """LIB-3: a reader that does not calculate shows the figures too."""
    content = (SHELF / name).read_bytes()
    written: Any = load_workbook(BytesIO(content))
    shown: Any = load_workbook(BytesIO(content), data_only=True)
    formulas = [(sheet.title, cell.coordinate) for sheet in written for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) >= 20
    missing = [place for sheet, place in formulas if shown[sheet][place].value is None and '""' not in written[sheet][place].value]
    assert missing == []


def test_the_sheets_agree_with_the_lessons_that_hand_them_out() -> None:
    """CONT-5: the first five weeks are those of Cash flow; the estimate is the one that is explained."""
    weeks: Any = load_workbook(SHELF / "cash-flow-13-weeks.xlsx", data_only=True)["Weeks"]
    assert [weeks[f"G{row}"].value for row in range(2, 7)] == [21_200, 16_700, 4_200, -1_800, 3_800]
    estimate: Any = load_workbook(SHELF / "project-estimate.xlsx", data_only=True)
    assert (estimate["Estimate"]["C11"].value, estimate["Estimate"]["D11"].value) == (42, 69)
    assert [round(estimate["Price"][place].value, 3) for place in ("B6", "B8", "B9", "B12")] == [44.667, 51.367, 30_800, 0.059]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1+A2*2", 7),
        ("=(A1+A2)*2", 8),
        ("=SUM(A1:A2)/A2", 4 / 3),
        ("=MIN(A1:B2)-MAX(A1:A2)", -4),
        ("=ROUND(1234,-2)", 1200),
        ('=IF(A1<0,"short",IF(A1=1,"one","more"))', "one"),
        ('=IF(C9=0,"not asked yet",A1/C9)', "not asked yet"),
        ("=-$A$2", -3),
        ("=T!A1+SUM(T!A1:A3)", 10),
    ],
)
def test_a_formula_comes_to_what_a_sheet_makes_of_it(formula: str, value: float | str) -> None:
    assert value_of("S!D1", {"S!A1": 1, "S!A2": 3, "S!B1": -1, "S!B2": "words", "T!A1": 5, "S!D1": formula}) == value


@pytest.mark.parametrize(("formula", "sentence"), [("=D1+1", "S!D1 waits for itself."), ('=LEFT("a",1)', "is not calculated here")])
def test_a_formula_that_cannot_be_calculated_is_refused(formula: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        value_of("S!D1", {"S!D1": formula})


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.pptx.yaml", "title: A\nsubtitle: B\nslides:\n  - {title: C}\n", "a.pptx.yaml:4: slides.0: .*lines or a table"),
        ("a.xlsx.yaml", "title: A\nsheets: []\n", "a.xlsx.yaml:2: sheets"),
        ("a.docx.md", "---\ntitle: A\nwhen: now\n---\n# A\n", "a.docx.md:3: when"),
        ("a.docx.md", "---\ntitle: A\n---\n# A\n\n![b](c.png)\n", "A template cannot show image."),
        ("a.odt.md", "---\ntitle: A\n---\n# A\n", "odt is not docx, pptx or xlsx"),
    ],
)
def test_a_source_with_a_fault_is_refused_with_its_line(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises((ContentRefused, ValueError), match=sentence):
        office_file(tmp_path / name)


def test_the_pack_stays_small_enough_to_be_installed() -> None:
    """CONT-5: under 8 MB together."""
    assert sum(fact.size for fact in starter_pack().facts if isinstance(fact, Resource)) < 8_000_000
