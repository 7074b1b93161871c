"""When to ask a source again: pure functions of what is remembered and what was answered."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from enum import StrEnum

from core.clock import DAY, HOUR, MINUTE, SECOND, Instant, from_datetime
from desk.store.records import Answered, SourceState
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings

SLOW = 5.0
"""Seconds after which an answer counts as slow."""

BACK_OFF_FLOOR = MINUTE
BACK_OFF_CAP = 15 * MINUTE
"""A source that was down must come back inside a shift."""

BACK_OFF_CAP_OUTSIDE = 6 * HOUR
HOLD_DEFAULT = 10 * MINUTE
"""How long to leave a host alone that says 429 without saying how long."""

HOLD_CAP = HOUR
HOLD_CAP_OUTSIDE = DAY
POISON_WAIT = HOUR
CREDENTIALS_WAIT = 15 * MINUTE
GONE_WAIT = DAY

SHARE = 0.5
"""How many new comments a poll should find: half of the polls of a lively source bring one."""

MEMORY = 30 * MINUTE
"""In this time what was learned of a source's pace fades to a third."""

RECENT = 20
"""So many answers are kept as a source's log."""

_JITTER = 0.1
_BACK_OFF_JITTER = 0.25
_PATIENT = frozenset({"poison", "waiting", "paused"})
"""States whose wait has a reason that a shift does not change."""

_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})")


class Why(StrEnum):
    """Why the next poll of a source is when it is."""

    PACE = "pace"
    """As often as comments come there."""
    SERVER = "server"
    """The server asks for that much time between two polls."""
    RETRY = "retry"
    """It failed, and is tried again after longer and longer waits."""
    HOLD = "hold"
    """Its host asked to be left alone."""
    GAP = "gap"
    """Nothing of its answer was known: comments may have been missed."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The circumstances of a poll that pacing reckons with."""

    now: Instant
    in_shift: bool = True
    """Whether somebody works with what comes; outside a shift servers' wishes count in full."""
    chance: float = 0.0
    """From -1 to 1: keeps sources from asking in step."""
    hastened: bool = False
    """Whether somebody waits for what is said there: half as long is waited then."""


def rate_after(state: SourceState, fresh: int, now: Instant) -> float:
    """Return comments an hour, the latest counting most.

    ``fresh`` is how many comments this poll brought that the one before, which ``state`` is of,
    had not; at the first poll, how many were written within the last hour.
    """
    elapsed = HOUR if state.last_ok_at is None else max(now - state.last_ok_at, SECOND)
    weight = 1 - math.exp(-elapsed / MEMORY)
    return round((1 - weight) * state.rate + weight * fresh * HOUR / elapsed, 3)


def interval(state: SourceState, settings: SourceSettings, at: Moment) -> tuple[int, Why]:
    """Return how long to wait while all is well, and why that long.

    The pace follows how often comments come, within the source's bounds. What the server asks
    for raises the shortest wait: in a shift up to the longest one, outside it up to a day.
    """
    asked = min(state.wait_asked, settings.interval_max if at.in_shift else DAY)
    wished = int(SHARE / state.rate * HOUR) if state.rate else settings.interval_max
    paced = min(wished, settings.interval_max) // (2 if at.hastened else 1)
    paced = max(paced, settings.interval_min)
    if asked > paced:
        return asked, Why.SERVER
    return max(int(paced * (1 + _JITTER * at.chance)), asked), Why.PACE


def after_success(
    state: SourceState,
    settings: SourceSettings,
    at: Moment,
    *,
    seconds: float,
    fresh: int = 0,
    changed: bool = True,
    gap: bool = False,
) -> SourceState:
    """Return the state after an answer that could be read, however little was new in it.

    Args:
        state: before it, with what is remembered of the answer.
        settings: of the source.
        at: the circumstances.
        seconds: how long the answer took.
        fresh: how many comments it brought, as ``rate_after`` counts them.
        changed: whether there was anything to read in it.
        gap: whether more is waiting there.
    """
    wait, why = settings.interval_min, Why.GAP
    rate = rate_after(state, fresh, at.now)
    if not gap:
        wait, why = interval(replace(state, rate=rate), settings, at)
    status = "ok" if changed else "unchanged"
    return replace(
        state,
        polls=state.polls + 1,
        rate=rate,
        last_attempt_at=at.now,
        last_ok_at=at.now,
        next_poll_at=at.now + wait,
        why=why,
        status="slow" if seconds > SLOW else status,
        fail_count=0,
    )


def after_fault(
    state: SourceState, settings: SourceSettings, at: Moment, error: SourceError
) -> SourceState:
    """Return the state after a poll that brought nothing; validators and hashes stay."""
    failures = state.fail_count + 1
    wait, why, status = back_off(failures, settings, at), Why.RETRY, "failing"
    match error.fault:
        case Fault.POISON:
            wait, status = POISON_WAIT, "poison"
        case Fault.CREDENTIALS:
            wait = max(wait, CREDENTIALS_WAIT)
        case Fault.GONE:
            wait, status = GONE_WAIT, "paused"
        case Fault.LIMITED:
            wait, why = max(error.hold_until - at.now, settings.interval_min), Why.HOLD
            status = "waiting"
    return replace(
        state,
        polls=state.polls + 1,
        last_attempt_at=at.now,
        next_poll_at=at.now + wait,
        why=why,
        recent=with_answer(state, at, str(error.answer or error.fault), note=error.line),
        status=status,
        error=error.line,
        fail_count=failures,
    )


def offline(state: SourceState, failures: int) -> SourceState:
    """Return the state after a poll that failed because nothing could be reached.

    The source is due at once, and keeps the failures of its own that it had.
    """
    due = state.last_attempt_at or 0
    return replace(state, status="offline", fail_count=failures, next_poll_at=due)


def with_answer(
    state: SourceState, at: Moment, said: str, new: int = 0, edited: int = 0, note: str = ""
) -> tuple[Answered, ...]:
    """Return the last answers with one more."""
    return (*state.recent, Answered(at.now, said, new, edited, note))[-RECENT:]


def hold_cap(at: Moment) -> int:
    """Return for how long a host may ask to be left alone, in microseconds."""
    return HOLD_CAP if at.in_shift else HOLD_CAP_OUTSIDE


def back_off(failures: int, settings: SourceSettings, at: Moment) -> int:
    """Return how long to wait after so many failures in a row."""
    base = max(settings.interval_min, BACK_OFF_FLOOR)
    cap = BACK_OFF_CAP if at.in_shift else BACK_OFF_CAP_OUTSIDE
    doubled = base * 2 ** min(failures - 1, 16)
    return int(min(cap, doubled) * (1 + _BACK_OFF_JITTER * at.chance))


def due_at(state: SourceState, settings: SourceSettings, at: Moment) -> Instant:
    """Return when a source is to be asked next.

    What was put off for long outside a shift comes back soon after one began; what is hastened
    comes after half its wait.
    """
    if not at.in_shift or state.status in _PATIENT or state.last_attempt_at is None:
        return state.next_poll_at
    if at.hastened and not state.fail_count:
        half = (state.next_poll_at - state.last_attempt_at) // 2
        return state.last_attempt_at + max(half, settings.interval_min)
    wait = BACK_OFF_CAP if state.status == "failing" else settings.interval_max
    longest = int(wait * (1 + _BACK_OFF_JITTER))
    return min(state.next_poll_at, state.last_attempt_at + longest)


def wait_asked(headers: Mapping[str, str], document: int) -> int:
    """Return how long an answer asks to wait between two polls, in microseconds.

    ``headers`` go by lower-case name; ``document`` is what the document itself asks for.
    """
    cache = headers.get("cache-control", "").lower()
    asked = 0
    if "no-cache" not in cache and "no-store" not in cache:
        if age := _MAX_AGE.search(cache):
            asked = int(age[1]) * SECOND
        elif until := _http_date(headers.get("expires", "")):
            asked = until - (_http_date(headers.get("date", "")) or until)
    return min(max(asked, document, 0), DAY)


def hold_until(retry_after: str, date: str, now: Instant) -> Instant | None:
    """Return until when a host asks to be left alone, a day at most; None when it does not say.

    ``retry_after`` is seconds or an HTTP date, read against the server's own ``date``.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        wait = int(text[:9]) * SECOND
    elif until := _http_date(text):
        wait = until - (_http_date(date) or now)
    else:
        return None
    return now + min(max(wait, 0), HOLD_CAP_OUTSIDE)


def _http_date(text: str) -> Instant | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return from_datetime(moment) if moment.tzinfo else None
