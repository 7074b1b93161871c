"""Times and durations as people type them, in the three languages of the desk.

``16:00`` · ``+2h`` · ``2h30m`` · ``tomorrow 09:00`` · ``fredag 14.30`` · ISO 8601. Wall time is
read in the given zone and becomes an instant at once; nothing is reckoned in wall time.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from core.clock import DAY, HOUR, MINUTE, SECOND, Instant, from_datetime, to_datetime
from core.errors import UsageError
from core.i18n import _

_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_PART = re.compile(r"(\d{1,5})\s*([dhms])(?:in)?\s*")
_DURATION = re.compile(rf"(?:{_PART.pattern})+")
_CLOCK = re.compile(r"(?:(?:at|om|kl\.?)\s+)?(\d{1,2})[:.](\d{2})")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d\S*", re.IGNORECASE)
_DAYS_AHEAD = {
    "today": 0, "vandaag": 0, "i dag": 0, "idag": 0,
    "tomorrow": 1, "morgen": 1, "i morgen": 1, "imorgen": 1,
    "overmorgen": 2, "i overmorgen": 2,
    "yesterday": -1, "gisteren": -1, "i går": -1, "igår": -1,
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    )
    for number, name in enumerate(names.split())
}


def parse_when(text: str, now: Instant, zone: tzinfo, *, future: bool = True) -> Instant:
    """Return the instant a person means.

    A bare clock time or weekday is the next such one when ``future``, else the last one; a bare
    duration lies ahead or back likewise. A wall time the clocks skip moves forward with them; one
    that comes twice is the first still to come (or the last gone by). Raises UsageError.
    """
    words = " ".join(text.lower().split())
    try:
        found = _read(words, now, zone, future)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UsageError(
            _("“{text}” is not a time").format(text=text.strip()[:40]),
            _("Write 16:00, +2h, 2h30m, tomorrow 09:00 or 2026-11-18T16:00"),
        )
    return found


def parse_duration(text: str) -> int:
    """Return a duration such as ``2h30m``, ``45m`` or ``3d`` in microseconds; raises UsageError."""
    words = text.lower().strip()
    if not _DURATION.fullmatch(words):
        raise UsageError(
            _("“{text}” is not a duration").format(text=text.strip()[:40]),
            _("Write 45m, 2h30m or 3d"),
        )
    return sum(int(count) * _UNITS[unit] for count, unit in _PART.findall(words))


def _read(words: str, now: Instant, zone: tzinfo, future: bool) -> Instant | None:
    if _ISO.fullmatch(words):
        return _read_iso(words, now, zone, future)
    sign = words[:1] if words[:1] in ("+", "-") else "+" if future else "-"
    length = words.lstrip("+-").strip()
    if _DURATION.fullmatch(length):
        return now + (1 if sign == "+" else -1) * parse_duration(length)
    return _read_wall(words, now, zone, future)


def _read_iso(words: str, now: Instant, zone: tzinfo, future: bool) -> Instant | None:
    moment = datetime.fromisoformat(words.upper())
    if moment.tzinfo is not None:
        return from_datetime(moment)
    return _choose(_instants(moment, zone), now, future)


def _read_wall(words: str, now: Instant, zone: tzinfo, future: bool) -> Instant | None:
    """Read a clock time with or without a day before it."""
    clock = _CLOCK.search(words)
    if clock is None or clock.end() != len(words):
        return None
    at = time(int(clock[1]), int(clock[2]))
    today = to_datetime(now, zone).date()
    day = words[: clock.start()].rstrip(" ,")
    if day in _DAYS_AHEAD:
        return _choose(_on(today + timedelta(_DAYS_AHEAD[day]), at, zone), now, future)
    if not day:
        dates = [today + timedelta(days) for days in (-1, 0, 1)]
    elif day in _WEEKDAYS:
        ahead = (_WEEKDAYS[day] - today.weekday()) % 7
        dates = [today + timedelta(days) for days in (ahead - 7, ahead, ahead + 7)]
    else:
        return None
    return _choose([instant for on in dates for instant in _on(on, at, zone)], now, future)


def _on(day: date, at: time, zone: tzinfo) -> list[Instant]:
    return _instants(datetime.combine(day, at), zone)


def _instants(wall: datetime, zone: tzinfo) -> list[Instant]:
    """Return when a wall clock shows this: once, twice in autumn, or moved on in spring."""
    both = [from_datetime(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)]
    shown = [i for i in both if to_datetime(i, zone).replace(tzinfo=None, fold=0) == wall]
    return sorted(set(shown)) or both[:1]


def _choose(instants: Sequence[Instant], now: Instant, future: bool) -> Instant:
    """Return the first to come or the last gone by; if all lie on the other side, the nearest."""
    if future:
        return next((i for i in instants if i > now), instants[-1])
    return next((i for i in reversed(instants) if i <= now), instants[0])
