"""Opening the hub and the app with what was chosen on the command line."""

import os
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from trainhub_tui.cli.choices import Choices
from trainhub_tui.cli.endings import Refusal, Status
from trainhub_tui.hub import Hub

OpenHub = Callable[[Choices], Hub]
TOKEN = "TRAINHUB_TOKEN"
"""The environment variable with an access token: never an argument, which everybody on the computer can see."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def open_hub_for(choices: Choices) -> Hub:
    """The hub of the profile that was chosen."""
    if choices.server is not None and (fault := why_no_server(choices.server)):
        raise Refusal(fault, Status.USAGE)
    token = os.environ.get(TOKEN, "")
    return Hub.open(server=choices.server, token=token, offline=choices.offline, demo=choices.demo)


def open_app(choices: Choices) -> int:
    """The app; its exit status. A theme chosen here holds for this run."""
    hub = open_hub_for(choices)
    try:
        if choices.demo:
            hub.remember("first-run", "done")  # a history is no first run
        # Late: only the app needs Textual.
        from trainhub_tui.app import launch

        return launch(hub, replace(hub.config, theme=choices.theme) if choices.theme else hub.config)
    finally:
        hub.close()


def why_no_server(address: str) -> str | None:
    """Why this address is none, None when it may be one: https, or http on this computer."""
    try:
        parts = urlsplit(address)
        host, user = parts.hostname, parts.username or parts.password
    except ValueError:
        host = user = None
    if not host or parts.scheme not in ("https", "http") or not address.isprintable():
        return f"“{address}” is no address of a server; it looks like https://training.example.org."
    if user:
        return f"An address holds no user name; put the access token into {TOKEN}."
    if parts.scheme == "http" and host not in _LOOPBACK:
        return "A server is reached by https; http is for this computer alone."
    return None
