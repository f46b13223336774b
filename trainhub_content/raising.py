"""The version of a course raised in its course.yaml, nothing else of the file touched."""

import re

_VERSION = re.compile(r"^version:[^\n]*$", re.M)
_LICENCE = re.compile(r"^licence:", re.M)


def with_version(text: str, version: int) -> str:
    """The text of a course.yaml with this version."""
    line = f"version: {version}"
    if _VERSION.search(text):
        return _VERSION.sub(line, text, count=1)
    if found := _LICENCE.search(text):
        return f"{text[: found.start()]}{line}\n{text[found.start() :]}"
    return f"{text.rstrip()}\n{line}\n"
