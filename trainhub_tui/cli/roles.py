"""What a text is to its reader."""

from enum import StrEnum


class Role(StrEnum):
    """What a text is, where colour may underline what its words say already."""

    TEXT = ""
    TITLE = "title"
    MUTED = "muted"
    DONE = "done"
    UNDER_WAY = "under way"
    BAD = "bad"
