"""A store that answers as it did last while its server is away."""

import functools
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

from core.clock import Clock, Instant
from core.errors import StoreUnavailable
from core.vocabulary import EventId, ItemId
from desk.model.weight import Weight
from desk.store.database import Database
from desk.store.records import Change, Presence
from desk.store.store import Store

REMEMBERED = 500
"""Answers of the server that are kept to be given again."""
_NOTHING: Any = object()

T = TypeVar("T")
P = ParamSpec("P")


def _remembered(
    ask: Callable[P, Coroutine[Any, Any, T]], *about: int, instead: Any = _NOTHING
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Return a question of the store that is answered as it was last while the server is away.

    Args:
        ask: the store's own method.
        about: places of the arguments that tell one question from another; instants do not.
        instead: what is answered where there was no answer yet.
    """

    @functools.wraps(ask)
    async def answer(*given: P.args, **more: P.kwargs) -> T:
        store = cast("RememberingStore", given[0])
        part = tuple(_hashable(given[n]) for n in about if n < len(given))
        key = (ask.__name__, *part, *(_hashable(value) for value in more.values()))
        return await store._read(key, ask, *given, instead=instead, **more)  # noqa: SLF001

    return answer


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


class RememberingStore(Store):
    """The desk's memory on a server, as far as it was read, also while that is away."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._away_since: Instant | None = None

    position = _remembered(Store.position, 1, 4)
    promised = _remembered(Store.promised)
    find = _remembered(Store.find, 1, 2)
    matches = _remembered(Store.matches, 1, 2, instead={})
    next_crossing = _remembered(Store.next_crossing)
    handled = _remembered(Store.handled, 1, instead=[])
    learned = _remembered(Store.learned, 1, instead="")
    weights = _remembered(Store.weights, 1, instead=[])
    event_items = _remembered(Store.event_items, instead=[])
    recorded = _remembered(Store.recorded, 1, instead=[])
    replies = _remembered(Store.replies, instead=[])
    engagement = _remembered(Store.engagement, 1, instead=[])
    earlier = _remembered(Store.earlier, 1, 2, 3, 4, instead=[])
    author_notes = _remembered(Store.author_notes, 1, instead=[])
    handed = _remembered(Store.handed, instead=[])
    claims = _remembered(Store.claims, instead=[])
    shifts = _remembered(Store.shifts, 1)
    notices = _remembered(Store.notices, 1, instead=[])
    presence = _remembered(Store.presence, instead=[])
    team = _remembered(Store.team, 1, instead=[])
    source_states = _remembered(Store.source_states)
    source_state = _remembered(Store.source_state, 1)

    async def overdue(self, now: Instant, limit: int = 200) -> list[ItemId]:
        """Return items with a breach to record; none while it cannot be."""
        try:
            return await super().overdue(now, limit)
        except StoreUnavailable:
            self._away()
            return []

    async def put_learned(self, name: str, doc: str) -> None:
        """Write what was learned; while the server is away it is learned again later."""
        with self._unless_away():
            await super().put_learned(name, doc)

    async def add_weights(self, changes: Sequence[Weight], keep: int) -> None:
        """Add to what was learned; while the server is away nothing is."""
        with self._unless_away():
            await super().add_weights(changes, keep)

    async def put_presence(self, presence: Presence) -> None:
        """Write what an agent looks at; while the server is away nobody hears of it."""
        with self._unless_away():
            await super().put_presence(presence)

    async def see_notices(self, agent: str, ids: Sequence[EventId], now: Instant) -> None:
        """Write down that notices were seen; while the server is away they are shown again."""
        with self._unless_away():
            await super().see_notices(agent, ids, now)

    @contextmanager
    def _unless_away(self) -> Iterator[None]:
        try:
            yield
        except StoreUnavailable:
            self._away()

    async def _read(
        self,
        key: Hashable,
        ask: Callable[..., Awaitable[T]],
        *about: Any,
        instead: Any = _NOTHING,
        **more: Any,
    ) -> T:
        """Ask the server; where it is away give its last answer, or what stands for one."""
        await self._send()
        try:
            answer = await ask(*about, **more)
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
