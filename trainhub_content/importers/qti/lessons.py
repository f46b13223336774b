"""Tests and banks as lessons: a test is one quiz, a bank several of at most twenty questions; texts stand before the questions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from trainhub_content.importers.banks.courses import MOST_IN_LESSON
from trainhub_content.importers.banks.questions import Asking
from trainhub_content.importers.banks.stated import Asks
from trainhub_content.importers.drafts import DraftLesson, DraftQuestion
from trainhub_content.importers.qti.tests import StatedTest
from trainhub_content.importers.references import References
from trainhub_content.importers.report import Origin, Report, Sort


@dataclass(slots=True)
class Lessons:
    """Makes the lessons of one import; `ids` are those of its questions."""

    report: Report
    references: References
    ids: set[str] = field(default_factory=set)

    def of(self, test: StatedTest, file: str, key: str, title: str, required: bool = True) -> Iterator[DraftLesson]:
        """The lessons of a test or bank in this file. Where nothing of it came, its origin says so."""
        first = self.report.found(Sort.LESSON, file, title, title)
        for sentence in test.changes:
            first.changed(sentence)
        questions, texts = self._read(test, file, first)
        parts = _parts(questions, test.is_bank)
        if not parts and not texts:
            first.refused("None of its questions could come.")
            return
        for number, part in enumerate(parts or [[]], start=1):
            named = f"{title}, part {number}" if len(parts) > 1 else title
            origin = first if number == 1 else self.report.found(Sort.LESSON, file, named, named)
            yield DraftLesson(
                origin,
                key if number == 1 else f"{key}#{number}",
                named,
                "\n\n".join(texts) if number == 1 else "",
                questions=tuple(part),
                required=required,
                shuffle=test.shuffle,
            )

    def _read(self, test: StatedTest, file: str, first: Origin) -> tuple[list[DraftQuestion], list[str]]:
        texts = [self._asking(file).markdown(test.intro, first)] if test.intro.text else []
        questions: list[DraftQuestion] = []
        for each, elsewhere in test.entries:
            at = elsewhere or file
            asking = self._asking(at)
            if each.asks is Asks.DESCRIPTION and not each.fault:
                texts.append(asking.markdown(each.prompt, first))
                self.report.note(at, f"What stands at {each.place} asks nothing; its text comes before the questions of its lesson.")
            elif question := asking.question(each, self.report.found(Sort.QUESTION, at, each.place, each.name)):
                questions.append(question)
        return questions, [text for text in texts if text]

    def _asking(self, file: str) -> Asking:
        return Asking(self.references, file, self.ids)


def _parts(questions: list[DraftQuestion], is_bank: bool) -> list[list[DraftQuestion]]:
    if not is_bank:
        return [questions] if questions else []
    return [questions[at : at + MOST_IN_LESSON] for at in range(0, len(questions), MOST_IN_LESSON)]
