"""Every fault of a content folder is told with its file, its line and what is wrong."""

from pathlib import Path

import pytest

from tests.content.content_builders import COURSE, FILES, LESSON, content
from trainhub_content.check import remarks_on
from trainhub_content.faults import ContentRefused
from trainhub_content.loading import load


def told(folder: Path) -> list[str]:
    """What loading and checking this folder says."""
    try:
        return [str(fault) for fault in remarks_on(load(folder))]
    except ContentRefused as refused:
        return [str(fault) for fault in refused.faults]


def test_a_sound_folder_has_no_faults(tmp_path: Path) -> None:
    assert told(content(tmp_path)) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"course": COURSE.replace("beginner", "easy")}, "course.yaml:6: level: Input should be 'beginner', 'intermediate' or 'advanced'."),
        ({"course": COURSE.replace("closing: 3", "closing: 9")}, "course.yaml:7: skills.closing: Input should be less than or equal to 5."),
        ({"course": COURSE + "colour: red\n"}, "course.yaml:14: colour: Extra inputs are not permitted."),
        ({"course": COURSE + "title: Twice\n"}, "course.yaml:14: The key title is there twice."),
        (
            {"course": COURSE.replace("id: selling", "id: buying")},
            "course.yaml:1: The id is buying, the folder selling; they must be the same.",
        ),
        ({"course": COURSE.replace("[asking]", "[asking, telling]")}, "course.yaml:13: courses/selling/first/telling.md is missing."),
        ({"course": COURSE.replace("category: sales", "category: cooking")}, "course.yaml:4: There is no category cooking."),
        ({"course": COURSE.replace("topic: Closing", "topic: Soups")}, "course.yaml:5: Soups is not a topic of Sales: Closing."),
        ({"course": COURSE.replace("{closing: 3}", "{juggling: 3}")}, "course.yaml:7: There is no skill juggling."),
        ({"course": COURSE + "after: [nothing]\n"}, "course.yaml:14: There is no course nothing."),
        ({"course": COURSE + "after: [selling]\n"}, "course.yaml:14: These courses wait for each other: selling."),
        ({"course": COURSE.replace("[A Writer]", "[A Writer")}, "course.yaml:10: Not valid YAML: expected ',' or ']', but got ':'."),
        ({"course": COURSE + "after: &a [*a]\n"}, "course.yaml:14: Not valid YAML: aliases are not used in content."),
        ({"course": COURSE + "after: !!python/name:os.system\n"}, "course.yaml:14: Not valid YAML: could not determine a constructor"),
        ({"course": ""}, "course.yaml:1: There is nothing here."),
        ({"asking": LESSON.replace("minutes: 10", "minutes: 0")}, "asking.md:3: minutes: Input should be greater than or equal to 1."),
        ({"asking": LESSON.replace("minutes: 10\n", "")}, "asking.md:2: minutes: Field required."),
        ({"asking": LESSON.replace("---\n", "")}, "asking.md:1: Front matter is expected"),
        ({"asking": "---\ntitle: Asking\n"}, "asking.md:1: The front matter does not end"),
        ({"asking": LESSON.replace("word " * 200, "", 1)}, "asking.md:5: advice: An article has 500 to 900 words; this one has 401."),
        ({"asking": LESSON.replace("# Asking", "Asking")}, "asking.md:5: An article begins with its heading"),
        ({"asking": LESSON + "\n[more](elsewhere)\n"}, "asking.md:9: There is no file elsewhere here."),
        ({"asking": LESSON + "\n<b>more</b>\n"}, "asking.md:9: Raw HTML is not used in content."),
        ({"asking": LESSON + "\nbell \x07\n"}, "asking.md:9: The character U+0007 is not used in content."),
        ({"guide": FILES["library/guide.md"] + "\n✓\n"}, "guide.md:9: The character U+2713 is not in the fonts of the PDF."),
        ({"guide": None}, "library.yaml:5: library/guide.md is missing."),
        (
            {"library": FILES["library.yaml"].replace("group: guides, ", "")},
            "library.yaml:5: A resource is either in a group or in a collection.",
        ),
        ({"paths": "- {id: path, title: Path, courses: [cooking]}\n"}, "paths.yaml:1: There is no course cooking."),
        (
            {"skills": "- {id: closing, title: Closing}\n- {id: closing, title: Again}\n"},
            "skills.yaml:2: The skill closing is there already, in skills.yaml:1.",
        ),
        ({"skills": "id: closing\n"}, "skills.yaml:1: A list is expected here."),
        ({"badges": "- {id: all, title: All, kind: category, of: cooking}\n"}, "badges.yaml:1: There is no category cooking."),
        (
            {"certifications": "- {id: gold, title: Gold, kind: level, courses: 1, after: lead}\n"},
            "certifications.yaml:1: after names lead, which",
        ),
        (
            {"webinars": FILES["webinars.yaml"].replace("Europe/London", "Europe/Atlantis")},
            "webinars.yaml:8: Europe/Atlantis is not a time zone.",
        ),
        ({"webinars": FILES["webinars.yaml"].replace('"14:00"', "14:00")}, "webinars.yaml:6: starts: Input should be a valid string."),
    ],
)
def test_a_fault_names_its_file_and_line(tmp_path: Path, changed: dict[str, str | None], sentence: str) -> None:
    found = told(content(tmp_path, **changed))
    assert any(sentence in fault for fault in found), found


EXERCISES = {
    "quiz": "---\ntitle: Asking\nkind: quiz\nminutes: 4\npass_mark: 60\n---\n# Asking\n\n## True or false {#one}\n\nIs it?\n\n"
    "### Answers\n\n- (x) True\n  > Yes.\n- ( ) False\n",
    "scenario": "---\ntitle: Asking\nkind: scenario\nminutes: 4\n---\n# Asking\n\n## Here {#here}\n\nWell?\n\n- [On](#there)\n\n"
    "## There {#there .end}\n\nDone.\n",
}


@pytest.mark.parametrize("kind", EXERCISES)
def test_a_lesson_can_be_a_quiz_or_a_scenario(tmp_path: Path, kind: str) -> None:
    """COURSE-4: the choices of a scenario are links, and no others are used."""
    assert told(content(tmp_path, asking=EXERCISES[kind])) == []
    source = load(tmp_path).lessons["selling/asking"]
    assert source.text == "# Asking" and (source.quiz is not None, source.scenario is not None) == (kind == "quiz", kind == "scenario")
    lesson = load(tmp_path).catalogue.courses["selling"].lessons[0]
    assert lesson.pass_mark == (source.quiz.pass_mark if source.quiz else 80)


@pytest.mark.parametrize(
    ("kind", "was", "now", "sentence"),
    [
        ("quiz", "(x) True", "( ) True", "asking.md:13: Two answers are expected, True and False, one of them marked as right."),
        ("quiz", "# Asking\n\n##", "Asking\n\n##", "asking.md:7: A lesson begins with its heading (# …)."),
        ("quiz", "Is it?", "Is [it](#one)?", "asking.md:11: There is no heading #one in this text."),
        ("quiz", "pass_mark: 60", "pass_mark: 101", "asking.md:5: pass_mark: Input should be less than or equal to 100."),
        ("scenario", "Well?", "Well, [see](there)?", "asking.md:10: There is no file there here."),
        ("scenario", "minutes: 4", "minutes: 4\npass_mark: 60", "asking.md:2: Value error, Only a quiz has pass_mark."),
        ("scenario", "(#there)", "(#where)", "asking.md:8: There is no node where for “On” to lead to."),
    ],
)
def test_a_fault_of_a_quiz_or_a_scenario_names_its_file_and_line(tmp_path: Path, kind: str, was: str, now: str, sentence: str) -> None:
    found = told(content(tmp_path, asking=EXERCISES[kind].replace(was, now)))
    assert any(sentence in fault for fault in found), found


def test_drafts_are_passed_over(tmp_path: Path) -> None:
    folder = content(tmp_path)
    (folder / "drafts").mkdir()
    (folder / "drafts" / "later.md").write_text("not yet")
    assert told(folder) == []


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = content(tmp_path, course=COURSE.replace("beginner", "easy").replace("CC-BY-4.0", "none"), skills="- {id: closing}\n")
    assert [fault.partition(": ")[0] for fault in told(folder) if "No course" not in fault] == [
        "courses/selling/course.yaml:6",
        "courses/selling/course.yaml:8",
        "skills.yaml:1",
    ]


def test_a_file_that_nothing_names_is_not_passed_over(tmp_path: Path) -> None:
    folder = content(tmp_path)
    (folder / "library" / "forgotten.md").write_text("x")
    assert told(folder) == ["library/forgotten.md:1: No course and no list names this file. Name it, move it to drafts/, or remove it."]


def test_bytes_that_are_not_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    folder = content(tmp_path)
    (folder / "skills.yaml").write_bytes(b"- {id: closing,\n   title: Clo\xffsing}\n")
    assert "skills.yaml:2: Not UTF-8 text: invalid start byte." in told(folder)


def test_yaml_nested_without_end_is_refused(tmp_path: Path) -> None:
    assert any(fault.startswith("skills.yaml:1: ") for fault in told(content(tmp_path, skills="[" * 20_000)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"\xff\xfe- \x00", "skills.yaml:1: Not UTF-8 text"),
        (b"- " + b"x" * 4_000_001, "skills.yaml:1: A text of 4 MB is not read"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "aliases are not used in content"),
        (b"- !!python/object/apply:os.system [ls]\n", "could not determine a constructor"),
        (b"[" * 20_000, "skills.yaml:1: "),
        (b"- {id: a\x00b, title: A}\n", "skills.yaml:1: The character U+0000 is not used in content."),
        (b"- {id: ../../a, title: A}\n", "skills.yaml:1: id: String should match pattern"),
    ],
    ids=["encoding", "size", "aliases", "objects", "depth", "characters", "paths"],
)
def test_hostile_tables_are_refused_with_a_sentence(tmp_path: Path, text: bytes, sentence: str) -> None:
    """CONT-1, SAFE: content may come from elsewhere."""
    folder = content(tmp_path)
    (folder / "skills.yaml").write_bytes(text)
    found = told(folder)
    assert any(sentence in fault for fault in found), found
    assert all(len(fault) < 2_000 for fault in found)
