"""Instants and spans as an agent reads them: wall time in the desk's zone, and what is left."""

from datetime import tzinfo

from core.clock import DAY, HOUR, MINUTE, SECOND, Instant, to_datetime
from core.i18n import _

_MINUTES_SHOWN = 100 * MINUTE
"""Up to here a countdown reads minutes and seconds, beyond it hours and days."""


def short_left(micros: int) -> str:
    """Return what is left in at most seven characters; minus where the instant has passed."""
    sign = "-" if micros < 0 else ""
    # What is left is rounded up, what is past down: at zero the promise is late.
    span = abs(micros) if micros < 0 else micros + SECOND - 1
    if span < _MINUTES_SHOWN:
        return f"{sign}{span // MINUTE:02}:{span % MINUTE // SECOND:02}"
    if span < DAY:
        return f"{sign}{span // HOUR}h{span % HOUR // MINUTE:02}"
    return f"{sign}{span // DAY}d{span % DAY // HOUR:02}h"


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
