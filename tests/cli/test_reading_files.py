"""LIB-3: `trainhub read --file` reads any file of this computer, without a programme or a network."""

from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine
from tests.media.packages import sheets, slides


def test_a_file_is_read_for_an_eye_and_for_an_ear(trainhub: CommandLine, tmp_path: Path) -> None:
    show = slides(tmp_path / "a.pptx")
    seen, heard = trainhub("read", "--file", str(show)), trainhub("read", "--file", str(show), "--plain")
    assert (seen.status, heard.status) == (0, 0) and "* Listen first" in seen.out
    assert [line for line in heard.out.splitlines() if line] == [
        "Heading 1: Selling well",
        "Slide 2",
        "Heading 2: The plan",
        "Item: Listen first",
        "Item: level 2, Ask why",
        "Table with columns Seats, Price:",
        "Seats: 10; Price: 99",
        "End of table.",
        "Picture: image.png",
        "Quote: Say it slowly.",
    ]
    facts = trainhub("read", "--file", str(show), "--json").facts
    assert facts["id"] == str(show) and "Listen first" in str(facts["text"])


def test_a_long_table_is_one_table_for_an_ear(trainhub: CommandLine, tmp_path: Path) -> None:
    out = trainhub("read", "--file", str(sheets(tmp_path / "a.xlsx", rows=300)), "--plain").out
    assert out.count("Table with columns Column 1, Column 2:") == 1 and out.count("End of table.") == 1
    assert "Column 1: 2990; Column 2: 2991" in out


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("a.pdf", b"%PDF-1.4 nothing", "damaged"), ("a.mp4", b"\x00\x00\x00\x20ftypisom" + bytes(40), "a video"), ("a.md", b"", "empty")],
)
def test_a_file_that_cannot_be_read_says_why_without_naming_keys(
    trainhub: CommandLine, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    run = trainhub("read", "--file", str(tmp_path / name))
    assert (run.status, run.out) == (1, "") and words in run.err and "press o" not in run.err.lower()


def test_no_file_or_two_things_at_once_are_refused(trainhub: CommandLine, tmp_path: Path) -> None:
    assert trainhub("read", "--file", str(tmp_path / "gone.md")).status == 1
    assert trainhub("read", "--file", "x.md", "negotiation/one").status == 2
    assert trainhub("read").status == 2
