"""Notices: a lead's to all desks, and what happened to an item that somebody is to hear of."""

from collections.abc import Sequence

from core.clock import DAY
from core.errors import Refused
from core.i18n import _
from core.identifiers import new_event_id
from core.safe_text import safe_text
from core.vocabulary import Role
from desk.reports.story import tell
from desk.services.desk import Desk, need_role
from desk.store.records import Notice

KEPT = 7 * DAY
"""How long a notice can be opened again."""


async def announce(desk: Desk, text: str) -> Notice:
    """Tell everybody something; a shift lead does."""
    need_role(desk, Role.LEAD)
    if not text.strip():
        raise Refused(_("The notice is empty"))
    now = desk.now()
    notice = Notice(new_event_id(now), now, desk.agent, text=text.strip())
    await desk.store.put_notice(notice)
    await desk.store.see_notices(desk.agent, [notice.id], now)
    return notice


async def recent(desk: Desk) -> list[Notice]:
    """Return what the agent was told, the newest first."""
    return await desk.store.notices(desk.agent, desk.now() - KEPT)


async def unseen(desk: Desk) -> list[Notice]:
    """Return what the agent was told and has not opened yet, the newest first."""
    return [notice for notice in await recent(desk) if notice.seen_at is None]


async def see(desk: Desk, told: Sequence[Notice]) -> None:
    """Note that the agent has seen these."""
    new = [notice.id for notice in told if notice.seen_at is None]
    if new:
        await desk.store.see_notices(desk.agent, new, desk.now())


def sentence(notice: Notice) -> str:
    """Return a notice as one sentence, safe to show."""
    by = safe_text(notice.by, line=True, cap=60)
    if notice.event is None:
        return _("{who}: {text}").format(who=by, text=safe_text(notice.text, line=True))
    return _("Item {item}: {what}").format(item=notice.event.item, what=tell(notice.event))
