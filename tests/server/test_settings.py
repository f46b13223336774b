"""Settings of an organisation's server: where they are told, which goes first, and every fault at once. Source: the issue's Running it."""

from pathlib import Path

import pytest

from tests.server.serving import command
from trainhub_server.jwt_settings import jwt_from
from trainhub_server.running_settings import Running, running_from
from trainhub_server.setting_page import page
from trainhub_server.setting_table import SETTINGS
from trainhub_server.told_settings import told

SECRET = "canary-secret-0123456789-0123456789"


def file(folder: Path, text: str) -> str:
    path = folder / "hub.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    name = file(tmp_path, 'port = 1\nhost = "from-file"\nworkers = 3\nmigrate = true\ntrusted_proxies = ["10.0.0.1", "10.0.0.2"]\n')
    found = told({"port": "3", "host": None}, {"TRAINHUB_PORT": "2", "TRAINHUB_WORKERS": "2"}, name)
    assert found.faults == []
    assert [found.text(it) for it in ("port", "host", "workers", "migrate")] == ["3", "from-file", "2", "yes"]
    assert found.text("trusted_proxies") == "10.0.0.1,10.0.0.2"
    assert found.text("log_format") == "json", "what nobody told has its default"
    assert told({}, {"TRAINHUB_SETTINGS": name}).text("port") == "1"


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    """As Docker and systemd hand them out."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    path = str(tmp_path / "secret")
    assert told({}, {"TRAINHUB_JWT_SECRET_FILE": path}).text("jwt_secret") == SECRET
    assert told({}, {}, file(tmp_path, f'jwt_secret_file = "{path}"')).text("jwt_secret") == SECRET
    both = told({}, {"TRAINHUB_JWT_SECRET_FILE": path, "TRAINHUB_JWT_SECRET": SECRET})
    assert both.faults == ["TRAINHUB_JWT_SECRET: it is told by TRAINHUB_JWT_SECRET_FILE too; leave one of them out."]
    assert "cannot be read" in told({}, {"TRAINHUB_JWT_SECRET_FILE": path + "-none"}).faults[0]


def test_every_fault_is_told_with_its_place_and_none_with_its_value(tmp_path: Path) -> None:
    name = file(tmp_path, f'port = "{SECRET}"\nwokers = 2\njwt_jwks = "ftp://{SECRET}"\n\n[metrics]\nplace = 1\n')
    environment = {"TRAINHUB_LOG_LEVEL": SECRET, "TRAINHUB_JWT_SECRET": "short-canary", "TRAINHUB_JWT_ISUER": SECRET, "TRAINHUB_HOME": "/"}
    found = told({"workers": SECRET}, environment, name)
    found.collect(jwt_from)
    found.collect(running_from)
    assert found.faults == [
        f"{name}:2: wokers is no setting; do you mean workers?",
        f"{name}:5: metrics has to be a text, a number, true or false, or a list of texts.",
        "TRAINHUB_JWT_ISUER: there is no such setting; do you mean TRAINHUB_JWT_ISSUER?",
        f"{name}:1: port has to be a whole number from 0 to 65535.",
        "--workers: it has to be a whole number from 1 to 256.",
        "TRAINHUB_LOG_LEVEL: it has to be one of debug, info, warning, error.",
        "TRAINHUB_JWT_ISSUER is missing: who signs the tokens, such as https://project.supabase.co/auth/v1.",
        "TRAINHUB_JWT_SECRET is too short: 32 bytes at least.",
        f"{name}:3: TRAINHUB_JWT_JWKS is no https address.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"port = 8000\nport 1\n", ":2: this is not TOML"),
        (b"port = 'x\n", ": this is not TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'"a b" = 1', ": this is no setting"),
        (b"port = 1979-05-27", ":1: port has to be a text"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault_at_its_line(tmp_path: Path, text: bytes, words: str) -> None:
    (tmp_path / "hub.toml").write_bytes(text)
    assert words in told({}, {}, str(tmp_path / "hub.toml")).faults[0]
    assert "cannot be read" in told({}, {}, str(tmp_path)).faults[0]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("database", "sqlite:///var/hub.db", "the path of a SQLite file, or a postgresql:// address."),
        ("database", "mysql://hub:canary@db/hub", "the path of a SQLite file, or a postgresql:// address."),
        ("migration_database", "sqlite:///var/hub.db", "the path of a SQLite file, or a postgresql:// address."),
        ("files", "gs://bucket", "a folder, or s3://bucket/prefix."),
    ],
)
def test_an_address_of_a_kind_that_is_not_served_makes_no_folder_of_its_name(name: str, value: str, words: str) -> None:
    """API-1."""
    (fault,) = told({name: value}, {}).faults
    assert words in fault and "canary" not in fault
    for good in ("hub.db", "/var/lib/hub.db", "C:\\hub.db", "postgresql://hub@db/hub" if "database" in name else "s3://bucket/prefix"):
        assert told({name: good}, {}).faults == []


def test_a_name_without_words_is_nobody_s(tmp_path: Path) -> None:
    """API-3: neither a token nor an organisation is made for it."""
    for option in ("--new-token", "--new-organisation"):
        for name in ("", "  ", "x" * 81):
            _, said = command("--database", str(tmp_path / "hub.db"), "--migrate", option, name, status=2)
            assert f"{option} is a name of 1 to 80 characters." in said
    _, said = command("--database", str(tmp_path / "other.db"), "--migrate", "--revoke-token", "", status=1)
    assert "There is no token" in said
    _, said = command("--database", str(tmp_path / "hub.db"), "--migrate", "--new-token", "Ana", "--zone", "Mars/City", status=2)
    assert "--zone is the name of a time zone, such as Europe/Berlin." in said
    assert not (tmp_path / "hub.db").exists()


@pytest.mark.parametrize("name", ["TRAINHUB_OTHER_PORT", "TRAINHUB_PORTS_OF_OTHERS", "TRAINHUB_OTHER"])
def test_a_variable_that_only_begins_like_a_setting_is_somebody_else_s(name: str) -> None:
    assert told({}, {name: "x"}).faults == []


def test_the_server_says_all_of_them_and_ends_with_2(tmp_path: Path) -> None:
    name = file(tmp_path, f'port = "{SECRET}"\n')
    _, said = command("--settings", name, "--log-format", "xml", env={"TRAINHUB_JWT_SECRET": SECRET}, status=2)
    assert said.count("trainhub serve: ") == len(said.splitlines()) == 4
    assert f"{name}:1: port" in said and "--log-format" in said and "TRAINHUB_JWT_ISSUER is missing" in said and "TRAINHUB_DATABASE" in said
    assert SECRET not in said


def test_defaults_are_right_and_documented() -> None:
    assert told({}, {}).faults == []
    assert running_from({}) == Running("info", "json", "", "", "127.0.0.1,::1", 10000, 10, 20, 2, 20)
    for setting in SETTINGS.values():
        assert not setting.default or not setting.wrong(setting.default)
        assert f"`{setting.variable}`" in page()
