"""Reads a content folder whole. Every fault of every file is told at once, and nothing that lies in the folder is passed over."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ParamSpec, TypeVar

from trainhub_content.exercises import answer_apart
from trainhub_content.faults import ContentRefused, Fault
from trainhub_content.folder import files_in
from trainhub_content.format import CourseSource, DocumentFront, LessonFront, LibrarySource, course_of
from trainhub_content.pack.planned import PlannedWebinar
from trainhub_content.quizzes.reading import quiz_in
from trainhub_content.quizzes.scenarios import scenario_in
from trainhub_content.reading import Document, document_of, front_matter, text_of
from trainhub_content.resolving import Resolving
from trainhub_content.sources import Home, Key, LessonSource, LibraryText, Prose, Sources
from trainhub_core.catalogue import catalogue_of
from trainhub_core.models.achievements import Badge, Certification
from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Category, Course, LessonKind, Skill
from trainhub_core.models.catalogue import Path as LearningPath
from trainhub_core.models.library import Collection, ResourceGroup
from trainhub_core.models.wire import Kind

COURSE = "course.yaml"

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Listed = TypeVar("Listed", Category, Skill, LearningPath, Certification, Badge, PlannedWebinar, ResourceGroup, Collection)


def load(folder: Path) -> Sources:
    """The content of this folder. Raises ContentRefused with all its faults."""
    return _Loading(folder).sources()


class _Loading:
    """One reading of a folder: what was found so far, and what is wrong with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.homes: dict[Key, Home] = {}
        self.courses: dict[str, tuple[CourseSource, dict[str, LessonFront]]] = {}
        self.written: dict[str, tuple[Document, LessonFront, Prose]] = {}
        self.lesson_at: dict[str, str] = {}
        self.used: set[str] = set()

    def sources(self) -> Sources:
        present = files_in(self.folder)
        self._courses()
        facts: list[Fact] = [
            *self._list("categories.yaml", Kind.CATEGORY, Category),
            *self._list("skills.yaml", Kind.SKILL, Skill),
            *self._list("paths.yaml", Kind.PATH, LearningPath),
            *self._list("certifications.yaml", Kind.CERTIFICATION, Certification),
            *self._list("badges.yaml", Kind.BADGE, Badge),
        ]
        webinars = self._list("webinars.yaml", Kind.WEBINAR, PlannedWebinar)
        shelves, library = self._tried(self._library) or ([], [])
        facts += shelves
        places = Resolving(self.folder, present, self.lesson_at, {text.prose.file: text.id for text in library})
        lessons = {lesson_id: source for lesson_id in self.written if (source := self._tried(self._lesson_source, lesson_id, places))}
        facts += [self._offered(source, fronts, lessons) for source, fronts in self.courses.values()]
        files = tuple(places.files[path] for path in sorted(places.files))
        for it in files:
            self._settle(Kind.RESOURCE, it.id, Home(Document(it.file, None, {(): 1})))
        self.used |= places.files.keys()
        self.faults += [Fault(path, 1, "No course and no list names this file.") for path in present - self.used]
        if self.faults:
            raise ContentRefused(self.faults)
        return Sources(tuple(facts), catalogue_of(facts), lessons, tuple(webinars), tuple(library), self.homes, files)

    def _list(self, name: str, kind: Kind, model: type[Listed]) -> list[Listed]:
        document = self._tried(self._yaml, self.folder / name)
        indices = self._tried(document.items) if document else None
        if document is None or indices is None:
            return []
        found = [(thing, Home(document, (at,))) for at in indices if (thing := self._tried(document.read, model, at))]
        return self._numbered(kind, found)

    def _numbered(self, kind: Kind, found: Iterable[tuple[Listed, Home]]) -> list[Listed]:
        """These things, those that are shown in order numbered as they were written."""
        things: list[Listed] = []
        for number, (thing, home) in enumerate(found, start=1):
            self._settle(kind, thing.id, home)
            things.append(thing.model_copy(update={"order": number}) if "order" in type(thing).model_fields else thing)
        return things

    def _courses(self) -> None:
        for path in sorted(self.folder.glob(f"courses/*/{COURSE}")):
            self._tried(self._course, path.parent)

    def _course(self, folder: Path) -> None:
        document = self._yaml(folder / COURSE)
        source = document.read(CourseSource)
        if source.id != folder.name:
            raise ContentRefused([document.fault(f"The id is {source.id}, the folder {folder.name}; they must be the same.", "id")])
        self._settle(Kind.COURSE, source.id, Home(document))
        fronts: dict[str, LessonFront] = {}
        for at, module in enumerate(source.modules):
            self._settle(f"module of {source.id}", module.id, Home(document, ("modules", at)))
            for number, stem in enumerate(module.lessons):
                home = Home(document, ("modules", at, "lessons", number))
                if front := self._tried(self._lesson, f"{source.id}/{stem}", folder / module.id / f"{stem}.md", home):
                    fronts[stem] = front
        if all(stem in fronts for module in source.modules for stem in module.lessons):
            self.courses[source.id] = source, fronts

    def _offered(self, source: CourseSource, fronts: dict[str, LessonFront], lessons: Mapping[str, LessonSource]) -> Course:
        ids = {stem: f"{source.id}/{stem}" for stem in fronts}
        return course_of(source, fronts, {stem: lessons[id_].media for stem, id_ in ids.items() if id_ in lessons})

    def _lesson(self, lesson_id: str, path: Path, home: Home) -> LessonFront:
        self._settle("lesson", lesson_id, home)
        self.lesson_at[path.relative_to(self.folder).as_posix()] = lesson_id
        document, prose = self._markdown(path, home)
        front = document.read(LessonFront)
        self.written[lesson_id] = document, front, prose
        return front

    def _lesson_source(self, lesson_id: str, places: Resolving) -> LessonSource:
        document, front, prose = self.written[lesson_id]
        resolved = places.resolved(prose)
        media = places.media(lesson_id, document, front)
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

    def _library(self) -> tuple[list[Fact], list[LibraryText]]:
        document = self._yaml(self.folder / "library.yaml")
        source = document.read(LibrarySource)
        groups = self._numbered(Kind.GROUP, ((it, Home(document, ("groups", at))) for at, it in enumerate(source.groups)))
        shelves = ((it, Home(document, ("collections", at))) for at, it in enumerate(source.collections))
        texts = [self._tried(self._library_text, document, source, at) for at in range(len(source.resources))]
        return [*groups, *self._numbered(Kind.COLLECTION, shelves)], [text for text in texts if text]

    def _library_text(self, document: Document, source: LibrarySource, at: int) -> LibraryText:
        entry = source.resources[at]
        home = Home(document, ("resources", at))
        path = self.folder / "library" / f"{entry.source}.md"
        self._settle(Kind.RESOURCE, path.stem, home)
        front, prose = self._markdown(path, home)
        return LibraryText(path.stem, entry, front.read(DocumentFront), prose)

    def _yaml(self, path: Path) -> Document:
        file = path.relative_to(self.folder).as_posix()
        self.used.add(file)
        return document_of(file, text_of(path, self.folder))

    def _markdown(self, path: Path, named_in: Home) -> tuple[Document, Prose]:
        """Front matter and text of a file. That it is missing is the fault of the line that names it."""
        file = path.relative_to(self.folder).as_posix()
        if not path.is_file():
            raise ContentRefused([named_in.fault(f"{file} is missing.")])
        self.used.add(file)
        front, text, first_line = front_matter(file, text_of(path, self.folder))
        return front, Prose(file, text, first_line)

    def _settle(self, kind: str, id: str, home: Home) -> None:
        if first := self.homes.get((kind, id)):
            there = first.fault("")
            self.faults.append(home.fault(f"The {kind} {id} is there already, in {there.file}:{there.line}."))
        self.homes.setdefault((kind, id), home)

    def _tried(self, read: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer | None:
        """What was read, or None with its faults noted."""
        try:
            return read(*args, **kwargs)
        except ContentRefused as refused:
            self.faults += refused.faults
            return None
