"""Which licence a LICENSE file is, by the words that it begins with."""

import re

_KNOWN = (
    (r"CC0 1\.0 Universal", "CC0-1.0"),
    (r"Attribution-ShareAlike 4\.0", "CC-BY-SA-4.0"),
    (r"Attribution-NonCommercial-ShareAlike 4\.0", "CC-BY-NC-SA-4.0"),
    (r"Attribution-NonCommercial 4\.0", "CC-BY-NC-4.0"),
    (r"Attribution-NoDerivatives 4\.0", "CC-BY-ND-4.0"),
    (r"Attribution 4\.0", "CC-BY-4.0"),
    (r"Attribution-ShareAlike 3\.0", "CC-BY-SA-3.0"),
    (r"Attribution 3\.0", "CC-BY-3.0"),
    (r"Apache License\s+Version 2\.0", "Apache-2.0"),
    (r"GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3", "AGPL-3.0-only"),
    (r"GNU GENERAL PUBLIC LICENSE\s+Version 3", "GPL-3.0-only"),
    (r"MIT License|Permission is hereby granted, free of charge", "MIT"),
)
BEGINNING = 1_000
_HOLDER = re.compile(r"^\s*Copyright\s+(?:\(c\)|©)\s*(?:\d{4}(?:\s*[-,]\s*(?:\d{4}|present))*)?\s*(.{2,80}?)\.?\s*$", re.I | re.M)
NAMES = ("license", "license.md", "license.txt", "licence", "licence.md", "copying")


def holders_in(text: str) -> tuple[str, ...]:
    """Who is named after the word copyright at its beginning."""
    return tuple(dict.fromkeys(holder.removesuffix(" All rights reserved").strip() for holder in _HOLDER.findall(text[:BEGINNING])))


def licence_in(text: str) -> str:
    """The SPDX identifier, "" where the text is none that is known."""
    return next((licence for words, licence in _KNOWN if re.search(words, text[:BEGINNING], re.I)), "")
