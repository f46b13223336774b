"""The server's command line. Late imports: each use pays only for what it needs."""

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainhub_core.arguments import NotUnderstood, Parser
from trainhub_server.setting_table import SETTINGS

if TYPE_CHECKING:  # read late
    from trainhub_server.told_settings import Told

PIPE_CLOSED = 141
EPILOG = """examples:
  trainhub serve --database hub.db --files files --migrate --port 8000
  trainhub serve --database postgresql://hub@db/hub --new-token "Ana Silva" --scopes read,write,author
  trainhub serve --database hub.db --tokens
  trainhub serve --database hub.db --revoke-token 5f0c1b2a9d3e """


def main(argv: Sequence[str]) -> int:
    """The exit status: 0 done, 1 it did not work, 2 wrong usage, 141 the reader of the pipe has gone."""
    try:
        asked = _parser().parse_args(argv)
    except NotUnderstood as fault:
        sys.stderr.write(f"trainhub serve: {fault}\n")
        return 2
    except SystemExit:  # --help has been written
        return 0
    except OSError as error:
        return _not_written(error)
    if asked.openapi:
        return _print_openapi()
    if asked.embedded:
        return _embedded(asked)
    return _organisation(asked)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="trainhub serve", description="The Training Hub API.", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    _add_settings(parser)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--undo-migration", metavar="NAME", help="take a migration back (docs/operating-database.md), and end")
    parser.add_argument("--new-token", metavar="NAME", help="print a new access token for the learner of this name, and end")
    parser.add_argument("--tokens", action="store_true", help="list the access tokens by their ids, and end")
    parser.add_argument("--revoke-token", metavar="ID", help="revoke the token of this id; running servers heed it within 30 s; and end")
    parser.add_argument("--zone", default="UTC", help="with --new-token: the learner's time zone (IANA name)")
    parser.add_argument("--new-organisation", metavar="NAME", help="print an invitation for an admin of this organisation, and end")
    parser.add_argument("--programme", action="store_true", help="with --new-organisation: it runs the programme, its authors publish")
    parser.add_argument("--scopes", default="read,write", help="with --new-token: of read, write, author, admin (default read,write)")
    parser.add_argument("--days", type=int, metavar="N", help="with --new-token: how long it is valid (default: until it is revoked)")
    parser.add_argument("--openapi", action="store_true", help="print the OpenAPI document, and end")
    alone = parser.add_argument_group("as the child of one learner's app; --port 0 for any free port")
    alone.add_argument("--embedded", action="store_true")
    alone.add_argument("--data", metavar="FOLDER", type=Path)
    alone.add_argument("--socket", metavar="PATH", type=Path)
    alone.add_argument("--demo", action="store_true")
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    """Read as they were written: the table says what is wrong with them, all of it at once."""
    parser.add_argument("--settings", metavar="FILE", help="a file with settings; docs/settings.md lists them")
    for it in SETTINGS.values():
        if it.option:
            option = f"--{it.name.replace('_', '-')}"
            words = f"{it.meaning} (default {it.default})" if it.default else it.meaning
            if it.type == "yes or no":
                parser.add_argument(option, action="store_const", const="yes", help=it.meaning)
            else:
                parser.add_argument(option, metavar=it.metavar or it.type.upper(), help=words)


def _embedded(asked: argparse.Namespace) -> int:
    if asked.data is None or (asked.socket is None and not (asked.port or "").isdecimal()):
        sys.stderr.write("trainhub serve: --embedded needs --data FOLDER, and --socket PATH or --port 0.\n")
        return 2
    gc.disable()  # while starting: nothing of what is imported is garbage, and looking for some takes a tenth of a second
    from trainhub_server import embedded

    return embedded.run(asked.data, asked.socket, int(asked.port or 0), asked.demo)


def _print_openapi() -> int:
    from trainhub_server import openapi
    from trainhub_server.app import create_app
    from trainhub_server.settings import Settings

    return _written(openapi.printed(create_app(Settings(database="", files=Path()))))


def _organisation(asked: argparse.Namespace) -> int:
    from trainhub_server.told_settings import told

    found = told({name: getattr(asked, name, None) for name, it in SETTINGS.items() if it.option}, os.environ, asked.settings)
    if asked.programme and not asked.new_organisation:
        found.faults.append("--programme goes with --new-organisation NAME.")
    if asked.undo_migration:
        return 2 if _said_faults(found) else _undo(found.text("migration_database") or found.text("database"), asked.undo_migration)
    if not asked.tokens and (asked.new_token, asked.new_organisation, asked.revoke_token) == (None, None, None):
        return _serve(asked, found)
    found.faults += _access_faults(asked)
    if _said_faults(found):
        return 2
    return _access(asked, found, " ".join(_scopes(asked)))


def _scopes(asked: argparse.Namespace) -> list[str]:
    return str(asked.scopes).replace(",", " ").split()


def _access_faults(asked: argparse.Namespace) -> list[str]:
    """What is wrong with whom access is for, and how far."""
    from trainhub_core.models.organisations import LONGEST_NAME
    from trainhub_core.models.tokens import Scope
    from trainhub_core.rules.record import zone_of
    from trainhub_core.text import clean_line

    scopes, faults = _scopes(asked), []
    if not scopes or not set(scopes) <= set(Scope) or (asked.days is not None and not 1 <= asked.days <= 3650):
        faults.append("--scopes are words of read, write, author and admin; --days is 1 to 3650.")
    if zone_of(asked.zone).key != asked.zone:
        faults.append("--zone is the name of a time zone, such as Europe/Berlin.")
    for option, name in (("--new-token", asked.new_token), ("--new-organisation", asked.new_organisation)):
        if name is not None and not 0 < len(clean_line(name).strip()) <= LONGEST_NAME:
            faults.append(f"{option} is a name of 1 to {LONGEST_NAME} characters.")
    return faults


def _said_faults(found: "Told") -> bool:
    """Whether there are any; every one of them is said."""
    if not found.text("database"):
        found.faults.append("name the database with --database or TRAINHUB_DATABASE (a file or a postgresql:// address).")
    sys.stderr.writelines(f"trainhub serve: {sentence}\n" for sentence in found.faults)
    return bool(found.faults)


def _access(asked: argparse.Namespace, found: "Told", scopes: str) -> int:
    from trainhub_server.database.face import DatabaseTrouble

    try:
        lines = asyncio.run(_about_access(asked, found, scopes))
    except DatabaseTrouble as trouble:
        sys.stderr.write(f"trainhub serve: {trouble.sentence}\n")
        return 1
    return _written("".join(f"{line}\n" for line in lines))


async def _about_access(asked: argparse.Namespace, found: "Told", scopes: str) -> list[str]:
    database, owner, migrate = found.text("database"), found.text("migration_database"), found.text("migrate") == "yes"
    from trainhub_server import giving_access
    from trainhub_server.database.migrate import migrate_at

    if migrate and owner:
        await migrate_at(owner)
        migrate = False
    if asked.new_organisation:
        return [await giving_access.new_organisation(database, asked.new_organisation, migrate, asked.programme)]
    if asked.new_token:
        return [await giving_access.new_token(database, giving_access.NewToken(asked.new_token, asked.zone, scopes, asked.days), migrate)]
    if asked.revoke_token is not None:
        return [await giving_access.revoke(database, asked.revoke_token, migrate)]
    return await giving_access.token_lines(database, migrate)


def _written(answer: str) -> int:
    try:
        sys.stdout.write(answer)
        sys.stdout.flush()
    except OSError as error:
        return _not_written(error)
    return 0


def _not_written(error: OSError) -> int:
    """The interpreter must not complain once more, when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return PIPE_CLOSED
    sys.stderr.write(f"trainhub serve: the answer cannot be written: {error.strerror or error}.\n")
    return 1


def _undo(address: str, name: str) -> int:
    from trainhub_server.database.face import DatabaseTrouble
    from trainhub_server.database.migrate import undo_at

    try:
        asyncio.run(undo_at(address, name))
    except DatabaseTrouble as trouble:
        sys.stderr.write(f"trainhub serve: {trouble.sentence}\n")
        return 1
    return 0


def _serve(asked: argparse.Namespace, found: "Told") -> int:
    from trainhub_server import organisation
    from trainhub_server.file_settings import FilesSettings, files_settings_from
    from trainhub_server.jwt_settings import jwt_from
    from trainhub_server.mail_settings import mail_from
    from trainhub_server.running_settings import running_from

    def files_from(values: Mapping[str, str]) -> FilesSettings:
        return files_settings_from({**os.environ, **values}, organisation.files_beside(found.text("database")))

    for read in (jwt_from, mail_from, files_from, running_from):
        found.collect(read)
    if _said_faults(found):
        return 2
    host, port, running = found.text("host"), int(found.text("port")), running_from(found.values)
    if found.number("workers") > 1 and not asked.worker:
        return organisation.serve_with_workers([*sys.orig_argv, "--worker"], found.number("workers"), host, port, running)
    from trainhub_server.embedded import starter_pack  # late: the parent of workers needs none of what it brings
    from trainhub_server.settings import Settings

    kept = files_from(found.values)
    settings = Settings(
        database=found.text("database"),
        migration_database=found.text("migration_database") or None,
        files=kept.files,
        cdn=kept.cdn,
        pack=starter_pack,
        migrate=found.text("migrate") == "yes",
        jwt=jwt_from(found.values),
        mail=mail_from(found.values),
        running=running,
    )
    serve = organisation.serve_as_worker if asked.worker else organisation.serve
    return serve(settings, host, port)
