"""When to ask a source again: pure functions of what is remembered and what was answered."""

from dataclasses import replace
from email.utils import parsedate_to_datetime

from core.clock import DAY, HOUR, MINUTE, SECOND, Instant, from_datetime
from desk.store.records import SourceState
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings

UNCONDITIONAL_EVERY = 5
"""Each so many polls go without validators: real servers answer 304 after an edit."""

SLOW = 5.0
"""Seconds after which an answer counts as slow."""

BACK_OFF_FLOOR = MINUTE
BACK_OFF_CAP = 15 * MINUTE
"""A source that was down must come back inside a shift."""

HOLD_DEFAULT = 10 * MINUTE
"""How long to leave a host alone that says 429 without saying how long."""

HOLD_CAP = HOUR
POISON_WAIT = HOUR
CREDENTIALS_WAIT = 15 * MINUTE
GONE_WAIT = DAY


def with_validators(state: SourceState, address: str) -> SourceState:
    """Return the state as it may be used for the next request to an address.

    Validators are left out on every n-th poll, and when the source was given another
    address, which they say nothing about; then the last body says nothing either.
    """
    if state.cursor.get("address", address) != address:
        return replace(state, etag="", last_modified="", body_sha256="")
    if state.polls % UNCONDITIONAL_EVERY == 0:
        return replace(state, etag="", last_modified="")
    return state


def interval(last_news: Instant | None, settings: SourceSettings, now: Instant) -> int:
    """Return how long to wait while all is well: half the silence so far, within bounds."""
    if last_news is None:
        return settings.interval_max
    silence = max(0, now - last_news)
    return min(max(silence // 2, settings.interval_min), settings.interval_max)


def after_success(
    state: SourceState,
    settings: SourceSettings,
    now: Instant,
    *,
    seconds: float,
    newest: Instant | None = None,
) -> SourceState:
    """Return the state after an answer that could be read, however little was new in it.

    Args:
        state: before it, with what is remembered of the answer.
        settings: of the source.
        now: the present instant.
        seconds: how long the answer took.
        newest: when the newest post in it was published; None for an unchanged answer.
    """
    known = [at for at in (state.last_new_at, newest) if at is not None and at <= now]
    status = "unchanged" if newest is None else "ok"
    return replace(
        state,
        polls=state.polls + 1,
        last_attempt_at=now,
        last_ok_at=now,
        next_poll_at=now + interval(max(known, default=None), settings, now),
        status="slow" if seconds > SLOW else status,
        fail_count=0,
    )


def after_fault(
    state: SourceState, settings: SourceSettings, now: Instant, error: SourceError, spread: float
) -> SourceState:
    """Return the state after a poll that brought nothing.

    Args:
        state: before it; validators and hashes stay what they were.
        settings: of the source.
        now: the present instant.
        error: what went wrong.
        spread: a factor around 1 that keeps failing sources from asking in step.
    """
    failures = state.fail_count + 1
    wait = back_off(failures, settings, spread)
    status = "failing"
    match error.fault:
        case Fault.POISON:
            wait, status = POISON_WAIT, "poison"
        case Fault.CREDENTIALS:
            wait = max(wait, CREDENTIALS_WAIT)
        case Fault.GONE:
            wait, status = GONE_WAIT, "paused"
        case Fault.LIMITED:
            wait, status = max(error.hold_until - now, settings.interval_min), "waiting"
    return replace(
        state,
        polls=state.polls + 1,
        last_attempt_at=now,
        next_poll_at=now + wait,
        status=status,
        error=error.line,
        fail_count=failures,
    )


def back_off(failures: int, settings: SourceSettings, spread: float) -> int:
    """Return how long to wait after so many failures in a row, in microseconds."""
    base = max(settings.interval_min, BACK_OFF_FLOOR)
    doubled = base * 2 ** min(failures - 1, 16)
    return int(min(BACK_OFF_CAP, doubled) * spread)


def hold_until(retry_after: str, date: str, now: Instant) -> Instant | None:
    """Return until when a host asks to be left alone; None when it does not say.

    Args:
        retry_after: the header's value, seconds or an HTTP date.
        date: the server's own ``Date``, which its other dates are read against.
        now: the present instant.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        wait = int(text[:9]) * SECOND
    else:
        until, server_now = _http_date(text), _http_date(date)
        if until is None:
            return None
        wait = until - (now if server_now is None else server_now)
    return now + min(max(wait, 0), HOLD_CAP)


def _http_date(text: str) -> Instant | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return from_datetime(moment) if moment.tzinfo else None
