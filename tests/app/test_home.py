"""Home: the seed's page, every part a door, every verb an effect or a sentence."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.driving import press, said, seen, settle, story
from tests.app.seed_home import NOW, SEED, StillHub
from trainhub_core.models.views import Dashboard
from trainhub_core.models.webinars import SeatState
from trainhub_tui.app import TrainhubApp
from trainhub_tui.facts import SyncKind, SyncStatus
from trainhub_tui.screens.home import Home
from trainhub_tui.troubles import CannotSave
from trainhub_tui.widgets.board import Board
from trainhub_tui.widgets.card import Card
from trainhub_tui.widgets.category_card import CategoriesView

FINISHED = SEED.model_copy(update={"next": None})
NO_WEBINARS = SEED.model_copy(update={"webinars": ()})


def app_with(home: Path, dashboard: Dashboard | None = SEED, status: SyncStatus | None = None) -> TrainhubApp:
    return TrainhubApp(StillHub(home, dashboard, status or SyncStatus(SyncKind.SYNCED, NOW)))


def hub_of(app: TrainhubApp) -> StillHub:
    assert isinstance(app.hub, StillHub)
    return app.hub


def opened(app: TrainhubApp, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The pages that are opened from now on, by name."""
    doors: list[tuple[str, ...]] = []
    monkeypatch.setattr(app, "open", lambda name, *args: doors.append((name, *args)))
    return doors


@story
async def test_home_mirrors_the_page_from_top_to_bottom(tmp_path: Path) -> None:
    """DASH-1, DASH-3, DASH-4, DASH-5, DASH-6."""
    app = app_with(tmp_path)
    async with app.run_test(size=(120, 40)):
        page = seen(app)
    parts = ["Training & Development Hub · Ada Partner", "Continue learning", "Courses completed", "Partner Success Mastery"]
    parts += ["Upcoming webinars", "Sales & Marketing", "Levels"]
    assert [page.index(part) for part in parts] == sorted(page.index(part) for part in parts)
    for fact in ("12", "3 this month", "48 h", "Advanced", "60 %", "● synced 14:02", "in 1 day", "✔ seat", "2.3 MB", "8 courses"):
        assert fact in page, fact


@story
async def test_at_80x24_tiles_path_webinars_and_categories_fit_without_scrolling(tmp_path: Path) -> None:
    """LOOK-2, DASH-4."""
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)):
        page = seen(app)
        for card in ("#path", "#webinars", "#categories"):
            assert app.screen.query_one(card).region.bottom <= 23
    for whole in (
        "12 courses",
        "3 certificates",
        "4 Advanced Partnerships",
        "Advanced Referral Strategies",
        "Client Retention Masterclass",
    ):
        assert whole in page
    assert "…" not in page


@story
async def test_at_40_columns_nothing_is_cut_off(tmp_path: Path) -> None:
    """LOOK-2: labels shorten, rows take two lines, achievements become a carousel."""
    app = app_with(tmp_path)
    async with app.run_test(size=(40, 110)) as pilot:
        page = seen(app)
        assert "…" not in page and "1 of 3" in page and "Platinum" in page
        app.screen.query_one("#achievements").focus()
        await press(pilot, "right")
        assert "Technical Expertise" in seen(app) and "2 of 3" in seen(app)


@pytest.mark.parametrize(("width", "across"), [(200, 3), (120, 2), (80, 3), (60, 2), (40, 1)])
@story
async def test_categories_stand_in_as_many_columns_as_there_is_room_for(tmp_path: Path, width: int, across: int) -> None:
    """CAT-2: three, two, one; short rows without topics let 80 columns hold three."""
    app = app_with(tmp_path)
    async with app.run_test(size=(width, 40)):
        rows = [line.spots for line in app.screen.query_one(CategoriesView)._lines() if line.spots]
        assert max(len(spots) for spots in rows) == across


@story
async def test_resizing_lays_the_page_out_anew_and_keeps_what_is_chosen(tmp_path: Path) -> None:
    """LOOK-2."""
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "j")
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        assert isinstance(app.screen, Home)
        assert app.screen.chosen is not None and app.screen.chosen.id == "closing"
        assert {app.screen.query_one(it).region.y for it in ("#path", "#webinars")} == {app.screen.query_one("#path").region.y}


@story
async def test_moving_goes_through_every_card_and_keeps_the_cursor_in_sight(tmp_path: Path) -> None:
    """LOOK-3."""
    app = app_with(tmp_path)
    visited = []
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(40):
            await pilot.press("j")
            if isinstance(app.focused, Card) and app.focused.id not in visited:
                visited.append(app.focused.id)
        board, card = app.screen.query_one(Board), app.screen.query_one("#achievements", Card)
        assert visited == ["path", "webinars", "categories", "library", "achievements"]
        assert board.region.y <= card.region.y + card.cursor_row() < board.region.bottom
        await press(pilot, "g")
        assert app.focused is app.screen.query_one("#path") and board.scroll_y == 0


@story
async def test_tab_goes_from_card_to_card_as_they_stand(tmp_path: Path) -> None:
    """LOOK-3: at 120 columns the library stands beside the path, and comes next."""
    app = app_with(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        assert app.focused is app.screen.query_one("#library")


@pytest.mark.parametrize(
    ("card", "keys", "door"),
    [
        ("#path", ["enter"], ("course", "referral-strategies")),
        ("#webinars", ["j", "enter"], ("webinar", "trends")),
        ("#categories", ["l", "enter"], ("category", "technical")),
        ("#library", ["enter"], ("library",)),
        ("#achievements", ["enter"], ("achievements",)),
        ("#path", ["c"], ("lesson", "client-communication/two")),
        ("#path", ["ctrl+f"], ("search",)),
        ("#path", ["B"], ("bookmarks",)),
        ("#path", ["2"], ("learn",)),
        ("#path", ["3"], ("webinars",)),
        ("#path", ["4"], ("library",)),
        ("#path", ["5"], ("achievements",)),
        ("#path", ["8"], ("offline",)),
        ("#path", ["comma"], ("settings",)),
        ("#path", ["question_mark"], ("help",)),
    ],
)
@story
async def test_every_part_is_a_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, card: str, keys: list[str], door: tuple[str, ...]
) -> None:
    """DASH-2, DASH-5, PATH-5."""
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        doors = opened(app, monkeypatch)
        app.screen.query_one(card).focus()
        await press(pilot, *keys)
        assert doors == [door]


@story
async def test_r_takes_a_seat_in_the_soonest_open_webinar(tmp_path: Path) -> None:
    """DASH-2, WEB-2: the first webinar is held already, so it is the second."""
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r")
        assert [it.sentence for it in hub_of(app).done] == ["Request a seat in trends"]
        assert said(app) == ["A seat in App Development Trends 2025 is requested."]


@pytest.mark.parametrize("is_read_between", [True, False])
@story
async def test_r_again_takes_no_seat_that_nobody_chose(tmp_path: Path, is_read_between: bool) -> None:
    """WEB-2: pressed three times, it is one seat; the second sentence says how to take another."""
    app = app_with(tmp_path)
    asked = "You have asked for a seat in App Development Trends 2025. For another webinar, choose it here and press r."
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r")
        if is_read_between:
            rows = [it.model_copy(update={"registration": SEED.webinars[0].registration}) for it in SEED.webinars[:2]]
            hub_of(app).dashboard = SEED.model_copy(update={"webinars": (*rows, SEED.webinars[2])})
            hub_of(app).changed()
            await settle(pilot)
        await press(pilot, "r", "r")
        assert [it.entity for it in hub_of(app).done] == ["webinar/trends"]
        assert said(app) == [asked]
        app.screen.query_one("#webinars").focus()
        await press(pilot, "j", "r")
        assert [it.sentence for it in hub_of(app).done[1:]] == ["Request a seat in retention"]


@story
async def test_r_after_a_refusal_asks_for_the_same_seat_again(tmp_path: Path) -> None:
    """WEB-3: what was not saved is not said to be asked for."""
    app = app_with(tmp_path)
    hub_of(app).refusal = CannotSave("The disk is full, so this was not saved.")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r")
        hub_of(app).refusal = None
        await press(pilot, "r")
        assert [it.entity for it in hub_of(app).done] == ["webinar/trends"]


@story
async def test_r_on_a_seat_gives_it_back_and_the_footer_says_so(tmp_path: Path) -> None:
    """WEB-2."""
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#webinars").focus()
        await pilot.pause()
        assert "r Give up seat" in seen(app)
        await press(pilot, "r")
        assert [it.sentence for it in hub_of(app).done] == ["Give up the seat in referrals"]


@story
async def test_a_webinar_at_the_same_time_is_named(tmp_path: Path) -> None:
    """WEB-2: overlap is a warning, the learner decides."""
    rows = list(SEED.webinars)
    rows[1] = rows[1].model_copy(update={"webinar": rows[1].webinar.model_copy(update={"starts": NOW + timedelta(days=2)})})
    app = app_with(tmp_path, SEED.model_copy(update={"webinars": tuple(rows)}))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r")
        assert "at the same time as Advanced Referral Strategies" in said(app)[0]


@story
async def test_a_refused_change_is_told_in_its_own_sentence(tmp_path: Path) -> None:
    """WEB-3, I1: never "saved" when it was not."""
    app = app_with(tmp_path)
    hub_of(app).refusal = CannotSave("The disk is full, so this was not saved.")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r")
        assert said(app) == ["The disk is full, so this was not saved."]


@pytest.mark.parametrize(
    ("dashboard", "key", "sentence"),
    [
        (None, "c", "Nothing is known yet; ctrl+r fetches it."),
        (FINISHED, "c", "Everything that is open to you is done. 2 shows all courses."),
        (NO_WEBINARS, "r", "No webinar is open for registration now. 3 shows them all."),
        (SEED, "d", "Choose a document first; 4 shows the whole library."),
        (None, "enter", "Choose something first: tab goes from card to card."),
    ],
)
@story
async def test_a_key_that_cannot_act_says_why(tmp_path: Path, dashboard: Dashboard | None, key: str, sentence: str) -> None:
    """LOOK-4."""
    app = app_with(tmp_path, dashboard)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, key)
        assert said(app) == [sentence]


@story
async def test_d_downloads_the_chosen_document(tmp_path: Path) -> None:
    """LIB-2."""
    app = app_with(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.query_one("#library").focus()
        await press(pilot, "j", "d")
        assert hub_of(app).asked == ["download handbook"]


@pytest.mark.parametrize(
    ("card", "keys", "reason"),
    [
        ("#path", ["j", "j", "w"], "Closing Techniques: Finish Client Communication first"),
        ("#achievements", ["j", "j", "w"], "Gold: 12 of 15 courses; a project is missing"),
        ("#categories", ["w"], "72 of 100 over your tracks' skills."),
    ],
)
@story
async def test_w_answers_why(tmp_path: Path, card: str, keys: list[str], reason: str) -> None:
    """PATH-2, ACH-2."""
    app = app_with(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(card).focus()
        await press(pilot, *keys)
        assert said(app)[0].startswith(reason)


@story
async def test_home_follows_the_hub(tmp_path: Path) -> None:
    """PROG-1: the tiles move as soon as the hub knows more."""
    app = app_with(tmp_path, None)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "— courses" in seen(app)
        await settle(pilot)
        hub_of(app).dashboard = SEED
        hub_of(app).changed()
        await settle(pilot)
        assert "12 courses" in seen(app)


@story
async def test_what_is_not_known_yet_takes_the_room_it_will_have(tmp_path: Path) -> None:
    """LOOK-4: no jump when it comes."""
    tops = []
    for dashboard in (None, SEED):
        app = app_with(tmp_path, dashboard)
        async with app.run_test(size=(80, 24)):
            tops.append([card.region.y for card in app.screen.query(Card)])
    assert tops[0] == tops[1]


@story
async def test_a_waiting_seat_can_be_given_back(tmp_path: Path) -> None:
    """WEB-2."""
    rows = list(SEED.webinars)
    held = rows[0].registration
    assert held is not None
    rows[0] = rows[0].model_copy(update={"registration": held.model_copy(update={"state": SeatState.WAITING, "position": 3})})
    app = app_with(tmp_path, SEED.model_copy(update={"webinars": tuple(rows)}))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "waiting 3" in seen(app)
        app.screen.query_one("#webinars").focus()
        await press(pilot, "r")
        assert hub_of(app).done[0].entity == "webinar/referrals"
