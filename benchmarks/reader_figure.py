"""The reader's first page, of short and of long files: CPU beyond a bare app, against programs that make the whole file readable."""

import random
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from benchmarks.figures import Figure, in_turn
from benchmarks.first_paint import cpu_of_family, first_paint
from benchmarks.surroundings import BARE, environment

READER = (sys.executable, "-m", "benchmarks.reading")
WHOLE = (sys.executable, "-m", "benchmarks.whole_text")
SHOWN = "The very first words"
AIM_MS = 150.0
PAGES = 350
SEED = 7
PART = """## Part {n}

Some **words** – that go on, with a [link](https://example.com/a) and `code`.

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1
```

- one
- two

"""


def reader(rounds: int) -> Iterator[Figure]:
    """From exec to the first page: all threads of the app and its children."""
    few = max(1, rounds // 4)
    with TemporaryDirectory(prefix="trainhub-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        env = environment(folder)
        long = pdf(folder / "long.pdf", PAGES)
        text = markdown(folder / "300kB.md", 300_000)
        files = {
            "300 kB of Markdown": (text, [*WHOLE, str(text)], "rich's Markdown"),
            "10 MB of Markdown": (markdown(folder / "10MB.md", 10_000_000), [*WHOLE, str(text)], "rich's Markdown of 300 kB"),
            f"a PDF of {PAGES} pages": (long, *_pdf_text(long)),
        }
        for what, (file, whole, by) in files.items():
            yield from _figures(what, file, whole, by, env, few)


def _figures(what: str, file: Path, whole: Sequence[str], by: str, env: Mapping[str, str], rounds: int) -> Iterator[Figure]:
    ours, bare, reference = in_turn(
        rounds,
        lambda: first_paint((*READER, str(file)), [SHOWN], env, cpu_of_family),
        lambda: first_paint(BARE, ["Ready"], env, cpu_of_family),
        lambda: (_spent(whole, env),),
    )
    more = ours[1] - bare[1]
    yield Figure(f"first page of {what}: CPU beyond a bare app", more, AIM_MS, "ms", 1.0, 1.5)
    yield Figure(f"the same, against {by}", more, reference[0], "ms", 1.0)


def _pdf_text(file: Path) -> tuple[list[str], str]:
    """Poppler's program where it is installed; else all of the text by PDFium, which is what reads our pages too."""
    program = shutil.which("pdftotext")
    if program:
        return [program, str(file), "/dev/null"], "pdftotext"
    return [*WHOLE, str(file)], "PDFium's text of all pages (no pdftotext here)"


def _spent(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """CPU milliseconds of a program that runs to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, env=dict(env), check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1_000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def markdown(file: Path, size: int) -> Path:
    """A Markdown text of so many bytes with everything in it that lessons have."""
    parts = [f"# {SHOWN}\n\n"]
    length = 0
    while length < size:
        parts.append(PART.format(n=len(parts)))
        length += len(parts[-1].encode())
    file.write_text("".join(parts), "utf-8")
    return file


def pdf(file: Path, pages: int) -> Path:
    """A printed book with an outline."""
    rng = random.Random(SEED)
    words = re.findall(r"[a-z]+", PART.lower())
    canvas = Canvas(str(file), invariant=True)
    for page in range(pages):
        canvas.bookmarkPage(f"p{page}")
        canvas.addOutlineEntry(f"Chapter {page + 1}", f"p{page}", 0)
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 770, f"Chapter {page + 1}" if page else SHOWN)
        canvas.setFont("Helvetica", 11)
        height = 740.0
        for line in range(40):
            canvas.drawString(72, height, " ".join(rng.choices(words, k=14)))
            height -= 15 if line % 8 else 26
        canvas.showPage()
    canvas.save()
    return file
