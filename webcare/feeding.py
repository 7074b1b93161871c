"""The poller beside a desk: what keeps it fed, and how each source stands."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import ConfigError
from core.i18n import ngettext
from core.vocabulary import ItemId
from desk.services.desk import Desk
from desk.sourcing import Found, SourceLine, Trial
from desk.store.records import ANSWERED, SourceState
from sources.poller import Poller
from sources.result import PollResult
from sources.settings import redact
from webcare.config import Settings
from webcare.polling import with_secrets

if TYPE_CHECKING:
    from webcare.editing import Change

Told = Callable[[PollResult], None]
"""Hears what came of asking a source."""

_REST = 0.005
"""Seconds for each source between two looks at how all of them stand."""
_PATIENCE = 5.0
"""Seconds that somebody who asked for a poll waits for a host that is not to be asked yet."""


class Feeding:
    """Polls while the screen is open, and handles the sources for it (``SourceTools``).

    What is changed about the sources goes into webcare.toml, or a team's document, and the poller
    begins anew with it.
    """

    def __init__(
        self, settings: Settings, told: "Told | None" = None, *, attended: bool = True
    ) -> None:
        """Make it; ``told`` hears every result, ``attended`` says whether somebody looks on."""
        self._settings = settings
        self._told = told
        self._attended = attended
        self._states: dict[str, SourceState] = {}
        self._changed = asyncio.Event()
        self._begun = asyncio.Event()
        self._poller: Poller | None = None
        self._desk: Desk | None = None

    # -- what runs beside the screen

    def states(self) -> Mapping[str, SourceState]:
        """Return how each source that is polled stood when it last changed."""
        polled = (source.name for source in self._settings.sources if source.enabled)
        return {name: self._states.get(name) or SourceState(name) for name in polled}

    async def feed(self, desk: Desk) -> None:
        """Poll what is due until cancelled, by the settings as they are."""
        self._desk = desk
        while True:
            self._changed.clear()
            tasks = {
                asyncio.ensure_future(self._poll_on(desk)),
                asyncio.ensure_future(self._changed.wait()),
            }
            try:
                done, _running = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def watch(self, desk: Desk) -> None:
        """Keep the states as the store has them, whoever polled, until cancelled.

        What this process polls is known at once; reading all of many sources for each change
        would take more than polling them.
        """
        self._states = await desk.store.source_states()
        async for change in desk.store.changes():
            if change.other:
                await desk.clock.sleep(len(self._states) * _REST)
                self._states = await desk.store.source_states()

    def _note(self, state: SourceState) -> None:
        self._states[state.name] = state

    async def _poll_on(self, desk: Desk) -> None:
        opened = open_poller(
            desk, self._settings, self._told, attended=self._attended, on_state=self._note
        )
        async with opened as (poller, lacking):
            for name, error in lacking.items():
                await _note_lacking(desk, name, error)
                if self._told is not None:
                    self._told(PollResult(name, "failing", error=error.message))
            self._poller = desk.watch = poller
            self._begun.set()
            try:
                await poller.run()
            finally:
                self._begun.clear()
                self._poller = desk.watch = None

    # -- what the screen asks for

    def lines(self) -> Sequence[SourceLine]:
        """Return every source and how it stood when it last changed."""
        return tuple(
            SourceLine(
                source.name,
                source.title or source.name,
                source.kind,
                redact(source.url),
                source.enabled,
                self._states.get(source.name) or SourceState(source.name),
            )
            for source in self._settings.sources
        )

    async def poll(self, name: str = "") -> str:
        """Ask a source now, or all of them; return one line on what came of it."""
        poller = await self._ready()
        names = [name] if name else None
        results = [result async for result in poller.poll_once(names, wait=_PATIENCE)]
        new = sum(result.new for result in results)
        said = ngettext("{n} new comment", "{n} new comments", new).format(n=new)
        faults = [result for result in results if result.status not in ANSWERED]
        if name and faults:
            return f"{name}: {faults[0].error}"
        if not faults:
            return said
        failed = ngettext("{n} source did not answer", "{n} sources did not answer", len(faults))
        return f"{said}, {failed.format(n=len(faults))}"

    async def pause(self, name: str, *, paused: bool) -> None:
        """Leave a source alone from now on, or ask it again, until that is changed."""
        from webcare.editing import setting  # an editor of TOML is no part of opening a desk

        await self._edit(setting(name, "enabled", not paused))

    async def move(self, name: str) -> str:
        """Take the new address of a source that has moved for good; return it, without secrets."""
        from webcare.moving import take_move

        assert self._desk is not None  # noqa: S101 - what asks for it stands on an open desk
        settings, address = await take_move(self._settings, self._desk, name)
        self.use(settings)
        return address

    async def test(self, name: str) -> Trial:
        """Ask a source and say what it holds; nothing is taken in."""
        from webcare.looking import try_sources

        tried = self._settings.only([name])
        return (await try_sources(tried.sources, tried.secrets))[name]

    async def discover(self, address: str) -> Sequence[Found]:
        """Return what may be a source behind the address of a page, the likeliest first."""
        from webcare.looking import look

        return await look(address)

    async def add(self, found: Found) -> str:
        """Make what was found a source from now on."""
        from webcare.editing import adding, found_table, name_for

        name = name_for(found.url, {source.name for source in self._settings.sources})
        await self._edit(adding({name: found_table(found)}))
        return name

    async def _ready(self) -> Poller:
        """Return the poller, which may be about to begin anew."""
        await self._begun.wait()
        assert self._poller is not None  # noqa: S101 - it is there while the event is set
        return self._poller

    async def _edit(self, change: "Change") -> None:
        """Change the sources where the team's part is kept, and go on by them."""
        from webcare.editing import edit

        assert self._desk is not None  # noqa: S101 - what asks for it stands on an open desk
        self.use(await edit(self._settings, self._desk, change))

    def use(self, settings: Settings) -> None:
        """Go on by other settings, in the desk too."""
        self._settings = settings
        if self._desk is not None:
            self._desk.use(settings.desk)
        self._changed.set()


@asynccontextmanager
async def open_poller(
    desk: Desk,
    settings: Settings,
    on_result: Told | None = None,
    *,
    attended: bool = False,
    on_state: Callable[[SourceState], None] | None = None,
) -> AsyncIterator[tuple[Poller, Mapping[str, ConfigError]]]:
    """Yield a poller of the configured sources, and why some of them cannot be polled."""
    ready, lacking = with_secrets(settings.sources, settings.secrets)
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"
    poller = Poller(
        desk, ready, owner=owner, attended=attended, on_result=on_result, on_state=on_state
    )
    try:
        yield poller, lacking
    finally:
        await poller.close()


@asynccontextmanager
async def watched(desk: Desk, settings: Settings, item: ItemId) -> AsyncIterator[None]:
    """Let a use case of a command look at an item's source once more."""
    name = (await desk.store.item(item)).source
    if not any(source.name == name and source.enabled for source in settings.sources):
        yield
        return
    async with open_poller(desk, settings.only([name]), attended=True) as (poller, _lacking):
        desk.watch = poller
        yield


async def _note_lacking(desk: Desk, name: str, error: ConfigError) -> None:
    """Write why a source cannot be polled where the screen shows it."""
    state = await desk.store.source_state(name) or SourceState(name)
    await desk.store.put_source(replace(state, status="failing", error=error.message))
