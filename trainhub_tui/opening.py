"""Which profile a hub opens, and how it will reach its server; nothing is reached yet."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from trainhub_core.light import light
from trainhub_tui.config import Config, read_config
from trainhub_tui.paths import Paths
from trainhub_tui.troubles import SignedOut
from trainhub_tui.zone import zone_of_laptop

if TYPE_CHECKING:  # it brings HTTP along, which the first paint does not need
    from trainhub_tui.behind import Reach
    from trainhub_tui.throwaway import Throwaway

SOLO_ACCOUNT = "me"
NOBODY = "nobody"


@light(frozen=True)
class Chosen:
    """A profile's folder, and the way to its server (made when first needed); `server` is its address, where one is named."""

    folder: Path
    paths: Paths
    config: Config
    reach: Callable[[], Reach] | None
    throwaway: Throwaway | None = None
    server: str = ""
    is_signed_in: bool = True


def opening(
    paths: Paths | None, config: Config | None, server: str | None, token: str, offline: bool, demo: bool, preview: bool = False
) -> Chosen:
    """What these choices open. A token that is not given is the one kept for that server.

    `offline` keeps off the network; the server inside, which solo mode and the demo work on, is none."""
    paths = paths or Paths.here()
    config = config or read_config(paths)
    if demo or preview:
        return _thrown_away(paths, config, demo)
    server = server or config.server or None
    if server is None:
        return _solo(paths, config)
    return _named(paths, config, server, token, offline)


def _named(paths: Paths, config: Config, server: str, token: str, offline: bool) -> Chosen:
    """A token that is given, else who signed in last, else the token that lies in the folder."""
    from trainhub_tui.accounts import Accounts, fingerprint  # late: for named servers alone
    from trainhub_tui.credentials import Credentials, Proof

    folder = paths.server(server)
    credentials = Credentials(folder)
    is_given = bool(token)
    account = None if is_given else credentials.current()
    token = token or ("" if account else _kept_token(folder))
    print_ = account.id if account else fingerprint(token) if token else ""
    profile = Accounts(folder).profile_by(print_) if print_ else folder / NOBODY

    def reach() -> Reach:
        from trainhub_tui.behind import Reach  # late: brings HTTP along
        from trainhub_tui.refusing import GIVEN_REFUSED

        proof, why = token, ""
        if account is not None and account.proof is Proof.TOKEN:
            try:
                proof = credentials.secret(account.id) or ""
            except SignedOut as trouble:
                why = trouble.sentence
        refused = GIVEN_REFUSED if is_given else ""
        return Reach(server=server, token=proof, accounts=folder if print_ else None, account=account, why_not=why, refused=refused)

    return Chosen(profile, paths, config, None if offline else reach, server=server, is_signed_in=bool(print_))


def _solo(paths: Paths, config: Config, throwaway: Throwaway | None = None, demo: bool = False) -> Chosen:
    def reach() -> Reach:
        from trainhub_tui.behind import Reach  # late: brings HTTP along

        name = config.name or _own_name()
        return Reach(data=paths.solo_server, learner_name=name, zone=zone_of_laptop(config.zone), demo=demo)

    return Chosen(paths.solo / SOLO_ACCOUNT, paths, config, reach, throwaway)


def _thrown_away(paths: Paths, config: Config, demo: bool) -> Chosen:
    """A profile of its own in a folder that goes with it; the settings of this laptop hold in it."""
    from trainhub_tui.throwaway import Throwaway  # late: for the demo and the preview alone

    throwaway = Throwaway()
    return _solo(Paths(config_file=paths.config_file, data=throwaway.folder), config, throwaway, demo)


def _own_name() -> str:
    return (os.environ.get("USER") or os.environ.get("USERNAME") or "Learner").replace(".", " ").title()


def _kept_token(folder: Path) -> str:
    """The token in the server's folder (0600), as signing in leaves it there; empty when there is none."""
    try:
        return (folder / "token").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
