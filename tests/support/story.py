"""Items made by the desk's own rules, event by event, at moments that a test names."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from core.clock import Instant, from_datetime
from core.vocabulary import ItemId, Kind, Language
from desk.model.arrival import Sighting, new_item
from desk.model.event import Event
from desk.model.fold import fold_all
from desk.model.hours import Calendar
from desk.model.item import Item
from desk.model.post import Post
from desk.model.timers import Rules
from desk.settings import Hours, Promises, Waits
from desk.triage.verdict import Verdict

ZONE = "Europe/Amsterdam"
OFFICE = Hours(zone=ZONE, week={day: ((time(9), time(17)),) for day in range(5)})
"""Monday to Friday, nine to five."""
CALENDAR = Calendar(OFFICE)
RULES = Rules(Promises(), Waits(), CALENDAR)


def at(clock: str, date: str = "2026-11-18") -> Instant:
    """Return the instant of a wall time in Amsterdam, on a Wednesday unless a date is given."""
    return from_datetime(datetime.fromisoformat(f"{date}T{clock}").replace(tzinfo=ZoneInfo(ZONE)))


def verdict(kind: Kind, severity: int) -> Verdict:
    """Return a judgement as triage makes it."""
    return Verdict(Language.NL, kind, severity, "neutral", 0.5, "low")


@dataclass(slots=True)
class Story:
    """One item being worked: ``does`` decides on it as it stands, and remembers."""

    id: ItemId
    events: list[Event] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        number: int,
        kind: Kind,
        severity: int,
        seen: Instant,
        *,
        published: Instant | None = None,
        source: str = "forum",
        added_by: str = "",
        first_poll: bool = False,
        body: str = "",
        author: str = "pelle78",
    ) -> "Story":
        """Begin with a comment's first sight; it was published then unless told otherwise."""
        post = Post(
            source=source,
            native_id=f"post-{number}",
            body=body or f"Text {number}",
            author=author,
            permalink=f"https://forum.example/{number}",
            published_at=published or seen,
        )
        sighting = Sighting(seen, first_poll=first_poll, added_by=added_by)
        story = cls(ItemId(number))
        for event in new_item(post, verdict(kind, severity), RULES, sighting):
            story.tell(event)
        return story

    @property
    def item(self) -> Item:
        """The item as it stands."""
        return fold_all(self.events)

    def tell(self, *events: Event) -> None:
        """Remember events as a store would."""
        self.events += [replace(event, item=self.id) for event in events]

    def does(
        self, decide: Callable[..., Event], now: Instant, *args: object, **kw: object
    ) -> Event:
        """Take a decision as Ann, and return its event."""
        event = decide(self.item, now, "Ann", *args, **kw)
        self.tell(event)
        return event
