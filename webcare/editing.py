"""Changes to webcare.toml that keep its comments and its order."""

import re
from collections.abc import Callable, Container, Mapping
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from core.errors import ConfigError, NotFound, Refused
from core.i18n import _
from desk.sourcing import Found
from webcare.config import Settings, check_text, load_settings
from webcare.files import replace_text
from webcare.places import Places


def add_sources(places: Places, tables: Mapping[str, Mapping[str, Any]]) -> Settings:
    """Write new sources into webcare.toml, all or none; return what it says from then on.

    Raises:
        Refused: there is a source of that name.
        ConfigError: the file, or what it would become, cannot be used.
    """

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

    return edit(places, add)


def set_source(places: Places, name: str, key: str, value: object) -> Settings:
    """Write one setting of a source into webcare.toml; return what it says from then on."""

    def change(document: TOMLDocument) -> None:
        table = document.get("sources", {}).get(name)
        if table is None:
            raise NotFound(_("There is no source {name}").format(name=name))
        table[key] = value

    return edit(places, change)


def edit(places: Places, change: Callable[[TOMLDocument], None]) -> Settings:
    """Change webcare.toml; nothing is written when the result would not load.

    Raises:
        ConfigError: the file, or what it would become, cannot be used.
    """
    load_settings(places)  # says what is wrong with the file before we change it
    file = places.config
    source = file.read_text(encoding="utf-8") if file.exists() else ""
    try:
        document = tomlkit.parse(source)
    except TOMLKitError as error:
        raise ConfigError(
            _("{file} cannot be edited: {why}").format(file=file, why=error)
        ) from error
    change(document)
    text = tomlkit.dumps(document)
    settings = check_text(places, text)
    replace_text(file, text)
    return settings


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
