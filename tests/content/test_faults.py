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
        ({"course": COURSE.replace("beginner", "easy")}, "course.yaml:6: level: This is one of beginner, intermediate or advanced."),
        ({"course": COURSE.replace("closing: 3", "closing: 9")}, "course.yaml:7: skills.closing: The most that is allowed is 5."),
        ({"course": COURSE + "colour: red\n"}, "course.yaml:14: colour: There is no such field."),
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
        ({"course": COURSE.replace("[A Writer]", "[A Writer")}, "course.yaml:10: Not valid YAML: expected ',' or ']', but got ':'"),
        ({"course": COURSE + "after: &a [*a]\n"}, "course.yaml:14: Not valid YAML: aliases are not used in content."),
        ({"course": COURSE + "after: !!python/name:os.system\n"}, "course.yaml:14: Not valid YAML: could not determine a constructor"),
        ({"course": ""}, "course.yaml:1: There is nothing here."),
        ({"asking": LESSON.replace("minutes: 10", "minutes: 0")}, "asking.md:3: minutes: The least that is allowed is 1."),
        ({"asking": LESSON.replace("minutes: 10\n", "")}, "asking.md:2: minutes: This is missing."),
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
        (
            {"webinars": FILES["webinars.yaml"].replace('"14:00"', "14:00")},
            "webinars.yaml:6: starts: A text is expected, not a number. Put it in quotes.",
        ),
    ],
)
def test_a_fault_names_its_file_and_line(tmp_path: Path, changed: dict[str, str | None], sentence: str) -> None:
    found = told(content(tmp_path, **changed))
    assert any(sentence in fault for fault in found), found


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("title: Selling", "title: 2026", "course.yaml:2: title: A text is expected, not a number. Put it in quotes."),
        ("title: Selling", "title: 2026-01-01", "course.yaml:2: title: A text is expected, not a date. Put it in quotes."),
        ("title: Selling", "title: yes", "course.yaml:2: title: A text is expected; YAML reads this word as yes or no. Put it in quotes."),
        ("title: Selling", "title:", "course.yaml:2: title: A text is expected here; there is nothing."),
        ("title: Selling", 'title: ""', "course.yaml:2: title: There are no words in it."),
        ("title: Selling", 'title: "  "', "course.yaml:2: title: There are no words in it."),
        ("title: Selling", "title: Sell: now", "course.yaml:2: Not valid YAML: mapping values are not allowed here. Put a text that has"),
        ("title: Selling", 'title: "Sell', "which begins in line 2). A quotation mark is missing at the end."),
        ("title: Selling", "title: @sell", "cannot start any token. Put the text in quotes."),
        ("[A Writer]", "[A Writer", "which begins in line 9). A bracket ] or a comma is missing."),
        ("[A Writer]", "A Writer", "course.yaml:9: authors: A list is expected here. Write [one, another], or"),
        ("[A Writer]", "[]", "course.yaml:9: authors: At least one is expected here."),
        ("{closing: 3}", "[closing]", "course.yaml:7: skills: Names with values are expected here. Write a line “name: value” for each."),
        ("licence: CC-BY-4.0", "licence: free", "course.yaml:8: licence: free is not an SPDX licence; one of your own"),
        (
            "licence:",
            "minutes: 40\nlicence:",
            "minutes: There is no such field. Each lesson says how long it takes; a course takes what its lessons take together.",
        ),
        (
            "licence:",
            "track: sales\nlicence:",
            "track: There is no such field. A track names its courses, under among in certifications.yaml.",
        ),
        ("    title: First", "    titel: First", "course.yaml:12: modules.0.titel: There is no such field. Did you mean title?"),
        ("- id: first", "- id: ../first", "course.yaml:11: modules.0.id: A name is made of letters, digits, hyphens and underscores"),
        ("licence:", "version: one\nlicence:", "course.yaml:8: version: A whole number is expected here."),
        ("licence:", "version: 1000000001\nlicence:", "course.yaml:8: Not valid YAML: numbers beyond 1000000000 are not"),
        ("[asking]", "[asking.md]", "course.yaml:13: courses/selling/first/asking.md.md is missing. Write its name without .md."),
        ("[asking]", "[askin]", "course.yaml:13: courses/selling/first/askin.md is missing. Did you mean courses/selling/first/asking.md?"),
        ("[asking]", "[asking, asking]", "course.yaml:13: The lesson asking is there already, in courses/selling/course.yaml:13."),
        ("  - id: first", "\t- id: first", "course.yaml:11: The character U+0009 is not used in content. It is a tab; write spaces."),
        ("id: selling", "\ufeffid: selling", "course.yaml:1: The character U+FEFF is not used in content. Save the file as UTF-8 without"),
    ],
)
def test_a_fault_is_told_in_an_authors_words_with_what_to_do(tmp_path: Path, was: str, now: str, sentence: str) -> None:
    """CONT-1: no word of the parser's own, and the mend where it is known."""
    assert COURSE.count(was) == 1
    found = told(content(tmp_path, course=COURSE.replace(was, now)))
    assert any(sentence in fault for fault in found), found
    assert not any(word in fault for fault in found for word in ("Input", "valid tuple", "Value error", "pattern", "inputs"))


def test_line_ends_of_windows_are_named(tmp_path: Path) -> None:
    """CONT-1."""
    folder = content(tmp_path)
    (folder / "skills.yaml").write_bytes((folder / "skills.yaml").read_bytes().replace(b"\n", b"\r\n"))
    assert any(
        "skills.yaml:1: The character U+000D is not used in content. Save the file with the line ends of Unix" in it for it in told(folder)
    )


def test_a_course_file_of_another_ending_is_recognised(tmp_path: Path) -> None:
    """CONT-1."""
    (tmp_path / "course.yml").write_text(COURSE)
    assert told(tmp_path)[0].endswith("nor a table of a hub. Rename course.yml to course.yaml.")


def test_spaces_behind_the_hyphens_of_the_front_matter_do_not_matter(tmp_path: Path) -> None:
    """CONT-1."""
    assert told(content(tmp_path, asking=LESSON.replace("---\n", "---  \n"))) == []


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
        ("quiz", "pass_mark: 60", "pass_mark: 101", "asking.md:5: pass_mark: The most that is allowed is 100."),
        ("scenario", "Well?", "Well, [see](there)?", "asking.md:10: There is no file there here."),
        ("scenario", "minutes: 4", "minutes: 4\npass_mark: 60", "asking.md:2: Only a quiz has pass_mark."),
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
    assert "skills.yaml:2: Not UTF-8 text: invalid start byte. Save the file as UTF-8." in told(folder)


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
        (b"- {id: a, title: A, order: 99999999999}\n", "skills.yaml:1: Not valid YAML: numbers beyond 1000000000 are not used in content."),
        (b"- {id: a, title: A, order: " + b"9" * 5_000 + b"}\n", "skills.yaml:1: "),
        (b"- {id: a, title: ' '}\n", "skills.yaml:1: There are no words in the title."),
        (b"- {id: ../../a, title: A}\n", "skills.yaml:1: id: A name is made of letters, digits, hyphens and underscores"),
    ],
    ids=["encoding", "size", "aliases", "objects", "depth", "characters", "numbers", "digits", "titles", "paths"],
)
def test_hostile_tables_are_refused_with_a_sentence(tmp_path: Path, text: bytes, sentence: str) -> None:
    """CONT-1, SAFE: content may come from elsewhere."""
    folder = content(tmp_path)
    (folder / "skills.yaml").write_bytes(text)
    found = told(folder)
    assert any(sentence in fault for fault in found), found
    assert all(len(fault) < 2_000 for fault in found)
