"""The learner's settings, config.toml. A fault in it is told with its line; what is wrong falls back to the default."""

from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path

from trainhub_core.light import light
from trainhub_tui.paths import Paths

MEGABYTE = 1_000_000
PICTURES = ("auto", "blocks", "kitty", "sixel", "off")
VIDEOS = ("auto", "blocks", "kitty", "sixel")
THEMES = ("dark", "light", "high-contrast", "monochrome")


@light(frozen=True)
class Config:
    """`quota` is in bytes, `keys` maps a verb to keys (`"k,up"`), an empty `zone` is the laptop's. `faults` are sentences to show."""

    theme: str = "dark"
    ascii: bool = False
    emoji: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    quota: int = 2_000 * MEGABYTE
    zone: str = ""
    server: str = ""
    name: str = ""
    video: str = "auto"
    """How videos show: in a window where there can be one, or always in the terminal, drawn so."""
    pictures: str = "auto"
    faults: tuple[str, ...] = ()


def read_config(paths: Paths) -> Config:
    """The settings; never raises."""
    file = paths.config_file
    try:
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Config()
    except UnicodeDecodeError:
        return Config(faults=(f"{file}: not UTF-8 text; the defaults are used.",))
    except OSError as error:
        return Config(faults=(f"{file}: cannot be read ({error.strerror}); the defaults are used.",))
    import tomllib  # late: only where there are settings (start-up)

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Config(faults=(f"{file}: {error}; the defaults are used.",))
    except RecursionError:
        return Config(faults=(f"{file}: nested too deeply; the defaults are used.",))
    return _checked(found, file, text)


def _checked(found: Mapping[str, object], file: Path, text: str) -> Config:
    good: dict[str, object] = {}
    faults = []
    known = {it.name for it in fields(Config)} - {"faults"} | {"quota_mb"}
    for name, value in found.items():
        if name not in known:
            faults.append(f"{_where(file, text, name)}: there is no setting “{name}”.")
        elif reason := _wrong(name, value):
            faults.append(f"{_where(file, text, name)}: {name} {reason}; the default is used.")
        elif name == "quota_mb":
            good["quota"] = int(str(value)) * MEGABYTE
        else:
            good[name] = value
    return Config(**good, faults=tuple(faults))  # type: ignore[arg-type]  # each value was checked by _wrong


def _wrong(name: str, value: object) -> str | None:
    match name:
        case "theme":
            return None if value in THEMES else f"is one of {', '.join(THEMES)}"
        case "pictures":
            return None if value in PICTURES else f"is one of {', '.join(PICTURES)}"
        case "video":
            return None if value in VIDEOS else f"is one of {', '.join(VIDEOS)}"
        case "ascii" | "emoji":
            return None if isinstance(value, bool) else "is true or false"
        case "quota" | "quota_mb":
            return None if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "is a whole number, 0 or more"
        case "keys":
            fine = isinstance(value, dict) and all(isinstance(it, str) for it in value.values())
            return None if fine else 'is a table of verb = "key"'
        case "zone":
            return None if isinstance(value, str) and _is_zone(value) else "is an IANA zone such as Europe/Berlin"
        case "server":
            fine = isinstance(value, str) and (not value or value.startswith(("https://", "http://")))
            return None if fine else "is an address that begins with https://"
    return None if isinstance(value, str) else "is text"


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # late: only where the setting is there (start-up)

    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _where(file: Path, text: str, name: str) -> str:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.split("=")[0].strip().strip("[]\"'").split(".")[0] == name:
            return f"{file}, line {number}"
    return str(file)
