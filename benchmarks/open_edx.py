"""An Open edX course of any size, the same every time, as its export: a folder of XML, zipped."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from benchmarks.large_content import IN_MODULE, said

IN_SECTION = 10


def write_olx(file: Path, lessons: int, questions: int) -> Path:
    """Half of the units are pages of 600 words, the other half problems that share the questions."""
    with ZipFile(file, "w") as archive:
        for name, text in _files(lessons, questions):
            archive.writestr(ZipInfo(f"course/{name}"), text, ZIP_DEFLATED, 1)
    return file


def _files(lessons: int, questions: int) -> Iterator[tuple[str, str]]:
    chapters, sections = range(0, lessons, IN_MODULE), range(0, lessons, IN_SECTION)
    yield "course.xml", '<course url_name="run" org="Bench" course="LARGE"/>'
    yield "course/run.xml", f'<course display_name="A large course">{_named("chapter", chapters)}</course>'
    for start in chapters:
        within = range(start, min(start + IN_MODULE, lessons), IN_SECTION)
        yield f"chapter/{start}.xml", f'<chapter display_name="Module {start}">{_named("sequential", within)}</chapter>'
    for start in sections:
        within = range(start, min(start + IN_SECTION, lessons))
        yield f"sequential/{start}.xml", f'<sequential display_name="Section {start}">{_named("vertical", within)}</sequential>'
    for unit in range(lessons):
        yield from _problems(unit, 2 * questions // lessons) if unit % 2 else _page(unit)


def _page(unit: int) -> Iterator[tuple[str, str]]:
    text = "".join(f"<h2>Part {at}</h2><p>{said(unit + at, 100).capitalize()}.</p>" for at in range(6))
    yield f"vertical/{unit}.xml", f'<vertical display_name="{said(unit, 3).capitalize()} {unit}"><html url_name="{unit}"/></vertical>'
    yield f"html/{unit}.xml", f'<html filename="{unit}" display_name="Text"/>'
    yield f"html/{unit}.html", text


def _problems(unit: int, count: int) -> Iterator[tuple[str, str]]:
    first = unit * count
    problems = _named("problem", range(first, first + count))
    yield f"vertical/{unit}.xml", f'<vertical display_name="Check {unit}">{problems}</vertical>'
    for at in range(first, first + count):
        choices = "".join(
            f'<choice correct="{"false" if which else "true"}">{said(at + which, 4)}<choicehint>{said(at, 5)}</choicehint></choice>'
            for which in range(3)
        )
        yield (
            f"problem/{at}.xml",
            f'<problem display_name="Question {at}"><multiplechoiceresponse><label>What of {said(at, 6)}?</label>'
            f"<choicegroup>{choices}</choicegroup></multiplechoiceresponse></problem>",
        )


def _named(tag: str, names: range) -> str:
    return "".join(f'<{tag} url_name="{name}"/>' for name in names)
