"""Versions of a draft: what was being written, out of the events that hold it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.clock import Instant
from desk.model.event import Event, EventKind, new_event
from desk.model.item import Item

HOLDING = frozenset({EventKind.DRAFTED, EventKind.READIED, EventKind.REPLIED})
"""Events that hold the text of a reply as it then stood."""


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """A reply as it once stood; the first is number 1."""

    n: int
    at: Instant
    by: str
    kind: EventKind
    """Whether it was being written, made ready or posted."""
    body: str


def draft_versions(
    events: Sequence[Event], undone: Collection[str] = ()
) -> tuple[DraftVersion, ...]:
    """Return every version of everybody's drafts, the oldest first; erased ones are gone.

    A reply that was taken back is a version as well: its text was written.
    """
    held = [event for event in events if event.kind in HOLDING and event.text("body").strip()]
    return tuple(
        DraftVersion(
            n,
            event.at,
            event.actor,
            EventKind.DRAFTED if event.id in undone else event.kind,
            event.text("body"),
        )
        for n, event in enumerate(held, 1)
    )


def kept(item: Item, now: Instant, actor: str, body: str) -> Event:
    """Return the event that keeps a draft as it stands."""
    return new_event(
        EventKind.DRAFTED, now, actor, item=item.id, texts={"body": body}, version=True
    )
