"""Loads playbooks from files: those that are shipped, and a team's own over them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from core.i18n import _
from playbooks.model import Playbook
from playbooks.parse import parse
from playbooks.problems import PlaybookError, Problem, Report

SHIPPED = Path(__file__).parent / "shipped"
MOST_BYTES = 262_144
"""Largest playbook file that is read."""


@cache
def load_shipped() -> tuple[Playbook, ...]:
    """Return the playbooks that come with the program, by name; read once."""
    return _load(SHIPPED)


def load_folder(folder: Path) -> tuple[Playbook, ...]:
    """Return the shipped playbooks and then the team's own; one of the same name replaces it.

    A folder that does not exist holds none. Raises PlaybookError with every problem of every
    file.
    """
    own = _load(folder)
    names = {playbook.name for playbook in own}
    return (*(playbook for playbook in load_shipped() if playbook.name not in names), *own)


def load_file(file: Path) -> Playbook:
    """Return the playbook of one file; raises PlaybookError with every problem of it."""
    report = Report(file.name)
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) <= MOST_BYTES:
            return parse(data.decode("utf-8-sig"), file.name)
        report.add(_("the file is larger than 256 kB; a playbook is a page or two"))
    except OSError as error:
        report.add(_("the file cannot be read: {why}").format(why=error.strerror))
    except UnicodeDecodeError:
        report.add(_("the file is not in UTF-8; save it as UTF-8 text"))
    raise PlaybookError(report.problems)


def _load(folder: Path) -> tuple[Playbook, ...]:
    playbooks: dict[str, Playbook] = {}
    problems: list[Problem] = []
    for file in _files(folder):
        try:
            playbook = load_file(file)
        except PlaybookError as error:
            problems += error.problems
            continue
        if playbook.name in playbooks:
            report = Report(file.name)
            report.add(_("another file here has the same name"), field="name")
            problems += report.problems
        playbooks[playbook.name] = playbook
    if problems:
        raise PlaybookError(problems)
    return tuple(playbooks.values())


def _files(folder: Path) -> Iterable[Path]:
    return sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))
