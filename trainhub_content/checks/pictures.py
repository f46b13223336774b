"""Pictures that are what their names say, and not too large to be fetched along the way."""

import re
from collections.abc import Iterator

from trainhub_content.faults import ContentRefused, Fault, Severity
from trainhub_content.files import PICTURES, beginning, ending_of
from trainhub_content.sources import Sources

LARGE = 2_000_000
"""Bytes up to which a picture is fetched when its lesson is opened."""
_BEGIN = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "svg": re.compile(rb"(?s)(?:\xef\xbb\xbf)?\s*(?:<\?xml.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE svg[^>\[]*>\s*)*<svg[\s>]"),
}


def picture_faults(sources: Sources) -> Iterator[Fault]:
    """Files that are no picture, and large ones."""
    for file in sources.files:
        ending = ending_of(file.name)
        if file.path is None or ending not in PICTURES:
            continue
        try:
            begin, size = beginning(file.path, file.file, 4096), file.path.stat().st_size
        except ContentRefused as refused:
            yield from refused.faults
            continue
        if not _BEGIN[ending].match(begin):
            yield Fault(file.file, 1, f"This is not a picture of the kind {ending}.", "Save it again as one, or name it as what it is.")
        elif size > LARGE:
            mend = "Up to 2 MB it is fetched when its lesson is opened; 1,000 pixels are wide enough."
            yield Fault(file.file, 1, f"The picture has {size / 1e6:.1f} MB.", mend, Severity.ADVICE)
