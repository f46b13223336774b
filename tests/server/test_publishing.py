"""Publishing courses: all of a package or nothing, by authors alone, nobody's progress lowered. Source: product.md CONT-3."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.content.content_builders import COURSE, LESSON, content
from tests.server.programme import NOW, SmallPack, event, marked
from tests.server.running import BOTH_STORES, Partner, Server, problem, started
from trainhub_content.packaging import build
from trainhub_core.models.base import MOST_NUMBER
from trainhub_core.models.catalogue import Category, Course, Lesson, LessonKind, Module, Skill
from trainhub_core.models.learning import EventType
from trainhub_core.models.publishing import ContentProblem, Package, Publication, PublicationState, Standing
from trainhub_core.models.views import CoursePage, Dashboard
from trainhub_core.models.wire import Page, Receipt
from trainhub_core.operations import ROOT
from trainhub_server.database.who import DatabaseRole, Who
from trainhub_server.file_settings import Bucket
from trainhub_server.repositories import publications
from trainhub_server.repositories.publications import StoredPackage
from trainhub_server.services import accounts, publishing
from trainhub_server.services.publishing import Sent

ANN = Who(DatabaseRole.AUTHOR, "ann")
pytestmark = pytest.mark.anyio
TABLES = (Category(id="sales", title="Sales", colour="one", topics=("Closing",)), Skill(id="closing", title="Closing"))
BARE = SmallPack(facts=TABLES, texts={})


@pytest.fixture
async def server(database: str, files: Path | Bucket) -> AsyncIterator[Server]:
    """A hub with tables and no course."""
    async with started(database, files, pack=lambda: BARE) as running:
        yield running


class Author:
    """Somebody whose token may publish, with a folder to write in."""

    def __init__(self, http: httpx.AsyncClient, home: Path) -> None:
        self.partner = Partner("ann-author", http)
        self.http = http
        self.home = home
        self.folder = content(home) / "courses" / "selling"

    def write(self, version: int = 1, lesson: str = LESSON, lessons: str = "asking", **files: str) -> None:
        course = COURSE.replace("lessons: [asking]", f"lessons: [{lessons}]") + f"version: {version}\n"
        (self.folder / "course.yaml").write_text(course)
        (self.folder / "first/asking.md").write_text(lesson)
        for name, text in files.items():
            (self.folder / f"first/{name}.md").write_text(text)
        for path in (self.folder / "first").glob("*.md"):
            if path.stem not in lessons:
                path.unlink()

    def built(self) -> bytes:
        build(self.folder, self.home / "package.zip")
        return (self.home / "package.zip").read_bytes()

    async def send(self, body: bytes | None = None) -> httpx.Response:
        return await self.http.post(f"{ROOT}/content/packages", content=self.built() if body is None else body)

    async def sent(self) -> Package:
        answer = await self.send()
        assert answer.status_code == 200, answer.text
        return Package.model_validate_json(answer.content)

    async def publish(self) -> httpx.Response:
        return await self.post("publish", f'{{"sha256":"{(await self.sent()).sha256}"}}')

    async def published(self) -> str:
        answer = await self.publish()
        assert answer.status_code == 200, answer.text
        return Receipt.model_validate_json(answer.content).sentence

    async def post(self, path: str, body: str = "{}") -> httpx.Response:
        return await self.partner.send("POST", f"{ROOT}/content/{path}", body)

    async def versions(self) -> list[tuple[int, PublicationState]]:
        page = await self.partner.read(Page[Publication], "content/courses/selling/versions")
        return [(it.version, it.state) for it in page.items]


@pytest.fixture
async def author(server: Server, tmp_path: Path) -> Author:
    async with server.site.writing() as unit:
        learner = await accounts.ensure(unit, "ann-author", "Ann Author", "UTC")
        await accounts.add_token(unit, learner.id, "token-of-an-author", scopes="read write author")
    return Author(server.client("token-of-an-author"), tmp_path / "writing")


@BOTH_STORES
async def test_a_course_is_sent_as_a_draft_and_then_published(server: Server, author: Author) -> None:
    """CONT-3: learners see it once it is published, and the same package has one effect."""
    ben = await server.partner("Ben")
    author.write()
    package = await author.sent()
    assert [(it.course_id, it.version, it.offered, it.standing) for it in package.courses] == [("selling", 1, None, Standing.NEW)]
    assert await author.versions() == [(1, PublicationState.DRAFT)]
    assert (await ben.get("courses/selling")).status_code == 404
    _, cursor = await ben.feed()
    assert await author.published() == "Selling is published as version 1."
    assert (await ben.read(CoursePage, "courses/selling")).course.title == "Selling"
    news, _ = await ben.feed(cursor)
    assert set(news) == {("course", "selling")}
    assert await author.published() == "All of it is published already."
    assert await author.versions() == [(1, PublicationState.PUBLISHED)]
    same = await author.http.get(f"{ROOT}/content/packages/{package.sha256}")
    assert same.content == author.built()


@BOTH_STORES
async def test_faults_are_told_by_file_and_line_and_leave_nothing(server: Server, author: Author) -> None:
    """CONT-1, CONT-3: the same check as the author's."""
    author.write()
    body = author.built()
    course_yaml = author.folder / "course.yaml"
    course_yaml.write_text(course_yaml.read_text().replace("category: sales", "category: none"))
    answer = await author.send()
    refused = ContentProblem.model_validate_json(answer.content)
    assert (answer.status_code, refused.type) == (422, "/problems/content")
    assert [(it.file, it.line) for it in refused.faults] == [("course.yaml", 4)]
    assert (await author.versions()) == []
    assert not list(server.site.files.work.iterdir())
    broken = await author.send(body[:-40])
    assert broken.status_code == 422 and "damaged" in problem(broken).detail
    assert problem(await author.send(b"")).status == 422


async def test_a_package_that_is_too_large_is_refused_before_it_is_read(database: str, tmp_path: Path) -> None:
    """reliability.md, Server: limits with clear answers."""
    async with started(database, tmp_path / "files", pack=lambda: BARE, package_bytes=1000) as server:
        async with server.site.writing() as unit:
            await accounts.add_token(
                unit, (await accounts.ensure(unit, "ann", "Ann", "UTC")).id, "token-of-ann", scopes="read write author"
            )
        answer = await server.client("token-of-ann").post(f"{ROOT}/content/packages", content=b"x" * 1001)
    assert problem(answer).status == 413


async def test_a_changed_course_needs_a_higher_version(server: Server, author: Author) -> None:
    """CONT-3: what learners have is told by its number."""
    author.write()
    await author.published()
    author.write(lesson=LESSON + "\nMore.\n")
    assert (await author.sent()).courses[0].standing is Standing.LOW
    refused = problem(await author.publish())
    assert (refused.status, refused.detail) == (
        409,
        "Selling has changed, and version 1 of it is published: give it a version above 1.",
    )
    author.write(version=2, lesson=LESSON + "\nMore.\n")
    assert await author.published() == "Selling is published as version 2."


@BOTH_STORES
async def test_learners_keep_what_they_did_through_versions_rollback_and_withdrawal(server: Server, author: Author) -> None:
    """CONT-3, PATH-3: added, rewritten, removed lessons; back again; withdrawn and offered again."""
    ben, cem = await server.partner("Ben"), await server.partner("Cem")
    author.write(lessons="asking, closing", closing=LESSON.replace("Asking", "Closing"))
    await author.published()
    await ben.tell([event(EventType.ENROLLED, "selling"), *marked("selling/asking")])
    server.clock.now = NOW + timedelta(hours=1)
    author.write(version=2, lesson=LESSON + "\nMore.\n", lessons="asking, following", following=LESSON.replace("Asking", "Following"))
    await author.published()
    page = await ben.read(CoursePage, "courses/selling")
    assert page.course.percent == 100
    assert [(it.id, it.is_new, it.is_changed) for it in page.modules[0].lessons] == [
        ("selling/asking", False, True),
        ("selling/following", True, False),
    ]
    back = await author.post("courses/selling/rollback")
    assert Receipt.model_validate_json(back.content).sentence == "Selling is as it was in version 1, and this is version 3 now."
    assert await author.versions() == [
        (3, PublicationState.PUBLISHED),
        (2, PublicationState.SUPERSEDED),
        (1, PublicationState.SUPERSEDED),
    ]
    page = await ben.read(CoursePage, "courses/selling")
    assert page.course.percent == 100
    assert [it.id for it in page.modules[0].lessons] == ["selling/asking", "selling/closing"]
    assert "More." not in (await ben.get("courses/selling/text")).text
    assert (await author.post("courses/selling/withdraw")).status_code == 200
    assert (await ben.read(CoursePage, "courses/selling")).course.percent == 100
    assert problem(await cem.get("courses/selling")).status == 404
    assert problem(await cem.tell([event(EventType.ENROLLED, "selling")])).detail == "There is no such course."
    assert (await cem.read(Dashboard, "dashboard")).tiles.courses == 0
    assert (await author.versions())[0] == (3, PublicationState.WITHDRAWN)
    await author.post("courses/selling/withdraw", '{"withdrawn":false}')
    assert (await cem.read(CoursePage, "courses/selling")).course.percent == 0
    assert problem(await author.post("courses/selling/rollback", '{"version":9}')).status == 409
    assert problem(await author.post("courses/nothing/rollback")).status == 404


@BOTH_STORES
async def test_a_hub_s_folder_publishes_its_tables_and_every_course(server: Server, author: Author) -> None:
    """CONT-1: tables are data."""
    build(author.home, author.home / "hub.zip")
    package = await author.send((author.home / "hub.zip").read_bytes())
    (author.home / "hub.zip").unlink()
    sha256 = Package.model_validate_json(package.content).sha256
    assert "The tables of the hub are published." in (await author.post("publish", f'{{"sha256":"{sha256}"}}')).text
    ben = await server.partner("Ben")
    found, _ = await ben.feed()
    assert {("course", "selling"), ("path", "path"), ("resource", "guide"), ("badge", "first"), ("webinar", "live")} <= found.keys()
    assert (await ben.get("resources/guide/download")).status_code == 200


async def test_what_cannot_be_published_whole_is_not_published(server: Server, author: Author) -> None:
    """CONT-3: all or nothing; the hub may have changed since the package was checked."""
    author.write()
    package = await author.sent()
    async with server.site.writing() as unit:
        await unit.connection.run("DELETE FROM catalogue WHERE id = 'sales'")
    answer = await author.post("publish", f'{{"sha256":"{package.sha256}"}}')
    assert problem(answer).detail == "Selling is in the category sales, which this hub has not."
    async with server.site.reading() as unit:
        assert await unit.connection.all("SELECT id FROM courses") == []
    assert await author.versions() == [(1, PublicationState.DRAFT)]


async def test_a_page_of_versions_says_how_many_there_are(server: Server, author: Author) -> None:
    """API-2: past the last of them, too; of every course and of one."""
    for version in (1, 2, 3):
        author.write(version, lesson=f"{LESSON}\n{version}\n")
        await author.published()
    for path in ("versions", "courses/selling/versions"):
        pages = [(await author.partner.get(f"content/{path}", limit="2", offset=offset)).json() for offset in ("0", "2", "4")]
        assert [[it["version"] for it in page["items"]] for page in pages] == [[3, 2], [1], []], path
        assert [(page["total"], page["next"]) for page in pages] == [(3, 2), (3, None), (3, None)], path


async def test_versions_go_as_far_as_an_author_can_write_them(server: Server, author: Author) -> None:
    """CONT-3: what is rolled back to, and the number that it gets."""
    for version in (MOST_NUMBER - 2, MOST_NUMBER - 1):
        author.write(version, lesson=f"{LESSON}\n{version}\n")
        assert await author.published() == f"Selling is published as version {version}."
    back = await author.post("courses/selling/rollback", f'{{"version":{MOST_NUMBER - 2}}}')
    assert f"this is version {MOST_NUMBER} now" in Receipt.model_validate_json(back.content).sentence
    stands = await author.post("courses/selling/rollback", f'{{"version":{MOST_NUMBER}}}')
    assert problem(stands).detail == f"Version {MOST_NUMBER} of Selling is the one that stands."
    assert (await author.post("courses/selling/rollback", f'{{"version":{MOST_NUMBER + 1}}}')).status_code == 422
    last = problem(await author.post("courses/selling/rollback"))
    assert (last.status, last.detail) == (409, "Selling has the highest version that there is, 1000000000; none can come after it.")
    assert (await author.versions())[0] == (MOST_NUMBER, PublicationState.PUBLISHED)


async def test_a_newer_starter_pack_leaves_what_authors_published(database: str, tmp_path: Path) -> None:
    """CONT-3: this hub's authors count more."""
    async with started(database, tmp_path / "files") as server, server.site.writing(ANN) as unit:
        await publications.add_package(unit.connection, StoredPackage("0" * 64, 1, "{}", "0" * 64, 0), "ann", NOW)
        ours = course([lesson("a")], version=7).model_copy(update={"id": "first-steps", "title": "Ours"})
        await publishing.publish(unit, "ann", Sent("0" * 64, SmallPack(facts=(ours,), texts={})))
    async with started(database, tmp_path / "files", pack=lambda: SmallPack(version="2")) as server:
        assert (await (await server.partner()).read(CoursePage, "courses/first-steps")).course.title == "Ours"


def lesson(name: str, **told: object) -> Lesson:
    return Lesson.model_validate({"id": f"c/{name}", "title": name, "minutes": 10, **told})


def course(lessons: list[Lesson], version: int) -> Course:
    return Course(id="c", title="C", category="sales", version=version, modules=(Module(id="m", title="M", lessons=tuple(lessons)),))


def some_course(chance: random.Random, version: int) -> SmallPack:
    """A course as an author may have it next."""
    names = chance.sample("abcdef", chance.randint(1, 6))
    kinds = (LessonKind.ARTICLE, LessonKind.QUIZ, LessonKind.VIDEO)
    lessons = [
        lesson(
            name, kind=chance.choice(kinds), minutes=chance.randint(0, 30), required=chance.random() < 0.8, pass_mark=chance.randint(1, 100)
        )
        for name in names
    ]
    texts = {it.id: f"# {it.title} {chance.randint(1, 3)}" for it in lessons}
    return replace(BARE, facts=(course(lessons, version),), texts=texts, webinars=())


@pytest.mark.parametrize("seed", range(6))
async def test_no_sequence_of_publishing_lowers_anybody(server: Server, author: Author, seed: int) -> None:
    """CONT-3, PATH-3: on both databases, as the server itself answers; every learner's pages can always be made."""
    chance = random.Random(seed)
    number, best = 1, dict.fromkeys(("Ana", "Ben", "Cem"), 0)
    async with server.site.writing(ANN) as unit:
        await publications.add_package(unit.connection, StoredPackage("0" * 64, 1, "{}", "0" * 64, 0), "ann", NOW)
    for _ in range(14):
        if chance.random() < 0.5 or number == 1:  # the first one is version 2
            async with server.site.writing(ANN) as unit:
                receipt = await publishing.publish(unit, "ann", Sent("0" * 64, some_course(chance, number + 1)))
                number += "published as" in receipt.sentence
        for name in best:
            learner = await server.partner(name)
            for each in chance.sample("abcdef", chance.randint(0, 2)):
                await learner.tell([event(EventType.MARKED_DONE, f"c/{each}", version=number)])
            page = await learner.read(CoursePage, "courses/c")
            assert page.course.percent >= best[name], (seed, name)
            best[name] = page.course.percent
            await learner.read(Dashboard, "dashboard")


async def test_who_reads_a_stranger_s_package_is_told_no_secret(server: Server, author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    """reliability.md: everything from elsewhere is hostile, so the process that parses it knows neither the database nor a key."""
    secrets = {"TRAINHUB_DATABASE": "postgresql://hub:canary@db/hub", "AWS_SECRET_ACCESS_KEY": "canary", "PGPASSWORD": "canary"}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    seen: list[dict[str, str]] = []
    at_work = asyncio.create_subprocess_exec

    async def noted(*command: str, **how: Any) -> asyncio.subprocess.Process:
        seen.append(how["env"])
        return await at_work(*command, **how)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    author.write()
    await author.sent()
    assert seen and "canary" not in str(seen) and "PATH" in seen[0]
