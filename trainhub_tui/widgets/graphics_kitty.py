"""Pixels for terminals that know kitty's graphics protocol (https://sw.kovidgoyal.net/kitty/graphics-protocol/). Pure.

Everything says `q=2`: the terminal must not answer, an answer would be taken for keys."""

import zlib
from base64 import standard_b64encode
from collections.abc import Iterator

from trainhub_tui.media.pictures import Picture

CHUNK = 4_096


def transmission(number: int, picture: Picture, columns: int, rows: int) -> str:
    """Send a picture, to be drawn where its placeholders stand."""
    about = f"q=2,a=T,U=1,f=24,o=z,t=d,s={picture.width},v={picture.height},i={number},c={columns},r={rows}"
    return "".join(_chunks(about, standard_b64encode(zlib.compress(picture.pixels, 1)).decode("ascii")))


def _chunks(about: str, data: str) -> Iterator[str]:
    for at in range(0, len(data), CHUNK):
        more = int(at + CHUNK < len(data))
        yield f"\x1b_G{about + ',' if at == 0 else 'q=2,'}m={more};{data[at : at + CHUNK]}\x1b\\"


def forget(number: int) -> str:
    """Delete a picture and what was kept for it."""
    return f"\x1b_Gq=2,a=d,d=I,i={number}\x1b\\"
