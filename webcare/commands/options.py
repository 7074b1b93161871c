"""The options that every command takes, and how a command is made that takes them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from core.i18n import _
from webcare.commands.values import ITEM, PATH
from webcare.config import Settings, load_settings
from webcare.places import Places, find_places

Work = Callable[..., Any]
"""What a command does."""
Making = Callable[[Work], click.Command]
"""Makes a command of what it does."""


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


SHARED = (
    click.Option(["--config"], type=PATH, help=_("The configuration file.")),
    click.Option(["--data"], type=PATH, help=_("The folder of the database.")),
    click.Option(["--agent"], default="", help=_("Who works (else WEBCARE_AGENT, else the file).")),
    click.Option(["--json", "as_json"], is_flag=True, help=_("Answer in JSON.")),
)


def asked_command(name: str, group: click.Group | None = None, *, on_item: bool = False) -> Making:
    """Return what makes a command that is given the shared options as one Asked.

    Args:
        name: what it is called.
        group: the commands it belongs to, where it does not stand by itself.
        on_item: whether its first argument is the number of an item.
    """

    def make(work: Work) -> click.Command:
        @functools.wraps(work)
        def run(
            *, config: Path | None, data: Path | None, agent: str, as_json: bool, **given: Any
        ) -> Any:
            return work(Asked(config, data, agent, as_json), **given)

        first = [click.Argument(["item"], type=ITEM)] if on_item else []
        own = run.__dict__.pop("__click_params__", [])
        command = click.command(name, params=[*first, *reversed(own), *SHARED])(run)
        if group is not None:
            group.add_command(command)
        return command

    return make
