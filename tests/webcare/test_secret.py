"""Secrets by reference."""

import sys
from pathlib import Path

import pytest

from core.errors import ConfigError
from sources.settings import SourceSettings
from webcare.polling import secrets_of, with_secrets
from webcare.secret import reveal

SOURCES = (
    SourceSettings("open", "https://example.org/a"),
    SourceSettings("shut", "https://example.org/b"),
)


def test_a_variable_holds_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """env:NAME reads the environment, and an empty one is an error that names it."""
    monkeypatch.setenv("FORUM", "Bearer t0ken")
    assert reveal("env:FORUM") == "Bearer t0ken"
    monkeypatch.delenv("FORUM")
    with pytest.raises(ConfigError, match="FORUM"):
        reveal("env:FORUM")


def test_a_file_holds_a_secret_that_others_cannot_read(tmp_path: Path) -> None:
    """file:PATH is read when it is private, and refused when it is not."""
    file = tmp_path / "token"
    file.write_text("t0ken\n", encoding="utf-8")
    file.chmod(0o600)
    assert reveal(f"file:{file}") == "t0ken"
    file.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600") as refused:
        reveal(f"file:{file}")
    assert "t0ken" not in str(refused.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A secret file that is not there is named."""
    with pytest.raises(ConfigError, match="none"):
        reveal(f"file:{tmp_path / 'none'}")


def test_a_keyring_needs_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the keyring package the error says what to install."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match="keyring extra"):
        reveal("keyring:forum")


def test_a_lacking_secret_keeps_only_its_own_source_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """One source without its secret leaves the others to be polled."""
    monkeypatch.delenv("NONE", raising=False)
    monkeypatch.setenv("SOME", "t0ken")
    ready, lacking = with_secrets(
        SOURCES, {"shut": {"Authorization": "env:NONE"}, "open": {"X-Key": "env:SOME"}}
    )
    assert [(source.name, dict(source.headers)) for source in ready] == [
        ("open", {"X-Key": "t0ken"})
    ]
    assert set(lacking) == {"shut"}
    assert "t0ken" not in repr(ready)


def test_a_secret_of_its_own_is_kept_apart_from_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``{secret}`` in an address stands for goes into no header of a plain feed."""
    monkeypatch.setenv("HASH", "h4sh")
    table = {"secret": "env:HASH", "headers": {"X-Key": "env:HASH"}}
    ready, _lacking = with_secrets(SOURCES[:1], {SOURCES[0].name: secrets_of(table)})
    assert [(source.secret, dict(source.headers)) for source in ready] == [
        ("h4sh", {"X-Key": "h4sh"})
    ]
    assert "h4sh" not in repr(ready)
