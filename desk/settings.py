"""What a team sets about its promises, hours and brands; webcare fills it from the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from core.clock import HOUR, MINUTE
from core.vocabulary import Brand, Kind, Language
from playbooks.canned import Canned


@dataclass(frozen=True, slots=True)
class Target:
    """A promise: how long, in microseconds of opening hours, and what it weighs."""

    within: int
    weight: int


@dataclass(frozen=True, slots=True)
class Promises:
    """Targets by what an item is; all of them can be set."""

    harmful: Target = Target(15 * MINUTE, 8)
    hot_complaint: Target = Target(30 * MINUTE, 6)
    """Complaint of severity 4 or 5."""
    complaint: Target = Target(60 * MINUTE, 4)
    hot_question: Target = Target(60 * MINUTE, 2)
    question: Target = Target(120 * MINUTE, 2)
    praise: Target = Target(8 * HOUR, 1)
    other: Target = Target(4 * HOUR, 1)
    """Troll and other; spam has no promise."""
    next_response: Target = Target(60 * MINUTE, 4)
    promised_contact_weight: int = 8
    resolution: Target | None = None
    """Only where a team sets one."""

    def first_response(self, kind: Kind, severity: int) -> Target | None:
        """Return the first-response promise for a kind and severity; None for spam."""
        match kind:
            case Kind.HARMFUL:
                return self.harmful
            case Kind.COMPLAINT:
                return self.hot_complaint if severity >= 4 else self.complaint
            case Kind.QUESTION:
                return self.hot_question if severity >= 4 else self.question
            case Kind.PRAISE:
                return self.praise
            case Kind.TROLL | Kind.OTHER:
                return self.other
            case Kind.SPAM:
                return None


@dataclass(frozen=True, slots=True)
class Waits:
    """Lengths of wake-ups, in microseconds."""

    cool_down: int = MINUTE
    review: int = 10 * MINUTE
    internal: int = 2 * HOUR
    follow_up: int = 24 * HOUR
    praise_follow_up: int = 72 * HOUR
    watch_rechecks: tuple[int, ...] = (30 * MINUTE, 2 * HOUR, 24 * HOUR)
    lease: int = 3 * MINUTE
    ready_lease: int = 15 * MINUTE


@dataclass(frozen=True, slots=True)
class OrderSettings:
    """How the queue is ordered, and what the plan reckons with."""

    name: str = "promises"
    """One of ``desk.order.orders.ORDERS``; agents may look by another."""
    reserve: int = 30
    """Percent of everybody's time that is kept free for what has not arrived yet."""
    guard: int = 30 * MINUTE
    """Room that first promises must have before a late one goes ahead of them."""
    horizon: int = 12 * HOUR
    """What is due later cannot collide yet and follows by its due instant."""


@dataclass(frozen=True, slots=True)
class Storm:
    """From when on comments that are alike are a storm."""

    items: int = 8
    """So many of them, still open; 0 looks for none."""
    within: int = 30 * MINUTE


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours: intervals per weekday in a zone, holidays and dated exceptions."""

    zone: str = "Europe/Amsterdam"
    week: Mapping[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    """Weekday (0 is Monday) to intervals; ``time(0)`` as an end means midnight.
    Empty: open day and night."""
    holidays: str = ""
    """Country code whose public holidays are closed days, for instance NL or NO."""
    exceptions: Mapping[date, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    """Days that differ; an empty tuple is closed all day."""


@dataclass(frozen=True, slots=True)
class SourceRules:
    """What the desk must know of a source; how to poll it is the sources' own settings."""

    name: str
    brand: str = ""
    title: str = ""
    """Short name for the list, at most 6 characters are shown."""
    language: str = ""
    promises: Promises | None = None
    reply_limit: int = 0
    """Longest reply the platform takes, in characters; 0 for what its kind is known to take."""
    kind: str = ""
    """What is polled, for instance mastodon; it tells how a reply's length is counted."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """The team's side of the configuration."""

    team: str = ""
    brands: Mapping[str, Brand] = field(default_factory=dict)
    sources: Mapping[str, SourceRules] = field(default_factory=dict)
    promises: Promises = Promises()
    waits: Waits = Waits()
    order: OrderSettings = OrderSettings()
    storm: Storm = Storm()
    hours: Hours = Hours()
    languages: tuple[Language, ...] = (Language.NL, Language.NB, Language.EN)
    """Candidates for language identification."""
    photograph_from: int = 4
    """From which severity on the page of what comes in is photographed; 0 for never."""
    canned: tuple[Canned, ...] = ()
    """The team's canned texts, in the order of the file."""

    @property
    def titles(self) -> dict[str, str]:
        """Return what people call the sources, by their ids, where they have a title."""
        return {name: rules.title for name, rules in self.sources.items() if rules.title}

    def promises_for(self, source: str) -> Promises:
        """Return the promises that hold for a source."""
        rules = self.sources.get(source)
        return (rules and rules.promises) or self.promises

    def brand(self, name: str) -> Brand:
        """Return a brand; one that is not set has nothing but its name."""
        return self.brands.get(name) or Brand(name, name)
