"""What was told about the settings: the command line goes before the environment, that before the file. Faults are told all at once."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trainhub_server.jwt_settings import SettingFaults
from trainhub_server.setting_table import OF_THE_APP, PREFIX, SETTINGS, Setting

FILE = "TRAINHUB_SETTINGS"
FROM_FILE = "_file"
MOST_BYTES = 1 << 20
NEAR, TYPED = 0.75, 0.85
"""How alike names are: a line of the file is meant for the server, a variable may be another program's."""
AT_LINE = re.compile(r"at line (\d+)")


@dataclass(slots=True)
class Told:
    """`values` and `places` by variable, as the environment names them, wherever they were told; `faults` in sentences with their place."""

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        setting = SETTINGS[name]
        return self.values.get(setting.variable, setting.default)

    def number(self, name: str) -> int:
        return int(self.text(name))

    def collect(self, read: Callable[[Mapping[str, str]], object]) -> None:
        """Add the faults that whoever reads some of the settings finds, each with the place of what it is about."""
        try:
            read(self.values)
        except SettingFaults as found:
            self.faults += [self._placed(sentence) for sentence in found.sentences]

    def _placed(self, sentence: str) -> str:
        place = self.places.get(sentence.split()[0], "")
        return f"{place}: {sentence}" if place and place != sentence.split()[0] else sentence


def told(options: Mapping[str, str | None], environment: Mapping[str, str], file: str | None = None) -> Told:
    """`options` by the setting's name. Every value is checked here; what several settings must be together, by who reads them."""
    found = Told()
    _from_file(found, file or environment.get(FILE, ""))
    _from_environment(found, environment)
    for name, value in options.items():
        if value is not None:
            found.values[SETTINGS[name].variable] = value
            found.places[SETTINGS[name].variable] = f"--{name.replace('_', '-')}"
    for setting in SETTINGS.values():
        value = found.values.get(setting.variable)
        if value is not None and (should := setting.wrong(value)):
            found.faults.append(f"{found.places[setting.variable]}: {_called(found, setting)} has to be {should}.")
    return found


def _called(found: Told, setting: Setting) -> str:
    return "it" if found.places[setting.variable] in (setting.variable, f"--{setting.name.replace('_', '-')}") else setting.name


def _from_environment(found: Told, environment: Mapping[str, str]) -> None:
    for setting in SETTINGS.values():
        direct, by_file = environment.get(setting.variable, ""), environment.get(f"{setting.variable}_FILE", "")
        if direct and by_file:
            found.faults.append(f"{setting.variable}: it is told by {setting.variable}_FILE too; leave one of them out.")
        if direct:
            _keep(found, setting, direct, setting.variable)
        elif by_file:
            _keep_content(found, setting, Path(by_file), f"{setting.variable}_FILE")
    known = {name.removeprefix(PREFIX) for it in SETTINGS.values() for name in (it.variable, f"{it.variable}_FILE")}
    for variable in environment:
        name = variable.removeprefix(PREFIX)
        if variable.startswith(PREFIX) and name not in known and variable not in OF_THE_APP and (near := _near(name, known, TYPED)):
            found.faults.append(f"{variable}: there is no such setting; do you mean {PREFIX}{near}?")


def _from_file(found: Told, name: str) -> None:
    if not name:
        return
    try:
        with Path(name).open("rb") as file:
            text = file.read(MOST_BYTES).decode()
        lines = tomllib.loads(text)
    except OSError as fault:
        found.faults.append(f"{name}: the settings file cannot be read: {fault.strerror}.")
    except UnicodeDecodeError:
        found.faults.append(f"{name}: the settings file is not UTF-8; save it as that.")
    except tomllib.TOMLDecodeError as fault:
        at = AT_LINE.search(str(fault))
        line = at[1] if at else str(text.count("\n") + 1)
        found.faults.append(f"{name}:{line}: this is not TOML; write lines such as port = 8000, and texts in quotes.")
    else:
        places = _places(name, text)
        for key, value in lines.items():
            _from_line(found, key, value, places.get(key, name))


def _places(name: str, text: str) -> dict[str, str]:
    """Where each key of the file is."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if key := re.match(r"\s*\[?\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[\].=]", line):
            found.setdefault(key[1], f"{name}:{number}")
    return found


def _from_line(found: Told, key: str, value: object, place: str) -> None:
    setting, by_file = SETTINGS.get(key), SETTINGS.get(key.removesuffix(FROM_FILE))
    if setting is None and (by_file is None or not key.endswith(FROM_FILE)):
        near = _near(key, set(SETTINGS))
        called = key if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", key) else "this"
        found.faults.append(f"{place}: {called} is no setting; {f'do you mean {near}?' if near else 'docs/settings.md lists them.'}")
        return
    text = _as_text(value)
    if text is None:
        found.faults.append(f"{place}: {key} has to be a text, a number, true or false, or a list of texts.")
    elif setting:
        _keep(found, setting, text, place)
    elif by_file:
        _keep_content(found, by_file, Path(text), place)


def _keep(found: Told, setting: Setting, value: str, place: str) -> None:
    found.values[setting.variable] = value.strip()
    found.places[setting.variable] = place


def _keep_content(found: Told, setting: Setting, path: Path, place: str) -> None:
    """A value that lies in a file of its own, as Docker and systemd give secrets."""
    try:
        with path.open("rb") as file:
            _keep(found, setting, file.read(MOST_BYTES).decode(), place)
    except (OSError, UnicodeDecodeError):
        found.faults.append(f"{place}: the file it names cannot be read.")


def _as_text(value: object) -> str | None:
    match value:
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value)
        case list() if all(isinstance(part, str) for part in value):
            return ",".join(value)
    return None


def _near(name: str, known: set[str], least: float = NEAR) -> str:
    return next(iter(difflib.get_close_matches(name, sorted(known), 1, least)), "")
