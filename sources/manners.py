"""Turns to ask sources, taken from the store and given back many at a time.

A desk with hundreds of sources has many polls under way. What they ask of the store while one
transaction runs is put into the next one, so that the disk waits once for all of them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar

from core.clock import SECOND, Instant
from desk.store.records import Asking, SourceState, SourceTurn
from desk.store.store import Store
from sources.adapter import Pace
from sources.registry import adapter_for
from sources.settings import SourceSettings, host_key

LEASE = 90 * SECOND
"""Longer than any poll can take; an owner that dies holds a source no longer than this."""

Due = Callable[[SourceState], Instant]
T = TypeVar("T")
R = TypeVar("R")


class _Ended(NamedTuple):
    asking: Asking
    state: SourceState | None


class Manners:
    """The turns of one process."""

    def __init__(self, store: Store, owner: str, now: Callable[[], Instant]) -> None:
        self._store = store
        self._owner = owner
        self._now = now
        self._held: dict[str, Asking] = {}
        self._taking = Together(self._take_all)
        self._ending = Together(self._end_all)

    async def take(self, source: SourceSettings, due: Due | None = None) -> SourceTurn:
        """Take the right to ask a source now, or learn what stands against it.

        Args:
            source: which one.
            due: from when it is to be asked, by its state; at once when left out.
        """
        return await self._taking(replace(asking_of(source), due=due))

    async def end(self, source: SourceSettings, state: SourceState | None) -> None:
        """Give a turn back, and have it written how the source stands, unless that was done."""
        await self._ending(_Ended(asking_of(source), state))

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

    async def _end_all(self, ended: Sequence[_Ended]) -> list[None]:
        states = [end.state for end in ended if end.state]
        await self._store.end_turns([end.asking for end in ended], self._owner, states)
        for end in ended:
            self._held.pop(end.asking.source, None)
        return [None] * len(ended)


def asking_of(source: SourceSettings) -> Asking:
    """Return a wish to ask a source, with the pace of its host.

    Who sets a shorter interval than the common pace has a server that bears it.
    """
    pace = adapter_for(source.kind).pace
    every = min(pace.every, source.interval_min) if pace == Pace() else pace.every
    return Asking(source.name, host_key(source.url), every, pace.burst)


class Together(Generic[T, R]):
    """Runs what is asked for while it is busy as one batch, next."""

    def __init__(self, run: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._run = run
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def __call__(self, value: T) -> R:
        """Return what became of a value; an error of its batch is everybody's."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((value, answer))
        if self._busy is None:
            self._busy = asyncio.ensure_future(self._work())
        return await answer

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._serve(batch)
        finally:
            self._busy = None

    async def _serve(self, batch: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._run([value for value, _answer in batch])
        except Exception as error:  # noqa: BLE001 - handed on to whoever asked
            for _value, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_value, answer), result in zip(batch, results, strict=True):
            if not answer.done():  # whoever asked may have been cancelled
                answer.set_result(result)
