"""Light dataclasses are frozen values like any other, and are made without compiling anything (issue 2, start-up)."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from trainhub_core.light import light


@light(frozen=True)
class Place:
    """A place in a text."""

    lesson: str
    offset: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class HeavyPlace:
    lesson: str
    offset: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


def test_fields_are_given_by_place_or_by_name() -> None:
    place = Place("closing", offset=3)
    assert (place.lesson, place.offset, place.marks, place.secret) == ("closing", 3, {}, "")
    assert place == Place(offset=3, lesson="closing") != Place("closing")
    assert Place("closing") != HeavyPlace("closing")  # type: ignore[comparison-overlap]
    assert place.marks is not Place("closing").marks


def test_it_is_told_like_a_dataclass() -> None:
    """Names, values, and nothing that is not to be told."""
    light_one, heavy = Place("closing", secret="s"), HeavyPlace("closing", secret="s")
    assert repr(light_one) == repr(heavy).replace("Heavy", "")
    assert asdict(light_one) == asdict(heavy)
    assert [it.name for it in fields(light_one)] == [it.name for it in fields(heavy)]
    assert replace(light_one, offset=5) == Place("closing", 5, secret="s")
    assert copy.deepcopy(light_one) == pickle.loads(pickle.dumps(light_one)) == light_one


@pytest.mark.parametrize("given", [{}, {"offset": 1}, {"lesson": "a", "more": 1}, {"lesson": "a", "offset": 1, "marks": {}, "x": 1}])
def test_other_fields_are_refused(given: dict[str, object]) -> None:
    for kind in (Place, HeavyPlace):
        with pytest.raises(TypeError):
            kind(**given)  # type: ignore[arg-type]


def test_too_many_and_doubled_fields_are_refused() -> None:
    with pytest.raises(TypeError):
        Place("a", 1, {}, "", "more")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Place("a", lesson="b")  # type: ignore[misc]


def test_nothing_can_be_changed() -> None:
    place = Place("closing")
    with pytest.raises(FrozenInstanceError):
        place.offset = 4  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.offset
    assert place.offset == 0


def test_equal_values_have_one_hash() -> None:
    @light(frozen=True)
    class Pair:
        first: str
        second: str = "b"

    assert hash(Pair("a")) == hash(Pair(second="b", first="a")) == hash(Pair("a", "b"))
    assert len({Pair("a"), Pair("a", "b"), Pair("b", "a")}) == 2


def test_no_method_is_made_for_a_class_alone() -> None:
    """That is what it is for: each would be compiled at every start."""
    assert Place.__init__ is type(replace(Place("a"))).__init__
    for name in ("__init__", "__eq__", "__hash__", "__repr__", "__setattr__"):
        assert getattr(Place, name).__module__ == "trainhub_core.light"
