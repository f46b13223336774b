"""Content of any size, the same every time: a course of a thousand lessons, a catalogue of thousands of courses."""

from collections.abc import Iterator
from pathlib import Path

from trainhub_core.models.base import Fact
from trainhub_core.models.catalogue import Course, Lesson, Level, Module, SkillWeight

WORDS = (
    *("partner", "client", "meeting", "referral", "question", "answer", "price", "value", "contract", "timing"),
    *("reason", "story", "visit", "call", "letter", "plan", "review", "market", "product", "service"),
    *("support", "budget", "project", "delivery", "scope", "change", "risk", "benefit", "trust", "follow"),
    *("listen", "ask", "offer", "agree"),
)
IN_MODULE = 50


def write_course(folder: Path, lessons: int, questions: int) -> Path:
    """The folder of a course: half of its lessons are articles of 600 words, the other half quizzes that share the questions."""
    stems = [f"lesson-{number:04}" for number in range(lessons)]
    modules = [stems[start : start + IN_MODULE] for start in range(0, lessons, IN_MODULE)]
    told = "".join(
        f"  - id: module-{number}\n    title: Module {number}\n    lessons: [{', '.join(part)}]\n" for number, part in enumerate(modules)
    )
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text(
        f"id: {folder.name}\ntitle: A large course\nsummary: All there is to say.\n"
        "category: sales-marketing\ntopic: Closing\nlevel: beginner\n"
        f"skills: {{closing: 3}}\nversion: 1\nlicence: CC-BY-4.0\nauthors: [A Writer]\nmodules:\n{told}",
        "utf-8",
    )
    each = 2 * questions // lessons
    for module, part in enumerate(modules):
        (folder / f"module-{module}").mkdir()
        for stem in part:
            number = int(stem[-4:])
            text = _quiz(number, each) if number % 2 else _article(number)
            (folder / f"module-{module}" / f"{stem}.md").write_text(text, "utf-8")
    return folder


def many_courses(count: int, categories: tuple[str, ...], skills: tuple[str, ...]) -> Iterator[Fact]:
    """Courses of three lessons each, spread over categories, levels and skills."""
    for number in range(count):
        id_ = f"course-{number:04}"
        lessons = tuple(Lesson(id=f"{id_}/l{at}", title=f"{_title(number + at)}", minutes=10) for at in range(3))
        yield Course(
            id=id_,
            title=f"{_title(number)} {number}",
            summary=f"How to {said(number, 12)}.",
            category=categories[number % len(categories)],
            topic=WORDS[number % len(WORDS)].title(),
            level=tuple(Level)[number % len(Level)],
            skills=(SkillWeight(skill=skills[number % len(skills)], weight=3),),
            modules=(Module(id="m", title="Module", lessons=lessons),),
        )


def _article(number: int) -> str:
    paragraphs = "\n\n".join(f"## Part {at}\n\n{said(number + at, 100).capitalize()}." for at in range(6))
    return f"---\ntitle: {_title(number)} {number}\nminutes: 8\n---\n# {_title(number)} {number}\n\n{paragraphs}\n"


def _quiz(number: int, questions: int) -> str:
    asked = "\n\n".join(
        f"## Multiple choice {{#q{at}}}\nWhat of {said(number + at, 6)}?\n\n### Answers\n"
        f"- (x) {said(at, 4)}\n  > Yes.\n- ( ) {said(at + 7, 4)}\n  > No.\n- ( ) {said(at + 11, 3)} {at}\n  > No."
        for at in range(questions)
    )
    return f"---\ntitle: Check {number}\nkind: quiz\nminutes: {max(1, questions)}\n---\n# Check {number}\n\n{asked}\n"


def _title(number: int) -> str:
    return said(number, 3).capitalize()


def said(number: int, count: int) -> str:
    """So many words, others for another number."""
    return " ".join(WORDS[(number * 7 + at * at + at) % len(WORDS)] for at in range(count))
