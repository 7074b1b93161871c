"""What the first frame takes from the file is what the full check makes of it."""

from pathlib import Path

import pytest

from webcare.config import load_settings
from webcare.glance import glance
from webcare.places import Places, find_places

ENVIRON = {"WEBCARE_AGENT": "tim", "LANG": "nb_NO.UTF-8"}


def places(tmp_path: Path, text: str) -> Places:
    """Return places around a file with this text."""
    file = tmp_path / "webcare.toml"
    file.write_text(text, encoding="utf-8")
    return find_places(file, tmp_path / "data")


@pytest.mark.parametrize(
    "text",
    [
        "",
        'agent = "noor"\nlanguage = "nl"\ndatabase = "a/b.db"\n[screen]\ncolours = "ansi"\n',
        '[hours]\nzone = "Europe/Oslo"\n[sources.blog]\nurl = "https://b.example/f"\ntitle = "b"\n'
        '[sources.forum]\nurl = "https://f.example/f"\n',
    ],
)
def test_a_glance_is_what_the_full_check_says(tmp_path: Path, text: str) -> None:
    """Each value and each default is the same, with the same environment and agent."""
    where = places(tmp_path, text)
    for agent in ("", "sanne"):
        full = load_settings(where, agent, environ=ENVIRON)
        assert glance(where, agent, environ=ENVIRON) == full.glance


@pytest.mark.parametrize(
    "text",
    [
        "agent = ",
        "agent = 5",
        'agent = "a\\u001b[2J"',
        'language = "xx"',
        'database = "postgresql://team"',
        'hours = "always"',
        '[hours]\nzone = "Europe/Nowhere"',
        '[hours]\nzone = "/etc/passwd"',
        '[screen]\ncolours = "many"',
        "[screen]\ncolour = 1",
        "[sources]\nblog = 1",
        '[keys]\n"item.take" = "f2"',
    ],
)
def test_anything_odd_is_left_to_the_full_check(tmp_path: Path, text: str) -> None:
    """A glance never guesses: what it does not understand it says nothing of."""
    assert glance(places(tmp_path, text), environ={}) is None


def test_a_named_file_that_is_missing_is_odd(tmp_path: Path) -> None:
    """So the full check says that it is not there."""
    assert glance(find_places(tmp_path / "missing.toml", tmp_path), environ={}) is None
