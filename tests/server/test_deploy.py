"""deploy/: what can be checked of it without running containers. Source: the issue's Running it."""

import re
import shutil
import subprocess
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from trainhub_core.operations import ROOT as API
from trainhub_server.services.packages import LONGEST_READING
from trainhub_server.setting_table import SETTINGS
from trainhub_server.settings import Settings
from trainhub_server.told_settings import told

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SECRET = re.compile(r"(?i)(password|secret|token)\s*[=:]\s*[\"']?[a-z0-9]{6,}")


@pytest.fixture
def compose() -> dict[str, Any]:
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_every_setting_that_is_made_there_is_one_and_right(tmp_path: Path, compose: dict[str, Any]) -> None:
    known = {it.variable for it in SETTINGS.values()} | {f"{it.variable}_FILE" for it in SETTINGS.values()}
    unit, docker = ((DEPLOY / name).read_text("utf-8") for name in ("trainhub.service", "Dockerfile"))
    of_unit = dict(re.findall(r"^Environment=(TRAINHUB_\w+)=(.*)$", unit, re.M))
    of_docker = dict(re.findall(r"(TRAINHUB_\w+)=(\S+)", docker))
    of_bucket = yaml.safe_load((DEPLOY / "compose.s3.yaml").read_text("utf-8"))["services"]["one"]["environment"]
    del of_bucket["TRAINHUB_FILES_PUBLIC"]  # told by whoever starts it
    assert of_bucket.pop("TMPDIR") == "/data", "where files are put together: /tmp of the image is memory"
    for made in (of_unit, of_docker, of_bucket, compose["services"]["one"]["environment"]):
        assert made and set(made) <= known
        direct = {name: value for name, value in made.items() if not name.endswith("_FILE")}
        assert told({}, direct).faults == []
    assert told({}, {}, str(DEPLOY / "hub.toml")).faults == []
    assert tomllib.loads((DEPLOY / "hub.toml").read_text("utf-8"))["workers"] == 2


def test_the_compose_file_hangs_together(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert {"postgres", "one", "two", "migrated", "proxy"} <= set(services)
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services), name
        assert set(service.get("secrets", ())) <= set(compose["secrets"]), name
        assert set(service.get("networks", ())) <= set(compose["networks"] or ()), name
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (DEPLOY / source).exists(), volume
        assert "ports" not in service or name == "proxy", "the proxy alone is open to the world"
    assert services["one"]["read_only"] and services["one"]["cap_drop"] == ["ALL"]


def test_the_bucket_is_made_before_whoever_needs_it_and_partners_reach_it() -> None:
    """By the name that the servers know, and through the proxy at the address that links are signed for."""
    services = yaml.safe_load((DEPLOY / "compose.s3.yaml").read_text("utf-8"))["services"]
    bucket = services["one"]["environment"]["TRAINHUB_FILES"].removeprefix("s3://").partition("/")[0]
    assert f"mc mb --ignore-existing store/{bucket}" in services["bucket"]["command"][0]
    for name in ("one", "two"):
        assert services[name]["depends_on"]["bucket"] == {"condition": "service_completed_successfully"}
        assert (
            services[name]["environment"]["TRAINHUB_FILES_PUBLIC"]
            == f"https://{services['proxy']['environment']['TRAINHUB_FILES_ADDRESS']}"
        )
    for volume in services["proxy"]["volumes"]:
        assert (DEPLOY / volume.split(":")[0]).is_file()


def test_what_caddy_is_told_by_its_surroundings_it_is_told(compose: dict[str, Any]) -> None:
    store = yaml.safe_load((DEPLOY / "compose.s3.yaml").read_text("utf-8"))["services"]["proxy"]
    for name, given in (("Caddyfile", compose["services"]["proxy"]["environment"]), ("store.caddy", store["environment"])):
        assert set(re.findall(r"\{\$(\w+)\}", (DEPLOY / name).read_text("utf-8"))) == set(given)


def is_sent(path: str) -> bool:
    """Whether Docker gives a file to the builder: the last line that names it or a folder of it decides."""
    folders = [str(it) for it in (PurePosixPath(path), *PurePosixPath(path).parents)][:-1]
    sent = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        named = [PurePosixPath(it).name for it in folders] if "**/" in line else folders
        if line and not line.startswith("#") and any(fnmatchcase(it, pattern) and ("/" in pattern or "/" not in it) for it in named):
            sent = line.startswith("!")
    return sent


def test_the_builder_is_given_what_it_copies_and_nothing_else() -> None:
    """Above all no secret: deploy/secrets lies within what Docker would send."""
    copied = re.findall(r"^COPY ((?!--).*) \S+$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.M)
    sources = {source for line in copied for source in line.split()}
    for source in sources:
        files = [it for it in (ROOT / source).rglob("*") if it.is_file()] if (ROOT / source).is_dir() else [ROOT / source]
        kept = [it for it in files if "__pycache__" not in it.parts]
        assert kept and all(is_sent(it.relative_to(ROOT).as_posix()) for it in kept), source
    sent = {it.name for it in ROOT.iterdir() if is_sent(it.name)}
    assert sent | {"requirements"} == {source.partition("/")[0] for source in sources}
    for path in ("deploy/secrets/database", ".git/config", ".venv/pyvenv.cfg", "tests/packs.py", "requirements/dev.txt"):
        assert not is_sent(path), path
    assert not is_sent("trainhub_server/__pycache__/app.pyc")


def test_the_image_copies_what_is_there_and_is_nobody_s_root() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    assert {it[0] for it in words} <= {
        *("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT"),
    }
    for it in (it for it in words if it[0] == "COPY" and not it[1].startswith("--")):
        assert all((ROOT / source).exists() for source in it[1:-1]), it
    assert ["USER", "10001:10001"] in words
    assert any("--require-hashes" in it for it in words)
    assert "--hash=sha256:" in (ROOT / "requirements" / "server.txt").read_text("utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this system")
def test_systemd_understands_the_unit() -> None:
    done = subprocess.run(["systemd-analyze", "verify", str(DEPLOY / "trainhub.service")], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "trainhub.service" in line and "is not executable" not in line]
    assert complaints == []


def test_no_secret_is_in_any_of_it() -> None:
    for path in DEPLOY.iterdir():
        if path.is_file():
            assert not SECRET.search(path.read_text("utf-8")), path


def nginx_at(path: str) -> str:
    """What nginx does with an address: of regular expressions the first, else the longest beginning."""
    blocks: list[tuple[str, str, str]] = re.findall(
        r"location (~ )?(\S+) \{(.*?)\n    \}", (DEPLOY / "nginx.conf").read_text("utf-8"), re.S
    )
    matching = next((inner for sign, where, inner in blocks if sign and re.search(where, path)), None)
    beginning = max((len(where), inner) for sign, where, inner in blocks if not sign and path.startswith(where))
    return matching or beginning[1]


@pytest.mark.parametrize("path", ["tokens", "invitations", "content/packages", "content/uploads", "content/uploads/1/finish"])
def test_nginx_sends_again_only_what_carries_a_key(path: str) -> None:
    """Two tokens, or two invitations, would be made where one was asked for."""
    assert "non_idempotent" not in nginx_at(f"{API}/{path}")
    assert "non_idempotent" in nginx_at(f"{API}/register-webinar")


def test_the_proxies_wait_for_a_package_and_take_the_largest() -> None:
    """CONT-3: what the server may take its time for is not cut off before it."""
    waits = re.search(r"proxy_read_timeout (\d+)s", nginx_at(f"{API}/content/packages"))
    assert waits and int(waits[1]) > LONGEST_READING
    for name, limit in (("Caddyfile", r"max_size (\d+)MiB"), ("nginx.conf", r"client_max_body_size (\d+)m;")):
        most = re.search(limit, (DEPLOY / name).read_text("utf-8"))
        assert most and int(most[1]) * 2**20 > Settings("", Path()).package_bytes, (
            "what is a little too large the server refuses, with its sentence"
        )
