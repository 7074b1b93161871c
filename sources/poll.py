"""One poll of one source, from the question to the desk's intake."""

import hashlib
from dataclasses import replace
from secrets import SystemRandom

from core.i18n import _
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.records import SourceState
from sources import pacing
from sources.adapter import Meta, ParseResult, Warn
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher, Response
from sources.registry import ADAPTERS
from sources.result import PollResult
from sources.settings import SourceSettings, host_key
from sources.worker import ParseWorker

_VALIDATOR_LIMIT = 1000
_random = SystemRandom()


def spread() -> float:
    """Return a factor around 1 that keeps failing sources from asking in step."""
    return _random.uniform(0.75, 1.25)


async def state_of(desk: Desk, source: SourceSettings) -> SourceState:
    """Return what is remembered of a source; of a new one, nothing."""
    states = await desk.store.source_states()
    return states.get(source.name) or SourceState(source.name)


class Poll:
    """Fetch, parse and take in; whoever calls it holds the source's lease."""

    def __init__(self, desk: Desk, fetcher: Fetcher, worker: ParseWorker) -> None:
        self._desk = desk
        self._fetcher = fetcher
        self._worker = worker

    async def __call__(self, source: SourceSettings) -> PollResult:
        """Ask a source once; what is wrong with it goes into its state and the result.

        Raises:
            WebcareError: the desk could not keep what was found.
        """
        state = await state_of(self._desk, source)
        try:
            usable = pacing.with_validators(state, _address_of(source))
            response = await self._fetcher.fetch(ADAPTERS[source.kind].plan(source, usable), source)
            return await self._take(source, usable, _remember(state, source, response), response)
        except SourceError as error:
            return await self._note_fault(source, state, error)

    async def _take(
        self, source: SourceSettings, usable: SourceState, state: SourceState, response: Response
    ) -> PollResult:
        """Read an answer and hand its posts, with the state after it, to the desk."""
        digest = hashlib.sha256(response.body).hexdigest()
        if response.status == 304 or digest == usable.body_sha256:
            remark = "" if state.fail_count else state.error  # as true as when it was made
            state = pacing.after_success(state, source, self._desk.now(), seconds=response.seconds)
            state = replace(state, error=remark)
            await self._desk.store.put_source(state)
            return _result(state, response)
        parsed = await self._read(source, state, response, digest)
        posts = parsed.posts
        now = self._desk.now()
        newest = max((at for post in posts if (at := post.published_at or 0) <= now), default=0)
        state = pacing.after_success(
            replace(ADAPTERS[source.kind].cursor(state, parsed), body_sha256=digest),
            source,
            now,
            seconds=response.seconds,
            newest=newest,
        )
        state = replace(state, error=_remark(parsed))
        intake = await take_in(self._desk, source.name, posts, state)
        return replace(
            _result(state, response),
            new=len(intake.new),
            edited=len(intake.edited),
            unchanged=intake.unchanged,
        )

    async def _read(
        self, source: SourceSettings, state: SourceState, response: Response, digest: str
    ) -> ParseResult:
        """Parse a body out of process, unless it is known to stop the parser."""
        if digest == state.poison_sha256:
            raise SourceError(Fault.POISON)
        meta = Meta(response.url, response.headers.get("content-type", ""))
        try:
            return await self._worker.parse(response.body, meta, source)
        except SourceError as error:
            error.body_sha256 = digest
            raise

    async def _note_fault(
        self, source: SourceSettings, state: SourceState, error: SourceError
    ) -> PollResult:
        now, store = self._desk.now(), self._desk.store
        if error.hold_until:
            for host in {error.host, host_key(source.url)}:
                await store.hold_host(host, error.hold_until)
        if error.fault is Fault.POISON and error.body_sha256:
            state = replace(state, poison_sha256=error.body_sha256)
        state = pacing.after_fault(state, source, now, error, spread())
        await store.put_source(state)
        return replace(_result(state), answer=error.answer)


def _remember(state: SourceState, source: SourceSettings, response: Response) -> SourceState:
    """Return the state with an answer's validators, opaque as they came."""
    etag = response.headers.get("etag", "")[:_VALIDATOR_LIMIT]
    modified = response.headers.get("last-modified", "")[:_VALIDATOR_LIMIT]
    is_same = response.status == 304
    return replace(
        state,
        etag=etag or (state.etag if is_same else ""),
        last_modified=modified or (state.last_modified if is_same else ""),
        moved_to=response.moved_to,
        cursor={**state.cursor, "address": _address_of(source)},
    )


def _address_of(source: SourceSettings) -> str:
    """Return a digest of a source's address: enough to notice a change, nothing to leak."""
    return hashlib.sha256(source.url.encode()).hexdigest()[:16]


def _remark(parsed: ParseResult) -> str:
    """Return one line on what was odd about a document that could be read."""
    if Warn.REPAIRED in parsed.warnings:
        return _("is not well-formed: read as far as it goes")
    if Warn.CUT in parsed.warnings:
        return _("holds more entries than are taken in at once: the newest were")
    return ""


def _result(state: SourceState, response: Response | None = None) -> PollResult:
    return PollResult(
        state.name,
        state.status,
        answer=response.status if response else None,
        error=state.error,
        next_poll_at=state.next_poll_at,
        moved_to=state.moved_to,
    )
