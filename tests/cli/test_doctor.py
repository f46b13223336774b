"""trainhub doctor finds what is wrong, and says what to do."""

import os
from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine, Run, away
from trainhub_tui.facts import SyncKind


def finding(run: Run, subject: str) -> tuple[str, str]:
    items = run.facts["items"]
    assert isinstance(items, list)
    return next((it["state"], it["sentence"]) for it in items if it["subject"].startswith(subject))


@pytest.fixture
def doctor(trainhub: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """On the data folder that the hub itself would have."""
    monkeypatch.setenv("TRAINHUB_HOME", str(trainhub.home))
    trainhub.folder = trainhub.home / "data" / "solo" / "me"
    return trainhub


def test_a_well_home_is_well(doctor: CommandLine) -> None:
    doctor("next")
    run = doctor("doctor", "--json")
    assert run.status == 0
    assert [finding(run, it)[0] for it in ("trainhub", "packages", "settings", "data", "disk", "journal", "cache", "server", "outbox")] == [
        "ok"
    ] * 9
    assert str(doctor.folder / "journal.db") in finding(run, "journal")[1]


def test_a_damaged_journal_fails_and_a_damaged_cache_warns(doctor: CommandLine) -> None:
    """reliability.md: the one is precious, the other is fetched again."""
    from trainhub_tui.cli.examinations import files_here
    from trainhub_tui.paths import Paths

    doctor("next")
    for name in ("journal.db", "cache.db"):
        file = doctor.folder / name
        file.write_bytes(b"not a database" * 400)
    states = {it.subject: (it.health.value, it.sentence) for it in files_here(Paths.here())}
    assert states["journal of solo"][0] == "fail" and "keep a copy" in states["journal of solo"][1]
    assert states["cache of solo"][0] == "warn" and "fetches it anew" in states["cache of solo"][1]


def test_a_data_folder_that_cannot_be_made_fails_and_says_why(doctor: CommandLine) -> None:
    """API-5: a home of somebody else's, a disk that is read only, a file in its place."""
    from trainhub_tui.cli.examinations import files_here
    from trainhub_tui.paths import Paths

    (well,) = files_here(Paths.here())
    assert (well.health.value, well.sentence) == ("ok", f"{doctor.home / 'data'} (not there yet).")
    doctor.home.write_text("a file")
    (found,) = files_here(Paths.here())
    assert (found.health.value, found.subject) == ("fail", "data")
    assert found.sentence.startswith(f"{doctor.home / 'data'} cannot be made, because {doctor.home} is no folder; name a folder of yours")


def test_a_data_folder_below_one_that_is_not_ours_fails_too(doctor: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """API-5. The system's answer stands in for a folder of somebody else's: root may write everywhere."""
    from trainhub_tui.cli.examinations import files_here
    from trainhub_tui.paths import Paths

    doctor.home.mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != doctor.home or not mode & os.W_OK)
    (found,) = files_here(Paths.here())
    assert found.health.value == "fail" and f"because {doctor.home} cannot be written to; name a folder of yours" in found.sentence


def test_an_sqlite_without_full_text_is_told(doctor: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """LEARN-5: titles alone are searched then."""
    assert finding(doctor("doctor", "--json"), "search")[0] == "ok"
    monkeypatch.setattr("trainhub_tui.cli.examinations.has_full_text", lambda: False)
    state, sentence = finding(doctor("doctor", "--json"), "search")
    assert state == "warn" and "titles alone" in sentence


def test_a_damaged_search_index_warns(doctor: CommandLine) -> None:
    from trainhub_tui.cli.examinations import files_here
    from trainhub_tui.paths import Paths

    doctor("search", "negotiation")
    (doctor.folder / "search.db").write_bytes(b"not a database" * 400)
    states = {it.subject: (it.health.value, it.sentence) for it in files_here(Paths.here())}
    assert states["search of solo"][0] == "warn" and "builds it anew" in states["search of solo"][1]
    assert doctor("search", "negotiation", "--kind", "course", "--json").facts["total"] == 1


def test_a_server_that_does_not_answer_is_a_warning_and_signed_out_a_failure(doctor: CommandLine) -> None:
    doctor.script = away()
    run = doctor("doctor", "--json")
    assert run.status == 0 and finding(run, "server") == ("warn", "offline. The server cannot be reached.")
    doctor.script = away(SyncKind.SIGNED_OUT, "The access token is not valid any more.")
    assert doctor("doctor", "--json").status == 1


def test_faults_of_the_settings_are_told_with_their_line(doctor: CommandLine) -> None:
    doctor.home.mkdir(parents=True, exist_ok=True)
    (doctor.home / "config.toml").write_text('ascii = true\ntheme = "pink"\n', "utf-8")
    state, sentence = finding(doctor("doctor", "--json"), "settings")
    assert state == "warn" and "line 2" in sentence
    shown = doctor("settings", "--json").facts
    assert shown["values"]["ascii"] is True and len(shown["faults"]) == 1  # type: ignore[index, call-overload, arg-type]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_others_can_read_is_told(doctor: CommandLine) -> None:
    doctor("next")
    data: Path = doctor.home / "data"
    data.chmod(0o755)
    assert finding(doctor("doctor", "--json"), "data")[0] == "warn"
