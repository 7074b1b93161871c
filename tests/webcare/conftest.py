"""Calls the program as a shell does, in this process, with a desk of its own for each test."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.i18n import set_language
from tests.support.command import Answer, Webcare
from webcare.main import main


@pytest.fixture
def webcare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Webcare]:
    """Return a function that runs a command line on this test's own configuration and data."""
    monkeypatch.setenv("WEBCARE_AGENT", "tim")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    umask = os.umask(0o077)

    def call(*words: str, text: str | bytes = "") -> Answer:
        raw = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        capfd.readouterr()
        code = main(words)
        said = capfd.readouterr()
        return Answer(code, said.out, said.err)

    yield call
    os.umask(umask)
    set_language("en")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return where the program looks for webcare.toml."""
    file = tmp_path / "config" / "webcare" / "webcare.toml"
    file.parent.mkdir(parents=True)
    return file
