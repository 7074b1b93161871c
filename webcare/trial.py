"""A source asked once on trial: what it holds, without taking anything in."""

from dataclasses import asdict, dataclass
from typing import Any

from core.clock import Clock, Instant, iso
from desk.store.records import SourceState
from sources.adapter import Meta
from sources.fault import SourceError
from sources.fetch import Fetcher
from sources.registry import adapter_for
from sources.settings import SourceSettings
from sources.worker import ParseWorker


@dataclass(frozen=True, slots=True)
class Trial:
    """What a source answered."""

    source: str
    posts: int = 0
    title: str = ""
    """What the feed calls itself, as it stands there."""
    newest: Instant | None = None
    error: str = ""
    """One line: why nothing could be read."""

    def as_object(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {**asdict(self), "newest": iso(self.newest)}


async def try_source(source: SourceSettings, clock: Clock) -> Trial:
    """Ask a source once and read its answer; a failure is a value."""
    fetcher, worker = Fetcher(clock.now), ParseWorker()
    try:
        request = adapter_for(source.kind).plan(source, SourceState(source.name))[0]
        response = await fetcher.fetch(request, source)
        meta = Meta(response.url, response.headers.get("content-type", ""))
        parsed = await worker.parse(response.body, meta, source)
    except SourceError as error:
        return Trial(source.name, error=error.line)
    finally:
        await fetcher.close()
        await worker.close()
    newest = max((post.published_at for post in parsed.posts if post.published_at), default=None)
    return Trial(source.name, len(parsed.posts), parsed.title, newest)
