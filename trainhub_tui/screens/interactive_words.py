"""An interactive lesson's page in words. Pure."""

from textual.content import Content

from trainhub_core.models.catalogue import Lesson
from trainhub_core.models.interactive import Left
from trainhub_core.rules.interactive import Result, Standing
from trainhub_tui import palette

WHAT = "This lesson is a program for the browser. It opens there, and this laptop serves it for as long as this page is open."
HERE = "It is open in the browser. What it tells shows here; keep this page until you are through."
SAYS = {
    Result.OPENED: "Opened",
    Result.BEGUN: "Under way",
    Result.FAILED: "Not passed",
    Result.COMPLETED: "Completed",
    Result.PASSED: "Passed",
}


def told(standing: Standing, lesson: Lesson) -> Content:
    """What the package has told just now: `Passed · 80 %`."""
    return _said(SAYS[standing.result], standing.percent, standing.result.is_done, lesson)


def before(is_done: bool, left: Left | None, is_open: bool, lesson: Lesson) -> Content:
    """How it stood when this page was opened."""
    if is_done or left:
        percent = 100 * left.score[0] // left.score[1] if left and left.score else None
        return _said("Done" if is_done else "Under way", percent, is_done, lesson)
    needed = f"{palette.DOT}{lesson.pass_mark} % to pass" if lesson.pass_mark else ""
    return Content.styled(f"{'Nothing told yet' if is_open else 'Not opened yet'}{needed}", palette.MUTED)


def way_on(opens: str, anew: str, left: Left | None, is_open: bool) -> Content:
    """What enter does, and the key to begin anew."""
    goes_on = left is not None and bool(left.location or left.suspended)
    does = "Open it in the browser again" if is_open else f"{'Go on' if goes_on else 'Open it'} in the browser"
    hint = palette.key_hint(opens, does)
    return Content.assemble(hint, "\n", palette.key_hint(anew, "Begin anew")) if left and not is_open else hint


def _said(words: str, percent: int | None, is_done: bool, lesson: Lesson) -> Content:
    mark = palette.mark("completed" if is_done else "in progress")
    share = f"{palette.DOT}{percent} %" if percent is not None else ""
    needed = f"{palette.DOT}{lesson.pass_mark} % to pass" if lesson.pass_mark and not is_done else ""
    style = palette.DONE if is_done else palette.UNDER_WAY
    return Content.assemble(mark.content, (f" {words}{share}", f"bold {style}"), (needed, palette.MUTED))
