"""Opening hours: what a duration of open time comes to in instants.

All arithmetic is on UTC instants; wall time only places a day's intervals, so both nights
on which the clocks change come out right.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.clock import SECOND, Instant, from_datetime
from core.errors import ConfigError
from core.i18n import _
from desk.settings import Hours

if TYPE_CHECKING:
    from holidays import HolidayBase

Interval = tuple[Instant, Instant]
"""From an instant up to, and without, another."""

ALL_DAY = ((time(0), time(0)),)
LONGEST_CLOSURE = 366
"""Days without an open minute after which a calendar is refused."""


class Calendar:
    """When the desk is open, made from a team's hours.

    Raises ConfigError when made from an unknown zone or country, an interval that ends before
    it begins, or a week without an open minute.
    """

    def __init__(self, hours: Hours) -> None:
        self._zone = _zone(hours.zone)
        self._week = hours.week
        self._exceptions = hours.exceptions
        self._holidays = _holidays(hours.holidays) if hours.holidays else None
        self._day = cache(self._place)
        self.always_open = not (hours.week or hours.exceptions or hours.holidays)
        for intervals in (*hours.week.values(), *hours.exceptions.values()):
            _check(intervals)
        if hours.week and not any(hours.week.values()):
            raise _never_open()

    def due(self, start: Instant, within: int) -> Instant:
        """Return the instant at which ``within`` microseconds of open time have passed.

        Raises:
            ConfigError: the calendar stays closed for more than a year.
        """
        if self.always_open or within <= 0:
            return start + max(within, 0)
        left = within
        for opens, closes in self._intervals(start):
            length = closes - opens
            if left <= length:
                return opens + left
            left -= length
        raise _never_open()

    def open_between(self, start: Instant, end: Instant) -> int:
        """Return the microseconds of open time in [start, end)."""
        if self.always_open or end <= start:
            return max(end - start, 0)
        intervals = self._intervals(start, end)
        return sum(max(min(closes, end) - opens, 0) for opens, closes in intervals)

    def _intervals(self, start: Instant, end: Instant | None = None) -> Iterator[Interval]:
        """Yield open intervals in order from ``start`` on, the first one cut to it.

        Without an ``end`` it goes on until a year brings nothing; with one, past that day.
        """
        day, last = self._date(start), None if end is None else self._date(end)
        closed = 0
        while closed <= LONGEST_CLOSURE if last is None else day <= last:
            closed += 1
            for opens, closes in self._day(day):
                if closes > start:
                    closed = 0
                    yield max(opens, start), closes
            day += timedelta(days=1)

    def _date(self, at: Instant) -> date:
        return datetime.fromtimestamp(at // SECOND, self._zone).date()

    def _place(self, day: date) -> tuple[Interval, ...]:
        """Return a day's open intervals, in order and without overlap."""
        placed: list[Interval] = []
        for begin, finish in sorted(self._plan(day), key=lambda interval: interval[0]):
            opens = self._instant(day, begin, fold=0)
            if finish == time(0):
                closes = self._instant(day + timedelta(days=1), finish, fold=0)
            else:
                closes = self._instant(day, finish, fold=1)
            if placed and opens <= placed[-1][1]:
                opens, closes = placed[-1][0], max(closes, placed.pop()[1])
            if closes > opens:
                placed.append((opens, closes))
        return tuple(placed)

    def _plan(self, day: date) -> Sequence[tuple[time, time]]:
        """Return a day's intervals in wall time: the exception, the holiday or the week's."""
        if day in self._exceptions:
            return self._exceptions[day]
        if self._holidays is not None and day in self._holidays:
            return ()
        return self._week.get(day.weekday(), ()) if self._week else ALL_DAY

    def _instant(self, day: date, clock: time, *, fold: int) -> Instant:
        """Place a wall time; one that occurs twice is the earlier (fold 0) or the later."""
        wall = datetime.combine(day, clock, self._zone).replace(fold=fold)
        while not _exists(wall):  # skipped when clocks go forward: the first minute after it
            wall += timedelta(minutes=1)
        return from_datetime(wall)


def _exists(wall: datetime) -> bool:
    there_and_back = wall.astimezone(UTC).astimezone(wall.tzinfo)
    return there_and_back.replace(tzinfo=None) == wall.replace(tzinfo=None)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = _("hours: there is no time zone {name}").format(name=repr(name))
        raise ConfigError(message, _("Use a name such as Europe/Oslo.")) from error


def _holidays(country: str) -> "HolidayBase":
    import holidays  # slow to import, and needed by few

    try:
        return holidays.country_holidays(country.upper())
    except NotImplementedError as error:
        message = _("hours: no public holidays are known for {name}").format(name=repr(country))
        raise ConfigError(message, _("Use a country code such as NL or NO.")) from error


def _check(intervals: Sequence[tuple[time, time]]) -> None:
    for begin, finish in intervals:
        if finish != time(0) and finish <= begin:
            message = _("hours: {begin}-{finish} ends before it begins").format(
                begin=begin.isoformat("minutes"), finish=finish.isoformat("minutes")
            )
            hint = _("Past midnight takes two intervals: until 00:00, and from 00:00.")
            raise ConfigError(message, hint)


def _never_open() -> ConfigError:
    return ConfigError(
        _("hours: the desk is not open for one minute in a year"),
        _("Give at least one weekday an interval, or no hours at all for day and night."),
    )
