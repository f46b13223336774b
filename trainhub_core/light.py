"""Frozen dataclasses whose methods are shared: the standard library compiles six for each class, which takes a millisecond (start-up).

To type checkers `light` is `dataclass` itself. `fields`, `replace`, `asdict` and pydantic take such a class as any other."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

__all__ = ["light", "lighten"]

Kind = TypeVar("Kind", bound=type)


class _Shape(NamedTuple):
    """The fields of a class, and how those are made that are not given."""

    names: dict[str, None]
    defaults: Mapping[str, Any]
    factories: tuple[tuple[str, Callable[[], Any]], ...]
    needed: frozenset[str]


def lighten(kind: Kind) -> Kind:
    """Make a light dataclass of this class."""
    kind.__doc__ = kind.__doc__ or kind.__name__  # without one, dataclass would work out a signature
    for name, method in _METHODS.items():
        if name not in vars(kind):
            setattr(kind, name, method)
    dataclass(init=False, repr=False, eq=False)(kind)
    known = fields(kind)
    kind.__light__ = _Shape(  # type: ignore[attr-defined]
        {it.name: None for it in known},
        {it.name: it.default for it in known if it.default is not MISSING},
        tuple([(it.name, it.default_factory) for it in known if it.default_factory is not MISSING]),
        frozenset([it.name for it in known if it.default is MISSING and it.default_factory is MISSING]),
    )
    return kind


def _init(self: Any, /, *given: Any, **named: Any) -> None:
    names, defaults, factories, needed = self.__light__
    if given:
        first = dict(zip(names, given, strict=False))
        if len(given) > len(names) or not named.keys().isdisjoint(first):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(names)}.")
        named = {**first, **named}
    for name, make in factories:
        if name not in named:
            named[name] = make()
    values = {**names, **defaults, **named}
    if len(values) != len(names) or not named.keys() >= needed:
        raise TypeError(f"{type(self).__name__} has the fields {', '.join(names)}, which are not {', '.join(named)}.")
    vars(self).update(values)


def _eq(self: object, other: object) -> bool:
    return vars(self) == vars(other) if type(self) is type(other) else NotImplemented


def _hash(self: object) -> int:
    return hash(tuple(vars(self).values()))


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join([f'{it.name}={getattr(self, it.name)!r}' for it in fields(self) if it.repr])})"


def _set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_METHODS: Mapping[str, Callable[..., Any]] = {
    "__init__": _init,
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _set,
    "__delattr__": _delete,
}

if TYPE_CHECKING:
    from dataclasses import dataclass as light
else:

    def light(*, frozen: Literal[True]) -> Callable[[Kind], Kind]:
        """The decorator. What it makes is always frozen; it is said where it stands, for whoever reads it."""
        return lighten
