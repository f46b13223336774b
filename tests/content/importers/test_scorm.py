"""CONT-2: SCORM packages become courses; what cannot come is named."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.content.importers.import_builders import DATA, PNG, files, zipped
from tests.content.importers.scorm_packages import ADL_2004, WORDS, faults_in, item, manifest, plain, resource
from trainhub_content.importers.importing import import_into
from trainhub_content.importers.licences import licence_in
from trainhub_content.importers.report import Outcome, Report, Sort
from trainhub_content.loading import load
from trainhub_core.models.catalogue import Course, LessonKind

LOM = """<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"><general><title><langstring xml:lang="en">Other</langstring></title>
<description><langstring xml:lang="en">How to sell.</langstring><langstring xml:lang="de">Verkaufen.</langstring></description></general>
<lifecycle><contribute><centity><vcard>BEGIN:VCARD
FN:Ada Smith
END:VCARD</vcard></centity></contribute></lifecycle>
<rights><description><langstring>Under https://creativecommons.org/licenses/by-sa/4.0/</langstring></description></rights></lom>"""


def imported(folder: Path, contents: dict[str, str | bytes]) -> tuple[Report, Course | None]:
    report = import_into(files(folder / "package", contents), folder / "course")
    courses = load(folder / "course").catalogue.courses if not report.refusal else {}
    return report, next(iter(courses.values()), None)


def refused(report: Report) -> dict[str, str]:
    return {origin.item: origin.refusal for origin in report.origins if origin.outcome is Outcome.REFUSED}


def test_items_that_hold_others_are_modules_and_pages_articles(tmp_path: Path) -> None:
    """CONT-2: structure, titles, metadata, pictures and links of SCORM 1.2."""
    items = item("intro", "Why we sell") + '<item identifier="part"><title>Part one</title>' + item("ask", "How to ask") + "</item>"
    pages: dict[str, str | bytes] = {
        "why.html": plain("Why we sell", '<img src="pic/a.png" alt="A ladder"> <a href="deep/ask.htm#x">on</a>'),
        "deep/ask.htm": plain("Ask"),
        "pic/a.png": PNG,
    }
    text = manifest(items, resource("intro", "why.html") + resource("ask", "deep/ask.htm"), metadata=LOM)
    report, course = imported(tmp_path, {"imsmanifest.xml": text, "api.js": "var API;", **pages})
    assert course and (course.title, course.summary) == ("Selling well", "How to sell.")
    assert [(module.title, [lesson.title for lesson in module.lessons]) for module in course.modules] == [
        ("Selling well", ["Why we sell"]),
        ("Part one", ["How to ask"]),
    ]
    assert f"{WORDS}\n\n![A ladder](../images/a.png) [on](../part-one/how-to-ask.md)" in (
        tmp_path / "course/selling-well/why-we-sell.md"
    ).read_text("utf-8")
    written = (tmp_path / "course/course.yaml").read_text("utf-8")
    assert "licence: CC-BY-SA-4.0" in written and "- Ada Smith" in written
    assert report.kind == "SCORM package" and report.all_came and faults_in(tmp_path / "course") == []


@pytest.mark.parametrize("edition", ["CAM 1.3", "2004 3rd Edition", "2004 4th Edition"])
def test_every_edition_of_2004_is_read(tmp_path: Path, edition: str) -> None:
    """CONT-2: xml:base and what a resource depends on."""
    text = manifest(
        item("one", "One"),
        '<resource identifier="r-one" type="webcontent" adlcp:scormType="asset" xml:base="pages/" href="1.html"><file href="1.html"/>'
        '<dependency identifierref="shared"/></resource><resource identifier="shared" type="webcontent"><file href="gone.png"/></resource>',
        ADL_2004,
        edition,
    )
    report, course = imported(tmp_path, {"imsmanifest.xml": text, "pages/1.html": plain("First")})
    assert course and [lesson.title for lesson in course.lessons] == ["One"]
    assert {note.file for note in report.notes if "is not in the package" in note.sentence} == {"gone.png"}


@pytest.mark.parametrize(
    ("href", "why"),
    [
        ("../../etc/passwd.html", "It opens a place outside the package."),
        ("/etc/passwd.html", "It opens a place outside the package."),
        ("javascript:alert(1)", "It opens an address that is not of the web."),
        ("data:text/html,hello", "It opens an address that is not of the web."),
        ("file:///etc/passwd", "It opens an address that is not of the web."),
        ("absent.html", "It opens absent.html, which is not in the package."),
        ("movie.swf", "It opens a program that runs in no browser of today."),
        ("", "What it opens has no page."),
    ],
)
def test_what_an_item_may_not_open_is_refused_and_the_rest_comes(tmp_path: Path, href: str, why: str) -> None:
    """CONT-2: hostile and broken addresses are reported, not fatal."""
    text = manifest(item("good", "Good") + item("bad", "Bad"), resource("good", "good.html") + resource("bad", href))
    report, course = imported(tmp_path, {"imsmanifest.xml": text, "good.html": plain("Good"), "movie.swf": b"FWS"})
    assert course and [lesson.title for lesson in course.lessons] == ["Good"]
    assert refused(report)["bad"] == why


def test_items_without_a_page_hidden_ones_and_unknown_ones_are_named(tmp_path: Path) -> None:
    items = item("good", "Good") + '<item identifier="none"><title>None</title></item>' + item("lost", "Lost", resource="nowhere")
    items += '<item identifier="hidden" identifierref="r-good" isvisible="false"><title>Hidden</title></item>'
    report, _ = imported(tmp_path, {"imsmanifest.xml": manifest(items, resource("good", "good.html")), "good.html": plain("Good")})
    assert refused(report) == {
        "none": "It opens nothing.",
        "lost": "It opens nowhere, which the manifest does not have.",
        "hidden": "The package hides it from its own contents.",
    }


def test_files_and_other_sites_are_links(tmp_path: Path) -> None:
    items = item("sheet", "The sheet") + item("picture", "The picture") + item("site", "The site")
    resources = resource("sheet", "price sheet.pdf") + resource("picture", "a.png") + resource("site", "https://example.com/a")
    report, course = imported(tmp_path, {"imsmanifest.xml": manifest(items, resources), "price sheet.pdf": b"%PDF-", "a.png": PNG})
    assert course and len(course.lessons) == 3 and not refused(report) and report.all_came
    texts = [path.read_text("utf-8").partition("\n\n")[2].strip() for path in sorted((tmp_path / "course/selling-well").iterdir())]
    assert texts == ["![A](../images/a.png)", "[Price sheet (PDF)](../files/price-sheet.pdf)", "[Open the page](https://example.com/a)"]
    assert faults_in(tmp_path / "course") == []


def test_a_manifest_in_the_only_folder_of_a_zip_is_found(tmp_path: Path) -> None:
    text = manifest(item("good", "Good"), resource("good", "good.html"))
    package = zipped(tmp_path / "p.zip", {"p/imsmanifest.xml": text, "p/good.html": plain("Good")})
    report = import_into(package, tmp_path / "course")
    assert (report.kind, report.count(Sort.LESSON, Outcome.CAME)) == ("SCORM package", 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('<!DOCTYPE m [<!ENTITY a "b">]>' + manifest("", ""), "The XML defines entities; none is ever resolved."),
        (manifest(item("a", "A"), "")[:-20], "The XML is not well formed"),
        (manifest("<item>" * 300 + "</item>" * 300, ""), "The XML is nested more than 200 deep."),
        (manifest('<item identifier="i"/>' * 20_001, ""), "Its manifest has more than 20,000 items."),
        (manifest("", ""), "Nothing in it could become a lesson."),
        (manifest("", "").replace("organization", "order"), "Its manifest has no organisation"),
    ],
)
def test_hostile_manifests_are_refused_whole(tmp_path: Path, text: str, why: str) -> None:
    """CONT-2: refused with a sentence, nothing is left behind."""
    report = import_into(files(tmp_path / "package", {"imsmanifest.xml": text}), tmp_path / "course")
    assert report.refusal.startswith(why) and not (tmp_path / "course").exists()


def test_a_common_cartridge_is_not_taken(tmp_path: Path) -> None:
    text = manifest(item("good", "Good"), resource("good", "good.html")).replace("ADL SCORM", "IMS Common Cartridge")
    report = import_into(files(tmp_path / "package", {"imsmanifest.xml": text, "good.html": plain("Good")}), tmp_path / "course")
    assert report.kind != "SCORM package"


@pytest.mark.parametrize(
    ("stated", "version", "licence"),
    [
        ("CC BY-SA", "4.0", "CC-BY-SA-4.0"),
        ("CC BY-NC-ND", "", "CC-BY-NC-ND-4.0"),
        ("CC BY", "3.0", "CC-BY-3.0"),
        ("CC BY", "CC 1.0", "LicenseRef-CC-BY-1.0"),
        ("CC0 1.0", "", "CC0-1.0"),
        ("mit", "", "MIT"),
        ("All rights reserved", "", ""),
        ("", "", ""),
    ],
)
def test_licences_are_what_is_stated(stated: str, version: str, licence: str) -> None:
    assert licence_in(stated, version) == licence


def test_a_program_is_an_interactive_lesson_with_the_whole_package(tmp_path: Path) -> None:
    """CONT-2: pages out of it can be read, and need not be; a second item of the same package shares its file."""
    items = item("go", "Try it", "<adlcp:masteryscore>70</adlcp:masteryscore>")
    items += '<item identifier="more" identifierref="r-go" parameters="?part=2"><title>Again</title></item>'
    page = '<html><head><script src="api.js"></script></head><body><input id="answer"></body></html>'
    text = manifest(items, resource("go", "p/go.html?a=1", '<file href="p/read.html"/>'))
    contents: dict[str, str | bytes] = {"imsmanifest.xml": text, "p/go.html": page, "p/api.js": "var API;", "p/read.html": plain("Read me")}
    report, course = imported(tmp_path, {**contents, "p/setup.exe": b"MZ"})
    assert course and not refused(report)
    assert [(it.title, it.kind, it.launch, it.pass_mark, it.required) for it in course.lessons if it.kind is LessonKind.INTERACTIVE] == [
        ("Try it", LessonKind.INTERACTIVE, "p/go.html?a=1", 70, True),
        ("Again", LessonKind.INTERACTIVE, "p/go.html?a=1&part=2", 0, True),
    ]
    assert [(it.title, it.required) for it in course.lessons if it.kind is LessonKind.ARTICLE] == [("Read me", False)]
    assert len({it.media for it in course.lessons if it.media}) == 1
    with ZipFile(tmp_path / "course/files/package.zip") as packed:
        assert packed.namelist() == ["imsmanifest.xml", "p/api.js", "p/go.html", "p/read.html"]
    assert faults_in(tmp_path / "course") == []


@pytest.mark.skipif(not (DATA / "scorm").is_dir(), reason="the shared package is not here")
def test_the_golf_package_comes_as_its_fourteen_pages(tmp_path: Path) -> None:
    """CONT-2: its scripts are left out on purpose: seven files are missed, the program is refused, the pages come; twice the same."""
    folder = tmp_path / "golf"
    report = import_into(DATA / "scorm/golf-2004", folder)
    assert refused(report) == {"item_1": "It is a program, and scormfunctions.js is not in the package."}
    assert report.counts()["lessons"] == {"found": 15, "came": 14, "changed": 1, "refused": 1}
    assert report.counts()["files"] == {"found": 14, "came": 14, "changed": 0, "refused": 0}
    assert sum("manifest names this file" in note.sentence for note in report.notes) == 7
    (course,) = load(folder).catalogue.courses.values()
    assert [(module.title, len(module.lessons)) for module in course.modules] == [
        ("Etiquette", 3),
        ("Handicapping", 4),
        ("Having Fun", 2),
        ("Playing", 5),
    ]
    assert faults_in(folder) == []
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    import_into(DATA / "scorm/golf-2004", folder)
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
