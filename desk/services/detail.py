"""Everything the desk shows of one item, read at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from core.clock import Instant
from core.i18n import language
from core.vocabulary import Brand, EventId
from desk.model.event import Event, EventKind
from desk.model.item import Because, Item
from desk.model.said import said_in
from desk.order.reasons import Reason
from desk.settings import SourceRules
from desk.store.records import Claim, Draft, Engagement
from playbooks.kinds import Known
from playbooks.model import Playbook, StepState, StepView, in_language

DONE_BY: Mapping[Known, tuple[EventKind, ...]] = {
    Known.EVIDENCE: (EventKind.EVIDENCE,),
    Known.DECIDED: (EventKind.DECIDED,),
    Known.BREATHED: (EventKind.BREATHED, EventKind.DRAFTED, EventKind.READIED, EventKind.REPLIED),
    Known.DRAFTED: (EventKind.DRAFTED, EventKind.READIED, EventKind.REPLIED),
    Known.READY: (EventKind.READIED, EventKind.REPLIED),
    Known.APPROVED: (EventKind.REVIEWED,),
    Known.REPLIED: (EventKind.REPLIED,),
    Known.PROMISED: (EventKind.PROMISED,),
    Known.ANSWERED: (EventKind.ANSWERED,),
    Known.RECHECKED: (EventKind.RECHECKED,),
    Known.CONCLUDED: (EventKind.CONCLUDED, EventKind.DECIDED),
}
"""By which events the desk knows what it knows; the first kind there is did it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The text of a comment as it once stood; the first is number 1."""

    n: int
    seen_at: Instant
    title: str
    text: str
    sha256: str
    after_answer: bool = False
    """Whether it was edited into this after we had answered."""
    edited_at: Instant | None = None
    """When it was changed into this, where the server says so."""
    raw: str = ""
    """The entry as the source sent it."""

    @property
    def whole(self) -> str:
        """Return title and text."""
        return "\n".join(filter(None, (self.title, self.text)))


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A photograph of a comment's page, kept as a file."""

    at: Instant
    by: str
    file: str
    """Its name in the folder of evidence."""
    sha256: str
    url: str
    """Where the page stood in the end."""
    status: int
    """What its server answered."""


@dataclass(frozen=True, slots=True)
class Before:
    """Something the author wrote before."""

    item: Item
    text: str
    """As stored, cut."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of an author."""

    count: int = 0
    """How much they wrote before in the same source."""
    newest: tuple[Before, ...] = ()
    notes: tuple[Event, ...] = ()
    """What colleagues noted about them, on whichever of their comments."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One item with its texts, steps, history, drafts and claim; texts are as stored, uncleaned."""

    item: Item
    source: SourceRules
    brand: Brand
    author: str
    author_id: str
    about: str
    """What it was said under: an article, a topic, a version of an app."""
    title: str
    body: str
    permalink: str
    links: tuple[str, ...]
    raw: str
    because: tuple[Because, ...]
    """Why it was judged so, with the words it was read from."""
    revisions: tuple[Revision, ...]
    events: tuple[Event, ...]
    """The history in order; undone events are named by ``item.undone``."""
    drafts: tuple[Draft, ...]
    claim: Claim | None
    playbook: Playbook
    steps: tuple[StepView, ...]
    pictures: tuple[PagePicture, ...] = ()
    """Of its page, the oldest first."""
    engagement: tuple[Engagement, ...] = ()
    """What its sources count beside it, the newest first."""
    past: Past = Past()
    """What its author wrote before, and what was noted about them."""
    reason: Reason | None = None
    """Why it stands where it stands in the queue; None where the plan does not cover it."""

    @property
    def titles(self) -> Mapping[str, str]:
        """Return what people call this item's source and steps, by their ids."""
        steps = {view.step.id: in_language(view.step.title, language()) for view in self.steps}
        return {**steps, self.source.name: self.source.title or self.source.name}

    @property
    def current_step(self) -> StepView | None:
        """Return the step that is next."""
        return next((view for view in self.steps if view.state is StepState.CURRENT), None)

    @property
    def said(self) -> Mapping[str, str]:
        """Return what was written down and chosen in the steps, by the name of the field."""
        return said_in(self.item, self.events)

    @property
    def posted(self) -> str:
        """Return the last reply as it stands on the platform, corrections included."""
        told = {event.id: event for event in self.events if event.id not in self.item.undone}
        last = self.item.replies[-1].id if self.item.replies else ""
        mends = (
            event
            for event in reversed(told.values())
            if event.kind is EventKind.PUT_RIGHT and event.data["reply"] == last
        )
        event = next(mends, told.get(EventId(last)))
        return event.text("body") if event else ""

    def draft_of(self, agent: str) -> Draft | None:
        """Return an agent's draft."""
        return next((draft for draft in self.drafts if draft.agent == agent), None)


def dated(
    views: Sequence[StepView], events: Sequence[Event], undone: Collection[str]
) -> tuple[StepView, ...]:
    """Return the steps with who did them and when, also those the desk ticked by itself."""
    return tuple(_dated(view, events, undone) for view in views)


def _dated(view: StepView, events: Sequence[Event], undone: Collection[str]) -> StepView:
    if view.state is not StepState.DONE or view.done_at is not None:
        return view
    known = view.step.kind.rule.known
    kinds = DONE_BY[known] if known else ()
    held = [event for event in events if event.id not in undone]
    by = next((event for kind in kinds for event in held if event.kind is kind), None)
    return view if by is None else replace(view, done_at=by.at, done_by=by.actor)
