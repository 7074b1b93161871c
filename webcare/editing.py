"""Changes to the settings where they are kept, webcare.toml or a team's document.

Comments and order stay as they are.
"""

import asyncio
import re
from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from core.errors import ConfigError, NotFound, Refused
from core.i18n import _
from core.vocabulary import Role
from desk.services.desk import Desk, need_role
from desk.sourcing import Found
from desk.store.records import TeamDocument
from webcare.config import Settings, check_text, load_settings
from webcare.files import replace_text
from webcare.places import Places
from webcare.schema import LOCAL
from webcare.shared import FILES, check, files_beside, in_team

Change = Callable[[TOMLDocument], None]
"""Changes a document in place; what it raises leaves everything as it was."""


def adding(tables: Mapping[str, Mapping[str, Any]]) -> Change:
    """Return the change that adds sources, all or none; Refused where a name is taken."""

    def add(document: TOMLDocument) -> None:
        sources = document.setdefault("sources", tomlkit.table(is_super_table=True))
        for name, fields in tables.items():
            if name in sources:
                raise Refused(
                    _("There is a source {name} already").format(name=name),
                    _("Give another --name."),
                )
            table = tomlkit.table()
            for key, value in fields.items():
                table.add(key, value)
            sources.append(name, table)

    return add


def setting(name: str, key: str, value: object) -> Change:
    """Return the change of one setting of a source; NotFound where there is no such source."""

    def change(document: TOMLDocument) -> None:
        table = document.get("sources", {}).get(name)
        if table is None:
            raise NotFound(_("There is no source {name}").format(name=name))
        table[key] = value

    return change


def _edit_file(places: Places, change: Change) -> Settings:
    """Change webcare.toml; nothing is written when the result would not load.

    Raises:
        ConfigError: the file, or what it would become, cannot be used.
    """
    load_settings(places)  # says what is wrong with the file before we change it
    file = places.config
    text = changed(file.read_text(encoding="utf-8") if file.exists() else "", file, change)
    settings = check_text(places, text)
    replace_text(file, text)
    return settings


def changed(text: str, name: Path | str, change: Change) -> str:
    """Return a text of TOML with a change made to it; ConfigError where it cannot be read."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise ConfigError(
            _("{file} cannot be edited: {why}").format(file=name, why=error)
        ) from error
    change(document)
    return tomlkit.dumps(document)


async def edit(settings: Settings, desk: Desk, change: Change) -> Settings:
    """Change the team's part where it is kept, and return what holds from then on."""
    if not desk.store.is_shared:
        return await asyncio.to_thread(_edit_file, settings.places, change)
    standing = await standing_part(settings, desk)
    text = changed(standing.text, _("team configuration"), change)
    await push(desk, settings, text, onto=standing.version)
    return await in_team(settings, desk.store)


async def standing_part(settings: Settings, desk: Desk) -> TeamDocument:
    """Return the newest version in the team's database; that of webcare.toml, as 0, before any."""
    need_shared(desk)
    newest = await desk.store.team()
    return newest[0] if newest else TeamDocument(0, desk.now(), "", team_part(settings.places))


async def push(desk: Desk, settings: Settings, text: str, *, onto: int) -> int:
    """Make a text the team's next version after the one it was made from; return its number.

    Raises:
        Changed: somebody else wrote the next version.
        ConfigError: the team could not work by it, given the agent's settings.
        Refused: the desk is kept in a file: webcare.toml is all there is.
    """
    need_shared(desk)
    need_role(desk, Role.LEAD)
    check(settings, text, _("team configuration"))
    await desk.store.put_team(TeamDocument(onto + 1, desk.now(), desk.agent, text))
    return onto + 1


def need_shared(desk: Desk) -> None:
    """Refuse what only a team's database has."""
    if not desk.store.is_shared:
        raise Refused(
            _("This desk is kept in a file: webcare.toml is all there is to set"),
            _("A team shares its settings once its database is a server; see docs/team.md."),
        )


def team_part(places: Places) -> str:
    """Return the team's part of webcare.toml, comments kept, with the files beside it."""

    def without_own(document: Any) -> None:
        for key in LOCAL & {*document}:
            document.remove(key)
        files = tomlkit.table()
        for name, text in files_beside(places.config.parent):
            files.add(name, tomlkit.string(text, multiline=True))
        if files:
            document[FILES] = files

    source = places.config.read_text(encoding="utf-8") if places.config.exists() else ""
    return changed(source, places.config, without_own)


def found_table(found: Found, *, brand: str = "", allow_private: bool = False) -> dict[str, Any]:
    """Return the settings that make a source of what was found."""
    kind = "" if found.kind == "feed" else found.kind
    fields = {"url": found.url, "kind": kind, "brand": brand, "allow_private": allow_private}
    return {name: value for name, value in fields.items() if value}


def name_for(url: str, taken: Container[str] = ()) -> str:
    """Return a name made from an address: its host without www and ending, numbered if taken."""
    parts = urlsplit(url)
    host = (parts.hostname or parts.path.rpartition("/")[2]).removeprefix("www.")
    stem = host.rsplit(".", 1)[0] if "." in host and not host.replace(".", "").isdigit() else host
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:36] or "source"
    numbered = (name, *(f"{name}-{n}" for n in range(2, 1000)))
    return next(one for one in numbered if one not in taken)
