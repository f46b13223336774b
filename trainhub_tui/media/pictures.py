"""Pictures as small rasters, as the child process sends them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_SIDE = 1_600
MOST_FINE = 32


@dataclass(frozen=True, slots=True)
class Picture:
    """`pixels` holds three bytes (red, green, blue) for each pixel, row by row; `full` is the size of the picture itself."""

    width: int
    height: int
    pixels: bytes
    full: tuple[int, int] = (0, 0)
    format: str = ""
    fine: int = 1
    """Pixels that are meant for the width of one cell."""

    @property
    def cells(self) -> int:
        """Width in cells."""
        return -(-self.width // self.fine)

    def fitted(self, width: int) -> Picture:
        """The same picture, at most so many pixels wide."""
        if width >= self.width:
            return self
        high = max(1, round(self.height * width / self.width))
        columns = [range(x * self.width // width, max(x * self.width // width + 1, (x + 1) * self.width // width)) for x in range(width)]
        found = bytearray()
        for y in range(high):
            rows = range(y * self.height // high, max(y * self.height // high + 1, (y + 1) * self.height // high))
            for column in columns:
                places = [3 * (row * self.width + x) for row in rows for x in column]
                found.extend(sum(self.pixels[place + part] for place in places) // len(places) for part in range(3))
        return Picture(width, high, bytes(found), self.full, self.format)

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue of one pixel."""
        place = 3 * (y * self.width + x)
        return self.pixels[place], self.pixels[place + 1], self.pixels[place + 2]


def checked_picture(message: Mapping[str, Any]) -> Picture | None:
    """The picture of a message of the child; None when it does not hold what it says."""
    match message:
        case {"width": int(width), "height": int(height), "rgb": str(rgb), "full": [int(wide), int(high)]} if (
            0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE
        ):
            try:
                pixels = base64.b64decode(rgb, validate=True)
            except (binascii.Error, ValueError):
                return None
            kind = str(message.get("format") or "")
            fine = message.get("fine", 1)
            found = Picture(width, height, pixels, (wide, high), kind, fine if isinstance(fine, int) and 0 < fine <= MOST_FINE else 1)
            return found if len(pixels) == 3 * width * height else None
    return None
