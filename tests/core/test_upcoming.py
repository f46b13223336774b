"""Home lists the next webinars, however many are planned (DASH-3)."""

from datetime import timedelta
from unittest.mock import patch

from tests.builders import NOW, webinar
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.learning import Learner, LearnerState
from trainhub_core.views import dashboard as view


def test_only_the_rows_that_home_shows_are_made() -> None:
    """DASH-3: of a hundred webinars to come the first five, and no work for the others."""
    catalogue = catalogue_of([webinar(f"w-{at:03}", "A webinar", NOW + timedelta(hours=at - 10)) for at in range(110)])
    state = LearnerState(learner=Learner(id="ada", name="Ada"))
    with patch.object(view, "webinar_row", side_effect=view.webinar_row) as made:
        home = view.dashboard(catalogue, state, NOW)
    assert home.webinars == view.upcoming(catalogue, state, NOW)[:5]
    assert made.call_count == len(home.webinars) == 5
