"""What the first frame loads: nothing that only what comes after it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.terminal import ROOT

LATER = (
    *("aiohttp", "feedparser", "aiosqlite", "asyncpg", "tomlkit", "holidays", "phonenumbers"),
    *("click", "babel", "playwright", "rich.markdown", "markdown_it"),
    *("webcare.config", "webcare.demo.server", "sources", "playbooks"),
    *("desk.services", "desk.model", "desk.triage", "desk.store.store", "tui.actions.registry"),
)
"""Packages and modules of no use to the list, the shift bar and the footer."""

OPENED = """
import sys
import tui.app
tui.app.WebcareApp.run = lambda app: None  # as far as the first frame, and no further
from webcare.main import main
sys.stdin.isatty = sys.stdout.isatty = lambda: True
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("language", ["en", "nl", "nb"])
def test_the_first_frame_loads_nothing_it_does_not_show(tmp_path: Path, language: str) -> None:
    """Client, parser, drivers, playbooks, the model and the full check come after it."""
    config = tmp_path / "webcare.toml"
    config.write_text(
        f'language = "{language}"\n[sources.blog]\nurl = "https://blog.example/feed"\n',
        encoding="utf-8",
    )
    process = subprocess.run(
        [sys.executable, "-c", OPENED, "run", "--config", str(config), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"TERM": "xterm-256color", "HOME": str(tmp_path)},
    )
    assert process.returncode == 0, process.stderr
    loaded = process.stderr.split()
    assert "tui.screens.desk" in loaded
    found = [name for name in loaded if name.startswith(tuple(f"{late}." for late in LATER))]
    assert not [*found, *(set(LATER) & set(loaded))]
