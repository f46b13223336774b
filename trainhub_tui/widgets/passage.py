"""A few paragraphs among other widgets, as high as they are long: Markdown or plain words, wrapped with a hanging lead."""

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from trainhub_tui import palette
from trainhub_tui.media.sources import markdown_document
from trainhub_tui.widgets.reader_lines import lines_of
from trainhub_tui.widgets.reader_wrap import Face, Run, wrap

MEASURE = 88
NARROWEST = 20
Lines = list[Content]
_STYLES = {"code": "$progress", "mark": palette.MUTED, "bar": palette.MUTED, "link": "underline"}


def prose(markdown: str, width: int, style: str = palette.INK, ascii_only: bool = False) -> Lines:
    """Markdown as lines."""
    document = markdown_document(markdown, "")
    blocks = [block for piece in range(len(document.pieces)) for block in document.blocks(piece)]
    lines = [_line(line.runs, style) for line in lines_of(blocks, max(NARROWEST, width), ascii_only)]
    while lines and not lines[-1].plain.strip():
        lines.pop()
    return lines


def plain(text: str, width: int, style: str = palette.INK) -> Lines:
    """Words as lines, none of them read as markup."""
    return [_line(runs, style) for runs in wrap([Run(text, Face())], max(NARROWEST, width))] or [Content("")]


def hanging(lead: Content, make: Callable[[int], Lines], width: int) -> Lines:
    """Lines behind a lead; the lines after the first stand under its end."""
    hang = lead.cell_length
    lines = make(width - hang) or [Content("")]
    return [Content.assemble(lead if not at else " " * hang, line) for at, line in enumerate(lines)]


def _line(runs: tuple[Run, ...], style: str) -> Content:
    return Content.assemble(*((run.text, _style(run.face, style)) for run in runs))


def _style(face: Face, style: str) -> str:
    weight = " ".join(word for word, on in (("bold", face.strong), ("italic", face.emphasis), ("strike", face.strike)) if on)
    return f"{weight} {_STYLES.get(face.role, style)}".strip()


class Passage(Widget):
    """What it shows is made anew for each width."""

    DEFAULT_CSS = "Passage { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], Lines] = lambda width: []
        self.display = False

    def show(self, make: Callable[[int], Lines] | None) -> None:
        """Show these lines; None shows nothing."""
        self._make = make or (lambda width: [])
        self.display = make is not None
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._make(min(MEASURE, width)))

    def render(self) -> Content:
        return Content("\n").join(self._make(min(MEASURE, self.size.width)))
