"""One unit (vertical) as lessons."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.etree.ElementTree import Element

from trainhub_content.check import words
from trainhub_content.importers.drafts import DraftLesson, DraftQuestion, DraftVideo
from trainhub_content.importers.olx.problems import Problems
from trainhub_content.importers.olx.trees import HOLDERS, Block
from trainhub_content.importers.olx.videos import Videos
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import line, page
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Report, Sort
from trainhub_content.importers.texts import text_in
from trainhub_content.importers.xml import attribute, markup

MOST_BEFORE_QUESTIONS = 120
"""Words that may stand before the first question; a longer text is a lesson of its own."""
_NOT_OURS = {
    "discussion": "Discussions are not part of a course's content.",
    "drag-and-drop-v2": "Drag and drop is a picture to work on with the mouse.",
    "openassessment": "Work that others assess cannot be brought over.",
    "edx_sga": "Work that staff assesses cannot be brought over.",
    "lti": "It is another site's tool.",
    "lti_consumer": "It is another site's tool.",
    "poll": "A poll has no right answer.",
    "survey": "A survey has no right answers.",
    "poll_question": "A poll has no right answer.",
    "word_cloud": "A word cloud is made by a class together.",
}


@dataclass(slots=True)
class _Found:
    """What a unit holds, in order within each."""

    texts: list[str] = field(default_factory=list)
    videos: list[tuple[Block, DraftVideo]] = field(default_factory=list)
    questions: list[DraftQuestion] = field(default_factory=list)


class Units:
    """Makes lessons of units; one for a course."""

    def __init__(self, package: Package, report: Report, references: References) -> None:
        self.package, self.report, self.references = package, report, references
        self.problems = Problems(report, references)
        self.videos = Videos(package, report, references)

    def lessons(self, unit: Block, otherwise: str) -> Iterator[DraftLesson]:
        """The lessons of a unit; `otherwise` is the title of one that has none."""
        title = line(unit.title) or otherwise
        origin = self.report.found(Sort.LESSON, unit.file, unit.name, title)
        found = _Found()
        refused = [why for block in unit.blocks if block.kind not in HOLDERS for why in self._take(block, found, origin, title)]
        text = "\n\n".join(text for text in found.texts if text)
        if not text and not found.videos and not found.questions:
            origin.refused(" ".join(dict.fromkeys(refused)) or "There is nothing in it to read, watch or answer.")
            return
        yield from self._parts(unit, origin, title, text, found)

    def _parts(self, unit: Block, origin: Origin, title: str, text: str, found: _Found) -> Iterator[DraftLesson]:
        """The first lesson has the unit's key and origin, the others those of their blocks."""
        questions = tuple(found.questions)
        if questions and not found.videos and words(text) <= MOST_BEFORE_QUESTIONS:
            yield DraftLesson(origin, unit.key, title, text, questions=questions, shuffle=False)
            return
        for at, (block, video) in enumerate(found.videos):
            named = line(block.title) if len(found.videos) > 1 else title
            if at:
                yield DraftLesson(self.report.found(Sort.LESSON, block.file, block.name, named), block.key, named or title, video=video)
            else:
                yield DraftLesson(origin, unit.key, named or title, text, video=video)
        if not found.videos:
            yield DraftLesson(origin, unit.key, title, text)
        if questions:
            origin = self.report.found(Sort.LESSON, unit.file, f"{unit.name}, questions", title)
            yield DraftLesson(origin, f"{unit.key}#questions", f"{title}: questions", questions=questions, shuffle=False)

    def _take(self, block: Block, found: _Found, origin: Origin, title: str) -> Iterator[str]:
        """Adds what a block holds; yields why it holds nothing for us."""
        match block.kind:
            case "html":
                found.texts.append(self._page(block, origin, title))
            case "about" | "static_tab":
                return
            case "problem":
                questions, text = self.problems.of(block)
                found.questions += questions
                found.texts.append(text)
            case "video" | "videoalpha":
                video, text = self.videos.of(block, origin)
                found.videos += [(block, video)] if video else []
                found.texts.append(text)
            case _:
                why = _NOT_OURS.get(block.kind, f"Blocks of the kind {block.kind} are not known to us.")
                self.report.note(block.file, f"{block.kind} {line(block.title) or block.name} was left out: {why}", is_loss=True)
                yield why

    def _page(self, block: Block, origin: Origin, title: str) -> str:
        html, at = self._html(block.element, block, origin)
        return page(html, self.references, at, origin, title)

    def _html(self, element: Element, block: Block, origin: Origin) -> tuple[str, str]:
        """The page and the member that it stands in."""
        if not (name := attribute(element, "filename")):
            return markup(element) if len(element) or element.text else "", block.file
        for folder in ("html/", ""):
            member = self.package.resolve(f"/{block.root}/{folder}{name.replace(':', '/')}.html".replace("//", "/"))
            if member is None:
                continue
            try:
                text, said = text_in(self.package.read(member))
            except MemberRefused as refused:
                self.report.note(member, str(refused), is_loss=True)
                return "", block.file
            if said:
                origin.changed(said)
            return text, member
        self.report.note(block.file, f"The page {name}.html is not in the package.", is_loss=True)
        return f"<p>{escape(line(block.title))}</p>" if block.title else "", block.file
