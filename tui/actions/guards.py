"""Why a key cannot act now, in a sentence; the footer greys it and the key tells the reason."""

from typing import TYPE_CHECKING, NamedTuple

from core.clock import Instant
from core.i18n import _
from core.safe_text import safe_text
from core.vocabulary import Role
from tui.keys import BY_ID, Group, Key

if TYPE_CHECKING:
    from desk.services.detail import Detail

WITHOUT_ITEM = frozenset({"item.add", "outcome.undo", "outcome.redo"})
ABOUT_ITEM = frozenset(
    {
        *("item.browser", "item.link", "item.copy", "item.source", "item.versions"),
        *("item.why", "step.why"),
    }
)
"""What only shows something of an item."""
READING = ABOUT_ITEM | {"desk.order", "shift.team", "shift.notices", "shift.summary"}
"""What somebody may do who may only look on."""
OPEN_TO_ALL = ABOUT_ITEM | {
    *("item.over", "item.note", "item.evidence", "item.photograph", "item.gone", "item.dossier"),
    *("reply.review", "reply.posted", "reply.correct", "reply.heard"),
}
"""What may be done to an item that somebody else works on: looking, and recording facts."""


class Situation(NamedTuple):
    """What guards look at; a tuple, as the first frame waits for it to be made."""

    agent: str
    role: Role
    now: Instant
    chosen: bool
    """Whether an item is under the cursor."""
    detail: "Detail | None"
    away: frozenset[str]
    """Colleagues on a break: what they hold can be taken at once."""

    @property
    def holder(self) -> str:
        """Whoever else holds the item's lease; empty when it is free or ours."""
        claim = self.detail.claim if self.detail else None
        if claim is None or claim.until <= self.now or claim.agent == self.agent:
            return ""
        return claim.agent


def why_not(id_: str, situation: Situation | None) -> str:
    """Return why an action is impossible now, None being before the desk is open; else empty."""
    key = BY_ID[id_]
    if not _needs_desk(key):
        return ""
    if situation is None:
        return _("The desk is still opening.")
    if situation.role is Role.READER and id_ not in READING:
        return _("You may look on here, not change anything.")
    if key.group is Group.DESK or id_ in WITHOUT_ITEM:
        return ""
    if not situation.chosen:
        return _("Nothing is selected.")
    return _about_item(id_, situation)


def _needs_desk(key: Key) -> bool:
    return key.group is not Group.MOVE and (
        key.group is not Group.DESK
        or key.id.startswith("shift.")
        or key.id in {"desk.poll", "desk.sources", "desk.order", "desk.rules"}
    )


def _about_item(id_: str, situation: Situation) -> str:
    detail, holder = situation.detail, situation.holder
    if id_ == "item.over":
        return "" if holder else _("Nobody else works on it; a takes it.")
    if id_ == "item.take" and holder in situation.away:
        return ""
    if id_ == "item.hand" and holder and situation.role is Role.LEAD:
        return ""
    if holder and id_ not in OPEN_TO_ALL:
        name = safe_text(holder, line=True, cap=40)
        return _("{name} works on it; A takes it over.").format(name=name)
    if detail is None:
        return ""
    if id_ == "item.take" and detail.claim and detail.claim.agent == situation.agent:
        return _("You have taken it already.") if detail.claim.until > situation.now else ""
    if id_.startswith("step.") and detail.current_step is None:
        return _("No step is left to do.")
    if id_ == "reply.correct" and not detail.item.replies:
        return _("Nothing has been posted yet.")
    if id_ in {"item.browser", "item.photograph"} and not detail.permalink:
        return _("This comment has no address.")
    return ""
