"""docs/settings.md, from the table: `python -m trainhub_server.setting_page`."""

import sys

from trainhub_server.setting_table import GROUPS, Setting

HEAD = """# Settings of an organisation's server

Generated from `trainhub_server/setting_table.py` by `make pages`.

Each setting can be told in three places. The command line goes before the environment, the environment before the file.

- **Command line**: `trainhub serve --port 8000`, for those that have an option.
- **Environment**: the variable. With `_FILE` behind its name it names a file that holds the value, as Docker and systemd hand out
  secrets.
- **File**: TOML, named by `--settings FILE` or `TRAINHUB_SETTINGS`; lines such as `port = 8000`, and
  `jwt_secret_file = "/run/secrets/jwt"` for what lies in a file of its own.

`trainhub serve` reads all of them before it does anything. What is wrong is told at once, every fault with its place (file and
line, variable or option) and what it has to be; the exit status is 2. No value is ever shown. A variable or a line that is nearly
a setting is a fault too.

A password in `--database` can be seen by every user of the machine: tell it in the environment or in a file.
"""
TABLE = """
## {group}
| in the file | variable | option | is | type | default |
| --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    return HEAD + "".join(TABLE.format(group=group) + "".join(map(_row, settings)) for group, settings in GROUPS.items())


def _row(it: Setting) -> str:
    option = f"`--{it.name.replace('_', '-')}`" if it.option else "–"
    kind = f"{it.type}, secret" if it.is_secret else it.type
    default = f"`{it.default}`" if it.default else "none"
    return f"| `{it.name}` | `{it.variable}` | {option} | {it.meaning.replace('|', '&#124;')} | {kind} | {default} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
