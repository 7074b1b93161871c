"""Makes the details of an item as the desk reads them, for tests of what shows them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.clock import HOUR, MINUTE, Instant
from core.vocabulary import Brand, EventId, ItemId, Kind, Language, State, TimerKind
from desk.model.event import Event, EventKind
from desk.model.item import Because, Item, Timer
from desk.services.detail import Detail, Revision
from desk.settings import SourceRules
from desk.store.records import Claim, Draft
from playbooks.kinds import StepKind
from playbooks.model import Condition, Playbook, Step, StepState, StepView
from tests.support.clock import START

BODY = (
    "Al drie weken wacht ik op mijn geld terug. Vier keer gebeld, elke keer een ander verhaal.\n\n"
    "Jullie zijn oplichters!"
)
HOSTILE = "[/] [@click=app.quit]x[/] \x1b[2J \x1b]52;c;aGk=\x07 \u202egnp \u200b[bold]"
"""A text that would command the screen, were it not cleaned."""


def make_item(now: Instant = START, **changes: Any) -> Item:
    """Return a complaint that came in an hour ago and is four minutes late."""
    item = Item(
        id=ItemId(7),
        source="trustpilot",
        native_id="t-7",
        first_seen_at=now - 63 * MINUTE,
        published_at=now - 64 * MINUTE,
        state=State.OPEN,
        kind=Kind.COMPLAINT,
        severity=4,
        language=Language.NL,
        rating=1,
        rating_max=5,
        text_event=EventId("e-1"),
        timers=(promise(now, HOUR, 64 * MINUTE),),
        version=2,
    )
    return replace(item, **changes)


def promise(now: Instant, within: int, ago: int) -> Timer:
    """Return a running first-response promise of a length that started some time ago."""
    return Timer(TimerKind.FIRST_RESPONSE, 1, now - ago, now - ago + within, 6)


def make_event(kind: EventKind, at: Instant, actor: str = "tim", **texts: str) -> Event:
    """Return an event with texts; codes it needs go in by ``replace``."""
    return Event(EventId(f"e-{kind}-{at}"), ItemId(7), at, actor, kind, {}, (), texts, at)


def make_step(n: int, title: str, state: StepState, at: Instant | None = None) -> StepView:
    """Return a step of the checklist as it stands."""
    step = Step(
        id=f"step-{n}",
        kind=StepKind.CHECK,
        title={"en": title},
        help={"en": "Search by name and number, and look at what was promised before."},
        why={"en": "An answer that knows the order is believed."},
    )
    return StepView(step, n, state, at, "tim" if at else "")


STEPS = ("Read it all", "Fact or feeling?", "Look the order up", "Answer in public", "The end")


def make_steps(now: Instant = START, done: int = 2) -> tuple[StepView, ...]:
    """Return a checklist whose first steps are done."""
    states = [StepState.DONE] * done + [StepState.CURRENT] + [StepState.TODO] * len(STEPS)
    return tuple(
        make_step(n, title, state, now - 3 * MINUTE if state is StepState.DONE else None)
        for n, (title, state) in enumerate(zip(STEPS, states, strict=False), 1)
    )


def make_detail(
    now: Instant = START,
    *,
    item: Item | None = None,
    author: str = "marieke_d",
    title: str = "",
    body: str = BODY,
    events: Sequence[Event] = (),
    drafts: Sequence[Draft] = (),
    claim: Claim | None = None,
    **changes: Any,
) -> Detail:
    """Return what the desk reads of an item; any field can be given."""
    item = item or make_item(now)
    detail = Detail(
        item=item,
        source=SourceRules("trustpilot", title="Trustpilot", reply_limit=2000),
        brand=Brand("zon", "Zon"),
        author=author,
        author_id="u-9",
        about="",
        title=title,
        body=body,
        permalink="https://reviews.example/7",
        links=("https://reviews.example/photo.jpg",),
        raw="<entry/>",
        because=(Because("anger", "oplichters"),),
        revisions=(Revision(1, item.first_seen_at, title, body, "ab" * 32),),
        events=tuple(events),
        drafts=tuple(drafts),
        claim=claim,
        playbook=Playbook("complaint", 3, {"en": "Complaint"}, Condition(), ()),
        steps=make_steps(now),
    )
    return replace(detail, **changes)


def make_draft(body: str, agent: str = "tim", at: Instant = START) -> Draft:
    """Return an agent's draft on the item."""
    return Draft(ItemId(7), agent, body, at)
