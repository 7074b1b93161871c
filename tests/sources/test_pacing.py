"""When a source is asked again."""

from dataclasses import replace

import pytest

from core.clock import DAY, HOUR, MINUTE, SECOND
from desk.store.records import Answered, SourceState
from sources import pacing
from sources.fault import Fault, SourceError
from sources.pacing import Moment, Why
from sources.settings import SourceSettings
from tests.support.clock import START as NOW

SETTINGS = SourceSettings("s", "https://v.nl/feed")
SHIFT = Moment(NOW)
NIGHT = Moment(NOW, in_shift=False)


@pytest.mark.parametrize(
    ("an_hour", "wait"),
    [(0, 300), (1, 300), (6, 300), (12, 150), (20, 90), (30, 60), (500, 60)],
)
def test_the_pace_follows_how_often_comments_come(an_hour: float, wait: int) -> None:
    """A poll should find half a comment, between the shortest and the longest interval."""
    state = SourceState("s", rate=an_hour)
    assert pacing.interval(state, SETTINGS, SHIFT) == (wait * SECOND, Why.PACE)


def test_sources_do_not_ask_in_step() -> None:
    """Chance moves the next poll by a tenth at most, either way."""
    for chance, wait in ((-1, 270), (1, 330), (0.5, 315)):
        moment = replace(SHIFT, chance=chance)
        assert pacing.interval(SourceState("s"), SETTINGS, moment)[0] == wait * SECOND


@pytest.mark.parametrize(
    ("asked", "in_shift", "wait", "why"),
    [
        (30 * SECOND, True, 60 * SECOND, Why.PACE),
        (4 * MINUTE, True, 4 * MINUTE, Why.SERVER),
        (HOUR, True, 5 * MINUTE, Why.SERVER),
        (HOUR, False, HOUR, Why.SERVER),
        (30 * DAY, False, DAY, Why.SERVER),
    ],
)
def test_servers_wishes_count_in_full_outside_a_shift(
    asked: int, in_shift: bool, wait: int, why: Why
) -> None:
    """An hourly feed is asked every five minutes while somebody waits for what it brings."""
    state = SourceState("s", rate=60, wait_asked=asked)
    assert pacing.interval(state, SETTINGS, Moment(NOW, in_shift)) == (wait, why)


@pytest.mark.parametrize(
    ("headers", "document", "asked"),
    [
        ({}, 0, 0),
        ({"cache-control": "public, max-age=600"}, 0, 600),
        ({"cache-control": "no-cache, max-age=600"}, 0, 0),
        ({"cache-control": "max-age=999999999"}, 0, 86_400),
        ({"cache-control": "max-age=60"}, 3600, 3600),
        (
            {
                "expires": "Wed, 18 Nov 2026 12:10:00 GMT",
                "date": "Wed, 18 Nov 2026 12:00:00 GMT",
            },
            0,
            600,
        ),
        ({"expires": "0"}, 0, 0),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0, 0),
    ],
)
def test_reads_how_long_a_server_asks_to_wait(
    headers: dict[str, str], document: int, asked: int
) -> None:
    """By cache headers and by the document's own ttl, the longer of them, a day at most."""
    assert pacing.wait_asked(headers, document * SECOND) == asked * SECOND


def test_the_rate_leans_on_the_last_half_hour() -> None:
    """A steady stream is learned within an hour and forgotten as fast; a burst counts at once."""
    state = SourceState("s", last_ok_at=NOW)
    for _poll in range(60):
        state = replace(state, rate=pacing.rate_after(state, 1, NOW + MINUTE))
    assert 50 < state.rate < 60
    for _poll in range(60):
        state = replace(state, rate=pacing.rate_after(state, 0, NOW + MINUTE))
    assert state.rate < 9
    burst = pacing.rate_after(SourceState("s", last_ok_at=NOW), 10, NOW + 5 * MINUTE)
    assert burst > 15
    assert pacing.rate_after(SourceState("s"), 8, NOW) == pytest.approx(6.9, abs=0.1)


def test_success_clears_the_failures() -> None:
    """After an answer the source is well again, and slow when it took long."""
    failed = SourceState("s", fail_count=3, status="failing")
    state = pacing.after_success(failed, SETTINGS, SHIFT, seconds=0.1)
    assert (state.status, state.fail_count, state.why) == ("ok", 0, "pace")
    assert (state.polls, state.last_ok_at, state.next_poll_at) == (1, NOW, NOW + 5 * MINUTE)
    assert pacing.after_success(failed, SETTINGS, SHIFT, seconds=6).status == "slow"
    same = pacing.after_success(failed, SETTINGS, SHIFT, seconds=1, changed=False)
    assert same.status == "unchanged"


def test_a_gap_is_looked_into_at_once() -> None:
    """When comments may have been missed, the source is asked again as soon as may be."""
    state = pacing.after_success(SourceState("s"), SETTINGS, SHIFT, seconds=0, fresh=10, gap=True)
    assert (state.next_poll_at, state.why) == (NOW + MINUTE, "gap")


def test_failures_back_off_up_to_a_quarter_of_an_hour() -> None:
    """Each failure doubles the wait; a dead source still comes back inside a shift."""
    waits = [pacing.back_off(n, SETTINGS, SHIFT) for n in (1, 2, 3, 4, 5, 60)]
    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE, 15 * MINUTE]
    assert pacing.back_off(60, SETTINGS, NIGHT) == 6 * HOUR
    assert pacing.back_off(1, SETTINGS, replace(SHIFT, chance=1)) == 75 * SECOND
    assert pacing.back_off(1, SETTINGS, replace(SHIFT, chance=-1)) == 45 * SECOND


def test_what_was_put_off_for_the_night_comes_back_with_the_shift() -> None:
    """A failing source within some 19 minutes, a well one within its interval; a hold stands."""
    later = NOW + 6 * HOUR
    failing = SourceState("s", last_attempt_at=NOW, next_poll_at=later, status="failing")
    assert pacing.due_at(failing, SETTINGS, NIGHT) == later
    assert pacing.due_at(failing, SETTINGS, SHIFT) == NOW + 15 * MINUTE * 5 // 4
    hourly = replace(failing, status="unchanged")
    assert pacing.due_at(hourly, SETTINGS, SHIFT) == NOW + 5 * MINUTE * 5 // 4
    for status in ("waiting", "poison", "paused"):
        assert pacing.due_at(replace(failing, status=status), SETTINGS, SHIFT) == later
    assert pacing.due_at(SourceState("s"), SETTINGS, SHIFT) == 0


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (SourceError(Fault.TIMEOUT), "failing", MINUTE),
        (SourceError(Fault.NOT_A_FEED, "Inloggen"), "failing", MINUTE),
        (SourceError(Fault.CREDENTIALS, "401", answer=401), "failing", 15 * MINUTE),
        (SourceError(Fault.POISON), "poison", HOUR),
        (SourceError(Fault.GONE, "410"), "paused", DAY),
        (SourceError(Fault.LIMITED, "429", hold_until=NOW + 5 * MINUTE), "waiting", 5 * MINUTE),
        (SourceError(Fault.LIMITED, "429", hold_until=NOW), "waiting", MINUTE),
    ],
)
def test_each_fault_has_its_wait(error: SourceError, status: str, wait: int) -> None:
    """What went wrong decides when to ask again, and is said on one line."""
    before = SourceState("s", etag='"x"', body_sha256="abc", recent=(Answered(NOW, "304"),) * 20)
    state = pacing.after_fault(before, SETTINGS, SHIFT, error)
    assert (state.status, state.next_poll_at) == (status, NOW + wait)
    assert state.error
    assert "\n" not in state.error
    assert (state.etag, state.body_sha256, state.fail_count) == ('"x"', "abc", 1)
    assert len(state.recent) == pacing.RECENT
    assert state.recent[-1].said == str(error.answer or error.fault)
    assert state.recent[-1].note == error.line


def test_being_offline_is_no_fault_of_a_source() -> None:
    """It is due at once, with the failures it had."""
    failed = pacing.after_fault(SourceState("s"), SETTINGS, SHIFT, SourceError(Fault.NO_ROUTE))
    state = pacing.offline(failed, 0)
    assert (state.status, state.fail_count, state.next_poll_at) == ("offline", 0, NOW)


@pytest.mark.parametrize(
    ("header", "date", "wait"),
    [
        ("120", "", 2 * MINUTE),
        ("0", "", 0),
        ("999999999999", "", DAY),
        ("Wed, 18 Nov 2026 11:10:40 GMT", "", 4 * MINUTE),
        ("Wed, 18 Nov 2026 12:02:00 GMT", "Wed, 18 Nov 2026 12:00:00 GMT", 2 * MINUTE),
        ("Wed, 18 Nov 2026 10:00:00 GMT", "", 0),
        ("soon", "", None),
        ("", "", None),
        ("-5", "", None),
    ],
)
def test_reads_retry_after(header: str, date: str, wait: int | None) -> None:
    """Seconds and dates are read, a date against the server's own clock, capped at a day."""
    expected = None if wait is None else NOW + wait
    assert pacing.hold_until(header, date, NOW) == expected
    assert (pacing.hold_cap(SHIFT), pacing.hold_cap(NIGHT)) == (HOUR, DAY)


@pytest.mark.parametrize(
    ("state", "since"),
    [
        (SourceState("s"), None),
        (SourceState("s", status="ok", last_ok_at=NOW, next_poll_at=NOW + MINUTE), None),
        (SourceState("s", status="ok", last_ok_at=NOW - HOUR, next_poll_at=NOW - MINUTE), None),
        (
            SourceState("s", status="ok", last_ok_at=NOW - HOUR, next_poll_at=NOW - 16 * MINUTE),
            NOW - HOUR,
        ),
        (SourceState("s", status="failing", last_ok_at=NOW - 10 * MINUTE), None),
        (SourceState("s", status="failing", last_ok_at=NOW - HOUR), NOW - HOUR),
        (SourceState("s", status="offline"), 0),
    ],
)
def test_silence_is_no_peace(state: SourceState, since: int | None) -> None:
    """A source not reached for a quarter of an hour, or not asked in its time, is silent."""
    assert state.silent_since(NOW) == since
