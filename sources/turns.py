"""Turns to ask sources: one request a host, a few sources at the same time.

They are taken from the store, so that all processes of a desk count as one.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from core.clock import SECOND, Instant, to_datetime
from core.i18n import _
from desk.store.records import Asking, Hindrance, SourceState, SourceTurn
from desk.store.store import Store
from sources.adapter import Pace
from sources.registry import adapter_for
from sources.settings import SourceSettings, host_key
from sources.together import Together

LEASE = 90 * SECOND
"""Longer than any poll can take; an owner that dies holds a source no longer than this."""

SLOTS = 8
SLOTS_IN_TROUBLE = 4
"""So many of the slots may be taken by sources that failed: they may take long to fail again."""

Due = Callable[[SourceState], Instant]


@dataclass(slots=True)
class Turn:
    """What the store said to a wish to ask a source."""

    granted: SourceTurn
    unwritten: SourceState | None = None
    """How the source stands afterwards, to be written when the turn is given back."""


class Turns:
    """The turns of one process."""

    def __init__(self, store: Store, owner: str, now: Callable[[], Instant]) -> None:
        self._store = store
        self._owner = owner
        self._now = now
        self._slots = asyncio.Semaphore(SLOTS)
        self._slots_in_trouble = asyncio.Semaphore(SLOTS_IN_TROUBLE)
        # One request in flight for each host and port, and so for each source.
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._held: dict[str, Asking] = {}
        self._take = Together(self._take_all)
        self._end = Together(self._end_all)

    @asynccontextmanager
    async def of(
        self, source: SourceSettings, due: Due | None = None, *, in_trouble: bool = False
    ) -> AsyncIterator[Turn]:
        """Wait for a place among those who ask at the same time; take a turn and give it back.

        Args:
            source: which one.
            due: from when it is to be asked, by its state; at once when left out.
            in_trouble: whether it failed the last time.
        """
        asking, turn = asking_of(source), None
        # In this order, so that sources of one slow host queue up without taking the slots.
        async with self._hosts[host_key(source.url)]:
            try:
                async with AsyncExitStack() as places:
                    if in_trouble:
                        await places.enter_async_context(self._slots_in_trouble)
                    await places.enter_async_context(self._slots)
                    turn = Turn(await self._take(replace(asking, due=due)))
                    yield turn
            finally:
                if turn is not None and not turn.granted.hindrance:
                    await self._end((asking, turn.unwritten))

    async def close(self) -> None:
        """Give back what was taken for polls that were cancelled on their way."""
        if self._held:
            await self._store.end_turns(list(self._held.values()), self._owner)
            self._held.clear()

    async def _take_all(self, askings: Sequence[Asking]) -> list[SourceTurn]:
        now = self._now()
        turns = await self._store.take_turns(askings, self._owner, now, now + LEASE)
        self._held.update((a.source, a) for a in askings if not turns[a.source].hindrance)
        return [turns[asking.source] for asking in askings]

    async def _end_all(self, ended: Sequence[tuple[Asking, SourceState | None]]) -> list[None]:
        askings, states = [asking for asking, _state in ended], [state for _asking, state in ended]
        await self._store.end_turns(askings, self._owner, [s for s in states if s])
        for asking in askings:
            self._held.pop(asking.source, None)
        return [None] * len(ended)


def asking_of(source: SourceSettings) -> Asking:
    """Return a wish to ask a source, with the pace of its host.

    Who sets a shorter interval than the common pace has a server that bears it.
    """
    pace = adapter_for(source.kind).pace
    every = min(pace.every, source.interval_min) if pace == Pace() else pace.every
    return Asking(source.name, host_key(source.url), every, pace.burst)


def why_not(turn: SourceTurn) -> str:
    """Return in one line why a source was not asked."""
    time = f"{to_datetime(turn.until):%H:%M:%S} UTC"
    match turn.hindrance:
        case Hindrance.HOLD:
            return _("asked to be left alone until {time}").format(time=time)
        case Hindrance.PACE:
            return _("its server is not asked again before {time}").format(time=time)
        case _:
            return _("is being polled by another process")
