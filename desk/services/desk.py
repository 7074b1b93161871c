"""The desk as its use cases see it: a store, a clock, settings, and who is working."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.clock import Clock, Instant
from core.errors import Changed, NotAllowed
from core.i18n import _
from core.vocabulary import Brand, ItemId, Language, Role
from desk.camera import PageCamera
from desk.model.difference import OvertakenError, difference
from desk.model.event import Event
from desk.model.hours import Calendar
from desk.model.item import Item
from desk.model.timers import Rules, breaches
from desk.reports.story import tell
from desk.settings import DeskSettings, SourceRules
from desk.sourcing import SourceTools, SourceWatch
from desk.store.records import Claim, Write
from desk.store.store import Store
from desk.triage.verdict import Verdict
from playbooks.loader import Shelf
from playbooks.model import Playbook

if TYPE_CHECKING:
    from desk.services.planner import Planner
    from playbooks.coach.finding import Case, Finding

RETRIES = 5
"""How often an action is decided anew when the item changed while it was decided."""


class Triage(Protocol):
    """Judges what a comment is; webcare plugs in ``desk.triage``'s."""

    def __call__(
        self,
        text: str,
        *,
        declared: str = "",
        rating: float | None = None,
        rating_max: float | None = None,
        languages: Sequence[Language] = (),
    ) -> Verdict:
        """Return the verdict on a text; never raises for what the text holds."""
        ...


class Coach(Protocol):
    """Remarks on a reply; webcare plugs in the playbooks'."""

    def __call__(self, text: str, case: "Case") -> "tuple[Finding, ...]":
        """Return the remarks, the weightiest first; never raises for what the text holds."""
        ...


def _shipped_coach() -> Coach:
    from playbooks.coach.coach import Coach as Shipped

    return Shipped()


@dataclass(slots=True)
class Desk:
    """What every use case is given."""

    store: Store
    clock: Clock
    settings: DeskSettings
    playbooks: Sequence[Playbook]
    triage: Triage
    agent: str = ""
    folder: Path = Path()
    """Where its files lie: pictures of pages, and dossiers made by a key."""
    camera: PageCamera | None = None
    """Takes pictures of pages, where that is plugged in."""
    sources: SourceTools | None = None
    """How its sources are handled, where something polls."""
    watch: SourceWatch | None = None
    """What polls the sources, where something does."""
    coach: Coach = field(default_factory=_shipped_coach)
    """Reads along with a reply; webcare plugs in one with the team's own phrases."""
    on_arrival: Callable[[Sequence[ItemId]], None] | None = None
    """Told of the items that came in through this process."""
    role: Role = Role.LEAD
    """What the agent may do here, as the store said when it was opened."""
    shelf: Shelf | None = None
    """Where the playbooks are read from, where they can be read anew."""
    order: str = ""
    """The order by which this agent looks; empty for the team's."""
    sought: str = ""
    """The words that this agent looks for."""
    planner: "Planner | None" = field(default=None, init=False)
    """Keeps the plan of the queue; made when the queue is first looked at."""
    calendar: Calendar = field(init=False)

    def __post_init__(self) -> None:
        self.calendar = Calendar(self.settings.hours)

    def use(self, settings: DeskSettings) -> None:
        """Work by other settings from now on; what was promised already stays."""
        self.settings = settings
        self.calendar = Calendar(settings.hours)

    def now(self) -> Instant:
        """Return the present instant."""
        return self.clock.now()

    def rules(self, source: str) -> Rules:
        """Return what holds for the items of a source."""
        return Rules(self.settings.promises_for(source), self.settings.waits, self.calendar)

    def source(self, name: str) -> SourceRules:
        """Return what is set for a source; one that is not configured has nothing set."""
        return self.settings.sources.get(name) or SourceRules(name)

    def brand_of(self, item: Item) -> Brand:
        """Return the brand that an item is answered for."""
        return self.settings.brand(item.brand)


def need_role(desk: Desk, role: Role) -> None:
    """Refuse what only somebody of this role may do; NotAllowed says so in one sentence."""
    have = desk.role
    if have is Role.READER:
        raise NotAllowed(_("You may look on here, not change anything"), _("Ask a shift lead."))
    if role is Role.LEAD and have is not Role.LEAD:
        raise NotAllowed(_("Only a shift lead may do this"), _("Ask one of them."))


Decision = Callable[[Item, Instant], Event | tuple[Event, ...]]
"""What an action decides on the item as it stands."""


async def act(desk: Desk, item_id: ItemId, decision: Decision, *, seen: int | None = None) -> Item:
    """Decide on an item and write it down with any breach that is due by now.

    The decision is taken anew when somebody else wrote in between.

    Args:
        desk: where it stands.
        item_id: which one.
        decision: makes the events out of the item as it stands.
        seen: the version that the agent looked at when deciding.

    Raises:
        OvertakenError: others changed it since that version in a way that may change the decision.
    """
    need_role(desk, Role.AGENT)
    for attempt in range(RETRIES):
        item = await desk.store.item(item_id)
        if seen is not None and item.version != seen:
            await _refuse_overtaken(desk, item_id, seen)
        now = desk.now()
        decided = decision(item, now)
        events = decided if isinstance(decided, tuple) else (decided,)
        write = Write((*breaches(item, now), *events), item.id, expected=item.version)
        try:
            written = (await desk.store.append([write]))[0]
        except Changed:
            if attempt == RETRIES - 1:
                raise
            continue
        return written or item
    raise AssertionError  # the loop returns or raises


async def _refuse_overtaken(desk: Desk, item_id: ItemId, seen: int) -> None:
    found = difference(await desk.store.events(item_id), seen, desk.agent)
    if found is None:
        return
    raise OvertakenError(
        found,
        _("Item {item} changed while you looked at it: {what}").format(
            item=item_id, what=tell(found.events[-1])
        ),
        _("Nothing was written."),
    )


def timed(event: Event, item: Item, claim: Claim | None) -> Event:
    """Return an item's first answer with how long it took since its agent took the item."""
    if claim is None or claim.agent != event.actor or item.replies or item.outcome is not None:
        return event
    took = event.at - claim.taken_at
    return replace(event, data={**event.data, "took": took}) if took > 0 else event
