"""Asks one source in a turn of its own: one request a host, a few sources at the same time."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager

from core.clock import to_datetime
from core.i18n import _
from desk.services.desk import Desk
from desk.store.records import Hindrance, SourceState, SourceTurn
from sources import pacing
from sources.manners import Due, Manners
from sources.network import Network
from sources.pacing import Moment
from sources.poll import Poll, Polled
from sources.settings import SourceSettings, host_key

SLOTS = 8
SLOTS_IN_TROUBLE = 4
"""So many of the slots may be taken by sources that failed: they may take long to fail again."""


class Turns:
    """The turns of one process, and what its polls say of the line."""

    def __init__(
        self, desk: Desk, poll: Poll, owner: str, sources: Collection[SourceSettings]
    ) -> None:
        self._now = desk.now
        self._poll = poll
        self._manners = Manners(desk.store, owner, desk.now)
        self.network = Network(len({host_key(s.url) for s in sources if not s.is_local}))
        self.on_state: Callable[[SourceState], None] | None = None
        """Told how a source stands after each poll."""
        self.on_line: Callable[[], None] = lambda: None
        """Told when the line works again."""
        self._slots = asyncio.Semaphore(SLOTS)
        self._slots_in_trouble = asyncio.Semaphore(SLOTS_IN_TROUBLE)
        self._troubled: set[str] = set()
        # One request in flight for each host and port, and so for each source.
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def close(self) -> None:
        """Give back what was taken for polls that were cancelled on their way."""
        await self._manners.close()

    async def ask(
        self,
        source: SourceSettings,
        moment: Callable[[], Moment],
        *,
        due: Due | None = None,
        in_full: bool = False,
    ) -> Polled | SourceTurn:
        """Poll in a turn of our own; return the turn where there was none to have.

        Args:
            source: which one.
            moment: returns the circumstances when its turn has come.
            due: from when it is to be asked, by its state; at once when left out.
            in_full: whether a 304 would be no answer.
        """
        turn = unwritten = None
        # In this order, so that sources of one slow host queue up without taking the slots.
        async with self._hosts[host_key(source.url)]:
            try:
                async with self._slot(source):
                    turn = await self._manners.take(source, due)
                    if turn.hindrance:
                        return turn
                    polled = await self._poll(source, turn.state, moment(), in_full=in_full)
                after = self._heed(source, turn.state, polled)
                unwritten = None if polled.is_kept else after
                if self.on_state:
                    self.on_state(after)
                return polled._replace(result=polled.result.of(after))
            finally:
                if turn and not turn.hindrance:
                    await self._manners.end(source, unwritten)

    @asynccontextmanager
    async def _slot(self, source: SourceSettings) -> AsyncIterator[None]:
        """Wait for a place among those who ask at the same time."""
        async with AsyncExitStack() as places:
            if source.name in self._troubled:
                await places.enter_async_context(self._slots_in_trouble)
            await places.enter_async_context(self._slots)
            yield

    def _heed(self, source: SourceSettings, before: SourceState, polled: Polled) -> SourceState:
        """Return what is to be remembered of a poll: being offline is no fault of its source."""
        if polled.fault:
            self._troubled.add(source.name)
        else:
            self._troubled.discard(source.name)
        if source.is_local:
            return polled.state
        was_down = self.network.is_down
        self.network.note(host_key(source.url), polled.fault, self._now())
        if was_down and not self.network.is_down:
            self.on_line()
        if self.network.is_down and not polled.is_kept:
            return pacing.offline(polled.state, before.fail_count)
        return polled.state


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
