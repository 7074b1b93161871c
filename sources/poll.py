"""One poll of one source, from the question to the desk's intake."""

import asyncio
import hashlib
from dataclasses import replace
from secrets import SystemRandom
from typing import NamedTuple

from core.clock import HOUR, Instant
from core.i18n import _
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.records import SourceState
from sources import pacing
from sources.adapter import Response, Warn
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.gather import Gathered, Gatherer
from sources.pacing import Moment
from sources.registry import adapter_for
from sources.result import PollResult
from sources.settings import SourceSettings, host_key
from sources.validators import refreshed, remembered, with_trust, with_validators
from sources.worker import ParseWorker

_random = SystemRandom()


def moment(now: Instant, *, in_shift: bool, hastened: bool = False) -> Moment:
    """Return the circumstances of a poll."""
    return Moment(now, in_shift, _random.uniform(-1, 1), hastened)


class Polled(NamedTuple):
    """What came of a poll."""

    result: PollResult
    state: SourceState
    """What is to be remembered of the source."""
    is_kept: bool = False
    """Whether that was written with the items."""
    fault: Fault | None = None


class Poll:
    """Gather and take in; whoever calls it holds the source's lease."""

    def __init__(self, desk: Desk, fetcher: Fetcher, worker: ParseWorker) -> None:
        self._desk = desk
        self._gather = Gatherer(desk.store, fetcher, worker)
        self._intake = asyncio.Lock()

    async def __call__(
        self, source: SourceSettings, state: SourceState, at: Moment, *, in_full: bool = False
    ) -> Polled:
        """Ask a source once; what is wrong with it goes into its state and the result.

        Args:
            source: which one.
            state: what is remembered of it.
            at: the circumstances.
            in_full: whether a 304 would be no answer.

        Raises:
            WebcareError: the desk could not keep what was found.
        """
        usable = with_validators(state, _address_of(source), at, in_full=in_full)
        try:
            gathered = await self._gather(source, adapter_for(source.kind), usable)
        except SourceError as error:
            return await self._note_fault(source, state, error, replace(at, now=self._desk.now()))
        gathered.state = replace(gathered.state, etag=state.etag, last_modified=state.last_modified)
        return await self._take(source, gathered, replace(at, now=self._desk.now()))

    async def _take(self, source: SourceSettings, gathered: Gathered, at: Moment) -> Polled:
        """Hand what was gathered, with the state after it, to the desk."""
        assert gathered.first is not None  # noqa: S101 - else gathering had raised
        response, posts = gathered.first, gathered.posts
        state = _remember(source, gathered, response, at)
        if error := gathered.broken_off:
            state = await self._heed(source, state, error, at)
        known = state.last_ok_at is not None

        def settled(fresh: int, edited: int) -> SourceState:
            gap = known and gathered.has_gap and fresh > 0
            soon = gap or gathered.is_full  # more is waiting
            lately = sum(at.now - HOUR < (post.published_at or 0) <= at.now for post in posts)
            after = pacing.after_success(
                state,
                source,
                at,
                seconds=response.seconds,
                fresh=fresh if known else lately,
                changed=gathered.is_news,
                gap=soon,
            )
            after = with_trust(gathered.state, after, changed=fresh + edited > 0, edited=edited > 0)
            is_empty = gathered.is_news and not (posts or gathered.same or after.items_total)
            remark = _gap() if gap else state.error or (_empty() if is_empty else "")
            said = str(response.status)
            log = pacing.with_answer(after, at, said, fresh, edited, remark)
            return replace(after, error=remark, recent=log)

        if not posts and not gathered.gone:
            after = settled(0, 0)
            return Polled(replace(_result(after, response), unchanged=gathered.same), after)
        async with self._intake:  # two sources may show one comment
            intake = await take_in(
                self._desk, source.name, posts, gathered.state, settled, gathered.gone
            )
        result = replace(
            _result(intake.state, response),
            new=len(intake.new),
            edited=len(intake.edited),
            unchanged=intake.unchanged + gathered.same,
        )
        return Polled(result, intake.state, is_kept=True)

    async def _note_fault(
        self, source: SourceSettings, state: SourceState, error: SourceError, at: Moment
    ) -> Polled:
        state = await self._heed(source, state, error, at)
        state = pacing.after_fault(state, source, at, error)
        result = replace(_result(state), answer=error.answer)
        return Polled(result, state, fault=error.fault)

    async def _heed(
        self, source: SourceSettings, state: SourceState, error: SourceError, at: Moment
    ) -> SourceState:
        """Leave a host alone that asked for it; remember a document that stops the parser."""
        if error.hold_until:
            error.hold_until = min(error.hold_until, at.now + pacing.hold_cap(at))
            for host in {error.host, host_key(source.url)}:
                await self._desk.store.hold_host(host, error.hold_until)
        if error.fault is Fault.POISON and error.body_sha256:
            return replace(state, poison_sha256=error.body_sha256)
        return state


def _remember(
    source: SourceSettings, gathered: Gathered, response: Response, at: Moment
) -> SourceState:
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
        cursor={**state.cursor, "address": _address_of(source)},
    )
    state = _with_move(state, gathered, response.moved_to, at)
    if gathered.broken_off:
        return replace(state, etag="", last_modified="", body_sha256="")
    if response.status == 304:
        return refreshed(state, response.headers)
    asked = pacing.wait_asked(response.headers, gathered.wait)
    return replace(
        remembered(state, response.headers, at),
        body_sha256=gathered.digest,
        wait_asked=asked if gathered.is_news else state.wait_asked,
    )


def _with_move(state: SourceState, gathered: Gathered, moved_to: str, at: Moment) -> SourceState:
    """Return the state with where the same feed answers from by now, and how often it did."""
    if not moved_to or gathered.has_gap:
        return replace(state, moved_to="", moved_since=None, moved_seen=0)
    if moved_to != state.moved_to:
        return replace(state, moved_to=moved_to, moved_since=at.now, moved_seen=1)
    return replace(state, moved_seen=state.moved_seen + 1)


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


def _empty() -> str:
    return _("holds no comment yet: is it the right address?")


def _gap() -> str:
    return _("showed nothing that was known: comments may have been missed")


def _result(state: SourceState, response: Response | None = None) -> PollResult:
    return PollResult(
        state.name,
        state.status,
        answer=response.status if response else None,
        error=state.error,
        next_poll_at=state.next_poll_at,
        moved_to=state.moved_to if state.has_moved(state.last_attempt_at or 0) else "",
    )
