"""trainhub content import: a course out of a package, a report, and how it ends (CONT-1)."""

import json
from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine

BANK = "::Sum:: Two and two? {=4 ~5}\n\n::Truth:: Water is wet. {T}\n"


def bank(folder: Path, text: str = BANK) -> str:
    path = folder / "bank.gift"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_package_becomes_a_folder_and_ends_with_0(trainhub: CommandLine, tmp_path: Path) -> None:
    """CONT-1: and again the same, nothing twice."""
    for _ in range(2):
        done = trainhub("content", "import", bank(tmp_path), "--into", str(tmp_path / "sums"))
        assert (done.status, done.err) == (0, "") and "GIFT → sums" in done.out
    assert [path.name for path in (tmp_path / "sums/bank").iterdir()] == ["bank.md"]


@pytest.mark.parametrize("name", ["report.md", "report.json"])
def test_what_could_not_come_ends_with_1_and_is_in_the_report(trainhub: CommandLine, tmp_path: Path, name: str) -> None:
    """CONT-1: the report has every item, as Markdown or JSON."""
    source = bank(tmp_path, BANK + "\n::Life:: Discuss. {}\n")
    done = trainhub("content", "import", source, "--into", str(tmp_path / "sums"), "--report", str(tmp_path / name), "--json")
    assert done.status == 1
    facts = done.facts
    assert isinstance(facts, dict) and facts["counts"]["questions"] == {"found": 3, "came": 2, "changed": 0, "refused": 1}
    written = (tmp_path / name).read_text("utf-8")
    assert json.loads(written) == facts if name.endswith("json") else "A free text is marked by a person" in written


def test_a_hostile_package_ends_with_1_and_leaves_nothing(trainhub: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "bank.xml").write_text("<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "utf-8")
    done = trainhub("content", "import", str(tmp_path / "bank.xml"), "--into", str(tmp_path / "sums"))
    assert done.status == 1 and "entities" in done.out and not (tmp_path / "sums").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["bank.gift"], "--into FOLDER"),
        (["gone.gift", "--into", "sums"], "There is no file or folder"),
        (["bank.gift", "--into", "Bad Name"], "lower-case words with hyphens"),
        (["bank.gift", "--into", "sums", "--report", "gone/report.md"], "no folder for the report"),
        ([], ""),
    ],
)
def test_wrong_use_ends_with_2(
    trainhub: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    bank(tmp_path)
    done = trainhub("content", "import", *words)
    assert done.status == 2 and sentence in done.err and not (tmp_path / "sums").exists()
