"""Pictures to small rasters. Runs in the child process only."""

from __future__ import annotations

import base64
import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin
from PIL.Image import Resampling

FORMATS = ("PNG", "JPEG", "GIF", WebPImagePlugin.WebPImageFile.format, "BMP")
"""Nothing that runs programs (EPS) and no rare decoder."""
MOST_PIXELS = 24_000_000
MOST_PIXELS_JPEG = 64_000_000
"""A JPEG that is not progressive is scaled down while it is decoded."""
MOST_SIDE = 65_500
WIDE, HIGH = 88, 120
"""The largest raster of a picture that is a file of its own."""
BESIDE_WIDE, BESIDE_HIGH = 88, 40
"""The largest raster of a picture inside a text: it fits on a screen of 24 lines."""
LIGHT = 190
MOST_BESIDE = 200
CPU_SECONDS = 8.0
FINE = int(os.environ.get("TRAINHUB_FINE", "1"))
MOST_FINE_BYTES = 20 * 2**20
"""What the fine pictures of a text may come to on the pipe; those after them are coarse."""
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises over damaged files."""
Opened = Callable[[], AbstractContextManager[IO[bytes]]]

# The count of pixels is checked here, before anything is decoded, and with a sentence.
Image.MAX_IMAGE_PIXELS = None


def read_picture(path: Path) -> Iterator[dict[str, Any]]:
    """The picture as a raster, its true size and its format."""
    with path.open("rb") as file:
        yield {"picture": "0", **small(file, WIDE, HIGH, FINE)}
    yield {"end": True}


def read_pictures(folder: Path, *names: str) -> Iterator[dict[str, Any]]:
    """The pictures that lie beside a text. Their names were checked by whoever asks."""
    yield from rasters({name: (folder / name).open for name in names}, mode="rb")
    yield {"end": True}


def rasters(pictures: Mapping[str, Callable[..., AbstractContextManager[IO[bytes]]]], **how: str) -> Iterator[dict[str, Any]]:
    """Each picture of a text as a raster while there is time; one that is damaged is left out."""
    left = MOST_FINE_BYTES
    for number, (key, opened) in enumerate(pictures.items()):
        if number >= MOST_BESIDE or time.process_time() > CPU_SECONDS:
            return
        try:
            with opened(**how) as file:
                found = small(file, BESIDE_WIDE, BESIDE_HIGH, FINE if left > 0 else 1)
            left -= len(found.get("rgb", ""))
        except (KeyError, *DAMAGE):
            continue
        if "fault" not in found:
            yield {"picture": key, **found}


def small(file: IO[bytes], width: int, height: int, fine: int = 1) -> dict[str, Any]:
    """A raster of at most so many pixels, each `fine` times as fine, or a fault: `pixels` for too many, `broken`, `unknown` format."""
    try:
        image: Image.Image = Image.open(file, formats=[each for each in FORMATS if each])
    except UnidentifiedImageError:
        return {"fault": "unknown"}
    except DAMAGE:
        return {"fault": "broken"}
    full, kind = list(image.size), image.format
    eased = image.format == "JPEG" and not image.info.get("progressive")
    if full[0] * full[1] > (MOST_PIXELS_JPEG if eased else MOST_PIXELS) or max(full) > MOST_SIDE:
        return {"fault": "pixels", "full": full}
    try:
        fine = max(1, min(fine, -(-full[0] // width)))
        image.draft("RGB", (2 * fine * width, 2 * fine * height))
        raster = scaled(image, fine * width, fine * height)
    except DAMAGE:
        return {"fault": "broken"}
    return {**sent(raster), "full": full, "format": kind, "fine": fine}


def scaled(image: Image.Image, width: int, height: int) -> Image.Image:
    """The picture upright, no larger than that, in opaque RGB."""
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((2 * max(width, height), 2 * max(width, height)), Resampling.BOX, reducing_gap=None)
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((width, height), Resampling.LANCZOS)
    return opaque(upright)


def opaque(image: Image.Image) -> Image.Image:
    """Transparent pictures on paper; on dark when what is drawn is light itself."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    counts = image.convert("L").histogram(mask=image.getchannel("A"))
    mean = sum(value * count for value, count in enumerate(counts)) / max(1, sum(counts))
    paper = Image.new("RGBA", image.size, (32, 32, 32, 255) if mean > LIGHT else (255, 255, 255, 255))
    return Image.alpha_composite(paper, image).convert("RGB")


def sent(raster: Image.Image) -> dict[str, Any]:
    """A raster as it goes over the pipe."""
    return {"width": raster.width, "height": raster.height, "rgb": base64.b64encode(raster.tobytes()).decode("ascii")}
