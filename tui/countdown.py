"""What a clock reads, as pure functions of (due, now); nothing is stored and nothing ticks here."""

from core.clock import DAY, MINUTE, SECOND, Instant
from core.i18n import _

SOON = 10 * MINUTE
"""From here on seconds are shown, and the row is marked as soon due."""

WIDTH = 6
"""Cells that every reading fits in."""


def short_left(left: int) -> str:
    """Return the time left, in microseconds, in at most six cells; late times carry a minus.

    Minutes while more than ten are left and mm:ss below, so that few rows change each second.
    """
    late = left < 0
    seconds = -(left // SECOND) if late else left // SECOND
    minutes, rest = divmod(seconds, 60)
    sign = "-" if late else ""
    if seconds * SECOND >= 2 * DAY:
        days, hours = divmod(minutes // 60, 24)
        if late or days > 9:
            return _("{sign}{days} d").format(sign=sign, days=min(days, 999))
        return _("{days}d {hours}h").format(days=days, hours=hours)
    if minutes >= 60:
        hours, minutes = divmod(minutes, 60)
        return _("{sign}{hours}h{minutes:02d}").format(sign=sign, hours=hours, minutes=minutes)
    if late or left < SOON:
        return f"{sign}{minutes:02d}:{rest:02d}"
    return _("{minutes} min").format(minutes=minutes)


def countdown(due: Instant | None, now: Instant) -> str:
    """Return what is left until an instant; empty where there is none."""
    return "" if due is None else short_left(due - now)


def queue_left(due: Instant | None, wake: Instant | None, now: Instant) -> str:
    """Return the clock of a list's row: its promise, else when it wakes, else that it is back."""
    if due is not None:
        return countdown(due, now)
    if wake is None:
        return ""
    return countdown(wake, now) if wake > now else _("back")


def is_soon(due: Instant | None, now: Instant) -> bool:
    """Return whether a promise is due within ten minutes and not late yet."""
    return due is not None and now < due <= now + SOON


def is_late(due: Instant | None, now: Instant) -> bool:
    """Return whether a promise is missed by now."""
    return due is not None and due <= now
