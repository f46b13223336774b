"""The documents as PDFs: long enough, with contents and an outline, all of their words readable, the same bytes every time."""

import re

import pypdfium2  # type: ignore[import-untyped]
import pytest

from trainhub_content.build import STARTER
from trainhub_content.format import DocumentFront
from trainhub_content.loading import load
from trainhub_content.pack import starter_pack
from trainhub_content.pdf.document import pdf_of
from trainhub_core.models.library import Resource

DOCUMENTS = [fact for fact in starter_pack().facts if isinstance(fact, Resource) and fact.format == "PDF"]
EVERYTHING = """\
## First *section*

Words with **bold**, *slanted* and `code_like` parts, £5 & <angle>.

| Item | Sum |
| --- | --- |
| One | £1,000 |
| Two | £20 |

### Part

1. First
   - Inner
2. Second

> Said by somebody.
>
> - And listed.

```python
if a < b:
    print("&amp;")
```

---

#### Deep

- Last words.
"""


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize("resource", DOCUMENTS, ids=lambda resource: resource.id)
def test_a_document_has_six_pages_or_more_and_an_outline_of_its_headings(resource: Resource) -> None:
    """LIB-3, LIB-4."""
    document = pypdfium2.PdfDocument(starter_pack().open_file(resource.sha256))
    source = next(text for text in load(STARTER).texts if text.id == resource.id)
    headings = re.findall(r"^#{2,4} (.+)$", source.prose.text, re.MULTILINE)
    outline = [entry.get_title() for entry in document.get_toc()]
    assert len(document) >= 6
    assert outline == headings
    assert document.get_metadata_value("Title") == resource.title


@pytest.mark.parametrize("resource", DOCUMENTS, ids=lambda resource: resource.id)
def test_pages_carry_header_and_number_and_no_word_is_lost(resource: Resource) -> None:
    shown = pages(starter_pack().open_file(resource.sha256))
    source = next(text for text in load(STARTER).texts if text.id == resource.id)
    for number, page in enumerate(shown[1:], start=2):
        assert resource.title in page and re.search(rf"\b{number}\b", page)
    everything = set(re.findall(r"\w+", " ".join(shown)))
    missing = set(re.findall(r"\w+", source.prose.text)) - everything - {"python", "json", "text", "http", "sql"}
    assert not missing


def test_every_kind_of_block_is_laid_out() -> None:
    shown = " ".join(" ".join(pages(pdf_of(DocumentFront(title="All", summary="Of it"), EVERYTHING))).split())
    for words in ("First section", "code_like parts, £5 & <angle>", "£1,000", "1. First", "Inner", "Said by somebody.", "And listed."):
        assert words in shown, shown
    assert "if a < b:" in shown and 'print("&amp;")' in shown and "Last words." in shown


def test_the_same_text_gives_the_same_bytes() -> None:
    front = DocumentFront(title="All", summary="Of it")
    assert pdf_of(front, EVERYTHING) == pdf_of(front, EVERYTHING)


def test_a_block_that_cannot_be_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="A document cannot show html_block"):
        pdf_of(DocumentFront(title="All", summary="Of it"), "<div>raw</div>\n")
