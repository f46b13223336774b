"""One PDF page as a picture. Runs in the child process only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from trainhub_tui.media.picture_reading import scaled, sent
from trainhub_tui.media.pictures import MOST_SIDE

TALLEST = 4
"""Times its width that a page is drawn high at most."""
FINER = 2


def read_page(path: Path, page: str, width: str) -> Iterator[dict[str, Any]]:
    """The page (from 1) as a raster so many pixels wide, or why not."""
    try:
        document = pypdfium2.PdfDocument(path)
        if not 1 <= int(page) <= len(document):
            yield {"fault": "page", "pages": len(document)}
            return
        sheet = document[int(page) - 1]
        wide, high = sheet.get_size()
        scale = FINER * min(int(width) / max(1.0, wide), TALLEST * int(width) / max(1.0, high))
        image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError as error:
        password = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        yield {"fault": "password" if password else "broken"}
        return
    raster = scaled(image, int(width), min(MOST_SIDE, TALLEST * int(width)))
    yield {"picture": page, **sent(raster), "full": [round(wide), round(high)], "format": "PDF"}
    yield {"end": True}
