"""How a server process is to run: its log, its limits, how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from trainhub_server.jwt_settings import SettingFaults
from trainhub_server.setting_table import SETTINGS

NEEDS = {"metrics": ("prometheus_client", "server"), "traces": ("opentelemetry.exporter.otlp", "traces")}
"""Which package a setting needs, and which extra brings it."""


@dataclass(frozen=True, slots=True)
class Running:
    """What stands here is for a server in a test or in an app; the defaults of an organisation's are in docs/settings.md."""

    log_level: str = "warning"
    log_format: str = "plain"
    metrics: str = ""
    traces: str = ""
    trusted_proxies: str = ""
    connections: int = 1000
    header_seconds: int = 10
    body_seconds: int = 20
    drain_seconds: int = 0
    grace_seconds: int = 1


def running_from(values: Mapping[str, str]) -> Running:
    """The settings; those that are not told have their defaults. Raises SettingFaults where an extra is missing."""

    def told(name: str) -> str:
        return values.get(SETTINGS[name].variable, SETTINGS[name].default)

    if faults := [fault for name, (package, extra) in NEEDS.items() if told(name) and (fault := _missing(name, package, extra))]:
        raise SettingFaults(faults)
    return Running(
        log_level=told("log_level"),
        log_format=told("log_format"),
        metrics=told("metrics"),
        traces=told("traces"),
        trusted_proxies=told("trusted_proxies"),
        connections=int(told("connections")),
        header_seconds=int(told("header_seconds")),
        body_seconds=int(told("body_seconds")),
        drain_seconds=int(told("drain_seconds")),
        grace_seconds=int(told("grace_seconds")),
    )


def _missing(name: str, package: str, extra: str) -> str:
    try:
        there = find_spec(package) is not None
    except ModuleNotFoundError:
        there = False
    return "" if there else f"{SETTINGS[name].variable} needs the extra “{extra}”: pip install 'trainhub[{extra}]'."
