"""Who waits for changes is woken: by our own commits at once, by others' when they are noticed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from weakref import WeakSet

from core.errors import WebcareError
from desk.store.records import Change

_NOTHING = Change(frozenset())


class Subscription:
    """A stream of hints for one listener; those that come in a burst are merged."""

    def __init__(self) -> None:
        self._pending: Change | None = None
        self._wake = asyncio.Event()
        self._heard = asyncio.Event()
        """Set while something is pending that is to be seen at once."""
        self._closed = False

    def __aiter__(self) -> AsyncIterator[Change]:
        return self

    async def __anext__(self) -> Change:
        await self._wake.wait()
        if self._pending is None:
            raise StopAsyncIteration
        return self.drain()

    def tell(self, change: Change) -> None:
        """Add a hint to what the listener will be told next."""
        told = self._pending or _NOTHING
        self._pending = Change(
            told.items | change.items, told.other or change.other, told.at_once or change.at_once
        )
        self._wake.set()
        if change.at_once:
            self._heard.set()

    async def pause(self, pause: Coroutine[object, object, None]) -> None:
        """Wait so that more may come, but no longer once something is to be seen at once."""
        waiting = {asyncio.ensure_future(pause), asyncio.ensure_future(self._heard.wait())}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()

    def drain(self) -> Change:
        """Return what is pending and tell it no more, since all of it is about to be read."""
        pending, self._pending = self._pending or _NOTHING, None
        self._heard.clear()
        if not self._closed:
            self._wake.clear()
        return pending

    def close(self) -> None:
        """End the stream after what is pending."""
        self._closed = True
        self._wake.set()


class Changes:
    """Passes hints to every listener, and looks for those of other processes."""

    def __init__(self, look: Callable[[], Awaitable[Change | None]], every: float) -> None:
        self._look = look
        self._every = every
        """Seconds between two looks."""
        self._listeners: WeakSet[Subscription] = WeakSet()
        self._watch: asyncio.Task[None] | None = None

    def subscribe(self) -> Subscription:
        """Return a stream that tells everything from now on."""
        subscription = Subscription()
        self._listeners.add(subscription)
        if self._watch is None:
            self._watch = asyncio.create_task(self._watch_others())
        return subscription

    def tell(self, change: Change) -> None:
        """Wake every listener."""
        for listener in tuple(self._listeners):
            listener.tell(change)

    async def close(self) -> None:
        """Stop looking and end every stream."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        for listener in tuple(self._listeners):
            listener.close()

    async def _watch_others(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                change = await self._look()
            except WebcareError:
                continue  # whoever reads next is told what is wrong
            if change is not None:
                self.tell(change)
