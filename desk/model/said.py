"""What was written down in an item's steps, and what of it belongs to the outcome."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.vocabulary import RootCause, Verification
from desk.model.event import Event
from desk.model.item import Item


def said_in(item: Item, events: Iterable[Event]) -> dict[str, str]:
    """Return what was written down and chosen in an item's steps, by the name of the field."""
    texts = {event.id: event.texts for event in events}
    said: dict[str, str] = {}
    for step in item.steps:
        if not step.skipped:
            told = texts.get(step.event, {})
            said |= {name: text for name, text in told.items() if text} | dict(step.answers)
    return said


@dataclass(frozen=True, slots=True)
class Said:
    """What steps recorded of an outcome before it came."""

    root_cause: RootCause | None = None
    prevention: str = ""
    colleague: str = ""
    verified: Verification | None = None

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Said":
        """Read what was written down, by the names of the fields; a team's own codes stay out."""
        cause, verified = said.get("root_cause", ""), said.get("verified", "")
        return cls(
            RootCause(cause) if cause in set(RootCause) else None,
            said.get("prevention", ""),
            said.get("colleague", ""),
            Verification(verified) if verified in set(Verification) else None,
        )
