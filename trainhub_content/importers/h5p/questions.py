"""The question types of H5P as ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from trainhub_content.importers.h5p.gaps import Marked, choice_gap, marked, prompt_of, solution, text_gap
from trainhub_content.importers.h5p.media import Media
from trainhub_content.importers.h5p.reading import Part, Shape, inside, listed, texts, words
from trainhub_content.importers.names import free, short_hash, slug
from trainhub_content.importers.pages import line
from trainhub_content.importers.questions import Answer, DraftQuestion, built, choice, forms, order_items, response, true_false
from trainhub_content.importers.report import Origin, Report, Sort
from trainhub_core.models.quiz import Cloze, Ordering, Question, ShortAnswer

NOT_OURS: Mapping[str, str] = {
    "H5P.Essay": "A free text is marked by a person; our quizzes have no such question.",
    "H5P.MarkTheWords": "Words are marked within a text; our quizzes have no such question.",
    "H5P.DragQuestion": "Things are dragged over a picture; our quizzes have no such question.",
    "H5P.ImageHotspotQuestion": "Its answer is a place in a picture.",
    "H5P.ImageMultipleHotspotQuestion": "Its answers are places in a picture.",
    "H5P.MultiMediaChoice": "Its answers are pictures or sounds.",
    "H5P.Dictation": "Its prompt is a sound.",
    "H5P.SpeakTheWords": "Its answer is spoken.",
    "H5P.SpeakTheWordsSet": "Its answers are spoken.",
    "H5P.ArithmeticQuiz": "Its sums are made up as one goes.",
    "H5P.AdvancedBlanks": "Its answers are patterns.",
}
ASKED_OF = "Choose the right statement."
SMALL_LETTERS = "Capital and small letters are the same in an answer now."


@dataclass(slots=True)
class Asking:
    """Makes the questions of one content; `taken` are the ids that it has given."""

    media: Media
    report: Report
    taken: set[str]

    def questions(self, part: Part, lead: str = "") -> Iterator[DraftQuestion]:
        """The questions that a part asks; each is found, and comes or is refused. `lead` stands before each prompt."""
        if part.library in NOT_OURS:
            self._found(part, part.title).refused(NOT_OURS[part.library])
            return
        for single in _singles(part):
            origin = self._found(single, single.title)
            if drafted := self._built(single, origin, lead):
                yield drafted

    def _built(self, part: Part, origin: Origin, lead: str) -> DraftQuestion | None:
        id = self._id(part)
        lead = "\n\n".join(text for text in (lead, self.media.shown(inside(part.params, "media", "type"), origin)) if text)
        return built(origin, lambda: _MAKERS[part.library](self.media, part, origin, id, lead))

    def _found(self, part: Part, title: str) -> Origin:
        return self.report.found(Sort.QUESTION, self.media.at, f"{part.library} {part.id}".strip(), title)

    def _id(self, part: Part) -> str:
        stated = next(
            (text for name in ("question", "text", "textField", "taskDescription") if (text := words(part.params, name))), part.id
        )
        wanted = slug(part.title, "question") if part.title else f"question-{short_hash(stated or repr(part.params))}"
        id = free(wanted, self.taken)
        self.taken.add(id)
        return id


def is_question(library: str) -> bool:
    return library in _MAKERS or library in NOT_OURS or library in _SETS


def _singles(part: Part) -> Iterator[Part]:
    """A part that asks several things, as one part for each."""
    name = _SETS.get(part.library)
    if name is None:
        yield part
        return
    for at, each in enumerate(listed(part.params, name), start=1):
        yield Part(part.library, {**part.params, name: [each]}, "", f"{part.id}#{at}")


def _choice(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    behaviour = inside(part.params, "behaviour")
    given = list(listed(part.params, "answers"))
    right = sum(each.get("correct") is True for each in given)
    is_single = words(behaviour, "type") == "single" or (words(behaviour, "type") != "multi" and right == 1)
    wrong = Fraction(0) if is_single else -Fraction(1, max(1, right))
    gain = Fraction(1) if is_single else Fraction(1, max(1, right))
    answers = [_answer(media, each, gain if each.get("correct") is True else wrong, origin) for each in given]
    hint = "\n\n".join(text for each in given if (text := _tip(media, each, origin)))
    prompt, feedback = _prompt(media, words(part.params, "question"), lead, origin), media.feedback(part.params, origin)
    if is_single:
        fixed = behaviour.get("randomAnswers") is False
        return choice(origin, id, prompt, answers, hint=hint, feedback=feedback, fixed=fixed)
    return response(origin, id, prompt, answers, hint=hint, feedback=feedback, all_or_nothing=behaviour.get("singlePoint") is True)


def _answer(media: Media, given: Shape, share: Fraction, origin: Origin) -> Answer:
    told = inside(given, "tipsAndFeedback")
    if line(words(told, "notChosenFeedback")):
        origin.changed("What was said of answers that were not chosen was left out.")
    return Answer(media.page(words(given, "text"), origin), share, media.page(words(told, "chosenFeedback"), origin))


def _tip(media: Media, given: Shape, origin: Origin) -> str:
    tip = media.page(words(inside(given, "tipsAndFeedback"), "tip"), origin)
    return f"{media.page(words(given, 'text'), origin)}: {tip}" if tip else ""


def _true_false(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    stated = str(part.params.get("correct")).lower()
    if stated not in ("true", "false"):
        raise ValueError("Neither true nor false is marked as right.")
    told = inside(part.params, "behaviour")
    right, wrong = (media.page(words(told, name), origin) for name in ("feedbackOnCorrect", "feedbackOnWrong"))
    is_true = stated == "true"
    prompt = _prompt(media, words(part.params, "question"), lead, origin)
    return true_false(id, prompt, is_true, if_true=right if is_true else wrong, if_false=wrong if is_true else right)


def _blanks(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    if inside(part.params, "behaviour").get("caseSensitive", True):
        origin.changed(SMALL_LETTERS)
    found = marked("".join(texts(part.params, "questions")))
    gaps = tuple(text_gap(at, each) for at, each in enumerate(found.solutions, start=1))
    task = _prompt(media, words(part.params, "text"), lead, origin)
    return _cloze(media, part, Cloze(id=id, prompt=task, gaps=gaps), found, origin)


def _drag_text(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    found = marked(words(part.params, "textField").replace("\n", "<br>"))
    strays = [solution(each).answer for each in words(part.params, "distractors").split("*") if each.strip()]
    pool = list(dict.fromkeys([*(each.answer for each in found.solutions), *strays]))
    gaps = tuple(choice_gap(at, each, pool) for at, each in enumerate(found.solutions, start=1))
    task = _prompt(media, words(part.params, "taskDescription"), lead, origin)
    return _cloze(media, part, Cloze(id=id, prompt=task, gaps=gaps), found, origin)


def _cloze(media: Media, part: Part, task: Cloze, found: Marked, origin: Origin) -> Cloze:
    """The question with the text below what is to be done."""
    text = prompt_of(found, lambda html: media.page(html, origin))
    hint = "\\\n".join(each.tip for each in found.solutions if each.tip)
    prompt = "\n\n".join(each for each in (task.prompt, text) if each)
    return task.model_copy(update={"prompt": prompt, "hint": hint, "feedback": media.feedback(part.params, origin)})


def _single_choice(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    (asked,) = listed(part.params, "choices")
    prompt = _prompt(media, words(asked, "question"), lead, origin)
    return choice(origin, id, prompt, _first_is_right(media, texts(asked, "answers"), origin))


def _summary(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    (asked,) = listed(part.params, "summaries")
    prompt = _prompt(media, words(part.params, "intro") or ASKED_OF, lead, origin)
    hint = media.page(words(asked, "tip"), origin)
    return choice(origin, id, prompt, _first_is_right(media, texts(asked, "summary"), origin), hint=hint)


def _flashcard(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    (card,) = listed(part.params, "cards")
    picture = media.picture(inside(card, "image"), words(card, "imageAltText"), origin)
    prompt = "\n\n".join(text for text in (lead, picture, media.page(words(card, "text"), origin)) if text)
    answers = [Answer(line(each), Fraction(1)) for each in words(card, "answer").split("/") if each.strip()]
    return ShortAnswer(id=id, prompt=prompt, forms=forms(origin, answers), hint=media.page(words(inside(card, "tip"), "tip"), origin))


def _ordering(media: Media, part: Part, origin: Origin, id: str, lead: str) -> Question:
    items = order_items([media.page(each, origin) for each in texts(part.params, "paragraphs")])
    prompt = _prompt(media, words(part.params, "taskDescription"), lead, origin)
    return Ordering(id=id, prompt=prompt, items=items, feedback=media.feedback(part.params, origin))


def _first_is_right(media: Media, given: list[str], origin: Origin) -> list[Answer]:
    return [Answer(media.page(text, origin), Fraction(not at)) for at, text in enumerate(given)]


def _prompt(media: Media, html: str, lead: str, origin: Origin) -> str:
    return "\n\n".join(text for text in (lead, media.page(html, origin)) if text)


_Maker = Callable[[Media, Part, Origin, str, str], Question]
_MAKERS: Mapping[str, _Maker] = {
    "H5P.MultiChoice": _choice,
    "H5P.TrueFalse": _true_false,
    "H5P.Blanks": _blanks,
    "H5P.DragText": _drag_text,
    "H5P.SingleChoiceSet": _single_choice,
    "H5P.Summary": _summary,
    "H5P.Flashcards": _flashcard,
    "H5P.SortParagraphs": _ordering,
}
_SETS = {"H5P.SingleChoiceSet": "choices", "H5P.Summary": "summaries", "H5P.Flashcards": "cards"}
"""Where these libraries list what they ask."""
