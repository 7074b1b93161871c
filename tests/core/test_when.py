"""Times and durations as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import DAY, HOUR, MINUTE, Instant, from_datetime, iso
from core.errors import UsageError
from core.when import parse_duration, parse_when

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OSLO = ZoneInfo("Europe/Oslo")


def at(text: str) -> Instant:
    """Return an ISO time with offset as an instant."""
    return from_datetime(datetime.fromisoformat(text))


NOW = at("2026-11-18T12:06:40+01:00")  # a Wednesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16:00", "2026-11-18T16:00:00+01:00"),
        ("16.00", "2026-11-18T16:00:00+01:00"),
        ("kl 16.00", "2026-11-18T16:00:00+01:00"),
        ("09:00", "2026-11-19T09:00:00+01:00"),
        ("+2h", "2026-11-18T14:06:40+01:00"),
        ("2h30m", "2026-11-18T14:36:40+01:00"),
        ("45 min", "2026-11-18T12:51:40+01:00"),
        ("3d", "2026-11-21T12:06:40+01:00"),
        ("-10m", "2026-11-18T11:56:40+01:00"),
        ("tomorrow 09:00", "2026-11-19T09:00:00+01:00"),
        ("Morgen 09:00", "2026-11-19T09:00:00+01:00"),
        ("i morgen kl. 9:00", "2026-11-19T09:00:00+01:00"),
        ("overmorgen om 9:00", "2026-11-20T09:00:00+01:00"),
        ("vandaag 17:30", "2026-11-18T17:30:00+01:00"),
        ("i dag, 17:30", "2026-11-18T17:30:00+01:00"),
        ("vrijdag 10:00", "2026-11-20T10:00:00+01:00"),
        ("onsdag 10:00", "2026-11-25T10:00:00+01:00"),
        ("wednesday 14:00", "2026-11-18T14:00:00+01:00"),
        ("2026-12-01T08:00", "2026-12-01T08:00:00+01:00"),
        ("2026-12-01 08:00", "2026-12-01T08:00:00+01:00"),
        ("2026-12-01T08:00:00Z", "2026-12-01T09:00:00+01:00"),
        ("2026-12-01t08:00-05:00", "2026-12-01T14:00:00+01:00"),
    ],
)
def test_times_to_come(text: str, expected: str) -> None:
    """Every way of writing a time to come is read in the zone's wall time."""
    assert iso(parse_when(text, NOW, AMSTERDAM), AMSTERDAM) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11:50", "2026-11-18T11:50:00+01:00"),
        ("16:00", "2026-11-17T16:00:00+01:00"),
        ("20m", "2026-11-18T11:46:40+01:00"),
        ("yesterday 23:00", "2026-11-17T23:00:00+01:00"),
        ("tirsdag 10:00", "2026-11-17T10:00:00+01:00"),
        ("onsdag 14:00", "2026-11-11T14:00:00+01:00"),
    ],
)
def test_times_gone_by(text: str, expected: str) -> None:
    """A reply that was posted earlier is dated back."""
    assert iso(parse_when(text, NOW, AMSTERDAM, future=False), AMSTERDAM) == expected


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "12:60", "+", "h", "tomorrow", "2026-13-01T08:00", "2026-11-18",
     "9999-12-31T23:59-05:00", "0001-01-01T00:00", "16:00 tomorrow", "99999999d"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    """One clear sentence says that it is not a time and how to write one."""
    with pytest.raises(UsageError, match=r"is not a time\. Write 16:00"):
        parse_when(text, NOW, AMSTERDAM)


@pytest.mark.parametrize("zone", [AMSTERDAM, OSLO])
def test_spring_night(zone: ZoneInfo) -> None:
    """A wall time the clocks skip moves forward with them."""
    evening = at("2026-03-28T23:00:00+01:00")
    assert iso(parse_when("02:30", evening, zone), zone) == "2026-03-29T03:30:00+02:00"
    assert iso(parse_when("2026-03-29T02:30", evening, zone), zone) == "2026-03-29T03:30:00+02:00"
    assert parse_when("tomorrow 04:00", evening, zone) - evening == 4 * HOUR


@pytest.mark.parametrize("zone", [AMSTERDAM, OSLO])
def test_autumn_night(zone: ZoneInfo) -> None:
    """A wall time that comes twice is the first still to come, or the last gone by."""
    evening = at("2026-10-24T23:00:00+02:00")
    first, second = at("2026-10-25T02:30:00+02:00"), at("2026-10-25T02:30:00+01:00")
    assert parse_when("02:30", evening, zone) == first
    assert parse_when("02:30", first + MINUTE, zone) == second
    assert parse_when("2026-10-25T02:30", first + MINUTE, zone) == second
    assert parse_when("02:30", second - MINUTE, zone, future=False) == first
    assert parse_when("02:30", second + MINUTE, zone, future=False) == second
    assert parse_when("tomorrow 07:00", evening, zone) - evening == 9 * HOUR


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001 - placed in UTC below
    st.times(),
)
def test_a_clock_time_is_never_far(moment: datetime, clock: object) -> None:
    """The next such time is ahead and within a day and an hour, whatever the night."""
    now = from_datetime(moment.replace(tzinfo=UTC))
    found = parse_when(f"{clock:%H:%M}", now, OSLO)
    assert now < found <= now + DAY + HOUR


def test_durations() -> None:
    """Units add up; what has none is refused."""
    assert parse_duration("2h30m") == 150 * MINUTE
    assert parse_duration("1d 4h") == 28 * HOUR
    with pytest.raises(UsageError, match=r"“30” is not a duration\. Write 45m"):
        parse_duration("30")
