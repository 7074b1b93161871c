"""Tries sources without taking anything in, and finds the comment feeds behind a page."""

from collections import Counter
from collections.abc import Sequence

from desk.model.post import Post
from desk.sourcing import Found, Sample, Trial
from desk.store.records import SourceState
from sources.adapter import Request
from sources.candidates import Candidate, as_address, guesses, known_shapes, named_in
from sources.fault import SourceError
from sources.fetch import Fetcher
from sources.registry import adapter_for
from sources.settings import SourceSettings, host_key, url_problem
from sources.worker import ParseWorker

TRIED = 8
"""So many candidates are tried at most: nobody's server is searched through."""

SAMPLES = 3
"""Comments that are shown."""

_REQUESTS = 4
"""Of what an index names, so much is asked for."""


async def try_source(source: SourceSettings, fetcher: Fetcher, worker: ParseWorker) -> Trial:
    """Ask a source once and say what it holds; a failure is a value."""
    posts: list[Post] = []
    title = ""
    waiting = [*adapter_for(source.kind).plan(source, SourceState(source.name))]
    for request in waiting:  # which grows by what the answers name
        try:
            response = await fetcher.fetch(request, source)
            result = await worker.parse(response, source)
        except SourceError as error:
            return Trial(title, len(posts), error=error.line)
        posts += result.posts
        title = title or result.title
        waiting += result.then[: _REQUESTS - len(waiting)]
    return _trial_of(title, posts)


def _trial_of(title: str, posts: Sequence[Post]) -> Trial:
    newest = sorted(posts, key=lambda post: post.published_at or 0, reverse=True)
    return Trial(
        title,
        len(posts),
        newest[0].published_at if newest else None,
        tuple(Sample(p.author, p.body or p.title, p.published_at) for p in newest[:SAMPLES]),
    )


class Discovery:
    """Looks behind one address; the same guards hold as for any poll."""

    def __init__(
        self, fetcher: Fetcher, worker: ParseWorker, *, allow_private: bool = False
    ) -> None:
        self._fetcher = fetcher
        self._worker = worker
        self._allow_private = allow_private

    async def __call__(self, text: str) -> list[Found]:
        """Return what may be a source behind what people write, the likeliest first.

        What holds comments comes first, then what is empty, then what was not tried.

        Raises:
            SourceError: the page itself cannot be asked.
            ValueError: this can be no address; the sentence says why.
        """
        url = as_address(text)
        if problem := url_problem(url):
            raise ValueError(problem)
        candidates = known_shapes(url)
        if not candidates:
            asked = self._source(Candidate(url))
            response = await self._fetcher.fetch(Request(url), asked)
            try:
                result = await self._worker.parse(response, asked)
            except SourceError:  # no feed, but perhaps a page that names some
                named = named_in(response.body, response.url)
                candidates = named or guesses(response.url)
            else:
                return [Found(url, "feed", _trial_of(result.title, result.posts))]
        found = await self._try_all(candidates)
        can_be = [one for one in found if one.trial is None or not one.trial.error]
        return sorted(
            can_be or found, key=lambda one: 2 if one.trial is None else not one.trial.posts
        )

    async def _try_all(self, candidates: Sequence[Candidate]) -> list[Found]:
        """Try what may be tried: of one host no more than it bears at once."""
        found: list[Found] = []
        asked: Counter[str] = Counter()
        for candidate in candidates[:TRIED]:
            url, kind, host = candidate.url, candidate.kind, host_key(candidate.url)
            if candidate.wants_secret or asked[host] >= adapter_for(kind).pace.burst:
                found.append(Found(url, kind, wants_secret=candidate.wants_secret))
                continue
            asked[host] += 1
            trial = await try_source(self._source(candidate), self._fetcher, self._worker)
            found.append(Found(url, kind, trial))
        return found

    def _source(self, candidate: Candidate) -> SourceSettings:
        return SourceSettings(
            "trial", candidate.url, candidate.kind, allow_private=self._allow_private
        )
