"""trainhub settings: what is set, and by whom."""

from collections.abc import Mapping
from dataclasses import asdict

from trainhub_core.views.library import size_label
from trainhub_tui.cli.answer import Answer, Block, Fields, Json, Say
from trainhub_tui.cli.roles import Role
from trainhub_tui.cli.session import Handler, Session
from trainhub_tui.config import Config, read_config
from trainhub_tui.paths import Paths


def show(_session: Session) -> Answer:
    """Needs no hub: it must answer when nothing else does."""
    paths = Paths.here()
    config = read_config(paths)
    default = Config()
    values: dict[str, Json] = {name: value for name, value in asdict(config).items() if name != "faults"}
    shown = {**values, "quota": size_label(config.quota)}
    pairs = [(name, _words(value, values[name] == getattr(default, name))) for name, value in shown.items()]
    faults: list[Block] = [Say(fault, Role.BAD) for fault in config.faults]
    there = "" if paths.config_file.exists() else " (not there; these are the defaults)"
    blocks = [Say(f"Settings are in {paths.config_file}{there}."), Fields(pairs), *faults]
    facts: Json = {"file": str(paths.config_file), "values": values, "faults": list(config.faults)}
    return Answer(facts, blocks)


def _words(value: Json, is_default: bool) -> str:
    shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value) if value not in ("", {}, None) else "not set"
    return f"{shown} (default)" if is_default else shown


HANDLERS: Mapping[str, Handler] = {"settings show": show}
