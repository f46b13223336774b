"""LIB-3: in a real terminal pictures are sent as kitty or sixel pixels only where that was chosen or the terminal says that it can."""

import re
import sys
from pathlib import Path

import pytest

from tests.media.packages import png
from tests.terminal.hostile_home import foreign
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.xdist_group("terminal")
PLAIN = {"KITTY_WINDOW_ID": "", "TERM_PROGRAM": "", "KONSOLE_VERSION": "", "TMUX": "", "STY": ""}
KITTY, SIXEL = b"\x1b_G", b"\x1bP0;1;0q"
PLACEHOLDER = "\U0010eeee"


def page(folder: Path, pictures: str, env: dict[str, str]) -> Terminal:
    file = folder / "picture.png"
    file.write_bytes(png(40, 20))
    argv = [sys.executable, "-m", "tests.terminal.document_page", str(folder / "used"), str(file), pictures]
    return Terminal(argv, 80, 24, {**PLAIN, **env})


@pytest.mark.parametrize(
    ("pictures", "env", "kind"),
    [
        ("auto", {}, "blocks"),
        ("blocks", {"KITTY_WINDOW_ID": "1"}, "blocks"),
        ("off", {"KITTY_WINDOW_ID": "1"}, "off"),
        ("auto", {"KITTY_WINDOW_ID": "1"}, "kitty"),
        ("auto", {"KITTY_WINDOW_ID": "1", "TMUX": "/tmp/tmux"}, "blocks"),
        ("kitty", {}, "kitty"),
        ("kitty", {"NO_COLOR": "1"}, "blocks"),
        ("sixel", {}, "sixel"),
    ],
)
def test_pixels_are_sent_only_where_they_were_chosen(tmp_path: Path, pictures: str, env: dict[str, str], kind: str) -> None:
    """LIB-3; nothing is asked of the terminal, and nothing of a picture comes before the first paint."""
    with page(tmp_path, pictures, env) as terminal:
        terminal.wait_for("40 × 20 pixels", "Partner Handbook")
        raw = bytes(terminal.raw)
        assert (KITTY in raw, SIXEL in raw, PLACEHOLDER.encode() in raw) == (kind == "kitty", kind == "sixel", kind == "kitty")
        assert ("▀▀▀▀" in terminal.text()) == (kind == "blocks")
        if kind == "kitty":
            assert re.search(rb"\x1b_Gq=2,a=T,U=1,f=24,o=z,t=d,s=40,v=20,i=\d+,c=\d+,r=\d+,m=[01];[A-Za-z0-9+/=]+\x1b\\", raw)
            assert b"a=q" not in raw
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert (b"a=d,d=I" in bytes(terminal.raw)) == (kind == "kitty")
        without = re.sub(rb"\x1b_G[^\x1b]*\x1b\\|\x1b7\x1b\[\d+D\x1bP0;1;0q[^\x1b]*\x1b\\\x1b8", b"", bytes(terminal.raw))
        assert not foreign(without)
