"""What pages are made of: frozen values that we compute ourselves from clean facts, so nothing is checked when one is made.

They are light dataclasses, because Home is painted from them before pydantic is loaded (start-up). Reading one from
outside checks it with pydantic, and has the names that pydantic's own models have."""

from dataclasses import replace
from typing import Any, Literal, Self, dataclass_transform

from trainhub_core.light import lighten


@dataclass_transform(frozen_default=True, kw_only_default=True)
class View:
    """See the module. Subclasses only name their fields."""

    def __init_subclass__(cls) -> None:
        lighten(cls)

    def model_copy(self, *, update: dict[str, Any]) -> Self:
        return replace(self, **update)  # type: ignore[type-var]  # every subclass is a dataclass

    def model_dump(self, mode: Literal["json", "python"] = "python") -> dict[str, Any]:
        dumped: dict[str, Any] = _adapter(type(self)).dump_python(self, mode=mode)
        return dumped

    def model_dump_json(self) -> str:
        return str(_adapter(type(self)).dump_json(self), "utf-8")

    @classmethod
    def model_validate(cls, value: object) -> Self:
        """Raises ValueError."""
        found: Self = _adapter(cls).validate_python(value)
        return found

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """Raises ValueError."""
        found: Self = _adapter(cls).validate_json(text)
        return found


def _adapter(kind: type) -> Any:
    if kind not in _adapters:
        from pydantic import TypeAdapter  # late: start-up

        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


_adapters: dict[type, Any] = {}
