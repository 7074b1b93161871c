"""One poll of one source, from the question to the desk's intake."""

import hashlib
from dataclasses import replace
from secrets import SystemRandom

from core.i18n import _
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.records import SourceState
from sources import pacing
from sources.adapter import Warn
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher, Response
from sources.gather import Gathered, Gatherer
from sources.registry import adapter_for
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
    """Gather and take in; whoever calls it holds the source's lease."""

    def __init__(self, desk: Desk, fetcher: Fetcher, worker: ParseWorker) -> None:
        self._desk = desk
        self._gather = Gatherer(desk.store, fetcher, worker)

    async def __call__(self, source: SourceSettings) -> PollResult:
        """Ask a source once; what is wrong with it goes into its state and the result.

        Raises:
            WebcareError: the desk could not keep what was found.
        """
        state = await state_of(self._desk, source)
        usable = pacing.with_validators(state, _address_of(source))
        try:
            gathered = await self._gather(source, adapter_for(source.kind), usable)
        except SourceError as error:
            return await self._note_fault(source, state, error)
        return await self._take(source, gathered)

    async def _take(self, source: SourceSettings, gathered: Gathered) -> PollResult:
        """Hand what was gathered, with the state after it, to the desk."""
        assert gathered.first is not None  # noqa: S101 - else gathering had raised
        now, posts = self._desk.now(), gathered.posts
        state = _remember(source, gathered, gathered.first)
        if error := gathered.broken_off:
            state = await self._heed(source, state, error)
        newest = max((at for post in posts if (at := post.published_at or 0) <= now), default=0)
        state = pacing.after_success(
            state,
            source,
            now,
            seconds=gathered.first.seconds,
            newest=newest if gathered.is_news else None,
        )
        if not gathered.is_news:
            await self._desk.store.put_source(state)
            return _result(state, gathered.first)
        intake = await take_in(self._desk, source.name, posts, state)
        return replace(
            _result(state, gathered.first),
            new=len(intake.new),
            edited=len(intake.edited),
            unchanged=intake.unchanged,
        )

    async def _note_fault(
        self, source: SourceSettings, state: SourceState, error: SourceError
    ) -> PollResult:
        state = await self._heed(source, state, error)
        state = pacing.after_fault(state, source, self._desk.now(), error, spread())
        await self._desk.store.put_source(state)
        return replace(_result(state), answer=error.answer)

    async def _heed(
        self, source: SourceSettings, state: SourceState, error: SourceError
    ) -> SourceState:
        """Leave a host alone that asked for it; remember a document that stops the parser."""
        if error.hold_until:
            for host in {error.host, host_key(source.url)}:
                await self._desk.store.hold_host(host, error.hold_until)
        if error.fault is Fault.POISON and error.body_sha256:
            return replace(state, poison_sha256=error.body_sha256)
        return state


def _remember(source: SourceSettings, gathered: Gathered, response: Response) -> SourceState:
    """Return the state with the first answer's validators, opaque as they came.

    What was broken off is asked for again in full, so then nothing is remembered of it.
    """
    state = gathered.state
    remark = _remark(gathered)
    if not gathered.is_news and not state.fail_count:
        remark = state.error  # as true as when it was made
    state = replace(
        state,
        error=remark,
        moved_to=response.moved_to,
        cursor={**state.cursor, "address": _address_of(source)},
    )
    if gathered.broken_off:
        return replace(state, etag="", last_modified="", body_sha256="")
    etag = response.headers.get("etag", "")[:_VALIDATOR_LIMIT]
    modified = response.headers.get("last-modified", "")[:_VALIDATOR_LIMIT]
    is_same = response.status == 304
    return replace(
        state,
        etag=etag or (state.etag if is_same else ""),
        last_modified=modified or (state.last_modified if is_same else ""),
        body_sha256=state.body_sha256 if is_same else gathered.digest,
    )


def _address_of(source: SourceSettings) -> str:
    """Return a digest of a source's address: enough to notice a change, nothing to leak."""
    return hashlib.sha256(source.url.encode()).hexdigest()[:16]


def _remark(gathered: Gathered) -> str:
    """Return one line on what was odd about an answer that could be read."""
    if gathered.broken_off:
        return gathered.broken_off.line
    if Warn.REPAIRED in gathered.warnings:
        return _("is not well-formed: read as far as it goes")
    if Warn.PARTLY in gathered.warnings:
        return _("holds entries that cannot be read: the others were")
    if Warn.CUT in gathered.warnings:
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
