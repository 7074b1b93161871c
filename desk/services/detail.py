"""Everything the desk shows of one item, read at once."""

from dataclasses import dataclass

from core.clock import Instant
from desk.model.event import Event
from desk.model.item import Because, Item
from desk.settings import SourceRules
from desk.store.protocol import Claim, Draft
from playbooks.model import Playbook, StepState, StepView


@dataclass(frozen=True, slots=True)
class Revision:
    """The text of a comment as it once stood; the first is number 1."""

    n: int
    seen_at: Instant
    title: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One item with its texts, steps, history, drafts and claim; texts are as stored, uncleaned."""

    item: Item
    source: SourceRules
    author: str
    author_id: str
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

    @property
    def current_step(self) -> StepView | None:
        """Return the step that is next."""
        return next((view for view in self.steps if view.state is StepState.CURRENT), None)

    def draft_of(self, agent: str) -> Draft | None:
        """Return an agent's draft."""
        return next((draft for draft in self.drafts if draft.agent == agent), None)
