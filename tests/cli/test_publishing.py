"""trainhub content publish and what follows, with real processes and the real embedded server: as an author would (CONT-3)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.scripted import environment
from tests.cli.test_end_to_end import ROOT, Shell
from tests.server.serving import process

pytestmark = pytest.mark.xdist_group("publishing")  # on one home, one after another
COURSE = "first-meetings"
LESSON = "first-steps/how-this-course-is-written"


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """One home for the tests of this module: each goes on where the one before stopped."""
    return Shell(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("writing") / COURSE


def state_of(shell: Shell) -> dict[str, object]:
    return shell("courses", "show", COURSE, "--json").facts["course"]  # type: ignore[return-value]


def lessons_of(shell: Shell) -> list[tuple[object, object, object]]:
    modules = shell("courses", "show", COURSE, "--json").facts["modules"]
    return [(it["id"], it["is_new"], it["is_changed"]) for module in modules for it in module["lessons"]]  # type: ignore[union-attr, index, call-overload]


def test_an_author_makes_checks_and_publishes_a_course(shell: Shell, folder: Path) -> None:
    """CONT-1, CONT-3: new, a fault at its line, mended, a draft that nobody sees, published."""
    assert shell("content", "new", str(folder), "--title", "First meetings").status == 0
    lesson = folder / f"{LESSON}.md"
    text = lesson.read_text("utf-8")
    lesson.write_text(f"{text}\n![Ladder](ladder.png)\n", "utf-8")
    refused = shell("content", "publish", str(folder))
    assert refused.status == 1 and "There is no file ladder.png here." in refused.out and "nothing was published" in refused.out
    lesson.write_text(text, "utf-8")
    draft = shell("content", "publish", str(folder), "--draft", "--json")
    assert (draft.status, draft.facts["state"]) == (0, "draft")
    assert shell("courses", "show", COURSE).status == 1
    done = shell("content", "publish", str(folder))
    assert (done.status, done.out) == (0, "First meetings is published as version 1.\n")
    assert state_of(shell)["state"] == "available"


def test_a_changed_course_is_published_with_a_raised_number_and_progress_is_kept(shell: Shell, folder: Path) -> None:
    """CONT-3: the learner's app shows the new version after the next sync."""
    assert shell("courses", "enrol", COURSE).status == 0
    assert shell("done", f"{COURSE}/how-this-course-is-written").status == 0
    percent = state_of(shell)["percent"]
    assert isinstance(percent, int) and percent > 0
    lesson = folder / f"{LESSON}.md"
    lesson.write_text(lesson.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    told = shell("content", "diff", str(folder), "--json").facts["items"]
    assert [(it["kind"], it["how"], it["words"]["after"] - it["words"]["before"]) for it in told] == [("lesson", "changed", 3)]  # type: ignore[union-attr, index, call-overload, operator]
    assert "First meetings needs a `version` above 1" in shell("content", "diff", str(folder)).out
    low = shell("content", "publish", str(folder))
    assert low.status == 1 and "First meetings has changed, and version 1 of it is published" in low.err
    bumped = shell("content", "publish", str(folder), "--bump")
    assert (bumped.status, bumped.out) == (0, "First meetings is published as version 2.\n")
    assert "\nversion: 2\n" in (folder / "course.yaml").read_text("utf-8")
    assert state_of(shell)["percent"] == percent
    assert lessons_of(shell)[0] == (f"{COURSE}/how-this-course-is-written", False, True)
    assert "One sentence more." in shell("read", f"{COURSE}/how-this-course-is-written", "--offline").out
    assert shell("content", "publish", str(folder)).out == "All of it is published already.\n"
    assert shell("content", "diff", str(folder)).out == "Nothing differs.\n"


def test_a_file_is_put_into_the_library_and_replaced(shell: Shell, tmp_path: Path) -> None:
    """CONT-4: without a server of one's own too; a name that lies is refused with what the file is."""
    file = tmp_path / "Price list.csv"
    file.write_text("what,price\n", "utf-8")
    assert shell("content", "upload", str(file)).err == "A new resource needs a title.\n"
    words = ("--title", "Price list", "--group", "documents-guides", "--category", "sales-marketing")
    done = shell("content", "upload", str(file), *words, "--json")
    assert (done.status, done.facts["resource_id"], done.facts["sentence"]) == (0, "price-list", "Price list is published as version 1.")
    file.write_text("what,price\ntime,1\n", "utf-8")
    assert shell("content", "upload", str(file)).out == "Price list is published as version 2.\n"
    assert shell("content", "upload", str(file)).out == "Price list is published already, as version 2.\n"
    lying = tmp_path / "plan.docx"
    lying.write_bytes(b"%PDF-1.7")
    refused = shell("content", "upload", str(lying), "--as", "plan", "--title", "Plan", "--group", "documents-guides")
    assert refused.status == 1 and "by its content it is: PDF" in refused.err
    assert shell("content", "upload", str(file), "--as", "no id").status == 2


def test_a_version_is_rolled_back_withdrawn_and_offered_again(shell: Shell) -> None:
    """CONT-3: one command each."""
    percent = state_of(shell)["percent"]
    back = shell("content", "rollback", COURSE)
    assert (back.status, back.out) == (0, "First meetings is as it was in version 1, and this is version 3 now.\n")
    assert "One sentence more." not in shell("read", f"{COURSE}/how-this-course-is-written", "--offline").out
    assert state_of(shell)["percent"] == percent
    told = shell("content", "versions", COURSE, "--json").facts["items"]
    assert [(it["version"], it["state"]) for it in told] == [(3, "published"), (2, "superseded"), (1, "superseded")]  # type: ignore[union-attr, index, call-overload]
    assert shell("content", "versions").out.count("First meetings") == 3
    gone = shell("content", "withdraw", COURSE)
    assert gone.status == 0 and "those who began it keep it" in gone.out
    assert state_of(shell)["percent"] == percent, "enrolled learners keep it"
    assert shell("content", "offer", COURSE).out == "First meetings is offered again.\n"
    for number in ("9", "1000000000"):
        missing = shell("content", "rollback", COURSE, number)
        assert (missing.status, missing.err) == (1, f"First meetings has no version {number} here; there are 3, 2, 1.\n")
    assert shell("content", "rollback", "no-such-course").status == 1
    for number in ("two", "0", "1000000001", "9" * 5_000):
        assert shell("content", "rollback", COURSE, number).status == 2, number


def test_a_published_course_comes_back_as_a_folder(shell: Shell, folder: Path, tmp_path: Path) -> None:
    """CONT-3: export, then build: the same package."""
    shell("content", "publish", str(folder), "--bump")
    assert shell("content", "build", str(folder), "--into", str(tmp_path / "one.zip")).status == 0
    out = shell("content", "export", COURSE, "--into", str(tmp_path / "out"))
    assert out.status == 0 and (tmp_path / "out" / COURSE / "course.yaml").is_file()
    assert shell("content", "build", str(tmp_path / "out" / COURSE), "--into", str(tmp_path / "two.zip")).status == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert shell("content", "export", COURSE, "--into", str(tmp_path / "out")).status == 1


def test_a_package_goes_into_a_folder_that_is_there(shell: Shell, tmp_path: Path) -> None:
    """API-5: said before anything is packed, with the name that was given."""
    assert shell("content", "new", str(tmp_path / "first")).status == 0
    run = shell("content", "build", str(tmp_path / "first"), "--into", str(tmp_path / "nowhere" / "one.zip"))
    assert (run.status, run.err) == (2, f"There is no folder {tmp_path / 'nowhere'}.\n")


def test_a_course_of_the_starter_pack_comes_out_to_be_changed(shell: Shell, tmp_path: Path) -> None:
    """CONT-3, CONT-5: with the video that it takes from the library; changed, it is published above the pack's number."""
    out = shell("content", "export", "client-comm", "--into", str(tmp_path))
    folder = tmp_path / "client-communication"
    assert out.status == 0 and "of the starter pack" in out.out and (folder / "files/bad-news-first.vtt").is_file()
    assert shell("content", "check", "--strict", str(folder)).out == "Nothing is wrong.\n"
    lesson = folder / "practice/bad-news-well-told.md"
    lesson.write_text(lesson.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    told = shell("content", "diff", str(folder), "--json").facts["items"]
    assert ("lesson", "client-communication/bad-news-well-told", "changed") in [(it["kind"], it["id"], it["how"]) for it in told]  # type: ignore[union-attr, index, call-overload]
    assert shell("content", "publish", str(folder), "--bump").out == "Client Communication is published as version 3.\n"
    again = shell("content", "export", "client-communication", "--into", str(tmp_path / "again"))
    assert again.status == 0 and "as it was published" in again.out
    assert (tmp_path / "again/client-communication/practice/bad-news-well-told.md").read_bytes() == lesson.read_bytes()


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """A server of an organisation: its address, a learner's token, an author's."""
    home = tmp_path_factory.mktemp("organisation")
    server = [sys.executable, "-m", "trainhub_server", "--database", str(home / "hub.db"), "--migrate"]

    def token(*more: str) -> str:
        return subprocess.run([*server, "--new-token", "Ann", *more], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    tokens = token(), token("--scopes", "read,write,author")
    with process(home, *server[3:]) as running:
        yield running.url, *tokens


def test_a_learner_s_token_does_not_publish_and_an_author_s_does(
    organisation: tuple[str, str, str], shell: Shell, folder: Path, tmp_path: Path
) -> None:
    """CONT-3: `trainhub serve --new-token NAME --scopes read,write,author`."""
    address, learner, author = organisation

    def trainhub(token: str, *words: str) -> subprocess.CompletedProcess[str]:
        env = {**environment(tmp_path / "home"), "TRAINHUB_TOKEN": token, "PATH": os.environ["PATH"]}
        command = [sys.executable, "-m", "trainhub_tui", *words, "--server", address]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)

    refused = trainhub(learner, "content", "publish", str(folder))
    assert (refused.returncode, refused.stderr) == (
        4,
        "This access token is not for publishing; ask for one that is.\n",
    )
    done = trainhub(author, "content", "publish", str(folder))
    assert done.returncode == 0 and "is published as version" in done.stdout, done.stderr
    assert trainhub(learner, "courses", "show", COURSE).returncode == 0
