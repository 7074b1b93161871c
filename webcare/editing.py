"""Changes to webcare.toml that keep its comments and its order."""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from core.errors import ConfigError, Refused
from core.i18n import _
from webcare.config import check_text, load_settings
from webcare.files import replace_text
from webcare.places import Places


def add_source(places: Places, name: str, fields: Mapping[str, Any]) -> None:
    """Write a new source into webcare.toml; nothing is written when the result would not load.

    Raises:
        Refused: there is a source of that name.
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
    sources = document.setdefault("sources", tomlkit.table(is_super_table=True))
    if name in sources:
        raise Refused(
            _("There is a source {name} already").format(name=name), _("Give another --name.")
        )
    table = tomlkit.table()
    for key, value in fields.items():
        table.add(key, value)
    sources.append(name, table)
    text = tomlkit.dumps(document)
    check_text(places, text)
    replace_text(file, text)
