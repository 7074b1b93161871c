"""All answers that make up one poll: the plan's, what they point to, and older pages."""

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from desk.model.post import Post
from desk.store.records import SourceState
from desk.store.store import Store
from sources.adapter import (
    MAX_POSTS,
    PAGE,
    Adapter,
    ParseResult,
    Request,
    Response,
    Warn,
    remember,
)
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.memory import Memory
from sources.settings import SourceSettings
from sources.worker import ParseWorker


@dataclass(slots=True)
class Gathered:
    """What one poll has brought so far."""

    state: SourceState
    """As remembered before the poll; each answer moves its cursor on."""
    first: Response
    """The answer that validators and the body's hash belong to."""
    digest: str = ""
    """Of its body."""
    is_news: bool = False
    """Whether any answer differed from the last time."""
    wait: int = 0
    """How long its document asks to wait between two polls, in microseconds."""
    gone: list[str] = field(default_factory=list)
    """Ids of posts that the source does not show any more."""
    warnings: set[Warn] = field(default_factory=set)
    same: int = 0
    """Entries that were as in the last answer, and not read again."""
    has_gap: bool = False
    """Whether posts may lie between the last poll and what this one brought."""
    broken_off: SourceError | None = None
    """Why a later request brought nothing; what came before it stands."""
    _posts: dict[str, Post] = field(default_factory=dict)

    @property
    def posts(self) -> list[Post]:
        """The newest posts, oldest first, each id once."""
        return list(self._posts.values())[-MAX_POSTS:]

    @property
    def is_full(self) -> bool:
        """Whether another page might no longer be taken in whole."""
        return len(self._posts) > MAX_POSTS - PAGE

    def add(self, result: ParseResult, *, is_older: bool) -> None:
        """Take an answer in; what an earlier one said of the same post stands."""
        self.is_news = True
        self.wait = max(self.wait, result.wait)
        self.state = remember(self.state, result)
        self.gone += result.deletions
        self.warnings.update(result.warnings)
        self.same += max(len(result.listing) - len(result.posts), 0)
        fresh = {p.native_id: p for p in result.posts if p.native_id not in self._posts}
        self._posts = {**fresh, **self._posts} if is_older else {**self._posts, **fresh}
        if len(self._posts) > MAX_POSTS:
            self.warnings.add(Warn.CUT)


class Gatherer:
    """Asks and reads; whoever calls it holds the source's lease."""

    def __init__(self, store: Store, fetcher: Fetcher, worker: ParseWorker) -> None:
        self._store = store
        self._fetcher = fetcher
        self._worker = worker
        self._memories: defaultdict[str, Memory] = defaultdict(Memory)

    async def __call__(
        self,
        source: SourceSettings,
        adapter: Adapter,
        state: SourceState,
        asked_with: Mapping[str, str],
    ) -> Gathered:
        """Return what a source holds now.

        Args:
            source: whom to ask.
            adapter: how.
            state: what is remembered of it.
            asked_with: headers of the first request, beside its own.

        Raises:
            SourceError: the first request brought nothing.
        """
        first, *others = adapter.plan(source, state)
        sent = replace(first, headers={**first.headers, **asked_with})
        gathered = Gathered(state, await self._fetcher.fetch(sent, source))
        waiting = deque((request, False) for request in (first, *others))
        for n in range(adapter.requests):
            if not waiting or gathered.is_full:
                break
            request, is_older = waiting.popleft()
            try:
                read = self._read_first if n == 0 else self._read
                result = await read(request, source, gathered)
            except SourceError as error:
                if n == 0:
                    raise
                gathered.broken_off = error
                break
            if result is None:
                continue
            gathered.add(result, is_older=is_older)
            then = (more for more in reversed(result.then) if _is_of(more, source, gathered))
            waiting.extendleft((more, False) for more in then)
            if n == 0 or is_older:
                gathered.has_gap = await self._may_have_missed(source, gathered.state, result)
            if gathered.has_gap and result.older and _is_of(result.older, source, gathered):
                waiting.append((result.older, True))
        return gathered

    async def _read_first(
        self, request: Request, source: SourceSettings, gathered: Gathered
    ) -> ParseResult | None:
        """Read the answer that is there; None where it is the same as the last time."""
        memory, response = self._memories[source.name], gathered.first
        gathered.digest = _digest(response)
        if response.status == 304 or gathered.digest == gathered.state.body_sha256:
            gathered.gone += memory.same_again()
            return None
        before = memory.listed(gathered.state.body_sha256)
        result = await self._parse(replace(response, before=before), source, gathered.state)
        gathered.gone += memory.take(gathered.digest, result.listing, complete=result.complete)
        if memory.misses_some:
            gathered.gone += await self._look_again(request, source, memory)
        return result

    async def _read(
        self, request: Request, source: SourceSettings, gathered: Gathered
    ) -> ParseResult | None:
        response = await self._fetcher.fetch(request, source)
        return await self._parse(response, source, gathered.state)

    async def _parse(
        self, response: Response, source: SourceSettings, state: SourceState
    ) -> ParseResult:
        digest = _digest(response)
        if digest == state.poison_sha256:
            raise SourceError(Fault.POISON)
        try:
            return await self._worker.parse(response, source)
        except SourceError as error:
            error.body_sha256 = digest
            raise

    async def _look_again(
        self, request: Request, source: SourceSettings, memory: Memory
    ) -> Iterable[str]:
        """Ask once more for the whole answer; return what is gone where it is the same."""
        try:
            response = await self._fetcher.fetch(request, source)
        except SourceError:
            return ()
        return memory.same_again() if _digest(response) == memory.digest else ()

    async def _may_have_missed(
        self, source: SourceSettings, state: SourceState, result: ParseResult
    ) -> bool:
        """Tell whether posts may lie between the last poll and a page that is all new."""
        is_new = state.last_ok_at is None or not state.items_total  # nothing to follow on from
        if is_new or not result.posts or len(result.posts) < len(result.listing):
            return False
        return not await self._store.known(source.name, [p.native_id for p in result.posts], [])


def _is_of(request: Request, source: SourceSettings, gathered: Gathered) -> bool:
    """Tell whether a request that a document names goes to its source, and not elsewhere."""
    own = {urlsplit(url).hostname for url in (source.url, gathered.first.url)}
    return urlsplit(request.url).hostname in {*own, *source.allow_hosts}


def _digest(response: Response) -> str:
    return hashlib.sha256(response.body).hexdigest()
