"""References of the reader: a whole file made readable by somebody else's program. `python -m benchmarks.whole_text FILE`."""

import sys
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from rich.console import Console
from rich.markdown import Markdown


def markdown(file: Path) -> None:
    """Rich's own Markdown, as wide as our reader."""
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
        Console(file=nowhere, width=88).print(Markdown(file.read_text("utf-8")))


def pdf(file: Path) -> None:
    """The text of every page."""
    document = pypdfium2.PdfDocument(file)
    for page in document:
        page.get_textpage().get_text_range()


if __name__ == "__main__":
    asked = Path(sys.argv[1])
    pdf(asked) if asked.suffix == ".pdf" else markdown(asked)
