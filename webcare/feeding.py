"""The poller beside a desk: what keeps it fed, and how each source stands."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

from core.errors import ConfigError
from desk.services.desk import Desk
from desk.store.records import SourceState
from sources.poller import Poller
from sources.result import PollResult
from webcare.config import Settings
from webcare.polling import with_secrets


class Feeding:
    """Polls while the screen is open; the screen asks it for states and for a round at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._states: Mapping[str, SourceState] = {}
        self._wanted = asyncio.Event()

    def states(self) -> Mapping[str, SourceState]:
        """Return how each source stood when it last changed."""
        return self._states

    def poll_now(self) -> None:
        """Have every source asked at once, due or not."""
        self._wanted.set()

    async def feed(self, desk: Desk) -> None:
        """Poll what is due until cancelled."""
        async with open_poller(desk, self._settings, attended=True) as (poller, lacking):
            for name, error in lacking.items():
                await _note_lacking(desk, name, error)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(poller.run())
                tasks.create_task(self._serve(poller))

    async def watch(self, desk: Desk) -> None:
        """Keep the states as the store has them, whoever polled, until cancelled."""
        self._states = await desk.store.source_states()
        async for change in desk.store.changes():
            if change.other:
                self._states = await desk.store.source_states()

    async def _serve(self, poller: Poller) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            async for _result in poller.poll_once():
                pass  # what it brought wakes the screen by itself


@asynccontextmanager
async def open_poller(
    desk: Desk,
    settings: Settings,
    on_result: Callable[[PollResult], None] | None = None,
    *,
    attended: bool = False,
) -> AsyncIterator[tuple[Poller, Mapping[str, ConfigError]]]:
    """Yield a poller of the configured sources, and why some of them cannot be polled."""
    ready, lacking = with_secrets(settings.sources, settings.secrets)
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"
    poller = Poller(desk, ready, owner=owner, attended=attended, on_result=on_result)
    try:
        yield poller, lacking
    finally:
        await poller.close()


async def _note_lacking(desk: Desk, name: str, error: ConfigError) -> None:
    """Write why a source cannot be polled where the screen shows it."""
    state = await desk.store.source_state(name) or SourceState(name)
    await desk.store.put_source(replace(state, status="failing", error=error.message))
