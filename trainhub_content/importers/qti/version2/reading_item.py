"""One item of QTI 2 while it is read."""

from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import CASE, StatedAnswer, StatedNumber, Words
from trainhub_content.importers.pages import line
from trainhub_content.importers.qti import sentences
from trainhub_content.importers.qti.scoring import decimal
from trainhub_content.importers.qti.version2.bodies import feedback_in, html_of
from trainhub_content.importers.qti.version2.declarations import Response, responses_of
from trainhub_content.importers.qti.version2.numbers import around
from trainhub_content.importers.qti.version2.told import Told, told_by
from trainhub_content.importers.xml import attribute, child

NUMBERS = {"integer", "float"}


@dataclass(slots=True)
class ItemReading:
    item: Element
    body: Element
    responses: dict[str, Response]
    told: Told
    unsaid: list[str] = field(default_factory=list)

    def response(self, interaction: Element) -> Response:
        """Raises ValueError where nothing right is declared for it."""
        found = self.responses.get(attribute(interaction, "responseIdentifier"))
        if found is None or not found.right:
            raise ValueError(sentences.NO_ANSWER)
        if found.is_case:
            self.say(CASE)
        return found

    def to(self, value: str, share: Fraction) -> str:
        """What is said to whoever gave this answer."""
        return self.told.values.get(value, "") + (self.told.right if share >= 1 else self.told.wrong)

    def answer(self, choice: Element, response: Response) -> StatedAnswer:
        """A choice with its share and what is said to it."""
        ident = attribute(choice, "identifier")
        share = response.share(ident)
        feedback = feedback_in(choice, ident) + (self.to(ident, share) if response.is_single else self.told.values.get(ident, ""))
        return StatedAnswer(Words(html_of(choice), "html"), share, Words(feedback, "html"))

    def numbers(self, response: Response) -> list[tuple[StatedNumber, Fraction]]:
        """The numbers of a typed answer with their shares. Raises ValueError for what is none."""
        found = []
        for value in response.worth if response.is_mapped else response.correct:
            number = decimal(value)
            if number is None:
                raise ValueError(f"“{value[:80]}” is no number.")
            found.append((around(number, self.item, response.ident), response.share(value)))
        return found

    def feedback(self) -> Words:
        return Words(self.told.always, "html")

    def lost_whole(self) -> None:
        """Notes that what is said to right and wrong answers as a whole has no place."""
        self.told.is_unsaid = self.told.is_unsaid or bool(self.told.right or self.told.wrong)

    def say(self, sentence: str) -> None:
        if sentence not in self.unsaid:
            self.unsaid.append(sentence)


def reading_of(item: Element) -> ItemReading:
    body = child(item, "itemBody")
    return ItemReading(item, body if body is not None else Element("itemBody"), responses_of(item), told_by(item))


def words_of(element: Element) -> str:
    """What an element says, on one line."""
    return line(html_of(element))
