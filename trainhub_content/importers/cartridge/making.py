"""Resources of a cartridge as lessons."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from trainhub_content.importers.cartridge.canvas import document
from trainhub_content.importers.cartridge.kinds import Kind, is_page, kind_of
from trainhub_content.importers.cartridge.manifests import Resource
from trainhub_content.importers.cartridge.quizzes import Quizzes
from trainhub_content.importers.cartridge.texts import Texts, with_parts
from trainhub_content.importers.converting import escaped_text
from trainhub_content.importers.drafts import DraftLesson
from trainhub_content.importers.names import words_of
from trainhub_content.importers.packages import MemberRefused
from trainhub_content.importers.pages import line
from trainhub_content.importers.references import PICTURES, References
from trainhub_content.importers.report import Origin, Sort
from trainhub_content.importers.xml import attribute, child, every, text_at

NOT_LEARNERS = "It is for instructors alone."
A_TOOL = "It is another site's tool (LTI), which is used there."
NOTHING = "There is nothing in it to read."
DISCUSSED = "It was discussed there; here it is a text to read."
HANDED_IN = "A file was handed in there; here the answer is written."
IN_A_TOOL = "It was done in another site's tool; here its text came, and the answer is written."


@dataclass(slots=True)
class Making:
    """Makes the lessons of one cartridge."""

    texts: Texts
    references: References
    quizzes: Quizzes
    manifest: str

    def lessons(self, resource: Resource, title: str, required: bool = True) -> Iterator[DraftLesson]:
        """The lesson that a resource is, none where it says why not."""
        kind = kind_of(resource)
        named = title or self.title_of(resource)
        why = self._why_not(resource, kind)
        if kind is Kind.QUIZ and not why:
            yield from self.quizzes.lessons(resource, named, key_of(resource), required)
            return
        origin = self.texts.report.found(Sort.LESSON, resource.main or self.manifest, named, named)
        if why:
            origin.refused(why)
            return
        try:
            lesson = _MAKERS[kind](self, resource, named, origin)
        except MemberRefused as refused:
            origin.refused(str(refused))
            return
        if not (lesson.text or lesson.download):
            origin.refused(NOTHING)
            return
        yield (
            lesson
            if required
            else DraftLesson(
                origin, lesson.key, lesson.title, lesson.text, download=lesson.download, is_exercise=lesson.is_exercise, required=False
            )
        )

    def title_of(self, resource: Resource) -> str:
        """What a resource calls itself."""
        kind = kind_of(resource)
        if kind is Kind.QUIZ:
            return self.quizzes.title_of(resource) or words_of(resource.ident)
        if is_page(resource.main):
            return self.texts.title_of(resource.main)
        root = self._root(resource) if resource.main.endswith(".xml") else None
        stated = line(text_at(root, "title")) if root is not None else ""
        return stated or words_of(posixpath.splitext(posixpath.basename(resource.main))[0]) or resource.ident

    def _why_not(self, resource: Resource, kind: Kind) -> str:
        if not resource.is_for_learners:
            return NOT_LEARNERS
        if kind is Kind.TOOL:
            return A_TOOL
        if not resource.members:
            missing = ", ".join(resource.missing) or "its file"
            return f"{missing} is not in the package."
        if kind not in _MAKERS and kind is not Kind.QUIZ:
            return f"Resources of the type {resource.kind} have nothing like them here."
        return ""

    def _root(self, resource: Resource) -> Element | None:
        return document(self.texts.package, resource.main, self.texts.report)

    def _page(self, resource: Resource, title: str, origin: Origin) -> DraftLesson:
        return DraftLesson(origin, key_of(resource), title, self.texts.page(resource.main, origin, title))

    def _file(self, resource: Resource, title: str, origin: Origin) -> DraftLesson:
        address = self.references.bring(resource.main)
        if not address:
            raise MemberRefused("Its file cannot come.")
        return DraftLesson(origin, key_of(resource), title, download=address)

    def _picture(self, resource: Resource, title: str, origin: Origin) -> DraftLesson:
        address = self.references.bring(resource.main)
        words = words_of(title.rpartition(".")[0]) if title.rpartition(".")[2].lower() in PICTURES else title
        return DraftLesson(origin, key_of(resource), words, f"![{escaped_text(words)}]({address})" if address else "")

    def _assignment(self, resource: Resource, title: str, origin: Origin) -> DraftLesson:
        """What is asked; files that were handed in are written answers here."""
        settings = next((member for member in resource.members if member.endswith("assignment_settings.xml")), "")
        root = document(self.texts.package, settings, self.texts.report) if settings else self._root(resource)
        text = self.texts.page(resource.main, origin, title) if is_page(resource.main) else ""
        if root is not None:
            told = self.texts.told(child(root, "text"), resource.main, origin)
            text = with_parts(text or told, self.texts.attached(root, resource.main, origin))
            self._say_how(root, resource, origin)
        return DraftLesson(origin, key_of(resource), title, text, is_exercise=True)

    def _say_how(self, root: Element, resource: Resource, origin: Origin) -> None:
        formats = {attribute(each, "type") for each in every(root, "format")}
        formats |= {each for told in every(root, "submission_types") for each in (told.text or "").split(",")}
        if formats & {"file", "online_upload", "media_recording"}:
            origin.changed(HANDED_IN)
        if "external_tool" in formats:
            origin.changed(IN_A_TOOL)
        if text_at(root, "instructor_text"):
            self.texts.report.note(resource.main, "What it says to instructors was left out.")

    def _discussion(self, resource: Resource, title: str, origin: Origin) -> DraftLesson:
        root = self._root(resource)
        if root is None:
            raise MemberRefused("Its text cannot be read.")
        origin.changed(DISCUSSED)
        told = self.texts.told(child(root, "text"), resource.main, origin)
        return DraftLesson(origin, key_of(resource), title, with_parts(told, self.texts.attached(root, resource.main, origin)))

    def _link(self, resource: Resource, title: str, origin: Origin) -> DraftLesson:
        root = self._root(resource)
        named = next(every(root, "url"), None) if root is not None else None
        href = (attribute(named, "href") or (named.text or "")).strip() if named is not None else ""
        address = self.references.link(href, resource.main, origin)
        shown = escaped_text(address.removeprefix("https://").rstrip("/"))
        return DraftLesson(origin, key_of(resource), title, f"[{shown}]({address})" if address else "")


def key_of(resource: Resource) -> str:
    """What a lesson is called by, through all exports of a course."""
    return f"resource/{resource.ident}"


Maker = Callable[[Making, Resource, str, Origin], DraftLesson]
_MAKERS: Mapping[Kind, Maker] = {
    Kind.PAGE: Making._page,
    Kind.FILE: Making._file,
    Kind.PICTURE: Making._picture,
    Kind.ASSIGNMENT: Making._assignment,
    Kind.DISCUSSION: Making._discussion,
    Kind.LINK: Making._link,
}
