"""Finds the comment feeds behind the address of a page, and tries them."""

from collections import Counter
from collections.abc import Sequence

from desk.sourcing import Found
from sources.adapter import Request
from sources.candidates import Candidate, as_address, guesses, known_shapes, named_in
from sources.fault import SourceError
from sources.fetch import Fetcher
from sources.registry import adapter_for
from sources.settings import SourceSettings, host_key, url_problem
from sources.trial import trial_of, try_source
from sources.worker import ParseWorker

TRIED = 8
"""So many candidates are tried at most: nobody's server is searched through."""


def _rank(found: Found) -> int:
    """Put first what holds comments, then what is empty, then what was not tried."""
    return 2 if found.trial is None else 0 if found.trial.posts else 1


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

        Raises:
            SourceError: the page itself cannot be asked.
            ValueError: this can be no address; the sentence says why.
        """
        url = as_address(text)
        if problem := url_problem(url):
            raise ValueError(problem)
        candidates = known_shapes(url)
        if not candidates:
            itself, candidates = await self._look(url)
            if itself is not None:
                return [itself]
        found = await self._try_all(candidates)
        can_be = [one for one in found if one.trial is None or not one.trial.error]
        return sorted(can_be or found, key=_rank)

    async def _look(self, url: str) -> tuple[Found | None, list[Candidate]]:
        """Return the address itself where it is a feed, else what its page leads to."""
        asked = self._source(Candidate(url))
        response = await self._fetcher.fetch(Request(url), asked)
        try:
            result = await self._worker.parse(response.body, response.meta(), asked)
        except SourceError:
            return None, named_in(response.body, response.url) or guesses(response.url)
        return Found(url, "feed", trial_of(result.title, list(result.posts))), []

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
