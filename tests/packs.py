"""Folders packed for streaming, as the tests make them."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

MASTER = b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000\nlow/index.m3u8\n"
INDEX = b"""#EXTM3U
#EXT-X-TARGETDURATION:2
#EXT-X-KEY:METHOD=AES-128,URI="../the%20key.bin",IV=0x1
#EXT-X-MAP:URI="init.mp4"
#EXTINF:2,
one.m4s
#EXTINF:2,
#EXT-X-BYTERANGE:4@2
all.m4s
#EXTINF:2,
#EXT-X-BYTERANGE:3
all.m4s
#EXT-X-ENDLIST
"""
FOLDER = {
    "master.m3u8": MASTER,
    "low/index.m3u8": INDEX,
    "low/init.mp4": b"begin",
    "low/one.m4s": b"first part",
    "low/all.m4s": b"--twolast--",
    "the key.bin": b"0123456789abcdef",
}


def packed(files: Mapping[str, bytes], compressed: bool = False) -> bytes:
    """These files as one ZIP."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED if compressed else ZIP_STORED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return target.getvalue()
