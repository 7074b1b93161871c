"""feedparser's own test documents: 2,248 feeds out of its source distribution, fetched once."""

import importlib.util
import re
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.support.terminal import ROOT

_NO_INDEX = re.compile(
    r"NewConnectionError|NameResolution|Temporary failure|ConnectTimeout|ReadTimeout"
    r"|Network is unreachable|Connection refused|ProxyError"
)
_PINNED = re.compile(r"^feedparser==.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def documents(cache: Path) -> Mapping[str, bytes]:
    """Return the documents by name; skip the test where no package index can be reached.

    Args:
        cache: a folder that outlives the run.
    """
    archive = cache / f"feedparser-{version('feedparser')}.tar.gz"
    if not archive.exists():
        _download(cache)
    with tarfile.open(archive) as sdist:
        return {
            member.name.partition("/tests/")[2]: reader.read()
            for member in sdist.getmembers()
            if "/tests/" in member.name
            and not member.name.endswith(".py")
            and (reader := sdist.extractfile(member)) is not None
        }


def _download(cache: Path) -> None:
    """Have pip fetch the pinned source distribution, and only one with a known hash."""
    pinned = _PINNED.search((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert pinned is not None
    wanted = cache / "wanted.txt"
    wanted.write_text(pinned[0], encoding="utf-8")
    options = ["--no-deps", "--no-binary", "feedparser", "--require-hashes", "-r", str(wanted)]
    run = subprocess.run(
        [*_pip(cache), "download", "--quiet", *options, "--dest", str(cache)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    if run.returncode and _NO_INDEX.search(run.stderr):
        pytest.skip("no package index can be reached: feedparser's test documents are not here")
    assert run.returncode == 0, run.stderr


def _pip(cache: Path) -> list[str]:
    """Return how to run pip: ours, or that of an environment made for it."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    place = cache / "pip"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
    return [str(place / "bin" / "python"), "-m", "pip"]
