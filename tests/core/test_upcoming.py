"""Home lists the next webinars, however many are planned (DASH-3)."""

from datetime import timedelta
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, webinar
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.learning import Learner, LearnerState
from trainhub_core.rules.seats import ends
from trainhub_core.views import dashboard as view


def test_only_the_rows_that_home_shows_are_made() -> None:
    """DASH-3: of a hundred webinars to come the first five, and no work for the others."""
    catalogue = catalogue_of([webinar(f"w-{at:03}", "A webinar", NOW + timedelta(hours=at - 10)) for at in range(110)])
    state = LearnerState(learner=Learner(id="ada", name="Ada"))
    with patch.object(view, "webinar_row", side_effect=view.webinar_row) as made:
        home = view.dashboard(catalogue, state, NOW)
    assert home.webinars == view.upcoming(catalogue, state, NOW)[:5]
    assert made.call_count == len(home.webinars) == 5


@given(
    st.lists(st.tuples(st.integers(-3000, 3000), st.integers(0, 2000)), max_size=12),
    st.integers(-5000, 5000),
    st.none() | st.integers(0, 6),
)
def test_those_that_have_ended_are_left_out_however_long_each_is(planned: list[tuple[int, int]], at: int, most: int | None) -> None:
    """DASH-3, WEB-1: one that began first may end last."""
    talks = [webinar(f"w-{n}", "Talk", NOW + timedelta(minutes=start)) for n, (start, _) in enumerate(planned)]
    catalogue = catalogue_of([it.model_copy(update={"minutes": length}) for it, (_, length) in zip(talks, planned, strict=True)])
    now = NOW + timedelta(minutes=at)
    wanted = [it for it in catalogue.webinars.values() if ends(it) > now][:most]
    assert list(view.coming(catalogue, now, most)) == wanted
