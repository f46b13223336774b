"""A content and what is inside it, in order: texts, questions, videos. Libraries that we do not know are named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from trainhub_content.importers.converting import escaped_text
from trainhub_content.importers.drafts import DraftQuestion, DraftVideo
from trainhub_content.importers.h5p.media import Media
from trainhub_content.importers.h5p.questions import Asking, is_question
from trainhub_content.importers.h5p.reading import Part, Shape, inside, listed, number, part_of, words
from trainhub_content.importers.pages import line
from trainhub_content.importers.report import Origin, Report

MOST_DEPTH = 12
_SILENT = {"H5P.Nil", "H5P.ContinuousText", ""}
_NOT_OURS: Mapping[str, str] = {
    "H5P.IFrameEmbed": "it is another site's page.",
    "H5P.Questionnaire": "a survey has no right answers.",
    "H5P.GoToQuestion": "it jumps within a video.",
    "H5P.IVHotspot": "it jumps within a video.",
    "H5P.ExportableTextArea": "it is for writing, not for reading.",
    "H5P.DocumentationTool": "it is for writing, not for reading.",
}


@dataclass(slots=True)
class Found:
    """What a lesson is made of."""

    texts: list[str] = field(default_factory=list)
    questions: list[DraftQuestion] = field(default_factory=list)
    video: DraftVideo | None = None
    chapters: list[tuple[int, str]] = field(default_factory=list)
    pass_mark: int | None = None


class Walking:
    """One content of a package; a `Found` for each lesson."""

    def __init__(self, media: Media, asking: Asking, report: Report) -> None:
        self.media, self.asking, self.report = media, asking, report

    def found(self, part: Part, origin: Origin) -> Found:
        found = Found()
        self.take(part, found, origin, 0)
        return found

    def take(self, part: Part, found: Found, origin: Origin, depth: int, lead: str = "") -> None:
        """Adds what a part holds."""
        if depth > MOST_DEPTH:
            self.report.note(self.media.at, f"What is nested more than {MOST_DEPTH} deep was left out.", is_loss=True)
        elif is_question(part.library):
            self._ask(part, found, origin, lead)
        elif taker := _TAKERS.get(part.library):
            taker(self, part, found, origin, depth)
        elif part.library not in _SILENT:
            why = _NOT_OURS.get(part.library, "its library is not known to us.")
            name = f"{part.library} {part.title}".strip()
            self.report.note(self.media.at, f"{name} was left out: {why}", is_loss=True)

    def say(self, found: Found, *texts: str) -> None:
        found.texts += [text for text in texts if text]

    def _ask(self, part: Part, found: Found, origin: Origin, lead: str) -> None:
        found.questions += self.asking.questions(part, lead)
        if part.library == "H5P.Flashcards":
            self.say(found, self.media.page(words(part.params, "description"), origin))

    def text(self, part: Part, found: Found, origin: Origin, _: int) -> None:
        self.say(found, self.media.page(words(part.params, "text"), origin))

    def image(self, part: Part, found: Found, origin: Origin, _: int) -> None:
        self.say(found, self.media.image(part, origin))

    def link(self, part: Part, found: Found, origin: Origin, _: int) -> None:
        target = inside(part.params, "linkWidget")
        address = words(target, "url")
        if address and "://" not in address:
            address = f"{words(target, 'protocol') or 'https://'}{address}"
        self.say(found, self.media.link(address, words(part.params, "title") or address, origin))

    def audio(self, part: Part, found: Found, origin: Origin, _: int) -> None:
        source = next((path for each in listed(part.params, "files") if (path := words(each, "path"))), "")
        self.say(found, self.media.link(source, part.title or "Audio", origin))

    def video(self, part: Part, found: Found, origin: Origin, _: int) -> None:
        tracks = (each for name in ("a11y", "textTracks") for each in _tracks(inside(part.params, name) or part.params))
        self._play(part.params, "sources", tracks, part.title, found, origin)

    def interactive_video(self, part: Part, found: Found, origin: Origin, depth: int) -> None:
        """The video, then what came up in it: texts below it, questions after it, each with its time."""
        whole = inside(part.params, "interactiveVideo")
        shown = inside(whole, "video")
        title = words(inside(shown, "startScreenOptions"), "title") or part.title
        self._play(shown, "files", _tracks(inside(shown, "textTracks")), title, found, origin)
        marks = sorted((int(number(each, "time")), line(words(each, "label"))) for each in listed(inside(whole, "assets"), "bookmarks"))
        found.chapters += [mark for mark in marks if mark[1]]
        came_up = sorted(listed(inside(whole, "assets"), "interactions"), key=lambda each: number(inside(each, "duration"), "from"))
        for each in came_up:
            if inner := part_of(each.get("action")):
                lead = f"*At {clock(number(inside(each, 'duration'), 'from'))} in the video.*"
                before = len(found.texts)
                self.take(inner, found, origin, depth + 1, lead)
                found.texts[before:before] = [lead] * (len(found.texts) > before)
        if task := part_of(inside(whole, "summary").get("task")):
            self.take(task, found, origin, depth + 1)

    def question_set(self, part: Part, found: Found, origin: Origin, depth: int) -> None:
        intro = inside(part.params, "introPage")
        if intro.get("showIntroPage"):
            self.say(found, self.media.page(words(intro, "introduction"), origin))
        mark = part.params.get("passPercentage")
        found.pass_mark = mark if isinstance(mark, int) and 0 <= mark <= 100 else None
        for each in listed(part.params, "questions"):
            self._within(each, found, origin, depth)

    def column(self, part: Part, found: Found, origin: Origin, depth: int) -> None:
        for each in (*listed(part.params, "content"), *listed(part.params, "columns"), *listed(part.params, "rows")):
            self._within(each.get("content"), found, origin, depth)

    def presentation(self, part: Part, found: Found, origin: Origin, depth: int) -> None:
        """Slides one after the other, below their keywords where they have some; where on a slide a thing stood is lost."""
        for slide in listed(inside(part.params, "presentation"), "slides"):
            heading = next((line(words(each, "main")) for each in listed(slide, "keywords") if words(each, "main")), "")
            before = len(found.texts)
            for element in sorted(listed(slide, "elements"), key=lambda each: (number(each, "y"), number(each, "x"))):
                self._within(element.get("action"), found, origin, depth)
            if heading and len(found.texts) > before:
                found.texts.insert(before, f"## {escaped_text(heading)}")

    def accordion(self, part: Part, found: Found, origin: Origin, depth: int) -> None:
        for panel in listed(part.params, "panels"):
            if title := line(words(panel, "title")):
                self.say(found, f"## {escaped_text(title)}")
            self._within(panel.get("content"), found, origin, depth)

    def cards(self, part: Part, found: Found, origin: Origin, _: int) -> None:
        self.say(found, self.media.page(words(part.params, "description"), origin))
        for card in listed(part.params, "dialogs"):
            picture = self.media.picture(inside(card, "image"), words(card, "imageAltText"), origin)
            front, back = (line(words(card, name)) for name in ("text", "answer"))
            self.say(found, picture, f"**{escaped_text(front)}**" if front else "", escaped_text(back))
        origin.changed("Cards to turn over are a text: the front, then the back.")

    def guess(self, part: Part, found: Found, origin: Origin, _: int) -> None:
        self.say(
            found, self.media.page(words(part.params, "taskDescription"), origin), self.media.shown(inside(part.params, "media"), origin)
        )
        self.say(found, self.media.page(words(part.params, "solutionText"), origin))
        origin.changed("What was to be guessed is shown.")

    def _play(self, params: Shape, name: str, tracks: Iterator[Shape], title: str, found: Found, origin: Origin) -> None:
        """The first video is the lesson's; others are links."""
        if found.video is None and (video := self.media.video(params, name, tracks, origin)):
            found.video = video
        else:
            self.say(found, self.media.linked_video(params, name, title, origin))

    def _within(self, value: object, found: Found, origin: Origin, depth: int) -> None:
        if inner := part_of(value):
            self.take(inner, found, origin, depth + 1)


def clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def _tracks(value: Shape) -> Iterator[Shape]:
    return (each for name in ("videoTrack", "a11y") for each in listed(value, name))


_Taker = Callable[[Walking, Part, Found, Origin, int], None]
_TAKERS: Mapping[str, _Taker] = {
    "H5P.Text": Walking.text,
    "H5P.AdvancedText": Walking.text,
    "H5P.Table": Walking.text,
    "H5P.Image": Walking.image,
    "H5P.Link": Walking.link,
    "H5P.Audio": Walking.audio,
    "H5P.Video": Walking.video,
    "H5P.InteractiveVideo": Walking.interactive_video,
    "H5P.QuestionSet": Walking.question_set,
    "H5P.Column": Walking.column,
    "H5P.Row": Walking.column,
    "H5P.RowColumn": Walking.column,
    "H5P.CoursePresentation": Walking.presentation,
    "H5P.Accordion": Walking.accordion,
    "H5P.Dialogcards": Walking.cards,
    "H5P.GuessTheAnswer": Walking.guess,
}
KNOWN = frozenset({*_TAKERS, "H5P.InteractiveBook"})
