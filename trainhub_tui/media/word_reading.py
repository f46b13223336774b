"""Word documents to Markdown. Runs in the child process only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import mammoth  # type: ignore[import-untyped]

from trainhub_tui.media.html_reading import in_chunks, markdown_of, soup_of
from trainhub_tui.media.picture_reading import Opened, rasters

STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p > em\np[style-name='Quote'] => blockquote > p:fresh"


def read_word(path: Path, _: ZipFile) -> Iterator[dict[str, Any]]:
    """The text, then the pictures in it. Nothing outside the file is opened."""
    pictures: dict[str, Opened] = {}

    def kept(image: Any) -> dict[str, str]:
        key = f"picture:{len(pictures)}"
        pictures[key] = image.open
        return {"src": key}

    with path.open("rb") as file:
        found = mammoth.convert_to_html(
            file,
            convert_image=mammoth.images.img_element(kept),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
        )
        yield from in_chunks(markdown_of(soup_of(found.value)))
        yield {"words": True}
        yield from rasters(pictures)
    yield {"end": True}
