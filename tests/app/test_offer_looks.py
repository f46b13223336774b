"""How an offered seat looks, and one whose time is over. `make snap` accepts a change after a look at it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.driving import press, settle
from tests.app.staged import staged
from tests.builders import NOW, webinar
from trainhub_core.models.webinars import Registration, SeatState
from trainhub_tui.app import TrainhubApp

Snap = Callable[..., bool]
OFFER = Registration(webinar_id="advanced-referrals", state=SeatState.OFFERED, offered_until=NOW + timedelta(minutes=25))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("page", [(), ("webinar", "advanced-referrals")], ids=["list", "page"])
def test_an_offered_seat_at_every_size(snap_compare: Snap, tmp_path: Path, size: tuple[int, int], page: tuple[str, ...]) -> None:
    """WEB-2: until when a seat is held stands in the row, beside it and on its page; the key in the footer takes it."""
    full = webinar("advanced-referrals", "Advanced Referral Strategies").model_copy(update={"capacity": 2, "taken": 2, "waiting": 1})
    app = TrainhubApp(staged(full, OFFER, home=tmp_path))

    async def opened(pilot: Pilot[int]) -> None:
        await press(pilot, "3")
        if page:
            app.open(*page)
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=opened)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_an_offer_that_lapsed_at_every_size(snap_compare: Snap, tmp_path: Path, size: tuple[int, int]) -> None:
    """WEB-2."""
    full = webinar("advanced-referrals", "Advanced Referral Strategies").model_copy(update={"capacity": 2, "taken": 2, "waiting": 1})
    lapsed = OFFER.model_copy(update={"offered_until": NOW - timedelta(minutes=1)})
    app = TrainhubApp(staged(full, lapsed, home=tmp_path))
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: press(pilot, "3", "w"))
