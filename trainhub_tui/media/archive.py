"""Zip archives looked through before anything in them is read. Runs in the child process only."""

from __future__ import annotations

import re
import stat
from zipfile import ZipFile, ZipInfo

MOST_MEMBERS = 20_000
MOST_TOTAL = 2 * 2**30
MOST_TEXT = 64 * 2**20
"""Bytes of one member that is read as text, unpacked."""
MOST_ALL_TEXT = 160 * 2**20
BOMB_RATIO = 250
BOMB_FROM = 8 * 2**20
_TEXT = re.compile(r"(?i)\.(?:xml|rels|vml|x?html?|opf|ncx|css|txt|md)$|^mimetype$")
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
HEAD = 100_000


def objection(archive: ZipFile) -> str:
    """Why an archive must not be read: password, outside, link, bomb; nothing when it may."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_TOTAL:
        return "bomb"
    text = 0
    for member in members:
        if why := _objection(member):
            return why
        text += member.file_size if is_text(member) else 0
    return "bomb" if text > MOST_ALL_TEXT else ""


def _objection(member: ZipInfo) -> str:
    mode = member.external_attr >> 16
    if _OUTSIDE.search(member.filename) or _OUTSIDE.search(member.orig_filename):
        return "outside"
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "link"
    if member.flag_bits & 1:
        return "password"
    swollen = member.file_size > BOMB_FROM and member.file_size > BOMB_RATIO * max(1, member.compress_size)
    return "bomb" if swollen or (is_text(member) and member.file_size > MOST_TEXT) else ""


def is_text(member: ZipInfo) -> bool:
    """Whether a member is of a kind that is parsed."""
    return bool(_TEXT.search(member.filename))


def defines_entities(archive: ZipFile) -> bool:
    """Whether some XML in it defines entities: Office files and books need none, bombs are made of them."""
    for member in archive.infolist():
        if is_text(member):
            with archive.open(member) as file:
                head = file.read(HEAD)
            if _ENTITIES.search(head) or _ENTITIES.search(head.replace(b"\x00", b"")):
                return True
    return False
