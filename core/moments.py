"""Instants and spans as people read them: wall time in a zone, and spans in words."""

from datetime import datetime, time, tzinfo

from core.clock import DAY, HOUR, MINUTE, SECOND, Instant, from_datetime, to_datetime
from core.i18n import _


def spell(micros: int) -> str:
    """Return a span in words, to the minute: ``40 s``, ``31 min``, ``2 h 05``, ``3 d 4 h``."""
    span = abs(micros)
    if span < MINUTE:
        return _("{n} s").format(n=span // SECOND)
    if span < HOUR:
        return _("{n} min").format(n=span // MINUTE)
    if span < DAY:
        hours, minutes = span // HOUR, span % HOUR // MINUTE
        return _("{hours} h {minutes}").format(hours=hours, minutes=f"{minutes:02}")
    return _("{days} d {hours} h").format(days=span // DAY, hours=span % DAY // HOUR)


def wall(at: Instant, now: Instant, zone: tzinfo, *, seconds: bool = False) -> str:
    """Return the time of day in a zone, with its date where that is not today's."""
    moment = to_datetime(at, zone)
    time = f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"
    days = (moment.date() - to_datetime(now, zone).date()).days
    if days == 0:
        return time
    if days == 1:
        return _("tomorrow {time}").format(time=time)
    if days == -1:
        return _("yesterday {time}").format(time=time)
    return f"{moment:%Y-%m-%d} {time}"


def day(at: Instant, zone: tzinfo) -> str:
    """Return the date in a zone."""
    return f"{to_datetime(at, zone):%Y-%m-%d}"


def midnight(at: Instant, zone: tzinfo) -> Instant:
    """Return when the day began in a zone."""
    return from_datetime(datetime.combine(to_datetime(at, zone).date(), time(0), zone))
