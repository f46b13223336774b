"""Names inside packages, never used as they are: what a name may be, and the ids that are made of names."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from itertools import count
from pathlib import PurePosixPath

from trainhub_core.text import clean_line

LONGEST = 255  # of a part of a name, in bytes
LONGEST_ID = 60
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
_WORDS = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"(\d+)")
_SPELLED = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "&": " and ", "+": " plus "})


def why_unsafe(name: str) -> str | None:
    """Why a package that has a member of this name is refused whole."""
    if "\0" in name:
        return "a name has a zero byte in it"
    if name.startswith("/") or _DRIVE.match(name):
        return "a name is absolute"
    if ".." in PurePosixPath(name).parts:
        return "a name climbs out of the package"
    return None


def why_left_out(name: str) -> str | None:
    """Why one member is not looked at, though the package is."""
    if any(len(part.encode("utf-8", "replace")) > LONGEST for part in PurePosixPath(name).parts):
        return f"A part of its name is longer than {LONGEST} bytes."
    if clean_line(name) != name:
        return "Its name has characters that cannot be shown."
    return None


def cannot_be_on_windows(name: str) -> bool:
    """Whether a system that many authors use could not hold a file of this name."""
    return any(_RESERVED.fullmatch(part) or part.endswith((".", " ")) or set(part) & set('<>:"|?*') for part in PurePosixPath(name).parts)


def in_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts names as people number them: 1.2 before 1.10, folders' files together."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in _DIGITS.split(name) if part)


def slug(text: str, among: str = "item") -> str:
    """Lower-case words with hyphens, short and possible everywhere; a name made of the text's hash where it has no letter of ours."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED)).encode("ascii", "ignore").decode()
    words = _WORDS.sub("-", plain).strip("-")
    if len(words) > LONGEST_ID:
        words = words[: LONGEST_ID + 1].rpartition("-")[0] or words[:LONGEST_ID]
    if not words or _RESERVED.fullmatch(words):
        return f"{among}-{short_hash(text)}"
    return words


def free(wanted: str, taken: Container[str]) -> str:
    """This id, or the first with a number behind it that is not taken."""
    return next(each for number in count(1) if (each := wanted if number == 1 else f"{wanted}-{number}") not in taken)


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def ids_of(wanted: Iterable[tuple[str, str]], known: Mapping[str, str], among: str, reserved: Iterable[str] = ()) -> dict[str, str]:
    """An id for each (key, name): the one `known` from before, or a slug; where two want the same, with a short hash of the key."""
    pairs = list(dict(wanted).items())
    slugs = {key: slug(name or key, among) for key, name in pairs}
    taken = {*reserved, *(known[key] for key in slugs if key in known)}
    shared = {name for name, count in Counter(slugs[key] for key in slugs if key not in known).items() if count > 1}
    ids: dict[str, str] = {}
    for key, name in slugs.items():
        id = known.get(key) or (f"{name}-{short_hash(key)}" if name in shared or name in taken else name)
        ids[key] = id
        taken.add(id)
    return ids


def words_of(name: str) -> str:
    """A name of a file as a title: words instead of hyphens and underscores, a capital at the beginning."""
    words = " ".join(re.sub(r"[_\s-]+", " ", clean_line(name)).split())
    words = re.sub(r"\s(?:gift|moodle|quiz)$", "", words, flags=re.I)
    return words[:1].upper() + words[1:]
