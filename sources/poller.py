"""Asks the sources in their time and hands what they say to the desk.

One failing source never stops the others: whatever goes wrong with it becomes a value on its
result and a line in its state. Manners (leases, holds) live in the store, so that a desk and
a command beside it count as one.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence

from core.clock import SECOND, Instant, to_datetime
from core.errors import NotFound, WebcareError
from core.i18n import _
from desk.services.desk import Desk
from sources import pacing
from sources.fault import Fault, describe
from sources.fetch import Fetcher
from sources.poll import Poll, spread, state_of
from sources.result import PollResult
from sources.settings import SourceSettings, host_key
from sources.worker import ParseWorker

_log = logging.getLogger(__name__)

_SLOTS = 8
_LEASE = 90 * SECOND
"""Longer than any poll can take; an owner that dies holds a source no longer than this."""

_BUSY_WAIT = 5 * SECOND
"""When to look again at a source that another process is polling."""

_NEVER = 1 << 62
_TICK = 0.5
"""Seconds between two looks at the clock, so that a moved test clock is noticed."""


class Poller:
    """Polls the sources of one desk; ``run`` for ever, ``poll_once`` on demand, or both."""

    def __init__(
        self,
        desk: Desk,
        settings: Sequence[SourceSettings],
        *,
        owner: str,
        fetcher: Fetcher | None = None,
        worker: ParseWorker | None = None,
        on_result: Callable[[PollResult], None] | None = None,
    ) -> None:
        """Make a poller; nothing is opened or started before the first poll.

        Args:
            desk: where posts go.
            settings: of every source; disabled ones are never asked.
            owner: name of this process for the leases, unlike any other's.
            fetcher: how to ask; made here when left out.
            worker: how to read; made here when left out.
            on_result: told of every result of ``run``.
        """
        self._desk = desk
        self._sources = {source.name: source for source in settings if source.enabled}
        self._owner = owner
        self._fetcher = fetcher or Fetcher(desk.now)
        self._worker = worker or ParseWorker()
        self._on_result = on_result
        self._poll = Poll(desk, self._fetcher, self._worker)
        self._slots = asyncio.Semaphore(_SLOTS)
        # One request in flight for each host and port, and so for each source.
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._due: dict[str, Instant] = {}
        self._tasks: set[asyncio.Task[PollResult]] = set()

    async def run(self) -> None:
        """Poll whatever is due until cancelled."""
        self._due.clear()
        try:
            while True:
                now = self._desk.now()
                for source in self._sources.values():
                    if self._due.get(source.name, 0) <= now:
                        self._due[source.name] = _NEVER  # until this poll says when
                        self._start(self._when_due(source))
                await self._desk.clock.sleep(_TICK)
        finally:
            await self._cancel(set(self._tasks))

    async def poll_once(
        self, names: Sequence[str] | None = None, wait: float = 30.0
    ) -> AsyncIterator[PollResult]:
        """Ask every enabled source once, due or not, and yield each result as it comes.

        Args:
            names: ask only these.
            wait: seconds to wait for a host that asked to be left alone, or for another
                process; a source that stays out of reach that long is reported as waiting.

        Raises:
            NotFound: a name is not that of an enabled source.
        """
        chosen = [self._source(name) for name in names or self._sources]
        deadline = self._desk.now() + int(wait * SECOND)
        tasks = {self._start(self._on_demand(source, deadline)) for source in chosen}
        try:
            for done in asyncio.as_completed(tasks):
                yield await done
        finally:
            await self._cancel(tasks)

    async def close(self) -> None:
        """Stop every poll, the connections and the parser; takes well under a second."""
        await self._cancel(set(self._tasks))
        await self._fetcher.close()
        await self._worker.close()

    def _source(self, name: str) -> SourceSettings:
        if name not in self._sources:
            raise NotFound(
                _("No enabled source is called {name}").format(name=name),
                _("See: webcare sources list."),
            )
        return self._sources[name]

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
        result = await self._safely(source, self._poll_if_due(source))
        self._due[source.name] = result.next_poll_at or self._desk.now() + _BUSY_WAIT
        if self._on_result and result.status:
            self._on_result(result)
        return result

    async def _poll_if_due(self, source: SourceSettings) -> PollResult:
        now = self._desk.now()
        state = await state_of(self._desk, source)
        held = await self._desk.store.host_hold(host_key(source.url))
        if (until := max(state.next_poll_at, held)) > now:
            return PollResult(source.name, "", next_poll_at=until)
        return await self._poll_leased(source) or PollResult(source.name, "")

    async def _on_demand(self, source: SourceSettings, deadline: Instant) -> PollResult:
        """Poll for ``poll_once``: due or not, but never against a host's wish."""
        return await self._safely(source, self._poll_by(source, deadline))

    async def _poll_by(self, source: SourceSettings, deadline: Instant) -> PollResult:
        clock, store = self._desk.clock, self._desk.store
        while (held := await store.host_hold(host_key(source.url))) > clock.now():
            if held > deadline:
                line = _("asked to be left alone until {time}").format(time=_utc(held))
                return PollResult(source.name, "waiting", error=line, next_poll_at=held)
            await clock.sleep(_TICK)
        while (result := await self._poll_leased(source)) is None:
            if clock.now() >= deadline:
                line = _("is being polled by another process")
                due = (await state_of(self._desk, source)).next_poll_at
                return PollResult(source.name, "waiting", error=line, next_poll_at=due or None)
            await clock.sleep(_TICK)
        return result

    async def _safely(
        self, source: SourceSettings, poll: Coroutine[None, None, PollResult]
    ) -> PollResult:
        """Turn whatever goes wrong beside the source itself into a result."""
        try:
            return await poll
        except WebcareError as error:
            line = describe(Fault.NOT_STORED, error.message)
        except Exception as error:  # noqa: BLE001 - one source's surprise never stops the others
            _log.debug("polling %s", source.name, exc_info=True)
            line = describe(Fault.UNEXPECTED, type(error).__name__)
        wait = pacing.back_off(1, source, spread())
        return PollResult(source.name, "failing", error=line, next_poll_at=self._desk.now() + wait)

    async def _poll_leased(self, source: SourceSettings) -> PollResult | None:
        """Poll under the source's lease; None while another process holds it."""
        store = self._desk.store
        # In this order, so that sources of one slow host queue up without taking the slots.
        async with self._turns[host_key(source.url)], self._slots:
            now = self._desk.now()
            if not await store.lease_source(source.name, self._owner, now, now + _LEASE):
                return None
            try:
                return await self._poll(source)
            finally:
                await store.lease_source(source.name, self._owner, now, now)


def _utc(instant: Instant) -> str:
    return f"{to_datetime(instant):%H:%M:%S} UTC"
