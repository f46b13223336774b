"""Learn: all courses, paths and categories (COURSE-1, CAT-1, PATH-1)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, Literal

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from trainhub_core.models.catalogue import Course, Level
from trainhub_core.models.views import CourseRow, PathCard
from trainhub_core.rules.locks import CourseState
from trainhub_core.views.courses import pace_of, path_card
from trainhub_core.views.library import category_cards
from trainhub_tui.screens import learn_rows
from trainhub_tui.screens.course_acts import CourseActs
from trainhub_tui.screens.course_choice import LENGTH_WORDS, SORT_WORDS, SORTS, CourseFilter, CourseRows, chosen
from trainhub_tui.screens.course_words import course_detail, path_detail
from trainhub_tui.screens.known import Known, read
from trainhub_tui.screens.list_page import ListPage
from trainhub_tui.widgets.choices import ChoiceGroup, Choices
from trainhub_tui.widgets.filter_bar import FilterBar
from trainhub_tui.widgets.row_list import RowList
from trainhub_tui.widgets.row_model import RowsOf
from trainhub_tui.widgets.tab_strip import TabStrip

Tab = Literal["courses", "paths", "categories"]
TABS = (("courses", "Courses"), ("paths", "Paths"), ("categories", "Categories"))


class LearnScreen(CourseActs, ListPage):
    """Three lists, one at a time. With a category given it is the page of that category."""

    SECTION = "learn"
    TITLE = "Learn"
    CSS_PATH = ["../styles/lists.tcss", "../styles/learn.tcss"]
    VERBS: ClassVar[tuple[str, ...]] = ("filter", "filters", "sort", "next-tab", "previous-tab")

    def __init__(self, category: str = "") -> None:
        super().__init__()
        self.tab = "courses"
        self.wanted = CourseFilter(category=category)
        self._about = category
        """The category whose courses were opened; esc goes back to them, and from them to where they were opened."""
        self._is_of_category = bool(category)
        self.sort = SORTS[0]
        self._rows: Mapping[str, CourseRow] = {}
        self._paths: tuple[PathCard, ...] = ()

    def compose_page(self) -> Iterable[Widget]:
        yield TabStrip(TABS)
        yield FilterBar("Filter")
        lists = (
            RowList(learn_rows.COURSE_COLUMNS, header=True, card_lines=3, mark_width=2, id="courses"),
            RowList(learn_rows.PATH_COLUMNS, header=True, card_lines=3, mark_width=2, id="paths"),
            RowList(learn_rows.CATEGORY_COLUMNS, card_lines=3, mark_width=2, id="categories"),
        )
        for rows in lists:
            rows.display = rows.id == self.tab
        with Horizontal(id="body"):
            yield from lists
            yield Choices(id="choices")
            with VerticalScroll(id="detail"):
                yield Static(id="detail-words")

    @property
    def list(self) -> RowList:
        return self.query_one(f"#{self.tab}", RowList)

    @property
    def course(self) -> Course | None:
        return self.known.catalogue.courses.get(self.key) if self.tab == "courses" else None

    # --- showing
    def refresh_view(self) -> None:
        self.load(lambda: self._read(), self._show)

    def _read(self) -> tuple[Known, Mapping[str, CourseRow], tuple[PathCard, ...]]:
        known = read(self.hub)
        record = known.state.record if known.state else None
        if record is None:
            return known, {}, ()
        speed = pace_of(known.catalogue, record)
        paths = tuple(path_card(path, known.catalogue, record, speed) for path in known.catalogue.paths.values())
        return known, CourseRows(known.catalogue, record), paths

    def _show(self, found: tuple[Known, Mapping[str, CourseRow], tuple[PathCard, ...]]) -> None:
        self.known, self._rows, self._paths = found
        self.show_list()

    def show_list(self) -> None:
        for name, _ in TABS:
            self.query_one(f"#{name}").display = name == self.tab and not self.is_list_covered
        words = self.filter_text.casefold().split()
        catalogue = self.known.catalogue
        nothing = self.known.nothing_yet("Courses")
        right = ""
        match self.tab:
            case "courses":
                wanted = replace(self.wanted, text=self.filter_text)
                rows, width = self._rows, self.size.width
                courses = chosen(rows, wanted, self.sort, catalogue)
                filtered = wanted.sentence(catalogue)
                of_all = f" of {len(self._rows)}" if filtered else ""
                right = f"{len(courses)}{of_all} by {SORT_WORDS[self.sort]}"
                self.list.rearrange(learn_rows.course_columns(width))
                self.put(
                    RowsOf(courses, lambda page: learn_rows.course_list((rows[it.id] for it in page), catalogue, width)),
                    self.empty_sentence("No courses yet. ctrl+r looks again.", filtered),
                )
            case "paths":
                paths = [card for card in self._paths if all(word in card.title.casefold() for word in words)]
                self.put(learn_rows.path_list(paths), self.empty_sentence("No paths yet. ctrl+r looks again.", self._quoted()))
            case _:
                cards = [it for it in category_cards(catalogue) if all(word in f"{it.title} {it.topics}".casefold() for word in words)]
                self.put(learn_rows.category_list(cards), self.empty_sentence("No categories yet. ctrl+r looks again.", self._quoted()))
        if nothing:
            self.list.empty = nothing
        self.query_one(TabStrip).show(self.tab, right)
        self._show_detail()

    def on_resize(self) -> None:
        self.show_list()

    def _quoted(self) -> str:
        return f'"{self.filter_text}"' if self.filter_text else ""

    def _show_detail(self) -> None:
        self.query_one("#detail-words", Static).update(self._detail())

    def _detail(self) -> Content:
        catalogue = self.known.catalogue
        if self.tab == "courses" and (row := self._rows.get(self.key)):
            needs = catalogue.courses[row.id].after
            titles = (catalogue.courses[need.course_id].title for need in needs if need.course_id in catalogue.courses)
            return course_detail(row, titles, catalogue)
        if self.tab == "paths" and (card := next((it for it in self._paths if it.id == self.key), None)):
            return path_detail(card)
        if self.tab == "categories" and self.key in catalogue.categories:
            courses = [course.title for course in catalogue.courses.values() if course.category == self.key]
            return Content("\n").join([Content(title) for title in courses] or [Content("Its resources are in the library (4).")])
        return Content("")

    def on_row_list_highlighted(self, _: RowList.Highlighted) -> None:
        self._show_detail()

    # --- verbs
    def on_row_list_opened(self, message: RowList.Opened) -> None:
        match self.tab:
            case "courses":
                self.app.open("course", message.key)
            case "paths":
                self.app.open("path", message.key)
            case _:
                category = self.known.catalogue.categories.get(message.key)
                if category and category.counts == "resources":
                    self.app.open("resources", category.id)
                    return
                self._about = message.key
                self.wanted = CourseFilter(category=message.key)
                self.show_tab("courses")

    def show_tab(self, tab: str) -> None:
        """Show another list."""
        self.tab = tab
        self.close_choices()
        self.show_list()
        self.list.focus()

    def on_tab_strip_chosen(self, message: TabStrip.Chosen) -> None:
        self.show_tab(message.tab)

    def verb_next_tab(self) -> None:
        self.show_tab(self.query_one(TabStrip).turned(1))

    def verb_previous_tab(self) -> None:
        self.show_tab(self.query_one(TabStrip).turned(-1))

    def can_sort(self) -> str | None:
        return None if self.tab == "courses" else "Paths and categories have an order of their own; ] shows the courses."

    def verb_sort(self) -> None:
        self.sort = SORTS[(SORTS.index(self.sort) + 1) % len(SORTS)]
        self.show_list()

    def can_filters(self) -> str | None:
        return None if self.tab == "courses" else "There are filters for courses; ] shows them."

    def verb_filters(self) -> None:
        if self.query_one(Choices).display:
            self.step_back()
            return
        self.open_choices(self._groups(), self._chosen())

    def _groups(self) -> tuple[ChoiceGroup, ...]:
        catalogue = self.known.catalogue
        return (
            ChoiceGroup("category", "Category", tuple((it.id, it.title) for it in catalogue.categories.values())),
            ChoiceGroup("level", "Level", tuple((level, level.title()) for level in Level)),
            ChoiceGroup("state", "State", tuple((state, state.title()) for state in CourseState)),
            ChoiceGroup("length", "Length", tuple(LENGTH_WORDS.items())),
            ChoiceGroup("skill", "Skill", tuple((it.id, it.title) for it in catalogue.skills.values())),
        )

    def _chosen(self) -> Mapping[str, str]:
        names = ("category", "level", "state", "length", "skill")
        return {name: value for name in names if (value := getattr(self.wanted, name))}

    def on_choices_changed(self, message: Choices.Changed) -> None:
        self.wanted = CourseFilter(**message.chosen)
        if not self._is_of_category and self.wanted.category != self._about:
            self._about = ""
        self.show_list()

    def clear_filters(self) -> bool:
        opened = CourseFilter(category=self._about)
        if self.tab != "courses" or self.wanted == opened:
            return self._leave_category()
        self.wanted = opened
        self.show_list()
        return True

    def _leave_category(self) -> bool:
        """From the courses of a category that was opened here back to the categories."""
        if self.tab != "courses" or self._is_of_category or not self._about:
            return False
        self._about, self.wanted = "", CourseFilter()
        self.show_tab("categories")
        return True

    def why(self) -> str:
        if self.tab == "courses" and (row := self._rows.get(self.key)):
            return f"{row.title}: {row.why or row.state}."
        if self.tab == "paths" and (card := next((it for it in self._paths if it.id == self.key), None)):
            return f"{card.title}: {card.why}, {card.percent} % of its minutes."
        return ""

    def label(self, verb_id: str) -> str:
        return "Leave" if verb_id == "enrol" and self.is_enrolled else super().label(verb_id)
