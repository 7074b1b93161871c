"""A case: one item as it stood at an instant, with the history that led there.

Everything is cut by when it was *recorded*, so that a report on a past shift says what the
desk knew then; an undo that came later changes nothing in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from core.clock import Instant
from core.vocabulary import State
from desk.model.event import Event, EventKind
from desk.model.fold import fold, fold_all, undone_ids
from desk.model.item import Item

GONE = frozenset({State.CLOSED, State.REMOVED, State.HISTORY})
"""States outside the backlog."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event that holds, with the item before and after it."""

    event: Event
    before: Item | None
    after: Item


@dataclass(frozen=True, slots=True)
class Case:
    """An item at an instant; make one with ``case_at``."""

    item: Item
    history: tuple[Event, ...]
    """All events recorded by then, in order, undone ones and their undoing included."""

    def text(self, name: str) -> str:
        """Return a text of the comment as it stood; outside text, as stored."""
        shown = next((e for e in self.history if e.id == self.item.text_event), None)
        return shown.text(name) if shown else ""

    def steps(self, since: Instant) -> Iterator[Step]:
        """Yield what was recorded from an instant on, without what was undone again."""
        undone = undone_ids(self.history)
        told = list(takewhile(lambda event: event.recorded_at < since, self.history))
        before = fold_all(told) if told else None
        for event in self.history[len(told) :]:
            if event.id in undone:
                continue
            told.append(event)
            # What is undone may lie before ``since``: then the item is another from here on.
            after = fold_all(told) if event.kind is EventKind.UNDONE else fold(before, event)
            yield Step(event, before, after)
            before = after


def case_at(events: Sequence[Event], moment: Instant) -> Case | None:
    """Return the case that the events recorded before a moment make, None when there are none."""
    history = tuple(event for event in events if event.recorded_at < moment)
    return Case(fold_all(history), history) if history else None


def in_backlog(item: Item | None) -> bool:
    """Return whether an item counts: seen, and neither closed, removed nor history."""
    return item is not None and item.state not in GONE
