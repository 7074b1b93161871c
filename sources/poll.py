"""One poll of one source, from the question to the desk's intake."""

import asyncio
import hashlib
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from core.clock import HOUR
from core.i18n import N_, _
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.records import SourceState
from sources import pacing, validators
from sources.adapter import Warn
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.gather import Gathered, Gatherer
from sources.pacing import Moment
from sources.registry import adapter_for
from sources.result import PollResult
from sources.settings import SourceSettings, host_key, redact
from sources.worker import ParseWorker

_LONGEST_VALIDATOR = 1000
_ODD = {
    Warn.REPAIRED: N_("is not well-formed: read as far as it goes"),
    Warn.PARTLY: N_("holds entries that cannot be read: the others were"),
    Warn.CUT: N_("holds more entries than are taken in at once: the newest were"),
}


class Polled(NamedTuple):
    """What came of a poll."""

    state: SourceState
    """What is to be remembered of the source."""
    answer: int | None = None
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    is_kept: bool = False
    """Whether the state was written with the items."""
    fault: Fault | None = None

    def result(self, state: SourceState) -> PollResult:
        """Return it as it is told, with what the source's state became in the end."""
        return PollResult(
            state.name,
            state.status,
            answer=self.answer,
            new=self.new,
            edited=self.edited,
            unchanged=self.unchanged,
            error=state.error,
            next_poll_at=state.next_poll_at,
            moved_to=state.moved_to if state.has_moved(state.last_attempt_at or 0) else "",
        )


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
        address = _address_of(source)
        if state.cursor.get("address", address) != address:  # of which all this says nothing
            state = replace(state, etag="", last_modified="", body_sha256="")
        asked_with = {} if in_full else validators.asked_with(state, at)
        try:
            gathered = await self._gather(source, adapter_for(source.kind), state, asked_with)
        except SourceError as error:
            at = replace(at, now=self._desk.now())
            state = await self._heed(source, state, error, at)
            after = pacing.after_fault(state, source, at, error)
            return Polled(after, error.answer, fault=error.fault)
        return await self._take(source, gathered, replace(at, now=self._desk.now()))

    async def _take(self, source: SourceSettings, gathered: Gathered, at: Moment) -> Polled:
        """Hand what was gathered, with the state after it, to the desk."""
        status, posts = gathered.first.status, gathered.posts
        state = _remember(source, gathered, at)
        if gathered.broken_off:
            state = await self._heed(source, state, gathered.broken_off, at)
        settle = partial(_settled, source, gathered, state, at)
        if not posts and not gathered.gone:
            return Polled(settle(0, 0), status, unchanged=gathered.same)
        async with self._intake:  # two sources may show one comment
            intake = await take_in(
                self._desk, source.name, posts, gathered.state, settle, gathered.gone
            )
        return Polled(
            intake.state,
            status,
            new=len(intake.new),
            edited=len(intake.edited),
            unchanged=intake.unchanged + gathered.same,
            is_kept=True,
        )

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


def _settled(
    source: SourceSettings,
    gathered: Gathered,
    state: SourceState,
    at: Moment,
    fresh: int,
    edited: int,
) -> SourceState:
    """Return the state after a poll that brought so many new comments and edits."""
    known, posts = state.last_ok_at is not None, gathered.posts
    has_gap = known and gathered.has_gap and fresh > 0
    lately = sum(at.now - HOUR < (post.published_at or 0) <= at.now for post in posts)
    after = pacing.after_success(
        state,
        source,
        at,
        seconds=gathered.first.seconds,
        fresh=fresh if known else lately,
        changed=gathered.is_news,
        gap=has_gap or gathered.is_full,  # more is waiting
    )
    is_empty = gathered.is_news and not (posts or gathered.same or after.items_total)
    remark = state.error or (
        _("holds no comment yet: is it the right address?") if is_empty else ""
    )
    if has_gap:
        remark = _("showed nothing that was known: comments may have been missed")
    if fresh or edited or gathered.gone:
        after = validators.learned(gathered.state, after, edited=edited > 0)
    log = pacing.with_answer(after, at, str(gathered.first.status), fresh, edited, remark)
    return replace(after, error=remark, recent=log)


def _remember(source: SourceSettings, gathered: Gathered, at: Moment) -> SourceState:
    """Return the state with the first answer's validators, opaque as they came.

    What was broken off is asked for again in full, so then nothing is remembered of it.
    """
    state, response = gathered.state, gathered.first
    remark = next((_(line) for odd, line in _ODD.items() if odd in gathered.warnings), "")
    is_as_before = not gathered.is_news and not state.fail_count
    state = replace(
        _with_move(state, gathered, redact(response.moved), at),
        error=state.error if is_as_before else remark,
        cursor={**state.cursor, "address": _address_of(source)},
    )
    if broken := gathered.broken_off:
        return replace(state, error=broken.line, etag="", last_modified="", body_sha256="")
    etag = response.said("etag")[:_LONGEST_VALIDATOR]
    modified = response.said("last-modified")[:_LONGEST_VALIDATOR]
    if response.status == 304:
        return replace(
            state, etag=etag or state.etag, last_modified=modified or state.last_modified
        )
    asked = (
        pacing.wait_asked(response.headers, gathered.wait) if gathered.is_news else state.wait_asked
    )
    return replace(
        state,
        etag=etag,
        last_modified=modified,
        full_at=at.now,
        body_sha256=gathered.digest,
        wait_asked=asked,
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
