"""How many of a kind of thing a question reads whole."""

import pytest

from trainhub_core.models.base import Fact


def read_whole(monkeypatch: pytest.MonkeyPatch, kind: type[Fact]) -> list[str]:
    """The texts that were made a thing of this kind from now on, in their order."""
    read: list[str] = []
    whole = kind.model_validate_json

    def counted(told: str) -> Fact:
        read.append(told)
        return whole(told)

    monkeypatch.setattr(kind, "model_validate_json", counted)
    return read
