"""The program that imports: its own process with limits, because what it reads is somebody else's. Prints one JSON object."""

import json
import signal
import sys
from pathlib import Path

CPU_SECONDS = 900
MEMORY = 2 * 2**30
ADDRESS_SPACE = 4 * 2**30
OPEN_FILES = 128


class _TimeUsed(BaseException):
    """Passes every handler of the import, so that only what cleans up runs."""


def limit() -> None:
    """Bound memory, time and open files. Windows has no such limits; the importers' own bounds hold there."""
    try:
        import resource
    except ImportError:
        return
    for name, most in (("RLIMIT_DATA", MEMORY), ("RLIMIT_AS", ADDRESS_SPACE), ("RLIMIT_NOFILE", OPEN_FILES), ("RLIMIT_CORE", 0)):
        _set(resource, name, most, most)
    _set(resource, "RLIMIT_CPU", CPU_SECONDS, CPU_SECONDS + 10)
    signal.signal(signal.SIGXCPU, _stop)


def _set(resource, name: str, soft: int, hard: int) -> None:  # type: ignore[no-untyped-def]
    """Lowers one limit; macOS refuses some of them."""
    number = getattr(resource, name, None)
    if number is None:
        return
    highest = resource.getrlimit(number)[1]
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    try:
        resource.setrlimit(number, (soft, hard))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{name} was not set: {error}\n")


def _stop(*_: object) -> None:
    raise _TimeUsed


def main(source: str, folder: str) -> int:
    """Prints {"report", "page"} or, where the folder cannot take it, {"wrong"}; {"failed"} where something else stood in the way."""
    # Late: the limits hold already.
    from trainhub_content.importers.importing import FolderRefused, import_into
    from trainhub_content.importers.report_page import report_markdown

    try:
        report = import_into(Path(source), Path(folder))
    except FolderRefused as refused:
        return _say({"wrong": str(refused)})
    except _TimeUsed:
        return _say({"failed": "The import took too long and was stopped; nothing was written."})
    except OSError as error:
        return _say({"failed": f"Nothing was written: {error.strerror or error}."})
    return _say({"report": report.facts(), "page": report_markdown(report), "all_came": report.all_came})


def _say(answer: dict[str, object]) -> int:
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    # Isolated mode (-I) puts neither the working folder nor this file's on the path; from a checkout the packages' folder is missing too.
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    limit()
    raise SystemExit(main(*sys.argv[1:]))
