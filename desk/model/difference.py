"""What others made of an item while an agent looked at it as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import Changed
from core.vocabulary import Reading
from desk.model.event import Event, EventKind
from desk.model.fold import fold_all, undone_ids
from desk.model.item import Item

BESIDE_IT = frozenset(
    {
        EventKind.CLAIMED,
        EventKind.TAKEN_OVER,
        EventKind.RELEASED,
        EventKind.BREATHED,
        EventKind.HANDED,
        EventKind.ACCEPTED,
        EventKind.DRAFTED,
        EventKind.STEP_DONE,
        EventKind.STEP_SKIPPED,
        EventKind.EVIDENCE,
        EventKind.HANDED_ON,
        EventKind.LABELLED,
        EventKind.SKIPPED,
        EventKind.BREACHED,
    }
)
"""What leaves a decision as good as it was."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An item as it was looked at, as it stands now, and what lies between."""

    was: Item
    now: Item
    events: tuple[Event, ...]
    """What others, or the source, did to it; never empty."""
    before: str
    after: str
    """The comment then and now; equal where nobody edited it."""


class OvertakenError(Changed):
    """The item is no longer what the agent decided on; nothing was written."""

    def __init__(self, difference: Difference, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.difference = difference


def difference(history: Sequence[Event], seen: int, agent: str) -> Difference | None:
    """Return what others did to an item since its version ``seen``, None where that is nothing."""
    undone = undone_ids(history)
    later = history[seen:]
    late_ids = {event.id for event in later}
    events = tuple(
        event
        for event in later
        if event.actor != agent
        and event.kind not in BESIDE_IT
        and event.data.get("verdict") != Reading.APPROVED  # which was waited for
        and event.id not in undone
        and not (event.kind is EventKind.UNDONE and event.data["event"] in late_ids)
    )
    if not events:
        return None
    was, now = fold_all(history[:seen]), fold_all(history)
    return Difference(was, now, events, _comment(history, was), _comment(history, now))


def _comment(history: Sequence[Event], item: Item) -> str:
    event = next(event for event in history if event.id == item.text_event)
    return "\n".join(filter(None, (event.text("title"), event.text("body"))))
