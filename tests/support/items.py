"""Made items and rules for tests of the pure model."""

from dataclasses import replace

from core.clock import MINUTE, Instant
from core.vocabulary import ItemId, Kind, Language
from desk.model.arrival import Sighting, new_item
from desk.model.event import Event
from desk.model.fold import fold
from desk.model.hours import Calendar
from desk.model.item import Because, Item
from desk.model.post import Post
from desk.model.timers import Rules
from desk.settings import Hours, Promises, Waits
from desk.triage.verdict import Verdict
from tests.support.clock import START

RULES = Rules(Promises(), Waits(), Calendar(Hours()))
AGENT = "tim"


def verdict(kind: Kind = Kind.COMPLAINT, severity: int = 3, arousal: str = "low") -> Verdict:
    """Return a judgement as triage would give it."""
    return Verdict(
        language=Language.NL,
        kind=kind,
        severity=severity,
        polarity="negative",
        p_negative=0.9,
        arousal=arousal,
        because=(Because("complaint_words", "kapot"),),
    )


def post(**changes: object) -> Post:
    """Return a comment of an invented customer, published ten minutes before START."""
    fields: dict[str, object] = {
        "source": "shop",
        "native_id": "c-1",
        "body": "De blender is na twee dagen kapot.",
        "author": "Noor Vermeer",
        "permalink": "https://shop.example/p/1#c-1",
        "published_at": START - 10 * MINUTE,
        "raw": "<item/>",
    }
    return Post(**(fields | changes))  # type: ignore[arg-type]  # fields by name


def arrived(
    kind: Kind = Kind.COMPLAINT,
    severity: int = 3,
    *,
    arousal: str = "low",
    at: Instant = START,
    **changes: object,
) -> Item:
    """Return an item as its first poll leaves it."""
    judged = verdict(kind, severity, arousal)
    return after(None, *new_item(post(**changes), judged, RULES, Sighting(at)))


def after(item: Item | None, *events: Event) -> Item:
    """Return an item after more events."""
    for event in events:
        item = fold(item, replace(event, item=ItemId(1)))
    assert item is not None
    return item
