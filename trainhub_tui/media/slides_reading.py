"""Presentations, slide by slide, to blocks. Runs in the child process only."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError

from trainhub_tui.media.picture_reading import Opened, rasters

CPU_SECONDS = 6.0
MOST_SLIDES = 2_000
MOST_DEPTH = 8
MOST_POINTS = 60
Message = dict[str, Any]
_SMALL_PRINT = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER)


def read_slides(path: Path, _: ZipFile) -> Iterator[Message]:
    """The title of the presentation, each slide, then the pictures."""
    with path.open("rb") as file:
        try:
            show = Presentation(file)
        except (PackageNotFoundError, ValueError):
            yield {"fault": "broken"}
            return
        yield {"title": show.core_properties.title or ""}
        pictures: dict[str, Opened] = {}
        count = len(show.slides)
        for number, slide in enumerate(show.slides, start=1):
            if number > MOST_SLIDES or time.process_time() > CPU_SECONDS:
                yield {"cut": "slides", "shown": number - 1, "of": count}
                break
            yield from _slide(slide, number, pictures)
        yield {"words": True}
        yield from rasters(pictures)
    yield {"end": True}


def _slide(slide: Any, number: int, pictures: dict[str, Opened]) -> Iterator[Message]:
    """The title as a heading, then the shapes from top to bottom, the speaker's notes as a quote."""
    title = slide.shapes.title
    blocks: list[list[Any]] = [["page", number, "slide"]]
    if title is not None and title.text_frame.text.strip():
        blocks.append(["h1" if number == 1 else "h2", _one_line(title.text_frame.text)])
    for shape in _in_order(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            yield from _flush(blocks, _shape(shape, pictures))
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        blocks += [["quote", _one_line(part.text)] for part in frame.paragraphs if part.text.strip()]
    yield {"blocks": blocks}


def _flush(blocks: list[list[Any]], found: Iterable[list[Any] | Message]) -> Iterator[Message]:
    """Blocks are gathered; a table is a message of its own, so those before it go first."""
    for each in found:
        if isinstance(each, dict):
            yield {"blocks": list(blocks)}
            blocks.clear()
            yield each
        else:
            blocks.append(each)


def _in_order(shapes: Iterable[Any]) -> list[Any]:
    """Shapes as one reads them. Placeholders without a place of their own keep their order."""
    return sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0))


def _shape(shape: Any, pictures: dict[str, Opened], depth: int = 0) -> Iterator[list[Any] | Message]:
    if shape.is_placeholder and shape.placeholder_format.type in _SMALL_PRINT:
        return
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < MOST_DEPTH:
        for inner in _in_order(shape.shapes):
            yield from _shape(inner, pictures, depth + 1)
    elif getattr(shape, "has_table", False) and shape.has_table:
        yield {"table": [[_one_line(cell.text) for cell in row.cells] for row in shape.table.rows]}
    elif getattr(shape, "has_chart", False) and shape.has_chart:
        yield from _chart(shape.chart)
    elif hasattr(shape, "image"):
        yield from _picture(shape, pictures)
    elif shape.has_text_frame:
        yield from _text(shape)


def _text(shape: Any) -> Iterator[list[Any]]:
    """Text in the body of a slide is a list; text that stands alone is not."""
    listed = shape.is_placeholder and shape.placeholder_format.type in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
    for part in shape.text_frame.paragraphs:
        if words := _one_line(part.text):
            yield ["li", words, part.level] if listed or part.level else ["p", words]


def _picture(shape: Any, pictures: dict[str, Opened]) -> Iterator[list[Any]]:
    about = shape._element.xpath(".//p:cNvPr/@descr")
    key = f"picture:{len(pictures)}"
    try:
        data = shape.image.blob
    except (KeyError, ValueError, AttributeError):
        # A picture that is only linked, or whose part is missing, still has its words.
        data = b""
    if data:
        pictures[key] = lambda: BytesIO(data)
    yield ["picture", key, _one_line(about[0]) if about else shape.name]


def _chart(chart: Any) -> Iterator[list[Any] | Message]:
    """A chart as the table behind it."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield ["p", _one_line(chart.chart_title.text_frame.text)]
    plot = next(iter(chart.plots), None)
    if plot is None:
        return
    series = list(plot.series)[:MOST_POINTS]
    names = [str(category) for category in plot.categories][:MOST_POINTS]
    columns = [list(each.values) for each in series]
    rows = [[name, *(_number(column, index) for column in columns)] for index, name in enumerate(names)]
    yield {"table": [["", *(each.name or "" for each in series)], *rows], "right": list(range(1, len(series) + 1))}


def _number(column: list[Any], index: int) -> str:
    value = column[index] if index < len(column) else None
    return "" if value is None else f"{value:,.6g}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
