"""How mail is set: what is wrong is told at start, all of it, and no secret with it (API-3)."""

from pathlib import Path

import pytest

from trainhub_server.jwt_settings import SettingFaults
from trainhub_server.mail_settings import (
    HOST,
    PASSWORD,
    PASSWORD_FILE,
    PORT,
    PUBLIC_URL,
    SECURITY,
    SENDER,
    USER,
    MailSettings,
    Security,
    mail_from,
)

SECRET = "canary-that-nobody-says"
RIGHT = {HOST: "smtp.example.com", SENDER: "Acme Hub <hub@example.com>", PUBLIC_URL: "https://hub.example.com/"}


def test_without_settings_there_is_no_mail() -> None:
    assert mail_from({}) is None
    assert mail_from({PUBLIC_URL: "https://hub.example.com", HOST: " "}) is None


def test_few_settings_suffice() -> None:
    assert mail_from(RIGHT) == MailSettings("smtp.example.com", "hub@example.com", "https://hub.example.com", "Acme Hub")
    made = mail_from({**RIGHT, SECURITY: "TLS", USER: "hub", PASSWORD: SECRET, SENDER: "hub@example.com"})
    assert made is not None
    assert (made.port, made.security, made.password, made.name) == (465, Security.TLS, SECRET, "Training Hub")
    assert SECRET not in repr(made)


def test_the_password_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\nmore\n", "utf-8")
    made = mail_from({**RIGHT, USER: "hub", PASSWORD_FILE: str(file)})
    assert made is not None and made.password == SECRET


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({HOST: ""}, f"{HOST} is missing"),
        ({HOST: "two words"}, f"{HOST} is missing or no host's name"),
        ({PORT: "0"}, f"{PORT} is a number from 1 to 65535"),
        ({PORT: "25٣"}, f"{PORT} is a number"),
        ({SECURITY: "ssl"}, f"{SECURITY} is starttls, tls or none"),
        ({USER: "hub"}, f"{USER} and {PASSWORD} (or {PASSWORD_FILE}) belong together"),
        ({PASSWORD: SECRET}, "belong together"),
        ({USER: "hub", PASSWORD: SECRET, SECURITY: "none"}, "for everybody to read"),
        ({USER: "hub", PASSWORD_FILE: "/nowhere/at/all"}, f"{PASSWORD_FILE} cannot be read: FileNotFoundError"),
        ({SENDER: ""}, f"{SENDER} is missing"),
        ({SENDER: "Hub <hub@example.com>\r\nBcc: x@y.zz"}, f"{SENDER} is missing or no address"),
        ({SENDER: "hub@localhost"}, f"{SENDER} is missing or no address"),
        ({PUBLIC_URL: ""}, f"{PUBLIC_URL} is missing"),
        ({PUBLIC_URL: "http://hub.example.com"}, f"{PUBLIC_URL} is missing or no https address"),
        ({PUBLIC_URL: "https://user@hub.example.com"}, PUBLIC_URL),
        ({PUBLIC_URL: "https://hub.example.com/ --demo"}, PUBLIC_URL),
    ],
)
def test_each_fault_has_a_sentence(changed: dict[str, str], said: str) -> None:
    with pytest.raises(SettingFaults) as faults:
        mail_from({**RIGHT, **changed})
    assert any(said in sentence for sentence in faults.value.sentences), faults.value.sentences
    assert SECRET not in str(faults.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingFaults) as faults:
        mail_from({PORT: "x", SECURITY: "y", USER: "z"})
    assert len(faults.value.sentences) == 6
