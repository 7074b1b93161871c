"""Asks one source in a turn of its own: one request a host, a few sources at the same time.

Turns are taken from the store, so that all processes of a desk count as one.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from core.clock import SECOND, Instant, to_datetime
from core.i18n import _
from desk.services.desk import Desk
from desk.store.records import Asking, Hindrance, SourceState, SourceTurn
from sources import pacing
from sources.adapter import Pace
from sources.network import Network
from sources.pacing import Moment
from sources.poll import Poll, Polled
from sources.registry import adapter_for
from sources.result import PollResult
from sources.settings import SourceSettings, host_key
from sources.together import Together

LEASE = 90 * SECOND
"""Longer than any poll can take; an owner that dies holds a source no longer than this."""

SLOTS = 8
SLOTS_IN_TROUBLE = 4
"""So many of the slots may be taken by sources that failed: they may take long to fail again."""

Due = Callable[[SourceState], Instant]


class Turns:
    """The turns of one process, and what its polls say of the line."""

    def __init__(
        self, desk: Desk, poll: Poll, owner: str, sources: Collection[SourceSettings]
    ) -> None:
        self._desk = desk
        self._poll = poll
        self._owner = owner
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
        self._held: dict[str, Asking] = {}
        self._take = Together(self._take_all)
        self._end = Together(self._end_all)

    async def close(self) -> None:
        """Give back what was taken for polls that were cancelled on their way."""
        if self._held:
            await self._desk.store.end_turns(list(self._held.values()), self._owner)
            self._held.clear()

    async def ask(
        self,
        source: SourceSettings,
        moment: Callable[[], Moment],
        *,
        due: Due | None = None,
        in_full: bool = False,
    ) -> PollResult | SourceTurn:
        """Poll in a turn of our own; return the turn where there was none to have.

        Args:
            source: which one.
            moment: returns the circumstances when its turn has come.
            due: from when it is to be asked, by its state; at once when left out.
            in_full: whether a 304 would be no answer.
        """
        asking, is_ours = asking_of(source), False
        unwritten: SourceState | None = None
        # In this order, so that sources of one slow host queue up without taking the slots.
        async with self._hosts[host_key(source.url)]:
            try:
                async with self._slot(source):
                    turn = await self._take(replace(asking, due=due))
                    if turn.hindrance:
                        return turn
                    is_ours = True
                    polled = await self._poll(source, turn.state, moment(), in_full=in_full)
                after = self._heed(source, turn.state, polled)
                unwritten = None if polled.is_kept else after
                if self.on_state:
                    self.on_state(after)
                return polled.result(after)
            finally:
                if is_ours:
                    await self._end((asking, unwritten))

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
        self.network.note(host_key(source.url), polled.fault, self._desk.now())
        if was_down and not self.network.is_down:
            self.on_line()
        if self.network.is_down and not polled.is_kept:
            return pacing.offline(polled.state, before.fail_count)
        return polled.state

    async def _take_all(self, askings: Sequence[Asking]) -> list[SourceTurn]:
        now = self._desk.now()
        turns = await self._desk.store.take_turns(askings, self._owner, now, now + LEASE)
        self._held.update((a.source, a) for a in askings if not turns[a.source].hindrance)
        return [turns[asking.source] for asking in askings]

    async def _end_all(self, ended: Sequence[tuple[Asking, SourceState | None]]) -> list[None]:
        askings, states = [asking for asking, _state in ended], [state for _asking, state in ended]
        await self._desk.store.end_turns(askings, self._owner, [s for s in states if s])
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
