"""Pollers of sources on this machine, on a real desk."""

from desk.services.desk import Desk
from sources.fetch import Fetcher, Patience
from sources.poller import Poller
from sources.result import PollResult
from sources.settings import SourceSettings
from sources.worker import ParseWorker


class Pollers:
    """Makes pollers on one desk and closes them."""

    def __init__(self, desk: Desk, worker: ParseWorker) -> None:
        self.desk = desk
        self._worker = worker
        self._fetchers: list[Fetcher] = []

    def make(self, *sources: SourceSettings, owner: str = "here") -> Poller:
        """Return a poller of these sources."""
        fetcher = Fetcher(self.desk.now, Patience(total=1.0, connect=0.5, read=0.5))
        self._fetchers.append(fetcher)
        return Poller(self.desk, sources, owner=owner, fetcher=fetcher, worker=self._worker)

    async def once(self, *sources: SourceSettings, wait: float = 0) -> list[PollResult]:
        """Poll sources once with a poller of their own, in the order they are given."""
        results = [result async for result in self.make(*sources).poll_once(wait=wait)]
        names = [source.name for source in sources]
        return sorted(results, key=lambda result: names.index(result.source))

    async def close(self) -> None:
        """Close the connections."""
        for fetcher in self._fetchers:
            await fetcher.close()


def source(name: str, url: str) -> SourceSettings:
    """Settings of a source on this machine."""
    return SourceSettings(name, url, allow_private=True)
