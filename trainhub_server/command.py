"""The server's command line. Late imports: each use pays only for what it needs."""

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

EPILOG = """examples:
  python -m trainhub_server --database hub.db --files files --migrate --port 8000
  python -m trainhub_server --database postgresql://hub@db/hub --new-token "Ana Silva" --scopes read,write,author
  python -m trainhub_server --database hub.db --tokens
  python -m trainhub_server --database hub.db --revoke-token 5f0c1b2a9d3e """


def main(argv: Sequence[str]) -> int:
    """The exit status: 0 done, 1 it did not work, 2 wrong usage."""
    asked = _parser().parse_args(argv)
    if asked.openapi:
        return _print_openapi()
    if asked.embedded:
        return _embedded(asked)
    if not asked.database:
        sys.stderr.write("trainhub_server: name the database with --database (a file or a postgresql:// address).\n")
        return 2
    return _organisation(asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trainhub_server", description="The Training Hub API.", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", metavar="FILE|URL", help="a SQLite file, or postgresql://…")
    parser.add_argument(
        "--files",
        metavar="FOLDER|URL",
        help="where files are kept: a folder (default: beside the database), or s3://bucket/prefix",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=None, help="default 8000; with --embedded any free one")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="serve with N processes (default 1); about one per core")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
    parser.add_argument("--migration-database", metavar="URL", help="with --migrate: the same database as who owns its tables")
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
    alone = parser.add_argument_group("as the child of one learner's app")
    alone.add_argument("--embedded", action="store_true")
    alone.add_argument("--data", metavar="FOLDER", type=Path)
    alone.add_argument("--socket", metavar="PATH", type=Path)
    alone.add_argument("--demo", action="store_true")
    return parser


def _embedded(asked: argparse.Namespace) -> int:
    if asked.data is None or (asked.socket is None and asked.port is None):
        sys.stderr.write("trainhub_server: --embedded needs --data FOLDER, and --socket PATH or --port 0.\n")
        return 2
    gc.disable()  # while starting: nothing of what is imported is garbage, and looking for some takes a tenth of a second
    from trainhub_server import embedded

    return embedded.run(asked.data, asked.socket, asked.port, asked.demo)


def _print_openapi() -> int:
    from trainhub_server import openapi
    from trainhub_server.app import create_app
    from trainhub_server.settings import Settings

    sys.stdout.write(openapi.printed(create_app(Settings(database="", files=Path()))))
    return 0


def _organisation(asked: argparse.Namespace) -> int:
    from trainhub_core.models.tokens import Scope
    from trainhub_server import organisation
    from trainhub_server.database.face import DatabaseTrouble

    if asked.undo_migration:
        return _undo(asked.migration_database or asked.database, asked.undo_migration)
    if not (asked.new_token or asked.new_organisation or asked.tokens or asked.revoke_token):
        return _serve(asked, organisation.files_beside(asked.database))
    scopes = asked.scopes.replace(",", " ").split()
    if not scopes or not set(scopes) <= set(Scope) or (asked.days is not None and not 1 <= asked.days <= 3650):
        sys.stderr.write("trainhub_server: --scopes are words of read, write, author and admin; --days is 1 to 3650.\n")
        return 2
    try:
        lines = asyncio.run(_about_access(asked, " ".join(scopes)))
    except DatabaseTrouble as trouble:
        sys.stderr.write(f"trainhub_server: {trouble.sentence}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _undo(address: str, name: str) -> int:
    from trainhub_server.database.face import DatabaseTrouble
    from trainhub_server.database.migrate import undo_at

    try:
        asyncio.run(undo_at(address, name))
    except DatabaseTrouble as trouble:
        sys.stderr.write(f"trainhub_server: {trouble.sentence}\n")
        return 1
    return 0


async def _about_access(asked: argparse.Namespace, scopes: str) -> list[str]:
    from trainhub_server import giving_access

    if asked.new_organisation:
        return [await giving_access.new_organisation(asked.database, asked.new_organisation, asked.migrate, asked.programme)]
    if asked.new_token:
        told = giving_access.NewToken(asked.new_token, asked.zone, scopes, asked.days)
        return [await giving_access.new_token(asked.database, told, asked.migrate)]
    if asked.revoke_token:
        return [await giving_access.revoke(asked.database, asked.revoke_token, asked.migrate)]
    return await giving_access.token_lines(asked.database, asked.migrate)


def _serve(asked: argparse.Namespace, beside: Path) -> int:
    from trainhub_server import organisation
    from trainhub_server.embedded import starter_pack
    from trainhub_server.file_settings import FilesSettings, files_settings_from
    from trainhub_server.jwt_settings import SettingFaults, jwt_from
    from trainhub_server.mail_settings import mail_from
    from trainhub_server.settings import Settings

    port = 8000 if asked.port is None else asked.port
    faults: list[str] = []
    jwt, mail, kept = None, None, FilesSettings(beside)
    try:
        jwt = jwt_from(os.environ)
    except SettingFaults as told:
        faults += told.sentences
    try:
        mail = mail_from(os.environ)
    except SettingFaults as told:
        faults += told.sentences
    try:
        kept = files_settings_from(asked.files, os.environ, beside)
    except SettingFaults as told:
        faults += told.sentences
    if faults:
        sys.stderr.writelines(f"trainhub_server: {sentence}\n" for sentence in faults)
        return 2
    if asked.workers > 1 and not asked.worker:
        return organisation.serve_with_workers([*sys.orig_argv, "--worker"], asked.workers, asked.host, port)
    settings = Settings(
        database=asked.database,
        migration_database=asked.migration_database,
        files=kept.files,
        cdn=kept.cdn,
        pack=starter_pack,
        migrate=asked.migrate,
        jwt=jwt,
        mail=mail,
    )
    serve = organisation.serve_as_worker if asked.worker else organisation.serve
    return serve(settings, asked.host, port)
