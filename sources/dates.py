"""Dates as feeds write them, Dutch and Norwegian ones among them.

feedparser reads ``CEST`` as UTC, ``20-11-2026`` as a day in 2020 and month names of other
languages not at all, so dates are read here from the raw text.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.clock import Instant, from_datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari januar",
            "feb february februari februar",
            "mar march maart mrt mars",
            "apr april",
            "may mei mai",
            "jun june juni",
            "jul july juli",
            "aug august augustus",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december des desember",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES = {
    "gmt": 0, "ut": 0, "utc": 0, "z": 0, "wet": 0, "bst": 1, "west": 1,
    "cet": 1, "met": 1, "cest": 2, "mest": 2, "eet": 2, "eest": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip

_CLOCK = r"(?:kl\.?\s*|om\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
_ZONE = r"(?P<zone>[A-Za-z]{1,5}|[+-]\d\d:?\d\d)?"
_NAMED = re.compile(
    rf"(?P<day>\d{{1,2}})\.?[\s-]+(?P<month>[A-Za-z]+)\.?[\s-]+(?P<year>\d{{4}}|\d\d)"
    rf"(?:,?\s+{_CLOCK}\s*{_ZONE})?(?:\s*\(.*\))?",
    re.ASCII,
)
_NUMERIC = re.compile(
    r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})"
    rf"(?:,?\s+{_CLOCK}\s*{_ZONE})?",
    re.ASCII,
)
_UNIX = re.compile(r"\d{9,10}|\d{13}", re.ASCII)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def read_date(text: str, zone: str = "UTC") -> Instant | None:
    """Return when a feed says something happened; None when that cannot be read.

    Args:
        text: the date as it stands there.
        zone: the zone of dates that carry none.

    A date outside 1970–2200 is a misreading and counts as unreadable.
    """
    text = " ".join(text.split())
    if not text or len(text) > 100:
        return None
    try:
        moment = _read(text, _zone(zone))
        if moment is None or not _EARLIEST <= moment < _LATEST:
            return None
        return from_datetime(moment)
    except (ValueError, OverflowError):
        return None


def _read(text: str, zone: tzinfo) -> datetime | None:
    if _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
    weekday, comma, rest = text.partition(",")
    if comma and not any(sign.isdigit() for sign in weekday):
        text = rest.strip()  # weekday names come in any language and say nothing new
    if match := _NAMED.fullmatch(text) or _NUMERIC.fullmatch(text):
        return _assemble(match, zone)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _assemble(match: re.Match[str], zone: tzinfo) -> datetime | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS.get(month)
    if number is None:
        return None
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    return datetime(
        year,
        number,
        int(match["day"]),
        int(match["hour"] or 0),
        int(match["minute"] or 0),
        min(int(match["second"] or 0), 59),
        tzinfo=_named_zone(match["zone"] or "", zone),
    )


def _named_zone(name: str, default: tzinfo) -> tzinfo:
    if not name:
        return default
    if name[0] in "+-":
        sign = -1 if name[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))
    hours = _ZONES.get(name.lower())
    return default if hours is None else timezone(timedelta(hours=hours))


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
