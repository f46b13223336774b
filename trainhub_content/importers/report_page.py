"""The report of an import as Markdown: the counts, then by source file what changed and what could not come."""

from collections.abc import Iterator

from trainhub_content.importers.report import Outcome, Report

MOST_SAME = 5
"""Items that share a sentence are named up to here, then counted."""


def report_markdown(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# Import of {report.source}", "", f"Format: {report.kind or 'not recognised'}. Course: {report.course or 'none'}.", "")
    if report.refusal:
        yield from (f"Nothing was written: {report.refusal}", "")
    yield from ("| | found | came | of these changed | refused |", "| --- | ---: | ---: | ---: | ---: |")
    for name, count in report.counts().items():
        yield f"| {name} | {count['found']} | {count['came']} | {count['changed']} | {count['refused']} |"
    yield from _said(report, Outcome.REFUSED, "Could not come")
    yield from _noted(report, True, "Lost on the way")
    yield from _said(report, Outcome.CHANGED, "Changed")
    yield from _noted(report, False, "To know")
    if report.kept:
        yield from ("", "## Edited by hand and left alone", "", *(f"- {file}" for file in report.kept))


def _said(report: Report, outcome: Outcome, title: str) -> Iterator[str]:
    """By file and sentence, the items it is said of."""
    said: dict[str, dict[str, list[str]]] = {}
    for origin in report.origins:
        if origin.outcome is outcome:
            for sentence in origin.sentences:
                name = f"{origin.sort} {origin.item or origin.title}".rstrip()
                said.setdefault(origin.file, {}).setdefault(sentence, []).append(name)
    if said:
        yield from ("", f"## {title}")
    for file, sentences in said.items():
        yield from ("", f"### {file}", "")
        for sentence, names in sentences.items():
            more = f" and {len(names) - MOST_SAME} more" if len(names) > MOST_SAME else ""
            yield f"- {sentence} ({', '.join(names[:MOST_SAME])}{more})"


def _noted(report: Report, is_loss: bool, title: str) -> Iterator[str]:
    notes = [note for note in report.notes if note.is_loss is is_loss]
    if notes:
        yield from ("", f"## {title}")
    for file in dict.fromkeys(note.file for note in notes):
        yield from ("", f"### {file}", "", *(f"- {note.sentence}" for note in notes if note.file == file))
