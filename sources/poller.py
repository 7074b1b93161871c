"""Asks the sources in their time and hands what they say to the desk.

One failing source never stops the others: whatever goes wrong with it becomes a value on its
result and a line in its state. Manners (turns, holds, pace) live in the store, so that a desk
and a command beside it count as one.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from secrets import SystemRandom
from typing import TypeVar

from core.clock import MINUTE, SECOND, Instant
from core.errors import NotFound, StoreUnavailable, WebcareError
from core.i18n import _
from desk.services import shifts
from desk.services.desk import Desk
from desk.store.records import SourceState, SourceTurn
from sources import pacing
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.network import Network
from sources.pacing import Moment
from sources.poll import Poll, Polled
from sources.result import PollResult
from sources.settings import SourceSettings, host_key
from sources.turns import Due, Turns, why_not
from sources.worker import ParseWorker

T = TypeVar("T")

_log = logging.getLogger(__name__)
_random = SystemRandom()

_BUSY_WAIT = 5 * SECOND
"""When to look again at a source that another process is polling."""

_NEVER = 1 << 62
_TICK = 0.5
"""Seconds between two looks at the clock, so that a moved test clock is noticed."""

_SPREAD = 10 * SECOND
"""Within this time all sources are asked at the start, after a sleep or when a shift begins."""
_STEP = SECOND // 4
_SHIFT_LOOK = 5 * SECOND
_HASTENED_FOR = 10 * MINUTE
_SLEPT = MINUTE
"""A look so much later than the one before means that the machine slept."""


class Poller:
    """Polls the sources of one desk; ``run`` for ever, ``poll_once`` on demand, or both."""

    def __init__(
        self,
        desk: Desk,
        settings: Sequence[SourceSettings],
        *,
        owner: str,
        attended: bool = False,
        fetcher: Fetcher | None = None,
        worker: ParseWorker | None = None,
        on_result: Callable[[PollResult], None] | None = None,
        on_state: Callable[[SourceState], None] | None = None,
    ) -> None:
        """Make a poller; nothing is opened or started before the first poll.

        Args:
            desk: where posts go.
            settings: of every source; disabled ones are never asked.
            owner: name of this process for the turns, unlike any other's.
            attended: whether somebody sits before it, so that all time is as in a shift.
            fetcher: how to ask; made here when left out.
            worker: how to read; made here when left out.
            on_result: told of every result of ``run``.
            on_state: told how a source stands after each poll.
        """
        self._desk = desk
        self._sources = {source.name: source for source in settings if source.enabled}
        self._attended = attended
        self._fetcher = fetcher or Fetcher(desk.now)
        self._worker = worker or ParseWorker()
        self._on_result = on_result
        self._on_state = on_state
        self._poll = Poll(desk, self._fetcher, self._worker)
        self._turns = Turns(desk.store, owner, desk.now)
        away = (source for source in self._sources.values() if not source.is_local)
        self._network = Network(len({host_key(source.url) for source in away}))
        self._troubled: set[str] = set()
        self._due: dict[str, Instant] = {}
        """When to look at a source; a busy host has its sources looked at more than once."""
        self._wanted: dict[str, Instant] = {}
        """When its next poll was to be."""
        self._in_shift = True
        self._shift_seen_at: Instant = 0
        self._hastened: dict[str, Instant] = {}
        self._tasks: set[asyncio.Task[PollResult]] = set()

    async def run(self) -> None:
        """Poll whatever is due until cancelled."""
        looked = 0
        try:
            while True:
                now, was_in_shift = self._desk.now(), self._in_shift
                with suppress(StoreUnavailable):  # a team's server that is away comes back
                    await self._look_for_shift(now)
                if now - looked > _SLEPT or self._in_shift > was_in_shift:
                    self._spread_out()
                looked = now
                self._start_due(now)
                await self._desk.clock.sleep(_TICK)
        finally:
            await self._cancel(set(self._tasks))

    async def poll_once(
        self, names: Sequence[str] | None = None, wait: float = 30.0
    ) -> AsyncIterator[PollResult]:
        """Ask every enabled source once, due or not, and yield each result as it comes.

        Args:
            names: ask only these.
            wait: seconds to wait for a host that is not to be asked yet, or for another
                process; a source that stays out of reach that long is reported as waiting.

        Raises:
            NotFound: a name is not that of an enabled source.
        """
        await self._look_for_shift(self._desk.now())
        chosen = [self._source(name) for name in names or self._sources]
        deadline = self._desk.now() + int(wait * SECOND)
        polls = (self._safely(source, self._poll_by(source, deadline)) for source in chosen)
        tasks = {self._start(poll) for poll in polls}
        try:
            for done in asyncio.as_completed(tasks):
                yield await done
        finally:
            await self._cancel(tasks)

    async def look_again(self, name: str) -> None:
        """Ask a source for everything now, and take in what changed; never raises.

        Nobody is waited for: neither a host that is not to be asked, nor another process.
        """
        source = self._sources.get(name)
        if source is not None:
            await self._safely(source, self._ask(source, in_full=True))

    def hasten(self, name: str) -> None:
        """Ask a source twice as often for ten minutes: somebody waits for what is said there."""
        if name in self._sources:
            self._hastened[name] = self._desk.now() + _HASTENED_FOR
            if self._due.get(name, _NEVER) != _NEVER:
                self._due[name] = self._desk.now()

    async def close(self) -> None:
        """Stop every poll, the connections and the parser; takes well under a second."""
        await self._cancel(set(self._tasks))
        await self._turns.close()
        await self._fetcher.close()
        await self._worker.close()

    def _source(self, name: str) -> SourceSettings:
        if name not in self._sources:
            raise NotFound(
                _("No enabled source is called {name}").format(name=name),
                _("See: webcare sources list."),
            )
        return self._sources[name]

    # -- when

    def _moment(self, source: SourceSettings) -> Moment:
        now = self._desk.now()
        hastened = self._hastened.get(source.name, 0) > now
        return Moment(now, self._in_shift, _random.uniform(-1, 1), hastened)

    async def _look_for_shift(self, now: Instant) -> None:
        if not self._attended and now >= self._shift_seen_at + _SHIFT_LOOK:
            self._shift_seen_at = now
            self._in_shift = await shifts.current(self._desk) is not None

    def _spread_out(self) -> None:
        """Look at every source within a few seconds, in the order of the configuration."""
        now, count = self._desk.now(), len(self._sources)
        step = min(_STEP, _SPREAD // max(count, 1))
        for n, name in enumerate(self._sources):
            if self._due.get(name, 0) != _NEVER:
                self._due[name] = now + n * step

    def _start_due(self, now: Instant) -> None:
        """Begin the polls whose time has come, the longest overdue first."""
        due = sorted(
            (name for name, at in self._due.items() if at <= now),
            key=lambda name: self._wanted.get(name, 0),
        )
        if due and self._network.is_down:
            away = [name for name in due if not self._sources[name].is_local]
            kept = away[1:] if away and self._network.may_probe(now) else away
            due = [name for name in due if name not in kept]
        for name in due:
            self._due[name] = _NEVER  # until this poll says when
            self._start(self._when_due(self._sources[name]))

    # -- one source

    def _start(self, poll: Coroutine[None, None, PollResult]) -> asyncio.Task[PollResult]:
        task = asyncio.ensure_future(poll)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _cancel(self, tasks: set[asyncio.Task[PollResult]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _when_due(self, source: SourceSettings) -> PollResult:
        """Poll for ``run``: only what is due by the store's account, waiting for nobody."""
        due = partial(pacing.due_at, settings=source, at=self._moment(source))
        came = await self._safely(source, self._ask(source, due))
        if isinstance(came, SourceTurn):
            came = PollResult(source.name, "", next_poll_at=came.until or None)
        self._due[source.name] = came.next_poll_at or self._desk.now() + _BUSY_WAIT
        if came.status:
            self._wanted[source.name] = self._due[source.name]
            if self._on_result:
                self._on_result(came)
        return came

    async def _poll_by(self, source: SourceSettings, deadline: Instant) -> PollResult:
        """Poll for ``poll_once``: due or not, but never against a host's wish."""
        clock = self._desk.clock
        while isinstance(came := await self._ask(source), SourceTurn):
            until = came.until or clock.now() + 1
            if until > deadline:
                due = max(came.until, came.state.next_poll_at) or None
                return PollResult(source.name, "waiting", error=why_not(came), next_poll_at=due)
            while clock.now() < until:
                await clock.sleep(_TICK)
        return came

    async def _ask(
        self, source: SourceSettings, due: Due | None = None, *, in_full: bool = False
    ) -> PollResult | SourceTurn:
        """Poll in a turn of its own; return what the store said where there was none to have."""
        in_trouble = source.name in self._troubled
        async with self._turns.of(source, due, in_trouble=in_trouble) as turn:
            if turn.granted.hindrance:
                return turn.granted
            before = turn.granted.state
            polled = await self._poll(source, before, self._moment(source), in_full=in_full)
            after = self._heed(source, before, polled)
            turn.unwritten = None if polled.is_kept else after
        if self._on_state:
            self._on_state(after)
        return polled.result(after)

    def _heed(self, source: SourceSettings, before: SourceState, polled: Polled) -> SourceState:
        """Return what is to be remembered of a poll: being offline is no fault of its source."""
        if polled.fault:
            self._troubled.add(source.name)
        else:
            self._troubled.discard(source.name)
        if source.is_local:
            return polled.state
        was_down = self._network.is_down
        self._network.note(host_key(source.url), polled.fault, self._desk.now())
        if was_down and not self._network.is_down:
            self._spread_out()
        if self._network.is_down and not polled.is_kept:
            return pacing.offline(polled.state, before.fail_count)
        return polled.state

    async def _safely(
        self, source: SourceSettings, poll: Coroutine[None, None, T]
    ) -> T | PollResult:
        """Turn whatever goes wrong beside the source itself into a result."""
        try:
            return await poll
        except WebcareError as error:
            fault = SourceError(Fault.NOT_STORED, error.message)
        except Exception as error:  # noqa: BLE001 - one source's surprise never stops the others
            _log.debug("polling %s", source.name, exc_info=True)
            fault = SourceError(Fault.UNEXPECTED, type(error).__name__)
        at = self._moment(source)
        wait = pacing.back_off(1, source, at)
        return PollResult(source.name, "failing", error=fault.line, next_poll_at=at.now + wait)
