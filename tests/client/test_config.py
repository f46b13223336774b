"""config.toml: what is wrong is said with its line, the rest holds; and where files are kept."""

from pathlib import Path

import pytest

from trainhub_tui.config import Config, read_config
from trainhub_tui.paths import Paths
from trainhub_tui.zone import zone_of_laptop


def reading(home: Path, text: str | bytes) -> Config:
    paths = Paths.under(home)
    paths.config_file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_config(paths)


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    assert read_config(Paths.under(tmp_path)) == Config()


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = 'theme = "light"\nascii = true\nemoji = false\nquota = 5\nzone = "Asia/Tokyo"\nserver = "https://hub.example"\nname = "Ada"\n'
    text += 'pictures = "sixel"\nvideo = "kitty"\n'
    found = reading(tmp_path, text + '[keys]\nregister = "x,f2"\n')
    assert found == Config("light", True, False, {"register": "x,f2"}, 5, "Asia/Tokyo", "https://hub.example", "Ada", "kitty", "sixel")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('theme = "light"\nascii = maybe\n', "line 2"),
        ('ascii = true\ntheme = "pink"\n', "line 2: theme is one of"),
        ('\n\nascii = "yes"\n', "line 3: ascii is true or false"),
        ('video = "loud"\n', "line 1: video is one of auto, blocks, kitty, sixel"),
        ('pictures = "huge"\n', "line 1: pictures is one of auto, blocks, kitty, sixel, off"),
        ("quota = -5\n", "line 1: quota is a whole number"),
        ("quota = true\n", "quota is a whole number"),
        ('zone = "Middle/Earth"\n', "line 1: zone is an IANA zone"),
        ('server = "hub.example"\n', "line 1: server is an address"),
        ("[keys]\nregister = 7\n", 'line 1: keys is a table of verb = "key"'),
        ('colour = "red"\n', "line 1: there is no setting “colour”"),
        (b"theme = '\xff'\n", "not UTF-8"),
        ("a = " + "[" * 100_000, "nested too deeply"),
    ],
)
def test_a_fault_is_said_with_its_place_and_the_default_holds(tmp_path: Path, text: str | bytes, fault: str) -> None:
    found = reading(tmp_path, text)
    assert any(fault in it for it in found.faults), found.faults
    assert (found.theme, found.quota, found.zone, found.server, dict(found.keys)) == ("dark", Config().quota, "", "", {})


def test_what_is_right_beside_a_fault_holds(tmp_path: Path) -> None:
    found = reading(tmp_path, 'theme = "pink"\nascii = true\n')
    assert found.ascii and found.theme == "dark" and len(found.faults) == 1


def test_a_folder_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    Paths.under(tmp_path).config_file.mkdir()
    assert "cannot be read" in read_config(Paths.under(tmp_path)).faults[0]


def test_one_variable_puts_everything_under_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINHUB_HOME", str(tmp_path))
    assert Paths.here() == Paths.under(tmp_path)
    monkeypatch.delenv("TRAINHUB_HOME")
    assert Paths.here().data.is_relative_to(Path.home())


def test_servers_never_share_a_folder(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    addresses = ("https://a.example/b", "https://a.example_b", "http://a.example/b", "https://a.example:8443/b", "https://../..", "solo")
    folders = [paths.server(it) for it in addresses]
    assert len({*folders, paths.solo}) == len(addresses) + 1
    assert all(it.parent == paths.data for it in folders)
    assert paths.server("https://a.example") == paths.server("https://a.example/")


def test_the_zone_is_the_settings_then_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert (zone_of_laptop("Europe/Berlin"), zone_of_laptop()) == ("Europe/Berlin", "Asia/Tokyo")
    monkeypatch.delenv("TZ")
    assert zone_of_laptop()


def test_a_zone_that_nobody_knows_is_not_shown_beside_the_times_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """WEB-1: the zone that is named is the one that the times are in."""
    monkeypatch.delenv("TZ", raising=False)
    here = zone_of_laptop()
    for unknown in ("CET-1CEST,M3.5.0", "Nowhere/City", "../etc/passwd", "/etc/localtime", "Europe"):
        monkeypatch.setenv("TZ", unknown)
        assert zone_of_laptop() == here, unknown
