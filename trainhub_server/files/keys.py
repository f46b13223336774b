"""What things are called in a bucket."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from trainhub_core.packed import Part
from trainhub_server.file_settings import Bucket

MEDIA_ENDINGS = frozenset({".ts", ".m4s", ".mp4", ".aac", ".vtt"})


def key_name(sha256: str) -> str:
    """The name of a whole file, within the prefix."""
    return f"{sha256[:2]}/{sha256}"


def part_keys(bucket: Bucket, sha256: str, parts: Mapping[str, Part]) -> Mapping[str, str]:
    """Keys of the parts that players fetch, by name: numbers, as others' names are no keys. Playlists and secrets are not among them."""
    endings = {name: PurePosixPath(name).suffix.lower() for name in parts}
    media = [name for name in sorted(parts, key=lambda it: (parts[it].start, it)) if endings[name] in MEDIA_ENDINGS]
    return {name: bucket.key(f"hls/{sha256}/{number:05}{endings[name]}") for number, name in enumerate(media)}


def file_key(bucket: Bucket, sha256: str) -> str:
    """The key of a whole file."""
    return bucket.key(key_name(sha256))
