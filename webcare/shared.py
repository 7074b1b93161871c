"""The team's part of the configuration as its database keeps it: one document, in versions.

It has the keys of webcare.toml but for those that are each agent's own, and a table ``files``
with the team's playbooks, cues and phrases as they lie beside that file.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from core.errors import ConfigError
from core.i18n import _
from desk.services.desk import Desk
from desk.store.records import TeamDocument
from desk.store.store import Store
from webcare.config import Settings, explained, values_of, with_team_part
from webcare.files import replace_text
from webcare.places import Places, make_private
from webcare.schema import LOCAL, MisfitError, fit

FILES = "files"
FOLDER = "playbooks"
SINGLE = ("triage.toml", "coach.toml")


async def in_team(settings: Settings, store: Store) -> Settings:
    """Return settings by the team's document in a shared database; alone, as they are."""
    newest = await store.team() if store.is_shared else []
    return laid_over(settings, newest[0]) if newest else settings


async def newer(settings: Settings, desk: Desk) -> AsyncIterator[Settings]:
    """Yield the settings anew whenever somebody wrote a newer version of the team's part."""
    if not desk.store.is_shared:
        return
    known = await desk.store.team()
    async for change in desk.store.changes():
        newest = await desk.store.team() if change.other else known
        if newest != known:
            known = newest
            yield laid_over(settings, newest[0])


def laid_over(settings: Settings, document: TeamDocument) -> Settings:
    """Return an agent's settings with the team's document over them, its files written out.

    Raises:
        ConfigError: this program cannot use the document; it names the line.
    """
    name = _("team configuration {n}").format(n=document.version)
    return _laid_over(settings, document.text, name, settings.places.data / "team")


def check(settings: Settings, text: str, name: str) -> None:
    """Refuse a document that the team could not work by; ConfigError names the line."""
    with tempfile.TemporaryDirectory() as folder:
        _check_files(_laid_over(settings, text, name, Path(folder)).places)


def _laid_over(settings: Settings, text: str, name: str, folder: Path) -> Settings:
    with explained(text, name):
        tree, files = _read(text, name)
        _write_out(folder, files)
        places = replace(settings.places, team=folder)
        return with_team_part(replace(settings, places=places), tree)


def _read(text: str, name: str) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Return the settings of a document and its files; MisfitError where they cannot be it."""
    values = values_of(text, name)
    for key in LOCAL & {*values}:
        raise MisfitError((key,), _("is each agent's own: it stands in his webcare.toml"))
    files = values.pop(FILES, {})
    if not isinstance(files, Mapping):
        raise MisfitError((FILES,), _("must be a table of settings"))
    for file, written in files.items():
        path = PurePosixPath(file)
        in_folder = path.parent == PurePosixPath(FOLDER) and path.suffix == ".toml"
        if file not in SINGLE and not in_folder:
            message = _("must be triage.toml, coach.toml or playbooks/NAME.toml")
            raise MisfitError((FILES, file), message)
        if not isinstance(written, str):
            raise MisfitError((FILES, file), _("must be text between quotes"))
    return fit(values), files


def files_beside(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the team's own files beside webcare.toml, by name."""
    paths = [folder / name for name in SINGLE] + sorted((folder / FOLDER).glob("*.toml"))
    for path in paths:
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def _write_out(folder: Path, files: Mapping[str, str]) -> None:
    """Write the team's files where the program reads them, and nothing else there."""
    make_private(folder / FOLDER)
    for name, _text in files_beside(folder):
        if name not in files:
            (folder / name).unlink()
    there = dict(files_beside(folder))
    for name, text in files.items():
        if there.get(name) != text:
            replace_text(folder / name, text)


def _check_files(places: Places) -> None:
    """Refuse playbooks, cues and phrases that would not be used; they are named as in ``files``."""
    from desk.triage.lexicon import read_rules
    from playbooks.coach.phrases import read_phrases
    from playbooks.loader import load_folder

    try:
        read_rules(places.triage)
        read_phrases(places.coach)
        load_folder(places.playbooks)
    except ConfigError as error:
        named = error.message.replace(f"{places.own}/", "")
        raise ConfigError(named, error.hint) from error
