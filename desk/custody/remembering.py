"""A store that answers as it did last while its server is away."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, TypeVar

from core.clock import Clock, Instant
from core.errors import StoreUnavailable
from core.vocabulary import ItemId
from desk.model.weight import Weight
from desk.store.database import Database
from desk.store.listing import Spans, View
from desk.store.records import (
    Change,
    Claim,
    Handled,
    Near,
    Notice,
    Presence,
    Shift,
    SourceState,
)
from desk.store.store import Store

REMEMBERED = 500
"""Answers of the server that are kept to be given again."""
_NOTHING: Any = object()

T = TypeVar("T")


class RememberingStore(Store):
    """The desk's memory on a server, as far as it was read, also while that is away."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._away_since: Instant | None = None

    async def position(
        self, view: View, agent: str, now: Instant, item: ItemId, outside: Spans | None = None
    ) -> int | None:
        """Return at which place of a list an item stands."""
        return await self._read(
            ("position", view, item), super().position, view, agent, now, item, outside
        )

    async def promised(self, now: Instant, until: Instant, limit: int) -> Near:
        """Return the running promises that are near."""
        return await self._read(("promised",), super().promised, now, until, limit)

    async def handled(self, after: int = 0, limit: int = 2000) -> list[Handled]:
        """Return what answers took; nothing new while the server is away."""
        return await self._read(("handled", after), super().handled, after, limit, instead=[])

    async def overdue(self, now: Instant, limit: int = 200) -> list[ItemId]:
        """Return items with a breach to record; none while it cannot be."""
        try:
            return await super().overdue(now, limit)
        except StoreUnavailable:
            self._away()
            return []

    async def next_crossing(self, after: Instant) -> Instant | None:
        """Return the next instant at which a list changes by time alone."""
        return await self._read(("crossing",), super().next_crossing, after)

    async def learned(self, name: str) -> str:
        """Return a document of what was learned."""
        return await self._read(("learned", name), super().learned, name, instead="")

    async def shifts(self, limit: int = 20) -> list[Shift]:
        """Return the newest shifts first."""
        return await self._read(("shifts", limit), super().shifts, limit)

    async def handed(self, since: Instant) -> list[ItemId]:
        """Return what is on its way from one to another."""
        return await self._read(("handed",), super().handed, since, instead=[])

    async def claims(self, now: Instant) -> list[Claim]:
        """Return every lease, as it was last known."""
        return await self._read(("claims",), super().claims, now, instead=[])

    async def notices(self, agent: str, since: Instant, limit: int = 100) -> list[Notice]:
        """Return what an agent was told."""
        return await self._read(("notices",), super().notices, agent, since, limit, instead=[])

    async def presence(self, now: Instant) -> list[Presence]:
        """Return who looks at what, as it was last known."""
        return await self._read(("presence",), super().presence, now, instead=[])

    async def source_states(self) -> dict[str, SourceState]:
        """Return what is remembered of every source."""
        return await self._read(("sources",), super().source_states)

    async def put_learned(self, name: str, doc: str) -> None:
        """Write what was learned; while the server is away it is learned again later."""
        try:
            await super().put_learned(name, doc)
        except StoreUnavailable:
            self._away()

    async def add_weights(self, changes: Sequence[Weight], keep: int) -> None:
        """Add to what was learned; while the server is away nothing is."""
        try:
            await super().add_weights(changes, keep)
        except StoreUnavailable:
            self._away()

    async def _read(
        self,
        key: Hashable,
        ask: Callable[..., Awaitable[T]],
        *about: Any,
        instead: Any = _NOTHING,
    ) -> T:
        """Ask the server; where it is away give its last answer, or what stands for one."""
        await self._send()
        try:
            answer = await ask(*about)
        except StoreUnavailable:
            self._away()
            answer = self._answers.get(key, instead)
            if answer is _NOTHING:
                raise
            return answer
        self._here()
        self._keep(key, answer)
        return answer

    async def _send(self) -> None:
        """Send what waits before anything is asked; here nothing does."""

    def _keep(self, key: Hashable, answer: object) -> None:
        self._answers[key] = answer
        self._answers.move_to_end(key)
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    def _away(self) -> None:
        if self._away_since is None:
            self._away_since = self._clock.now()

    def _here(self) -> None:
        if self._away_since is not None:
            self._away_since = None
            self.database.tell(Change(frozenset(), other=True))
