"""The options that every command takes."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from core.i18n import _
from webcare.config import Settings, load_settings
from webcare.places import Places, find_places

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked with the shared options."""

    config: Path | None
    data: Path | None
    agent: str
    json: bool

    @property
    def places(self) -> Places:
        """Return where the files are."""
        return find_places(self.config, self.data)

    def settings(self, *, with_keys: bool = False) -> Settings:
        """Return the settings; ConfigError where they cannot be used."""
        return load_settings(self.places, self.agent, with_keys=with_keys)


def shared_options(command: Command) -> Command:
    """Give a command --config, --data, --agent and --json, as one Asked."""

    @click.option("--config", type=click.Path(path_type=Path), help=_("The configuration file."))
    @click.option("--data", type=click.Path(path_type=Path), help=_("The folder of the database."))
    @click.option("--agent", default="", help=_("Who works (else WEBCARE_AGENT, else the file)."))
    @click.option("--json", "as_json", is_flag=True, help=_("Answer in JSON."))
    @functools.wraps(command)
    def run(
        *args: Any,
        config: Path | None,
        data: Path | None,
        agent: str,
        as_json: bool,
        **kwargs: Any,
    ) -> Any:
        return command(Asked(config, data, agent, as_json), *args, **kwargs)

    return run
