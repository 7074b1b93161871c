"""What runs the store's work: SQLite's file, or PostgreSQL's server."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from core.vocabulary import ItemId, Role
from desk.model.terms import Term
from desk.store.changes import Subscription
from desk.store.records import Change
from desk.store.work import Job, Work

T = TypeVar("T")


class Database(Protocol):
    """A database that a store is kept in."""

    is_shared: bool
    """Whether the desks of several agents may have it open."""

    async def close(self) -> None:
        """Finish what is being written and let go of everything."""
        ...

    async def read(self, job: Job[T]) -> T:
        """Run work on one state of the database."""
        ...

    async def write(self, job: Job[T], change: Callable[[T], Change | None] = ...) -> T:
        """Run work in a durable transaction, and tell listeners what it changed.

        Raises:
            StorageFull: the disk is full; nothing was written.
            StoreUnavailable: the database cannot be reached; nothing was written, or all of it.
        """
        ...

    def hits(self, terms: Sequence[Term], limit: int) -> Work[list[ItemId]]:
        """Return the items in which all terms stand, the newest first."""
        ...

    async def stamp(self) -> str:
        """Return a text that differs once anything was committed by others."""
        ...

    async def role(self) -> Role:
        """Return what whoever opened it may do, as the database itself says."""
        ...

    async def settle(self) -> None:
        """Go on counting events where rows were copied in."""
        ...

    def tell(self, change: Change) -> None:
        """Wake our own listeners."""
        ...

    def changes(self) -> Subscription:
        """Return a stream of hints from now on."""
        ...
