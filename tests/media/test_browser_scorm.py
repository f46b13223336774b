"""COURSE-4, PROG-1: a real browser runs a package through both interfaces of SCORM; score, status and bookmark arrive and come back."""

import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.content.importers.import_builders import zipped
from trainhub_core.models.interactive import Left, Reported
from trainhub_core.rules.interactive import Result, standing
from trainhub_tui.media.browser.contents import Contents
from trainhub_tui.media.browser.serving import Sitting

BROWSER = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here to open the lesson in")

OLD = """<script>
let at = window, api = null; while (!(api = at.API) && at.parent !== at) at = at.parent;
api.LMSInitialize("");
const was = api.LMSGetValue("cmi.core.lesson_location");
api.LMSSetValue("cmi.core.lesson_location", was ? was + "+" : "page-2");
api.LMSSetValue("cmi.suspend_data", JSON.stringify({entry: api.LMSGetValue("cmi.core.entry"), "ü": "€"}));
api.LMSSetValue("cmi.core.score.raw", "80"); api.LMSSetValue("cmi.core.score.min", "0"); api.LMSSetValue("cmi.core.score.max", "100");
api.LMSSetValue("cmi.core.lesson_status", "passed");
api.LMSCommit(""); api.LMSFinish("");
</script>"""
NEW = """<script>
let at = window, api = null; while (!(api = at.API_1484_11) && at.parent !== at) at = at.parent;
api.Initialize("");
const was = api.GetValue("cmi.location");
api.SetValue("cmi.location", was ? was + "+" : "page-2");
api.SetValue("cmi.suspend_data", JSON.stringify({entry: api.GetValue("cmi.entry"), "ü": "€"}));
api.SetValue("cmi.score.scaled", "0.8"); api.SetValue("cmi.completion_status", "completed"); api.SetValue("cmi.success_status", "passed");
api.Commit(""); api.Terminate("");
</script>"""
LIVE = """<script>parent.API.LMSInitialize(""); parent.API.LMSSetValue("cmi.core.score.raw", "40");</script>"""
FENCED = """<script>
parent.API.LMSInitialize("");
const tell = (words) => { parent.API.LMSSetValue("cmi.suspend_data", words); parent.API.LMSFinish(""); };
const leave = () => { try { top.location = "http://127.0.0.1:9/"; tell("gone"); } catch { tell("kept in"); } };
fetch("http://127.0.0.1:9/").then(() => tell("out"), leave);
</script>"""


def opened(folder: Path, page: str, left: Left | None = None, until_over: bool = True) -> Reported:
    """What a browser that opens this page tells last."""
    heard: list[Reported] = []
    done = threading.Event()

    def told(report: Reported) -> None:
        heard.append(report)
        if report.is_over or not until_over:
            done.set()

    folder.mkdir()
    package = zipped(folder / "p.zip", {"go.html": f"<!doctype html><meta charset=utf-8><body>{page}</body>"})
    sitting = Sitting(Contents(package), "Selling", "go.html", 0, left, told)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder / 'profile'}"]
    options += ["--disable-dev-shm-usage", "--remote-debugging-port=0"]  # the port keeps it open until it is ended
    browser = subprocess.Popen([str(BROWSER), *options, sitting.open()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert done.wait(120), "the browser has told nothing"
    finally:
        browser.terminate()
        browser.wait(60)
        sitting.close()
    return heard[-1]


@pytest.mark.parametrize(("api", "page"), [("1.2", OLD), ("2004", NEW)])
def test_score_status_and_bookmark_arrive_and_the_next_opening_goes_on_there(tmp_path: Path, api: str, page: str) -> None:
    first = opened(tmp_path / "first", page)
    found = standing(first)
    assert (found.result, found.score, first.api) == (Result.PASSED, (4, 5), api)
    assert (first.location, first.suspended) == ("page-2", '{"entry":"ab-initio","ü":"€"}')
    left = Left(api=api, location=first.location, suspended=first.suspended, status="incomplete", at=NOW)
    then = opened(tmp_path / "then", page, left)
    assert (then.location, then.suspended) == ("page-2+", '{"entry":"resume","ü":"€"}')


def test_what_is_set_arrives_without_a_commit(tmp_path: Path) -> None:
    told = opened(tmp_path / "live", LIVE, until_over=False)
    assert standing(told).score == (2, 5) and not told.is_over


def test_a_package_reaches_no_other_place(tmp_path: Path) -> None:
    """SEC: neither by fetching nor by sending the window there."""
    assert opened(tmp_path / "fenced", FENCED).suspended == "kept in"
