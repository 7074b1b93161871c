"""Which database a desk is kept in: a file of one's own, or the server that a team shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.clock import Clock
from core.errors import ConfigError
from core.i18n import _
from desk.store.store import Store
from webcare.places import Places
from webcare.schema import MisfitError
from webcare.secret import reveal

DATABASE = "desk.db"
SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Server:
    """A team's database: its address without a password, and where that is kept."""

    url: str
    password: str = ""
    """A reference, as every secret; empty where the system knows it (``~/.pgpass``)."""


Database = Path | Server


def named_database(places: Places, tree: Mapping[str, Any]) -> Database:
    """Return the database the configuration names; MisfitError where it cannot be one."""
    named, password = tree.get("database", DATABASE), tree.get("database_password", "")
    if "://" not in named:
        if password:
            raise MisfitError(("database_password",), _("is only for a server's database"))
        return places.database(named)
    return read_address(named, password, ("database",))


def read_address(named: str, password: str = "", way: tuple[str, ...] = ()) -> Server:
    """Return the server that an address names; MisfitError where it cannot be one."""
    parts = urlsplit(named)
    if parts.scheme not in SCHEMES:
        raise MisfitError(
            way,
            _("must be the path of a file, or postgresql://USER@HOST/NAME"),
        )
    if parts.password or "password=" in parts.query:
        raise MisfitError(
            way,
            _("must not hold the password"),
            _('Take it out and write database_password = "env:NAME".'),
        )
    if not parts.path.strip("/"):
        raise MisfitError(way, _("must end with the database's name: postgresql://USER@HOST/NAME"))
    return Server(named, password)


async def open_store(
    database: Database,
    clock: Clock,
    agent: str = "",
    *,
    read_only: bool = False,
    desk_lock: bool = False,
    unsent: Path | None = None,
) -> Store:
    """Open a database; it is made, or brought up to date, unless it is only to be read.

    Args:
        database: where it is.
        clock: the time; with a server it goes by the server's from then on.
        agent: who connects, for whoever looks after the server.
        read_only: only look; it must be there and up to date.
        desk_lock: be the one screen on this file; Locked when there is one already.
        unsent: where work is kept that a server has not taken yet; without it nothing is.
    """
    if isinstance(database, Path):
        from desk.store.sqlite.database import open_sqlite

        return await open_sqlite(database, clock, read_only=read_only, desk_lock=desk_lock)
    try:
        from desk.store.postgres.address import Address
        from desk.store.postgres.database import open_postgres
    except ImportError as error:
        raise ConfigError(
            _("A database on a server needs the team extra"),
            _("Install it: pipx install 'webcare[team]'"),
        ) from error
    address = Address(database.url, reveal(database.password) if database.password else "")
    is_screen = desk_lock
    store = await open_postgres(address, clock, agent, read_only=read_only, listening=is_screen)
    if unsent is None:
        return store
    from desk.custody.patient import PatientStore
    from desk.custody.spool import Spool

    return PatientStore(store.database, clock, agent, Spool(unsent))
