"""The log on stderr: a line each, for programs (JSON) or people. No name, token, query, body or text of a fault is ever in it."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from trainhub_server.observing import Answered

QUIET = ("/health", "/healthz", "/ready")
"""Asked every few seconds, by who sends requests here."""
SECRETS = re.compile(
    r"(?i)(th_[\w-]{8,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|bearer\s+\S+|(?<=://)[^/\s@]+@|(?<=signature=)[\w%+/=-]+|(?<=token=)[^&\s]+)"
)
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
SLOW_SECONDS = 1.0
Write = Callable[[str], object]


def without_secrets(text: str) -> str:
    """The last wall: nothing is meant to write down a token, a password in an address or a signature."""
    return SECRETS.sub("[hidden]", text)


class Lines(logging.Formatter):
    """A record as one line. Of a fault its kind and where it came from, not its text, which may quote what somebody sent."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": _time(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:
            told |= {"fault": type(record.exc_info[1]).__name__, "at": _places(record.exc_info[1])}
        return json.dumps(told, ensure_ascii=False) if self._form == "json" else _plain(told)


class RequestLines:
    """A line for every answer, at the level info; slow ones and faults of the server at warning."""

    def __init__(self, form: str, level: str, write: Write) -> None:
        self._is_json = form == "json"
        self._every = level == "debug"
        self._all = LEVELS[level] <= logging.INFO
        self._bad = LEVELS[level] <= logging.WARNING
        self._write = write

    def __call__(self, it: Answered) -> None:
        bad = it.status >= 500 or it.seconds >= SLOW_SECONDS
        if not (self._bad if bad else self._all) or (it.route in QUIET and not (bad or self._every)):
            return
        level, ms = "warning" if bad else "info", f"{it.seconds * 1000:.1f}"
        if self._is_json:
            self._write(
                f'{{"time":"{_time(it.at)}","level":"{level}","event":"request","id":"{it.id}","method":"{it.method}",'
                f'"route":"{it.route}","status":{it.status},"ms":{ms},"caller":"{it.caller}"}}\n'
            )
        else:
            self._write(f"{_time(it.at)} {level} {it.method} {it.route} {it.status} {ms} ms id={it.id} caller={it.caller or '-'}\n")


def log_to_stderr(level: str = "warning", form: str = "plain") -> None:
    """Our own loggers at this level; those of libraries at warning, because some write down headers and addresses below that."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(form))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("trainhub_server").setLevel(LEVELS[level])
    logging.getLogger("uvicorn").setLevel(LEVELS["debug" if level == "debug" else "warning"])


def _time(moment: float) -> str:
    second = int(moment)
    return f"{_whole(second)}.{int((moment - second) * 1000):03}Z"


@lru_cache(2)
def _whole(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _places(fault: BaseException) -> list[str]:
    """Where a fault went through, the innermost last."""
    return [f"{Path(it.filename).name}:{it.lineno} {it.name}" for it in traceback.extract_tb(fault.__traceback__)[-12:]]


def _plain(told: dict[str, object]) -> str:
    line = f"{told['time']} {told['level']} {told['logger']}: {told['message']}"
    return f"{line} {told['fault']} at {told['at']}" if "fault" in told else line
