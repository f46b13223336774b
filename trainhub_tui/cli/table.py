"""Every command there is."""

from trainhub_tui.cli.command import Argument, Command
from trainhub_tui.cli.table_accounts import ACCOUNT_COMMANDS
from trainhub_tui.config import THEMES
from trainhub_tui.search.kinds import KINDS

_OUTCOME = "`{state: done | queued | refused, sentence, ID_OF_THE_THING…}`"
_COURSE = Argument("course", "its id or title, or how one of them begins")
_WEBINAR = Argument("webinar", "its id or title, or how one of them begins; `next` for the soonest")
_FOLDER = Argument("folder", "a content folder, or the folder of one course; this one when left out", optional=True)
_PUBLISHED = "`{state: rolled back | withdrawn | offered, sentence, course_id}`"
_KEY = Argument("key", "its key in the outbox, or how it begins")

COMMANDS: tuple[Command, ...] = (
    Command("dashboard", "Home: tiles, path, webinars, categories, library, achievements", "dashboard", "`Dashboard`, as GET dashboard"),
    Command(
        "courses",
        "the catalogue of courses",
        parts=(
            Command(
                "list",
                "every course with its state",
                "courses",
                "a page of `CourseRow`, as GET courses",
                (
                    Argument("--category", "only this category", value="CATEGORY"),
                    Argument("--level", "only this level", value="LEVEL", choices=("beginner", "intermediate", "advanced")),
                    Argument("--state", "only this state", value="STATE", choices=("completed", "in progress", "available", "locked")),
                    Argument("--skill", "only courses that teach this skill", value="SKILL"),
                ),
            ),
            Command("show", "one course with its lessons", "courses", "`CoursePage`, as GET courses/ID", (_COURSE,)),
            Command("enrol", "enrol in a course", "courses", f"{_OUTCOME} with `course_id`", (_COURSE,)),
            Command("unenrol", "leave a course; what was done stays", "courses", f"{_OUTCOME} with `course_id`", (_COURSE,)),
            Command("restart", "begin a course again; its completion stays", "courses", f"{_OUTCOME} with `course_id`", (_COURSE,)),
            Command(
                "rate",
                "say what a completed course was worth",
                "feedback",
                f"{_OUTCOME} with `rating`",
                (
                    _COURSE,
                    Argument("stars", "1 to 5", optional=True),
                    Argument("sentence", "for the programme team alone", optional=True),
                    Argument("--withdraw", "take your rating back"),
                ),
            ),
            Command(
                "applied",
                "say, 30 days after its end, whether a course was of use in real work",
                "feedback",
                f"{_OUTCOME} with `applied`",
                (
                    _COURSE,
                    Argument("answer", "yes, partly or not-yet", optional=True),
                    Argument("sentence", "for the programme team alone", optional=True),
                    Argument("--dismiss", "do not ask about this course"),
                ),
            ),
        ),
    ),
    Command(
        "paths",
        "learning paths",
        parts=(
            Command("list", "every path with its progress", "paths", "a page of `PathCard`"),
            Command(
                "show",
                "one path with its modules",
                "paths",
                "`PathCard`",
                (Argument("path", "its id or title, or how one of them begins; the featured path when left out", optional=True),),
            ),
        ),
    ),
    Command(
        "webinars",
        "webinars and your seats",
        parts=(
            Command(
                "list",
                "upcoming webinars",
                "webinars",
                "a page of `WebinarRow`, as GET webinars, each with `status: {state, label, refusal}`",
                (Argument("--past", "those that have ended instead"),),
            ),
            Command("register", "ask for a seat", "webinars", f"{_OUTCOME} with `webinar_id`, `registration`", (_WEBINAR,)),
            Command(
                "cancel",
                "give a seat or a place in the waitlist back",
                "webinars",
                f"{_OUTCOME} with `webinar_id`, `registration`",
                (_WEBINAR,),
            ),
            Command("next", "the next webinar", "webinars", "`WebinarRow` with `status`, or null"),
        ),
    ),
    Command(
        "library",
        "documents, videos, tools and templates",
        parts=(
            Command(
                "list",
                "every resource, and which are on this computer",
                "library",
                "a page of `Resource`, as GET resources, each with `offline` (the state of its download, or null) and `file`",
                (
                    Argument("--group", "only this group", value="GROUP"),
                    Argument("--collection", "only this collection", value="COLLECTION"),
                    Argument("--offline-only", "only what is on this computer"),
                ),
            ),
        ),
    ),
    Command(
        "download",
        "keep resources on this computer",
        "download",
        "`{items: [{resource_id, title, state, have, size, sentence, file}]}`",
        (
            Argument("ids", "resources or collections, by id or title, or how one of them begins", many=True, optional=True),
            Argument("--all", "everything in the library"),
        ),
    ),
    Command(
        "read",
        "a lesson, a downloaded resource, or any file of this computer",
        "reading",
        "`{id, title, note, text}`; of a file `id` is its path",
        (
            Argument("id", "a lesson (course/lesson) or a resource, by id or title, or how one of them begins", optional=True),
            Argument("--file", "a file instead: Markdown, PDF, Office, e-book, web page, table of values, picture, text", value="PATH"),
        ),
    ),
    Command(
        "done",
        "mark a lesson done",
        "lessons",
        f"{_OUTCOME} with `lesson_id`",
        (Argument("lesson", "a lesson (course/lesson), by id or title, or how one of them begins"),),
    ),
    Command(
        "quiz",
        "your attempts at a quiz, or your ways through a scenario",
        "quizzes",
        "a page of `{id, lesson_id, started, ended, right, out_of, percent, passed}`; of a scenario `end` and `score` (0 to 100, or null)"
        " stand for the last four",
        (Argument("lesson", "a quiz or scenario (course/lesson), by id or title, or how one of them begins"),),
    ),
    Command("badges", "certifications, skill tracks and badges", "badges", "`Achievements`, as in GET progress"),
    Command("next", "where to continue learning", "dashboard", "`NextLesson`, or null"),
    Command("sync", "send what waits and fetch what changed", "sync", "`{kind, at, pending, refused, sentence, retry_at, read_only}`"),
    Command(
        "outbox",
        "changes not yet at the server",
        parts=(
            Command(
                "list",
                "what waits, what was refused, and what the server said of late to what was sent",
                "outbox",
                "a page of `{key, sentence, state, tries, made_at, answer}`, with `answered: [{sentence, answer, made_at}]`",
            ),
            Command("retry", "send a refused change once more", "outbox", _OUTCOME, (_KEY,)),
            Command("drop", "forget a change that was not sent", "outbox", _OUTCOME, (_KEY,)),
            Command("export", "everything not yet sent, as JSON to keep", "outbox", "the changes, whole"),
        ),
    ),
    Command(
        "search",
        "find titles, and places in every text on this computer",
        "search",
        "a page of `{kind, id, part, title, heading, offset, line, page, second, text}`, the best first",
        (
            Argument("words", "all of them must be there; the last one may be the beginning of a word", many=True),
            Argument("--kind", "only this kind", value="KIND", choices=KINDS),
        ),
    ),
    Command("bookmarks", "your bookmarks, newest first", "search", "a page of `Bookmark`, as GET bookmarks"),
    Command(
        "notes",
        "your notes and highlights",
        parts=(
            Command("list", "every note, by course and document", "notes", "a page of `Note`, as GET notes"),
            Command(
                "export",
                "all of them, to read or to keep",
                "notes",
                "a W3C AnnotationCollection, whatever the format",
                (
                    Argument(
                        "--format",
                        "md to read (as delivered), annotations to import",
                        value="FORMAT",
                        choices=("md", "annotations"),
                    ),
                ),
            ),
            Command(
                "import",
                "bring in what was exported as annotations",
                "notes",
                "`{state: done | queued | refused, sentence, read, brought}`",
                (Argument("file", "a file that `notes export --format annotations` wrote"),),
            ),
        ),
    ),
    Command(
        "content",
        "courses as code: make them, check them, bring them in, publish them",
        parts=(
            Command(
                "check",
                "every fault, with file, line and mend; exit status 1 where there is one",
                "content",
                "`{items: [{file, line, severity: fault | advice, reason, mend}], faults, advice}`",
                (_FOLDER, Argument("--strict", "make advice a fault")),
            ),
            Command(
                "new",
                "a course that passes the check, to write in",
                "content",
                "`{folder, files}`",
                (
                    Argument("folder", "where to make it; its name is the course's id"),
                    Argument("--title", "what it is called", value="TITLE"),
                ),
            ),
            Command(
                "stats",
                "lessons, time, words, questions and files of every course",
                "content",
                "`{courses: [{id, title, modules, minutes, words, lessons, questions, files, size}], documents, webinars}`",
                (_FOLDER,),
            ),
            Command(
                "build",
                "one package file of a folder, the same bytes from the same content",
                "packing",
                "`{state: done | refused, sentence, file, sha256, size, courses: [{id, title, version}]}`",
                (_FOLDER, Argument("--into", "the file to write; named after the folder when left out", value="FILE")),
            ),
            Command(
                "diff",
                "what a folder changes: courses, lessons, questions, files, tables",
                "differing",
                "`{against, items: [{kind, id, how: added | removed | moved | renamed | changed, title, detail, words: {before, after}}],"
                " total}`",
                (_FOLDER, Argument("--against", "a folder or a package; what is published when left out", value="FOLDER|FILE")),
            ),
            Command(
                "preview",
                "a folder in the player, looked at again whenever you save; your own progress is not touched",
                "preview",
                "none",
                (_FOLDER, Argument("lesson", "where to begin: COURSE or COURSE/LESSON", optional=True)),
            ),
            Command(
                "publish",
                "offer the courses of a folder to learners, here or at --server; refused with every fault",
                "publishing",
                "`{state: published | draft | refused, sentence, package, size, courses: [{course_id, title, version, offered,"
                " standing}]}`; of refused content `items` as in `content check`",
                (
                    _FOLDER,
                    Argument("--draft", "send and check it, and show it to nobody yet"),
                    Argument("--bump", "write a higher version into course.yaml where a course has changed without one"),
                ),
            ),
            Command(
                "versions",
                "what was published, and what is a draft",
                "publishing",
                "a page of `Publication`, as GET content/versions",
                (Argument("course", "only this course, by id or title, or how one of them begins", optional=True),),
            ),
            Command(
                "rollback",
                "offer an earlier version of a course again, under a new number; nobody's progress is lowered",
                "publishing",
                _PUBLISHED,
                (_COURSE, Argument("version", "its number; the one before when left out", optional=True)),
            ),
            Command("withdraw", "offer a course to nobody new; those who began it keep it", "publishing", _PUBLISHED, (_COURSE,)),
            Command("offer", "offer a withdrawn course to everybody again", "publishing", _PUBLISHED, (_COURSE,)),
            Command(
                "upload",
                "send one file to the library in parts, here or at --server, as a new resource or the next version of one; again goes on",
                "uploading",
                "`{state: published, sentence, resource_id, sha256, size}`",
                (
                    Argument("file", "a file of any format; what it is shows in its content"),
                    Argument("--as", "the resource's id; the file's name without its ending when left out", value="ID"),
                    Argument("--title", "what it is called; needed for a new one", value="TITLE"),
                    Argument("--group", "the group of the library that it stands in", value="ID"),
                    Argument("--collection", "or the collection", value="ID"),
                    Argument("--category", "the category it is about", value="ID"),
                ),
            ),
            Command(
                "export",
                "the folder that a course was published from",
                "packing",
                "`{state: done, sentence, folder, package}`",
                (_COURSE, Argument("--into", "the folder to make it in; this one when left out", value="FOLDER")),
            ),
            Command(
                "schema",
                "the JSON schema of a kind of file, for editors",
                "content",
                "the schema",
                (Argument("kind", "course, lesson, document, library, or a table: categories, skills, paths …"),),
            ),
            Command(
                "import",
                "bring in a course or questions of another system, as a folder to edit",
                "importing",
                "`{source, format, course, refusal, counts: {lessons | questions | files: {found, came, changed, refused}},"
                " items: [{sort, file, item, title, outcome: came | changed | refused, sentences}],"
                " notes: [{file, sentence, loss}], kept: [file]}`",
                (
                    Argument("source", "a folder, a file or a package; its format is seen from its content"),
                    Argument("--into", "the folder of the course, or the content folder around courses", value="FOLDER"),
                    Argument("--report", "write the whole report here, as Markdown or, where the name ends so, as JSON", value="FILE"),
                ),
            ),
        ),
    ),
    Command("doctor", "what is where, and whether it is well", "doctor", "`{items: [{state: ok | warn | fail, subject, sentence}]}`"),
    Command(
        "settings",
        "your settings",
        parts=(Command("show", "every setting and where it comes from", "settings", "`{file, values, faults}`"),),
    ),
    *ACCOUNT_COMMANDS,
    Command("serve", "run the server for an organisation; `trainhub serve --help` tells its options", "serve", "none"),
)

OPTIONS: tuple[Argument, ...] = (
    Argument("--json", "answer as JSON"),
    Argument("--plain", "answer as linear text for screen readers"),
    Argument("--server", "the address of your organisation's server", value="URL"),
    Argument(
        "--offline",
        "stay off the network: changes for --server wait in the outbox; the hub on this computer works on",
    ),
    Argument("--demo", "a throwaway profile with a history"),
    Argument("--theme", "the colours", value="NAME", choices=THEMES),
)
"""Understood everywhere, before and after the command."""


def named(words: tuple[str, ...], among: tuple[Command, ...] = COMMANDS) -> Command:
    """The command of this full name (`courses`, `list`). Raises KeyError."""
    found = {command.name: command for command in among}[words[0]]
    return named(words[1:], found.parts) if words[1:] else found
