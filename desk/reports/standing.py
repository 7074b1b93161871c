"""Why an item stands where it stands, where no plan says more."""

from datetime import UTC, tzinfo

from core.clock import Instant
from core.i18n import _
from core.moments import spell, wall
from core.vocabulary import Lane


def why(
    due_at: Instant | None,
    wake_at: Instant | None,
    lane: Lane,
    now: Instant,
    zone: tzinfo = UTC,
) -> str:
    """Return in one line why an item stands where it stands: what is due, or since when."""
    if due_at is not None and due_at <= now:
        return _("late by {span}").format(span=spell(now - due_at))
    if due_at is not None:
        due = _("due in {span}").format(span=spell(due_at - now))
        return _("set aside, {due}").format(due=due) if lane is Lane.SET_ASIDE else due
    if not wake_at:
        return _("no promise")
    time = wall(wake_at, now, zone)
    if wake_at <= now:
        return _("back since {time}").format(time=time)
    return _("comes back {time}").format(time=time)
