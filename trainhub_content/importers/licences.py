"""Licences as packages state them, by a code, a sentence or an address, as SPDX identifiers."""

import re

from trainhub_content.format import LICENCES

UNSTATED = ""
"""Whoever edits the course has to find out."""
OWN = "LicenseRef-Proprietary"
_BY_ADDRESS = re.compile(r"creativecommons\.org/licenses/(by(?:-(?:nc|nd|sa))*)/(\d\.\d)", re.I)
_BY_WORDS = re.compile(r"\bCC[ -]?(BY(?:-(?:NC|ND|SA))*)(?:[ -]?(?:v(?:ersion)?\.? ?)?(\d\.\d))?(?![\w.])", re.I)
_ZERO = re.compile(r"creativecommons\.org/publicdomain/zero|\bCC0\b|\bCC[ -]Zero\b", re.I)


def licence_in(stated: str, version: str = "") -> str:
    """The SPDX identifier that a statement names; UNSTATED where it names none that we know."""
    if _ZERO.search(stated):
        return "CC0-1.0"
    if found := _BY_ADDRESS.search(stated) or _BY_WORDS.search(stated):
        number = found[2] or (given[0] if (given := re.search(r"\d\.\d", version)) else "4.0")
        return _known(f"CC-{found[1].upper()}-{number}")
    return next((name for name in LICENCES if name.casefold() == stated.strip().casefold()), UNSTATED)


def _known(name: str) -> str:
    return name if name in LICENCES else f"LicenseRef-{name}"
