"""webcare.toml as frozen settings; every mistake names file, line, key and what to write."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.errors import ConfigError, NotFound
from core.i18n import _
from desk.settings import DeskSettings
from sources.settings import SourceSettings
from tui.settings import TuiSettings
from webcare.agent import agent_name
from webcare.database import Database, named_database
from webcare.glance import Glance
from webcare.language import screen_language
from webcare.places import Places
from webcare.polling import secrets_of, source_settings
from webcare.schema import MisfitError, did_you_mean, fit
from webcare.team import Tree, desk_settings


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set, checked and with its defaults filled in."""

    places: Places
    agent: str
    database: Database
    language: str
    """The language the program speaks: nl, nb or en."""
    tui: TuiSettings
    desk: DeskSettings = field(default_factory=DeskSettings)
    sources: tuple[SourceSettings, ...] = ()
    """How to poll; their secrets are added when polling begins (``webcare.polling``)."""
    secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Source to header, or ``secret``, to where its value is."""
    opml: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Source to what another feed reader knew of it."""

    @property
    def glance(self) -> Glance:
        """What the screen must know before it is drawn."""
        file = self.database if isinstance(self.database, Path) else None
        return Glance(file, self.language, self.desk.titles, self.tui)

    def only(self, names: Sequence[str]) -> "Settings":
        """Return these settings with some sources only; NotFound for a name of none."""
        known = {source.name: source for source in self.sources}
        for name in names:
            if name not in known:
                message = _("There is no source {name}").format(name=name)
                raise NotFound(message, did_you_mean(name, known))
        return replace(self, sources=tuple(known[n] for n in names)) if names else self


def load_settings(
    places: Places,
    agent: str = "",
    *,
    environ: Mapping[str, str] = os.environ,
    with_keys: bool = False,
) -> Settings:
    """Read webcare.toml; where there is none, everything has its default.

    Args:
        places: where the files are.
        agent: who works, over the environment and the file.
        environ: the environment.
        with_keys: also check ``[keys]``, which costs the import of the screen.

    Raises:
        ConfigError: a key is unknown, a value is bad, or a named file is missing.
        UsageError: the name given for the agent cannot be one.
    """
    return check_text(places, _read(places), agent=agent, environ=environ, with_keys=with_keys)


def check_text(
    places: Places,
    text: str,
    agent: str = "",
    *,
    environ: Mapping[str, str] = os.environ,
    with_keys: bool = False,
) -> Settings:
    """Return the settings that a text of webcare.toml makes; errors as ``load_settings``."""
    with explained(text, places.config):
        tree = fit(values_of(text, places.config))
        if with_keys:
            _check_keys(tree.get("keys", {}))
        return _settings(places, tree, agent_name(agent, tree.get("agent", ""), environ), environ)


@contextmanager
def explained(text: str, name: Path | str) -> Iterator[None]:
    """Turn what does not fit in a text into an error that names place, line and key."""
    try:
        yield
    except MisfitError as misfit:
        from core.toml_lines import parse

        said = _("{file}, line {line}, {key}: {message}").format(
            file=name,
            line=parse(text, str(name)).line_of(*misfit.way),
            key=".".join(misfit.way),
            message=misfit.message,
        )
        raise ConfigError(said, misfit.hint) from misfit


def _settings(places: Places, tree: Tree, agent: str, environ: Mapping[str, str]) -> Settings:
    tui = TuiSettings(
        agent=agent,
        keys=tree.get("keys", {}),
        runtime_dir=places.runtime,
        crash_dir=places.crashes,
        **tree.get("screen", {}),
    )
    alone = Settings(
        places=places,
        agent=agent,
        database=named_database(places, tree),
        language=tree.get("language") or screen_language(environ),
        tui=tui,
    )
    return with_team_part(alone, tree)


def with_team_part(settings: Settings, tree: Tree) -> Settings:
    """Return settings whose team's part is that of a tree; MisfitError where it cannot be one."""
    desk = desk_settings(tree)
    sources: Tree = tree.get("sources", {})
    return replace(
        settings,
        desk=desk,
        sources=source_settings(sources, desk.hours.zone),
        opml={name: table["opml"] for name, table in sources.items() if "opml" in table},
        secrets={name: secrets_of(table) for name, table in sources.items()},
        tui=replace(settings.tui, zone=desk.hours.zone),
    )


def _read(places: Places) -> str:
    try:
        return places.config.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if not places.config_given:
            return ""
        raise ConfigError(
            _("There is no configuration file {file}").format(file=places.config),
            _("Make one with: webcare init --config {file}").format(file=places.config),
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("{file} is not UTF-8 text").format(file=places.config)) from error
    except OSError as error:
        said = _("{file} cannot be read: {why}")
        why = os.strerror(error.errno or 0)
        raise ConfigError(said.format(file=places.config, why=why)) from error


def values_of(text: str, name: Path | str) -> dict[str, Any]:
    """Return what a text of TOML holds; ConfigError says what is wrong, and in which line."""
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        from core.toml_lines import parse

        return parse(text, str(name)).values


def _check_keys(named: Tree) -> None:
    if not named:
        return
    from tui.keys import BY_ID, check_keymap

    for action in named:
        if action not in BY_ID:
            message = _("there is no such key")
            raise MisfitError(("keys", action), message, did_you_mean(action, BY_ID))
    try:
        check_keymap(named)
    except ConfigError as clash:
        raise MisfitError(("keys",), clash.message, clash.hint) from clash
