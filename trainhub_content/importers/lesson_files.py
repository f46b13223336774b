"""One drafted lesson as the Markdown file of our format."""

import re
from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import Any

import yaml

from trainhub_content.importers.converting import escaped_text
from trainhub_content.importers.drafts import DraftLesson, DraftVideo
from trainhub_content.importers.references import FILE, LESSON
from trainhub_content.quizzes.writing import quiz_markdown, scenario_markdown
from trainhub_core.models.quiz import Question, Quiz
from trainhub_core.text import clean, clean_line

WORDS_A_MINUTE = 200
MINUTES_A_QUESTION = 1
MOST_MINUTES = 600
MOST_TITLE = 200
LINKED = "Its video is a link in the text: a lesson that plays one has no questions and states the length in seconds."
_ADDRESS = re.compile(rf"\]\({FILE}([^)\s]*)\)")
_LINK = re.compile(rf"(!?)(\[(?:\\.|!\[[^\[\]]*\]\([^)\s]*\)|[^\[\]\\])*)\]\(((?:{LESSON}|{FILE})[^)\s]*)\)")


def lesson_file(lesson: DraftLesson, places: Mapping[str, str]) -> str:
    """Front matter and text. `places` are paths in the course's folder by the address in the draft."""
    title = title_of(lesson.title)
    if lesson.video and not is_video(lesson):
        lesson.origin.changed(LINKED)
        lesson = replace(lesson, text=f"[Watch the video]({lesson.video.address})\n\n{lesson.text}")
    text = _whole(lesson, f"# {escaped_text(title)}\n\n{lesson.text}".strip() + "\n")
    return f"---\n{as_yaml(_front(lesson, title))}---\n{clean(with_places(text, places))}"


def title_of(words: str) -> str:
    """A title of one line, not too long."""
    line = " ".join(clean_line(words).split()) or "Untitled"
    return line if len(line) <= MOST_TITLE else f"{line[: MOST_TITLE - 1].rstrip()}…"


def minutes_of(lesson: DraftLesson) -> int:
    """What the source states, or else by words, questions and the length of the video."""
    if lesson.minutes:
        return min(MOST_MINUTES, max(1, lesson.minutes))
    words = sum(1 for word in lesson.text.split() if any(map(str.isalnum, word))) / WORDS_A_MINUTE
    seconds = lesson.video.seconds if lesson.video else 0
    return min(MOST_MINUTES, max(1, ceil(words + len(lesson.questions) * MINUTES_A_QUESTION + seconds / 60)))


def with_places(text: str, places: Mapping[str, str]) -> str:
    """Addresses of the draft as relative paths; what leads to something that did not come is its words."""

    def place(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}](../{places[found[3]]})" if found[3] in places else found[2].lstrip("[")

    outer = _LINK.sub(place, text)
    return outer if outer == text else with_places(outer, places)  # a picture stands inside a link


def files_named(lesson: DraftLesson) -> set[str]:
    """Names of the course's files that the lesson needs."""
    texts = [lesson.text, *(text for drafted in lesson.questions for text in _texts(drafted.question))]
    if lesson.scenario:
        texts += [node.text for node in lesson.scenario.nodes]
    named = {found[1] for text in texts for found in _ADDRESS.finditer(text)}
    video = (lesson.video.address, lesson.video.captions) if lesson.video else ()
    package = (lesson.package.address,) if lesson.package else ()
    return named | {address.removeprefix(FILE) for address in (*video, *package, lesson.download) if address.startswith(FILE)}


def as_yaml(values: Mapping[str, object]) -> str:
    return str(yaml.dump(dict(values), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=140))


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, which the format refuses."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _front(lesson: DraftLesson, title: str) -> dict[str, Any]:
    front: dict[str, Any] = {"title": title, "kind": _kind(lesson), "minutes": minutes_of(lesson)}
    if not lesson.required:
        front["required"] = False
    if lesson.questions and lesson.pass_mark is not None:
        front["pass_mark"] = lesson.pass_mark
    if lesson.questions and lesson.shuffle is not None:
        front["shuffle"] = lesson.shuffle
    if _kind(lesson) == "download":
        front["file"] = _path(lesson.download)
    if lesson.package:
        front |= {"package": _path(lesson.package.address), "launch": lesson.package.launch}
        front |= {} if lesson.package.mark is None else {"pass_mark": lesson.package.mark}
    return front | (_video(lesson.video) if lesson.video and is_video(lesson) else {})


def is_video(lesson: DraftLesson) -> bool:
    """Whether the lesson plays its video; where it has questions too or nobody knows the length, the text leads to it."""
    return bool(lesson.video and lesson.video.seconds and not lesson.questions and not lesson.scenario)


def _kind(lesson: DraftLesson) -> str:
    if lesson.questions:
        return "quiz"
    if lesson.scenario:
        return "scenario"
    if is_video(lesson):
        return "video"
    if lesson.package:
        return "interactive"
    return "project" if lesson.is_exercise else "download" if lesson.download else "article"


def _video(video: DraftVideo) -> dict[str, Any]:
    fields: dict[str, Any] = {"video": _path(video.address), "seconds": video.seconds}
    if video.captions:
        fields["captions"] = _path(video.captions)
    if video.chapters:
        fields["chapters"] = [{"at": f"{second // 60}:{second % 60:02}", "title": title} for second, title in video.chapters]
    return fields


def _path(address: str) -> str:
    return f"../{address.removeprefix(FILE)}" if address.startswith(FILE) else address


def _whole(lesson: DraftLesson, intro: str) -> str:
    if lesson.questions:
        return quiz_markdown(intro, Quiz(questions=tuple(drafted.question for drafted in lesson.questions)))
    return scenario_markdown(intro, lesson.scenario) if lesson.scenario else intro


def _texts(question: Question) -> list[str]:
    """Every text of a question."""
    return [value for value in _strings(question.model_dump()) if "](" in value]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for each in inside for text in _strings(each)]
