"""How a command ends: exit statuses, one sentence, no traceback, nothing heavy loaded."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.scripted import CommandLine, environment
from trainhub_tui.cli import main
from trainhub_tui.cli.opening import why_no_server
from trainhub_tui.facts import SyncKind, SyncStatus
from trainhub_tui.hub import Hub
from trainhub_tui.troubles import CannotSave

ROOT = Path(__file__).parents[2]
SERVER = "sys.argv[1:] = ['--tokens', '--database', 'x.db']; runpy.run_module('trainhub_server', run_name='__main__')"


@pytest.mark.parametrize(
    "words", [("nonsense",), ("courses", "nonsense"), ("courses", "show"), ("--colour",), ("download", "--al")], ids=" ".join
)
def test_what_is_not_understood_ends_with_2_and_a_sentence(trainhub: CommandLine, words: tuple[str, ...]) -> None:
    run = trainhub(*words)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert "--help" in run.err


def test_options_are_understood_before_and_after_the_command(trainhub: CommandLine) -> None:
    assert trainhub("--json", "courses", "show", "negotiation").out == trainhub("courses", "show", "negotiation", "--json").out
    assert trainhub("courses", "--json", "show", "negotiation").facts["course"]


def test_nothing_known_and_no_network_ends_with_3(trainhub: CommandLine) -> None:
    trainhub.facts = ()
    run = trainhub("courses", "--offline")
    assert (run.status, run.out, run.err.count("\n")) == (3, "", 1)


def test_a_home_that_cannot_be_written_to_is_no_missing_network(trainhub: CommandLine) -> None:
    """API-5, I14: 1, as for everything that this computer refuses."""
    full = "The disk is full. Free some space; nothing new is saved until then."
    trainhub.script = lambda hub: SyncStatus(SyncKind.TROUBLE, sentence=full, read_only=True)
    assert (trainhub("sync").status, trainhub("sync").err) == (1, f"{full}\n")
    assert trainhub("download", "partner-handbook").status == 1
    trainhub.facts = ()
    trainhub.folder = trainhub.home / "nothing-yet"
    assert (trainhub("courses").status, trainhub("courses").err) == (1, f"{full}\n")


def test_without_a_terminal_trainhub_alone_prints_the_plain_dashboard(trainhub: CommandLine) -> None:
    """LOOK-6."""
    run = trainhub()
    assert run.status == 0 and run.out.startswith("Training & Development Hub\nLearner: Ada Partner\n")
    trainhub.facts = ()
    assert trainhub("--offline").status == 0


def test_a_disk_that_does_not_take_it_is_a_sentence(trainhub: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def do(self: Hub, operation: object) -> None:
        raise CannotSave("The disk is full.")

    monkeypatch.setattr(Hub, "do", do)
    run = trainhub("courses", "enrol", "negotiation")
    assert (run.status, run.err) == (1, "The disk is full.\n")


def test_a_fault_of_ours_is_a_sentence_and_a_traceback_only_when_asked_for(trainhub: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def home(self: Hub) -> None:
        raise ZeroDivisionError("a\x1b[2Jb")

    monkeypatch.setattr(Hub, "home", home)
    run = trainhub("next")
    assert run.status == 70 and run.err == "This is a fault of trainhub: ZeroDivisionError: a[2Jb. TRAINHUB_TRACEBACK=1 shows where.\n"
    monkeypatch.setenv("TRAINHUB_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        trainhub("next")


def test_ctrl_c_ends_with_130_and_says_nothing(trainhub: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def home(self: Hub) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Hub, "home", home)
    assert trainhub("next") == trainhub("badges")
    assert trainhub("next").status == 130 and trainhub("next").err == ""


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://training.example.org", True),
        ("http://127.0.0.1:8000", True),
        ("http://training.example.org", False),
        ("https://me:secret@training.example.org", False),
        ("ftp://training.example.org", False),
        ("training.example.org", False),
        ("https://[", False),
    ],
)
def test_a_server_is_an_https_address(address: str, fine: bool) -> None:
    assert (why_no_server(address) is None) is fine


def test_the_reader_of_a_pipe_may_go(tmp_path: Path) -> None:
    """As with every program of a pipe: no complaint, neither for help nor for an answer."""
    for words in (
        ["--help"],
        ["settings"],
        ["serve", "--help"],
        ["serve", "--tokens", "--migrate", "--database", str(tmp_path / "hub.db")],
    ):
        command = [sys.executable, "-c", f"from trainhub_tui.cli import main\nraise SystemExit(main({words}))"]
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment(tmp_path))
        os.close(writing)
        assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["courses", "--help"],
        ["courses", "show", "--help"],
        ["--version"],
        ["settings"],
        ["serve", "--help"],
        ["serve", "--openapi"],
    ],
    ids=" ".join,
)
def test_an_answer_that_cannot_be_written_ends_with_1_and_a_sentence(tmp_path: Path, words: list[str]) -> None:
    """API-5: as for other programs, `trainhub --help > notes` on a full disk is no success."""
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "trainhub_tui", *words], env=environment(tmp_path), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (run.returncode, run.stderr.count(b"\n")) == (1, 1) and b"No space left" in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_sentence_that_cannot_be_written_leaves_the_exit_status(tmp_path: Path) -> None:
    """API-5."""
    for words, status in ((["--nonsense"], 2), (["login"], 2), (["outbox", "drop", "x"], 1)):
        with Path("/dev/full").open("w") as full:
            run = subprocess.run(
                [sys.executable, "-m", "trainhub_tui", *words], env=environment(tmp_path), cwd=ROOT, stderr=full, check=False
            )
        assert run.returncode == status, words


@pytest.mark.skipif(os.name == "nt", reason="a shell's closed streams")
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_the_server_s_answer_to_a_closed_stream_goes_nowhere(tmp_path: Path, closed: str) -> None:
    """API-5: as every other command's."""
    for words in (["--help"], ["--tokens", "--migrate", "--database", str(tmp_path / "hub.db")]):
        command = ["sh", "-c", f'exec "$0" -m trainhub_tui serve "$@" {closed}', sys.executable, *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment(tmp_path))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="a shell's closed streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_goes_nowhere(tmp_path: Path, closed: str) -> None:
    """API-5: a timer or a service may start a command without streams; what it opens must not take their place."""
    code = "import os\nfrom trainhub_tui.cli import main\nstatus = main(['settings'])\nos._exit(status + 10 * (os.open(os.devnull, 0) < 3))"
    command = ["sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


def test_serve_hands_the_rest_of_the_line_to_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app never imports the server (architecture.md): it becomes the server's process."""
    seen: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda program, command, environment: seen.append((command, environment)))
    main(["serve", "--port", "8000", "--help"])
    command, environment_ = seen[0]
    assert command[1:] == ["-P", "-m", "trainhub_server", "--port", "8000", "--help"]
    assert environment_["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)


def test_commands_load_neither_textual_nor_httpx_nor_the_server(tmp_path: Path) -> None:
    """interface.md: imports decide the start."""
    code = (
        "import sys\nfrom trainhub_tui.cli import main\nmain(['next', '--json', '--offline', '--server', 'https://a.example'])\n"
        "print([name for name in ('textual', 'rich', 'httpx', 'trainhub_server', 'markdown_it', 'asyncio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment(tmp_path))
    assert done.stdout == "[]\n" and done.stderr.startswith("Nothing is on this computer yet"), done


def test_the_app_opens_without_loading_the_commands(tmp_path: Path) -> None:
    """interface.md: only what the first paint needs is imported before it."""
    code = (
        "import sys\nimport trainhub_tui.cli.terminal as terminal, trainhub_tui.cli.running as running\n"
        "running.is_terminal = lambda stream: True\nrunning.open_app = lambda choices: 0\n"
        "print(running.run([]), [name for name in "
        "('argparse', 'pydantic', 'textual', 'httpx', 'trainhub_tui.media', 'shutil') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment(tmp_path))
    assert (done.stdout, done.stderr) == ("0 []\n", "")


def test_a_terminal_that_cannot_draw_gets_home_in_words(tmp_path: Path) -> None:
    """LOOK-6: TERM=dumb moves no cursor."""
    code = (
        "import os\nos.environ['TERM'] = 'dumb'\nimport trainhub_tui.cli.running as running, trainhub_tui.cli.commanding as commanding\n"
        "running.is_terminal = lambda stream: True\nrunning.open_app = lambda choices: 'the app'\n"
        "commanding.home_in_words = lambda *_: 'words'\nprint(running._run([], None, None))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment(tmp_path))
    assert (done.stdout, done.stderr) == ("words\n", "")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_real_interrupt_leaves_no_traceback(tmp_path: Path) -> None:
    code = (
        "import os, signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a background job starts with it ignored
        "from trainhub_tui.cli import main\nfrom trainhub_tui.hub import Hub\n"
        "Hub.open = classmethod(lambda *a, **k: os.kill(os.getpid(), signal.SIGINT))\nraise SystemExit(main(['next']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment(tmp_path))
    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, "")


@pytest.mark.parametrize(
    ("interrupted", "start"),
    [
        ("trainhub_tui.cli.running", "from trainhub_tui.cli import main; sys.exit(main(['next']))"),
        ("trainhub_server.setting_table", SERVER),
        ("trainhub_server.giving_access", SERVER),
    ],
)
def test_ctrl_c_while_a_command_starts_leaves_no_traceback(tmp_path: Path, interrupted: str, start: str) -> None:
    """API-5: what is imported first takes a moment, in which a person may think again."""
    code = (
        "import runpy, sys\nclass Interrupted:\n    def find_spec(self, name, *_):\n"
        f"        if name == {interrupted!r}:\n            raise KeyboardInterrupt\nsys.meta_path.insert(0, Interrupted())\n{start}"
    )
    env = {**environment(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
