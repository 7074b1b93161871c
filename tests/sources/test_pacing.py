"""When a source is asked again."""

import pytest

from core.clock import DAY, HOUR, MINUTE, SECOND
from desk.store.records import SourceState
from sources import pacing
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings
from tests.support.clock import START as NOW

SETTINGS = SourceSettings("s", "https://v.nl/feed")


def test_a_lively_source_is_asked_often_and_a_silent_one_rarely() -> None:
    """The wait is half the silence, between the shortest and the longest interval."""
    assert pacing.interval(NOW - 10 * SECOND, SETTINGS, NOW) == 60 * SECOND
    assert pacing.interval(NOW - 4 * MINUTE, SETTINGS, NOW) == 2 * MINUTE
    assert pacing.interval(NOW - DAY, SETTINGS, NOW) == 300 * SECOND
    assert pacing.interval(None, SETTINGS, NOW) == 300 * SECOND


def test_success_clears_the_failures() -> None:
    """After an answer the source is well again, and slow when it took long."""
    failed = SourceState("s", fail_count=3, error="x", status="failing")
    state = pacing.after_success(failed, SETTINGS, NOW, seconds=0.1, newest=NOW)
    assert (state.status, state.fail_count) == ("ok", 0)
    assert (state.polls, state.last_ok_at, state.next_poll_at) == (1, NOW, NOW + MINUTE)
    assert pacing.after_success(failed, SETTINGS, NOW, seconds=6).status == "slow"
    assert pacing.after_success(failed, SETTINGS, NOW, seconds=1).status == "unchanged"


def test_a_post_from_the_future_does_not_speed_up() -> None:
    """Only what was published by now counts as news."""
    state = pacing.after_success(SourceState("s"), SETTINGS, NOW, seconds=0, newest=NOW + DAY)
    assert state.next_poll_at == NOW + 300 * SECOND


def test_failures_back_off_up_to_a_quarter_of_an_hour() -> None:
    """Each failure doubles the wait; a dead source still comes back inside a shift."""
    waits = [pacing.back_off(n, SETTINGS, 1.0) for n in (1, 2, 3, 4, 5, 60)]
    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE, 15 * MINUTE]
    assert pacing.back_off(1, SETTINGS, 1.25) == 75 * SECOND


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (SourceError(Fault.TIMEOUT), "failing", MINUTE),
        (SourceError(Fault.NOT_A_FEED, "Inloggen"), "failing", MINUTE),
        (SourceError(Fault.CREDENTIALS, "401"), "failing", 15 * MINUTE),
        (SourceError(Fault.POISON), "poison", HOUR),
        (SourceError(Fault.GONE, "410"), "paused", DAY),
        (SourceError(Fault.LIMITED, "429", hold_until=NOW + 5 * MINUTE), "waiting", 5 * MINUTE),
        (SourceError(Fault.LIMITED, "429", hold_until=NOW), "waiting", MINUTE),
    ],
)
def test_each_fault_has_its_wait(error: SourceError, status: str, wait: int) -> None:
    """What went wrong decides when to ask again, and is said on one line."""
    before = SourceState("s", etag='"x"', body_sha256="abc")
    state = pacing.after_fault(before, SETTINGS, NOW, error, 1.0)
    assert (state.status, state.next_poll_at) == (status, NOW + wait)
    assert state.error
    assert "\n" not in state.error
    assert (state.etag, state.body_sha256, state.fail_count) == ('"x"', "abc", 1)


@pytest.mark.parametrize(
    ("header", "date", "wait"),
    [
        ("120", "", 2 * MINUTE),
        ("0", "", 0),
        ("999999999999", "", HOUR),
        ("Wed, 18 Nov 2026 11:10:40 GMT", "", 4 * MINUTE),
        ("Wed, 18 Nov 2026 12:02:00 GMT", "Wed, 18 Nov 2026 12:00:00 GMT", 2 * MINUTE),
        ("Wed, 18 Nov 2026 10:00:00 GMT", "", 0),
        ("soon", "", None),
        ("", "", None),
        ("-5", "", None),
    ],
)
def test_reads_retry_after(header: str, date: str, wait: int | None) -> None:
    """Seconds and dates are read, a date against the server's own clock, capped at an hour."""
    expected = None if wait is None else NOW + wait
    assert pacing.hold_until(header, date, NOW) == expected


def test_every_fifth_poll_goes_without_validators() -> None:
    """Servers that answer 304 after an edit are asked for everything now and then."""
    state = SourceState("s", etag='"x"', last_modified="y", body_sha256="abc")
    sent = []
    for polls in range(1, 11):
        counted = SourceState("s", etag='"x"', body_sha256="abc", polls=polls)
        sent.append(bool(pacing.with_validators(counted, "here").etag))
    assert sent == [True, True, True, True, False] * 2
    fifth = pacing.with_validators(state, "here")
    assert (fifth.etag, fifth.last_modified, fifth.body_sha256) == ("", "", "abc")


def test_validators_belong_to_an_address() -> None:
    """A source that was given another address is asked for everything."""
    state = SourceState("s", etag='"x"', body_sha256="abc", polls=1, cursor={"address": "old"})
    moved = pacing.with_validators(state, "new")
    assert (moved.etag, moved.body_sha256) == ("", "")
