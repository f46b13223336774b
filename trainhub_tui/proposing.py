"""Commands that sentences propose, as they work when they are copied: at the server that was named."""

import re

_PROPOSED = re.compile(r"`trainhub (?!-|serve\b|content (?:check|new|build)\b)")


def at_server(sentence: str, server: str | None) -> str:
    """The sentence with the server in each command between backticks that has to do with one."""
    return _PROPOSED.sub(lambda _: f"`trainhub --server {server} ", sentence) if server else sentence
