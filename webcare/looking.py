"""Looks at sources without a desk: tries those that are set, and finds others."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from core.clock import SystemClock
from core.errors import Refused, UsageError
from core.i18n import _
from desk.sourcing import Found, Trial
from sources.discovery import Discovery, try_source
from sources.fault import SourceError
from sources.fetch import Fetcher
from sources.settings import SourceSettings
from sources.worker import ParseWorker
from webcare.polling import with_secrets


async def try_sources(
    sources: Sequence[SourceSettings], secrets: Mapping[str, Mapping[str, str]]
) -> dict[str, Trial]:
    """Ask sources once and say what each holds; nothing is taken in."""
    ready, lacking = with_secrets(tuple(sources), secrets)
    async with _tools() as (fetcher, worker):
        trials = await asyncio.gather(*(try_source(source, fetcher, worker) for source in ready))
    tried = {source.name: trial for source, trial in zip(ready, trials, strict=True)}
    return {name: Trial(error=error.message) for name, error in lacking.items()} | tried


async def look(address: str, *, allow_private: bool = False) -> list[Found]:
    """Return what may be a source behind the address of a page, the likeliest first.

    Raises:
        UsageError: this can be no address.
        Refused: the page cannot be asked.
    """
    async with _tools() as (fetcher, worker):
        try:
            return await Discovery(fetcher, worker, allow_private=allow_private)(address)
        except ValueError as error:
            raise UsageError(_("This cannot be looked at: {why}").format(why=error)) from error
        except SourceError as error:
            raise Refused(_("The page {why}").format(why=error.line)) from error


@asynccontextmanager
async def _tools() -> AsyncIterator[tuple[Fetcher, ParseWorker]]:
    fetcher, worker = Fetcher(SystemClock().now), ParseWorker()
    try:
        yield fetcher, worker
    finally:
        await fetcher.close()
        await worker.close()
