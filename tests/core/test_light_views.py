"""Home is painted from values that need no pydantic (issue 2, start-up), and a memo of another shape is noticed."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from trainhub_core.models.trusted import trusted
from trainhub_core.models.views import CategoryCard, Dashboard, NextLesson, SeatCard, Tiles, WebinarCard, WebinarRow
from trainhub_core.models.webinars import Registration, Webinar
from trainhub_core.models.words import SeatState

HOME = Dashboard(
    learner_name="Ada Partner",
    zone="Europe/Berlin",
    day=date(2025, 1, 26),
    tiles=Tiles(courses=3, skill_next=None),
    next=NextLesson(course_id="closing", lesson_id="closing/one", title="One"),
    categories=(CategoryCard(id="sales", title="Sales", colour="one", topics=("Closing",), count=3, unit="Courses"),),
    webinars=(
        WebinarRow(
            webinar=WebinarCard(
                id="talk", title="A talk", presenter="Sarah", starts=datetime(2025, 1, 28, 13, 0, tzinfo=UTC), minutes=60, capacity=50
            ),
            registration=SeatCard(webinar_id="talk", state=SeatState.WAITING, position=2),
        ),
    ),
)


def test_what_was_kept_is_read_back_as_it_was() -> None:
    """LOOK-4: with and without pydantic."""
    kept = HOME.model_dump_json()
    assert trusted(Dashboard, kept) == HOME == Dashboard.model_validate_json(kept)


@pytest.mark.parametrize(
    "change", [{"zone": None}, {"zone": 3}, {"more": 1}, {"day": "soon"}, {"tiles": {"courses": "3"}}, {"webinars": 1}]
)
def test_a_memo_of_another_shape_is_refused(change: dict[str, object]) -> None:
    """So it is computed anew: an older or newer trainhub may have kept it."""
    told = json.loads(HOME.model_dump_json())
    with pytest.raises(ValueError):
        trusted(Dashboard, json.dumps({**told, **change}))
    del told["zone"]
    with pytest.raises(ValueError, match="Dashboard"):
        trusted(Dashboard, json.dumps(told))


def test_a_webinar_on_a_page_has_every_field_of_the_fact() -> None:
    """Neither may grow without the other."""
    assert list(WebinarCard.__dataclass_fields__) == list(Webinar.model_fields)
    assert list(SeatCard.__dataclass_fields__) == list(Registration.model_fields)


TOUCHED = "trainhub_tui.cli.running, trainhub_tui.app, trainhub_tui.opening, trainhub_core.models.trusted, trainhub_core.models.views"
"""What the first paint loads."""
COMPILED = f"""
import sys, dataclasses, {TOUCHED}
ours = [vars(module) for name, module in sys.modules.items() if name.startswith("trainhub")]
kinds = {{it for names in ours for it in names.values() if isinstance(it, type) and it.__module__.startswith("trainhub")}}
print(*[it.__qualname__ for it in kinds if dataclasses.is_dataclass(it) and not hasattr(it, "__light__")])
"""


def said_by(program: str) -> list[str]:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()


def test_what_the_first_paint_loads_has_neither_pydantic_nor_http() -> None:
    """Issue 2: what the first paint touches is little; options are read without the parser."""
    loaded = set(said_by(f"import sys, {TOUCHED}; print(*sys.modules)"))
    assert not {"pydantic", "httpx", "fastapi", "markdown_it", "argparse", "hashlib"} & loaded


def test_no_dataclass_is_compiled_before_the_first_paint() -> None:
    """Issue 2: each takes a millisecond; `trainhub_core.light` says what to use instead."""
    assert said_by(COMPILED) == []
