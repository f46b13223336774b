"""Everything that LEARN-5 names is found, found anew when it changed, and not once it is gone; each with the place to open."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.app.staged import StagedHub, staged
from tests.app.videos_world import CAPTIONS, resources
from tests.builders import NOW, course, resource, tell, webinar
from tests.core.quiz_builders import QUIZ
from trainhub_core.models.catalogue import Lesson, LessonKind, Module, Skill, SkillWeight
from trainhub_core.models.notes import Anchor, Colour, Note, NoteKind
from trainhub_core.models.quiz import Quiz
from trainhub_core.models.texts import LessonText
from trainhub_core.operations import RemoveNote, SaveNote
from trainhub_core.rules.anchors import anchor_of
from trainhub_tui.cache.practice import practice_of
from trainhub_tui.media.document_page import page_at
from trainhub_tui.media.openers import open_document
from trainhub_tui.media.refusals import CannotOpen
from trainhub_tui.search.asking import Hit
from trainhub_tui.search.passages import sections

LESSON = "negotiation/one"
TEXT = "# Asking\n\nBegin with a question.\n\nThe first figure is an anchor.\n"
QUOTE = "an anchor"


@pytest.fixture
def hub(tmp_path: Path) -> StagedHub:
    hub = staged(home=tmp_path)
    keep(hub, TEXT)
    return hub


def keep(hub: StagedHub, text: str, quiz: Quiz | None = None) -> None:
    practice = {LESSON: practice_of(LessonText(lesson_id=LESSON, version=1, text=text, quiz=quiz))}
    hub.snapshot.keep_texts("negotiation", f'"{hash((text, quiz))}"', 1, [(LESSON, 1, text)], practice)


def hits(hub: StagedHub, typed: str, *kinds: str) -> list[Hit]:
    hub.search.catch_up()
    return list(hub.search.find(typed, kinds).hits)


def places(hub: StagedHub, typed: str, *kinds: str) -> list[str]:
    """Page, thing and place of each hit, as enter would open them."""
    found = hits(hub, typed, *kinds)
    lines = hub.search.snippets(found, hub.search.find(typed, kinds))
    return [f"{it.passage.page} {it.passage.of} {it.passage.place(lines[it.id].at or 0)}" for it in found]


def note(body: str, **more: object) -> Note:
    start = TEXT.index(QUOTE)
    told = {
        "id": "note-1",
        "kind": NoteKind.LESSON,
        "object": LESSON,
        "title": "Lesson one",
        "colour": Colour.GREEN,
        "made": NOW,
        "at": NOW,
    }
    return Note.model_validate({**told, "anchor": anchor_of(TEXT, start, start + len(QUOTE)), "body": body, **more})


# --- notes
def test_a_note_is_found_by_its_words_and_by_its_passage_until_it_is_removed(hub: StagedHub) -> None:
    hub.do(SaveNote(note=note("Try this with **Mira** on Friday.")))
    at = TEXT.index(QUOTE)
    assert places(hub, "mira fri") == [f"lesson {LESSON} {at}"]
    assert places(hub, "anchor", "note") == [f"lesson {LESSON} {at}"]
    hub.do(SaveNote(note=note("Try this with Tomas.", at=NOW + timedelta(hours=1))))
    assert places(hub, "mira") == [] and places(hub, "tomas") == [f"lesson {LESSON} {at}"]
    hub.do(RemoveNote(note_id="note-1", at=NOW + timedelta(hours=2)))
    assert places(hub, "tomas") == [] and places(hub, "anchor", "note") == []


def test_a_note_moves_with_its_passage_and_without_it_the_list_of_notes_is_its_place(hub: StagedHub) -> None:
    hub.do(SaveNote(note=note("Try this with Mira.")))
    moved = "# Asking\n\nA new beginning, quite long.\n\n" + TEXT
    keep(hub, moved)
    assert places(hub, "mira") == [f"lesson {LESSON} {moved.index(QUOTE)}"]
    keep(hub, "# Asking\n\nNothing of it is left.\n")
    assert places(hub, "mira") == ["notes note-1 None"]


def test_two_notes_on_one_passage_are_two_hits(hub: StagedHub) -> None:
    hub.do(SaveNote(note=note("Ask Mira.")))
    hub.do(SaveNote(note=note("Ask Mira again.", id="note-2")))
    assert len({it.key for it in hits(hub, "mira")}) == 2


def test_a_note_on_a_second_of_a_video_opens_there(hub: StagedHub) -> None:
    tell(hub, *resources(b"film"))
    on_video = {"kind": NoteKind.RESOURCE, "object": "how-to-ask", "anchor": Anchor(second=75)}
    hub.do(SaveNote(note=note("Her pause here.", **on_video)))
    assert places(hub, "pause") == ["document how-to-ask 75"]
    assert hits(hub, "pause")[0].passage.detail == "1:15"


# --- transcripts
def test_a_line_of_a_video_is_found_at_its_second_and_its_captions_are_no_document(hub: StagedHub) -> None:
    tell(hub, *resources(b"film"))
    assert places(hub, "thank") == []
    hub.has_come("how-to-ask-captions", CAPTIONS)
    assert places(hub, "name person") == ["video how-to-ask 1"]
    assert places(hub, "say thank") == ["video how-to-ask 2"]
    assert [it.passage.kind for it in hits(hub, "ada happy")] == ["transcript"]
    hub.has_come("how-to-ask-captions", b"WEBVTT\n\n01:00.000 --> 01:02.000\nQuite another line.\n")
    assert places(hub, "thank") == [] and places(hub, "quite another") == ["video how-to-ask 60"]
    hub.remove("how-to-ask-captions")
    assert places(hub, "quite another") == []


def test_long_captions_are_cut_into_stretches_of_a_minute(hub: StagedHub) -> None:
    tell(hub, *resources(b"film"))
    lines = "".join(f"\n{at // 60:02}:{at % 60:02}.000 --> {at // 60:02}:{at % 60:02}.900\nLine {at} of it.\n" for at in range(0, 600, 5))
    hub.has_come("how-to-ask-captions", f"WEBVTT\n{lines}".encode())
    assert places(hub, "line 435") == ["video how-to-ask 435"]
    passages = hub.search.index.read("SELECT count(*) FROM passages WHERE source = 'transcripts'")
    assert 10 <= int(str(passages[0][0])) <= 12


def test_a_video_that_a_lesson_plays_opens_as_the_lesson(hub: StagedHub) -> None:
    tell(hub, *resources(b"film"))
    lesson = Lesson(id="negotiation/film", title="See it", minutes=2, kind=LessonKind.VIDEO, media="how-to-ask", media_seconds=3)
    of = course("negotiation", "Negotiation").model_copy(update={"modules": (Module(id="m", title="All", lessons=(lesson,)),)})
    tell(hub, of, seq=5)
    hub.has_come("how-to-ask-captions", CAPTIONS)
    assert places(hub, "say thank") == ["video-lesson negotiation/film 2"]


def test_captions_that_are_none_keep_nothing_else_from_being_found(hub: StagedHub) -> None:
    tell(hub, *resources(b"film"))
    hub.has_come("how-to-ask-captions", b"\x00\xff no captions")
    assert places(hub, "begin question") == [f"lesson {LESSON} {TEXT.index('Begin')}"]


# --- practice quizzes
def test_a_question_is_found_by_what_it_asks_and_offers_and_opens_its_lesson(hub: StagedHub) -> None:
    keep(hub, TEXT, QUIZ)
    assert places(hub, "which order") == [f"lesson {LESSON} None"]
    assert hits(hub, "which order")[0].passage.part == "ordering"
    assert {it.passage.part for it in hits(hub, "option", "question")} == {"choice", "response", "cloze"}
    keep(hub, TEXT, QUIZ.model_copy(update={"questions": QUIZ.questions[:1]}))
    assert places(hub, "which order") == []


@pytest.mark.parametrize("typed", ["exit", "way out", "hours", "generous", "about", "warmer", "12.5", "in general", "not the first", "who"])
def test_no_answer_no_feedback_and_no_hint_is_found(hub: StagedHub, typed: str) -> None:
    keep(hub, TEXT, QUIZ)
    assert hits(hub, typed, "question") == []


def test_the_order_of_what_is_offered_tells_no_answer(hub: StagedHub) -> None:
    """Ordering and matching items stand in the order of the alphabet, whatever their author's order was."""
    questions = [it.model_copy(update={"items": it.items[::-1]}) if it.type in ("ordering", "matching") else it for it in QUIZ.questions]
    keep(hub, TEXT, QUIZ)
    before = {it.passage.part: hub.search.snippets([it], hub.search.find("step item"))[it.id].text for it in hits(hub, "step", "question")}
    keep(hub, TEXT, QUIZ.model_copy(update={"questions": tuple(questions)}))
    after = {it.passage.part: hub.search.snippets([it], hub.search.find("step item"))[it.id].text for it in hits(hub, "step", "question")}
    assert before == after and before["ordering"].endswith("Step a Step b Step c Step d Step e")


# --- course pages, webinars
def test_a_course_is_found_by_its_modules_and_skills(hub: StagedHub) -> None:
    module = Module(id="m", title="Silence as a tool", lessons=course("negotiation", "x").lessons)
    of = course("negotiation", "Negotiation").model_copy(update={"modules": (module,), "skills": (SkillWeight(skill="calm", weight=2),)})
    tell(hub, of, Skill(id="calm", title="Composure"), seq=5)
    assert places(hub, "silence tool") == ["course negotiation None"] and places(hub, "compos") == ["course negotiation None"]
    tell(hub, course("negotiation", "Negotiation"), seq=6)
    assert places(hub, "silence tool") == [] and places(hub, "compos") == []


def test_webinars_past_and_to_come_are_found_with_their_day(hub: StagedHub) -> None:
    tell(
        hub,
        webinar("spoken-then", "Zebra talk", NOW - timedelta(days=30)),
        webinar("spoken-soon", "Zebra questions", NOW + timedelta(days=3)),
    )
    found = {it.passage.of: it.passage.detail for it in hits(hub, "zebra", "webinar")}
    assert set(found) == {"spoken-then", "spoken-soon"}
    assert all(str(NOW.year) in detail or str(NOW.year - 1) in detail for detail in found.values())


# --- scripts without spaces, accents, compounds
@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("価格交渉はいつも質問から始まる。", "交渉"),
        ("価格交渉はいつも質問から始まる。", "渉は"),
        ("価格交渉はいつも質問から始まる。", "価"),
        ("価格交渉はいつも質問から始まる。", "る"),
        ("我们的合作伙伴需要新的报价。", "合作伙伴"),
        ("我们的合作伙伴需要新的报价。", "报价 伙伴"),
        ("新しいＢ２Ｂ営業", "b2b営業"),
        ("ﾄﾅｶｲの声", "トナカイ"),
        ("시장가격을 먼저 묻습니다.", "가격"),
        ("시장가격을 먼저 묻습니다.", "시장가격을 먼"),
        ("เริ่มด้วยคำถามง่ายๆ", "คำถาม"),
        ("हिन्दी में बातचीत", "हिन्दी बात"),
        ("Preisverhandlungen in Straßburg", "preisverh"),
        ("Preisverhandlungen in Straßburg", "strassb"),
        ("Zażółć gęślą jaźń", "zazolc"[:3]),
        ("Ελληνικά κείμενα", "ελληνικα"),
    ],
)
def test_texts_in_every_script_are_found_and_marked(hub: StagedHub, text: str, typed: str) -> None:
    keep(hub, f"# Asking\n\nFirst of all.\n\n{text}\n")
    found = hits(hub, typed)
    assert [it.passage.of for it in found] == [LESSON]
    line = hub.search.snippets(found, hub.search.find(typed))[found[0].id]
    assert line.hits and line.at is not None


@pytest.mark.parametrize("typed", ["格渉", "交格", "始価", "渉価格"])
def test_characters_that_do_not_stand_together_are_not_found(hub: StagedHub, typed: str) -> None:
    keep(hub, "# Asking\n\n価格交渉はいつも質問から始まる。\n")
    assert hits(hub, typed) == []


# --- documents
def test_a_word_of_a_document_is_found_on_its_page_and_line(hub: StagedHub) -> None:
    """Every page of every PDF at hand: its first long word leads to that page, at the very place in the text that the reader opens."""
    folder = Path(__file__).parents[3] / "shared" / "data" / "pdf"
    files = [file for name in ("markitdown", "py-pdf") for file in sorted((folder / name).rglob("*.pdf"))[:6]]
    if not files:
        pytest.skip("no shared data")
    looked_at = 0
    for number, file in enumerate(files):
        told = resource("sheet", "Sheet", file.read_bytes(), name="sheet.pdf").model_copy(update={"media_type": "application/pdf"})
        tell(hub, told, seq=number + 10)
        hub.has_come("sheet", file.read_bytes())
        try:
            document = open_document(file, file.name)
        except CannotOpen:
            continue
        for section in sections(document):
            assert section.page == page_at(document, section.offset)
            assert section.line == document.text.count("\n", 0, section.offset) + 1
            words = re.findall(r"[A-Za-z]{6,}", section.body)
            if words:
                found = [it.passage for it in hits(hub, words[0], "resource") if it.passage.offset == section.offset]
                looked_at += len(found)
                assert all(it.leaf == section.page for it in found)
    assert looked_at > 10
