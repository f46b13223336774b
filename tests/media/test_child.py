"""Reliability, files: what parses them runs in a bounded child process, and its answers are not trusted."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.media.packages import book_members, png, sheets, slides, word_members, word_paragraph, zipped
from trainhub_core.text import is_clean
from trainhub_tui.media import kinds, reading
from trainhub_tui.media.child import PACKAGES
from trainhub_tui.media.pdf import open_pdf
from trainhub_tui.media.reading import messages_of
from trainhub_tui.media.refusals import CannotOpen

Says = Callable[[str], Path]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Says:
    """Puts another program in the place of the child."""

    def put(source: str) -> Path:
        script = tmp_path / "child.py"
        script.write_text(source)
        monkeypatch.setattr(reading, "child", SimpleNamespace(__file__=str(script)))
        return script

    return put


def test_a_child_that_never_ends_is_stopped_by_the_clock(says: Says, tmp_path: Path) -> None:
    """LIB-3"""
    path = says("import time\nprint('{\"pages\": 3}', flush=True)\ntime.sleep(60)")
    assert list(messages_of("pdf", path, wall_seconds=0.5))[-1] == {"stopped": "time"}


def test_a_child_that_writes_without_end_is_stopped(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    """LIB-3"""
    monkeypatch.setattr(reading, "MOST_OUTPUT", 100_000)
    path = says("while True: print('{\"page\": 1}' + ' ' * 90)")
    assert list(messages_of("pdf", path))[-1] == {"stopped": "size"}


def test_a_child_that_dies_or_talks_nonsense_is_noticed(says: Says) -> None:
    """LIB-3"""
    for source in ("import os; os._exit(3)", "print('not json')", "print('[' * 100000)"):
        assert list(messages_of("pdf", says(source)))[-1] == {"stopped": "trouble"}


def test_the_child_sees_nothing_of_the_environment_and_has_limits(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reliability: no secret reaches a parser"""
    if sys.platform != "linux":
        pytest.skip("limits differ")
    monkeypatch.setenv("TRAINHUB_TOKEN", "canary")
    path = says(
        f"import sys, os, json, resource; sys.path.append({str(ROOT)!r})\n"
        "from trainhub_tui.media.child import limit; limit()\n"
        "limits = [resource.getrlimit(name)[0] for name in (resource.RLIMIT_AS,\n"
        "  resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_CORE)]\n"
        "try: bytearray(400_000_000); grew = True\n"
        "except MemoryError: grew = False\n"
        "print(json.dumps({'end': [dict(os.environ), os.getcwd(), limits, grew]}), flush=True)"
    )
    environment, folder, limits, grew = next(messages_of("pdf", path))["end"]
    assert set(environment) <= {"LC_ALL", "PATH", "LC_CTYPE", PACKAGES} and folder == "/"
    assert limits == [2**30, 256 * 2**20, 10, 0] and not grew


def test_hostile_answers_are_cleaned_or_dropped(says: Says) -> None:
    """Reliability: text from elsewhere"""
    answers = [
        {"pages": "many"},
        {"pages": 2},
        {"outline": [[1, "\x1b]52;c;x\x07Start", 1], [0, "x", 10**9], "no", [1, "", 1], [1, 2, 3]]},
        {"page": 1, "blocks": [["p", "a\x1b[31mb\u202ec"], ["h9", "no"], ["p"], 7, ["p", "\x07"]]},
        {"page": 2, "blocks": "no"},
        {"unknown": True},
        {"end": True},
    ]
    path = says("import sys\n" + "\n".join(f"print({json.dumps(json.dumps(answer))}, flush=True)" for answer in answers))
    *_, document = open_pdf(path, "Guide", kinds.PDF)
    assert document.text.strip() == "a[31mbc" and is_clean(document.text)
    assert [(heading.title, heading.offset) for heading in document.contents] == [("]52;c;xStart", 0)]


def test_a_pdf_that_stops_half_way_shows_what_was_read_and_says_so(says: Says) -> None:
    """LIB-3"""
    answers = ['{"pages": 9}', '{"outline": []}', '{"page": 1, "blocks": [["p", "First page."]]}', '{"stopped": "time"}']
    path = says("".join(f"print({answer!r}, flush=True)\n" for answer in answers))
    *_, document = open_pdf(path, "Guide", kinds.PDF)
    assert document.note.startswith("Pages 1 to 1 of 9: reading the rest took too long.")


def test_a_pdf_reader_that_dies_at_once_gives_a_sentence(says: Says) -> None:
    """LIB-3"""
    with pytest.raises(CannotOpen, match="damaged"):
        list(open_pdf(says("import os; os.abort()"), "Guide", kinds.PDF))


def test_the_parsers_of_risky_formats_are_not_loaded_by_the_app(tmp_path: Path) -> None:
    """Architecture: what parses files of risky formats is loaded in the child only, also after such files were opened"""
    slides(tmp_path / "a.pptx")
    sheets(tmp_path / "b.xlsx")
    zipped(tmp_path / "c.docx", word_members(word_paragraph("x")))
    zipped(tmp_path / "d.epub", book_members({"one.xhtml": "<h1>x</h1>"}))
    (tmp_path / "e.png").write_bytes(png(9, 9))
    (tmp_path / "f.csv").write_text("a,b\n1,2\n")
    (tmp_path / "g.html").write_text("<html><body>x</body></html>")
    code = (
        "import sys; from pathlib import Path; from trainhub_tui.media.openers import open_document\n"
        f"for path in sorted(Path({str(tmp_path)!r}).glob('?.*')): open_document(path, path.name)\n"
        "risky = 'pypdfium2 bs4 markdownify mammoth pptx lxml openpyxl PIL zipfile csv xml textual'\n"
        "print([name for name in risky.split() if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
