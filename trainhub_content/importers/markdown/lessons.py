"""Pages of Markdown as lessons: articles, and quizzes where a page is a list of questions."""

from fractions import Fraction

from markdown_it import MarkdownIt

from trainhub_content.importers.drafts import DraftLesson, DraftQuestion
from trainhub_content.importers.markdown.dialect import plain_markdown
from trainhub_content.importers.markdown.listed import Listed, listed_in
from trainhub_content.importers.markdown.sources import FIRST, MarkdownSource
from trainhub_content.importers.names import free, slug
from trainhub_content.importers.packages import MemberRefused, Package
from trainhub_content.importers.pages import html_of, page
from trainhub_content.importers.questions import Answer, built, choice, response
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Report, Sort
from trainhub_content.importers.texts import text_in
from trainhub_core.models.quiz import Question

MOST_INCLUDED = 200_000


class Lessons:
    """Makes the lessons of one folder."""

    def __init__(self, package: Package, references: References, report: Report) -> None:
        self.package, self.references, self.report = package, references, report

    def lesson(self, source: MarkdownSource) -> DraftLesson | None:
        """The lesson, or None with the reason said."""
        origin = self.report.found(Sort.LESSON, source.name, title=source.title)
        text = plain_markdown(source.text, origin, lambda address: self._included(address, source.name))
        intro, listed = listed_in(text)
        questions = self._questions(source, listed)
        body = page(
            html_of("\n".join(_without_last_headings(intro)) if listed else text), self.references, source.name, origin, source.title
        )
        if listed and not questions:
            origin.refused("None of its questions could come.")
            return None
        if not questions and _only_leads_elsewhere(body):
            origin.changed("The page only leads to another site; what stands there did not come.")
        if not body and not questions:
            origin.refused("There is nothing on the page but its title.")
            return None
        name = "" if source.stem.lower() in FIRST else source.stem
        return DraftLesson(origin, source.name, source.title, body, name, tuple(questions))

    def _questions(self, source: MarkdownSource, listed: list[Listed]) -> list[DraftQuestion]:
        taken: set[str] = set()
        made = []
        for each in listed:
            origin = self.report.found(Sort.QUESTION, source.name, f"line {each.line}")
            id = free(slug(each.text, "question"), taken)
            taken.add(id)
            if question := built(origin, lambda each=each, origin=origin, id=id: self._question(source, each, origin, id)):  # type: ignore[misc]
                made.append(question)
        return made

    def _question(self, source: MarkdownSource, listed: Listed, origin: Origin, id: str) -> Question:
        if not listed.right:
            raise ValueError(f"No option is the answer that it gives ({listed.answer or 'none'}).")
        share = Fraction(1, len(listed.right))
        answers = [
            Answer(self._markdown(source, text, origin), share if at in listed.right else Fraction(0))
            for at, text in enumerate(listed.options)
        ]
        prompt, why = self._markdown(source, listed.text, origin), self._markdown(source, "\n".join(listed.why), origin)
        if len(listed.right) == 1:
            return choice(origin, id, prompt, answers, feedback=why)
        return response(origin, id, prompt, answers, feedback=why)

    def _markdown(self, source: MarkdownSource, text: str, origin: Origin) -> str:
        """A part of a list as it reads; one line is not taken for a heading or a list."""
        html = html_of(text) if "\n" in text else str(MarkdownIt("commonmark", {"html": True}).renderInline(text))
        return page(html, self.references, source.name, origin)

    def _included(self, address: str, at: str) -> str | None:
        member = self.package.resolve(address, at)
        if member is None:
            return None
        try:
            return text_in(self.package.read(member, MOST_INCLUDED))[0]
        except MemberRefused:
            return None


def _only_leads_elsewhere(body: str) -> bool:
    return body.count("](https://") == 1 and "\n" not in body and body.strip("*_ ").startswith("[")


def _without_last_headings(lines: list[str]) -> list[str]:
    """Headings with nothing below them but the questions say nothing."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].startswith("##")):
        kept.pop()
    return kept
