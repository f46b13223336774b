"""Reads a content folder whole, a hub's or that of one course. Every fault of every file is told at once, and nothing is passed over."""

from collections.abc import Mapping
from pathlib import Path

from trainhub_content.exercises import answer_apart
from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.folder_reading import FolderReading
from trainhub_content.format import ChallengeSource, CourseSource, LessonFront, course_of
from trainhub_content.library import Shelves, shelves_of
from trainhub_content.pack.planned import PlannedWebinar
from trainhub_content.quizzes.reading import quiz_in
from trainhub_content.quizzes.scenarios import scenario_in
from trainhub_content.quizzes.typed import without_typed
from trainhub_content.reading import Document
from trainhub_content.resolving import Resolving
from trainhub_content.sources import Home, LessonSource, Prose, Sources
from trainhub_core.catalogue import Catalogue, catalogue_of
from trainhub_core.models.achievements import Badge, Certification
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Category, Course, LessonKind, Skill
from trainhub_core.models.catalogue import Path as LearningPath
from trainhub_core.models.wire import Kind

COURSE = "course.yaml"


def load(folder: Path, beside: Catalogue | None = None) -> Sources:
    """The content of this folder; `beside` is what the hub offers already, for the folder of a single course.

    Raises ContentRefused with all its faults."""
    sources, faults = read(folder, beside)
    if faults:
        raise ContentRefused(faults)
    return sources


def read(folder: Path, beside: Catalogue | None = None) -> tuple[Sources, tuple[Fault, ...]]:
    """As much of the content as could be read, and the faults of the rest. Raises ContentRefused where the folder is none."""
    loading = _Loading(folder, beside)
    sources = loading.sources()
    if not (loading.used or loading.faults):
        reason = "There is no content here: neither a course.yaml, nor courses, nor a table of a hub."
        misnamed = next((path for path in sorted(loading.present) if path.casefold() in ("course.yml", COURSE)), None)
        raise ContentRefused([Fault(COURSE, 1, reason, f"Rename {misnamed} to {COURSE}." if misnamed else "")])
    return sources, tuple(loading.faults)


class _Loading(FolderReading):
    """One reading of a folder: what was found so far, and what is wrong with it."""

    def __init__(self, folder: Path, beside: Catalogue | None) -> None:
        super().__init__(folder)
        self.beside = beside
        self.lone = folder.resolve().name if COURSE in self.present else ""
        self.courses: dict[str, tuple[CourseSource, dict[str, LessonFront]]] = {}
        self.ids: dict[tuple[str, str], str] = {}
        self.written: dict[str, tuple[Document, LessonFront, Prose]] = {}
        self.lesson_at: dict[str, str] = {}

    def sources(self) -> Sources:
        homes = ["" if self.lone else path.removesuffix(COURSE) for path in sorted(self.present) if self._is_course(path)]
        for home in homes:
            self.tried(self._course, home)
        facts: list[Fact] = [*self._tables()]
        challenges = self.listed("challenges.yaml", "challenge", ChallengeSource)
        webinars = self.listed("webinars.yaml", Kind.WEBINAR, PlannedWebinar)
        shelves = self.tried(shelves_of, self) or Shelves()
        places = Resolving(self.folder, self.present, self.lesson_at, shelves.places, self.lone)
        lessons = {lesson_id: source for lesson_id in self.written if (source := self.tried(self._lesson_source, lesson_id, places))}
        facts += shelves.facts
        facts += [self._offered(source, fronts, lessons) for source, fronts in self.courses.values()]
        files = (*(places.files[path] for path in sorted(places.files)), *shelves.captions)
        for it in files:
            self.settle(Kind.RESOURCE, it.id, Home(Document(it.file, None, {(): 1})))
        self.used |= places.files.keys()
        return Sources(
            facts=tuple(facts),
            catalogue=catalogue_of(facts),
            lessons=lessons,
            webinars=tuple(webinars),
            library=tuple(shelves.resources),
            homes=self.homes,
            files=files,
            challenges=tuple(challenges),
            present=self.present,
            unused=self.present - self.used,
            lone=self.lone,
            beside=self.beside,
        )

    def _tables(self) -> list[Fact]:
        return [
            *self.listed("categories.yaml", Kind.CATEGORY, Category),
            *self.listed("skills.yaml", Kind.SKILL, Skill),
            *self.listed("paths.yaml", Kind.PATH, LearningPath),
            *self.listed("certifications.yaml", Kind.CERTIFICATION, Certification),
            *self.listed("badges.yaml", Kind.BADGE, Badge),
        ]

    def _is_course(self, path: str) -> bool:
        parts = path.split("/")
        return path == COURSE if self.lone else len(parts) == 3 and parts[0] == "courses" and parts[2] == COURSE

    def _course(self, home: str) -> None:
        """`home` is the path of the course's folder, "" or with a slash at its end."""
        document = self.yaml(f"{home}{COURSE}")
        source = document.read(CourseSource)
        name = self.lone or home.split("/")[-2]
        if source.id != name:
            raise ContentRefused([document.fault(f"The id is {source.id}, the folder {name}; they must be the same.", "id")])
        self.settle(Kind.COURSE, source.id, Home(document))
        fronts: dict[str, LessonFront] = {}
        for at, module in enumerate(source.modules):
            self.settle(f"module of {source.id}", module.id, Home(document, ("modules", at)))
            for number, stem in enumerate(module.lessons):
                place = Home(document, ("modules", at, "lessons", number))
                if front := self.tried(self._lesson, source.id, stem, f"{home}{module.id}/{stem}.md", place):
                    fronts[stem] = front
        if all(stem in fronts for module in source.modules for stem in module.lessons):
            self.courses[source.id] = source, fronts

    def _offered(self, source: CourseSource, fronts: dict[str, LessonFront], lessons: Mapping[str, LessonSource]) -> Course:
        ids = {stem: self.ids[source.id, stem] for stem in fronts}
        return course_of(source, fronts, ids, {stem: lessons[id_].media for stem, id_ in ids.items() if id_ in lessons})

    def _lesson(self, course: str, stem: str, file: str, home: Home) -> LessonFront:
        if first := self.homes.get((f"lesson of {course}", stem)):
            there = first.fault("")
            raise ContentRefused([home.fault(f"The lesson {stem} is there already, in {there.file}:{there.line}.")])
        self.settle(f"lesson of {course}", stem, home)
        self.lesson_at.setdefault(file, f"{course}/{stem}")
        document, prose = self.markdown(file, home)
        front = document.read(LessonFront)
        lesson_id = self.ids[course, stem] = self.lesson_at[file] = f"{course}/{front.was or stem}"
        self.settle("lesson", lesson_id, Home(document, ("was",)) if front.was else home)
        self.written[lesson_id] = document, front, prose
        return front

    def _lesson_source(self, lesson_id: str, places: Resolving) -> LessonSource:
        document, front, prose = self.written[lesson_id]
        shown = without_typed(prose) if front.kind is LessonKind.QUIZ else prose
        resolved = self.tried(places.resolved, prose, shown) or prose  # what else is wrong with it is told too
        media = self.tried(places.media, lesson_id, document, front)
        match front.kind:
            case LessonKind.QUIZ:
                text, quiz = quiz_in(resolved, front.pass_mark, front.shuffle)
                return LessonSource(prose, text, quiz=quiz)
            case LessonKind.SCENARIO:
                text, scenario = scenario_in(resolved)
                return LessonSource(prose, text, scenario=scenario)
            case LessonKind.PROJECT:
                text, model_answer = answer_apart(resolved)
                return LessonSource(prose, text, model_answer=model_answer)
        return LessonSource(prose, resolved.text, media=media)
