"""A source asked once on trial: what it holds, without taking anything in."""

from typing import Final

from desk.model.post import Post
from desk.sourcing import Sample, Trial
from desk.store.records import SourceState
from sources.fault import SourceError
from sources.fetch import Fetcher
from sources.registry import adapter_for
from sources.settings import SourceSettings
from sources.worker import ParseWorker

SAMPLES: Final = 3
"""Comments that are shown."""

_REQUESTS = 4
"""Of what an index names, so much is asked for."""


async def try_source(source: SourceSettings, fetcher: Fetcher, worker: ParseWorker) -> Trial:
    """Ask a source once and read its answer; a failure is a value."""
    posts: list[Post] = []
    title = ""
    waiting = [*adapter_for(source.kind).plan(source, SourceState(source.name))]
    for request in waiting:  # which grows by what the answers name
        try:
            response = await fetcher.fetch(request, source)
            result = await worker.parse(response.body, response.meta(), source)
        except SourceError as error:
            return Trial(title, len(posts), error=error.line)
        posts += result.posts
        title = title or result.title
        waiting += result.then[: _REQUESTS - len(waiting)]
    return trial_of(title, posts)


def trial_of(title: str, posts: list[Post]) -> Trial:
    """Return what is told of an answer that could be read."""
    newest = sorted(posts, key=lambda post: post.published_at or 0, reverse=True)
    return Trial(
        title,
        len(posts),
        newest[0].published_at if newest else None,
        tuple(Sample(p.author, p.body or p.title, p.published_at) for p in newest[:SAMPLES]),
    )
