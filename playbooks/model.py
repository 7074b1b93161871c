"""What a playbook is: the checklist for a kind of item, and what each step asks or records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.clock import Instant
from core.vocabulary import Kind, Strategy

Texts = Mapping[str, str]
"""One text in the agents' languages: nl, nb, en."""


class StepKind(StrEnum):
    """What a step is about; decides which key serves it and whether it ticks itself."""

    READ = "read"
    EVIDENCE = "evidence"
    DECIDE = "decide"
    BREATHE = "breathe"
    CHECK = "check"
    DRAFT = "draft"
    REREAD = "reread"
    POST = "post"
    MOVE_PRIVATE = "move_private"
    VERIFY = "verify"
    PREVENT = "prevent"
    THANK = "thank"
    PASS_COMPLIMENT = "pass_compliment"  # noqa: S105 - a compliment, not a password
    FOLLOW_UP = "follow_up"
    OUTCOME = "outcome"


class StepState(StrEnum):
    """How far a step is."""

    TODO = "todo"
    CURRENT = "current"
    DONE = "done"
    SKIPPED = "skipped"
    NOT_NEEDED = "not_needed"
    """Its condition does not hold for this item."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of an item, as far as playbooks may look."""

    kind: Kind
    severity: int = 1
    arousal: str = ""
    language: str = "und"
    source: str = ""
    brand: str = ""
    has_rating: bool = False
    strategy: Strategy | None = None
    evidence_saved: bool = False
    has_draft: bool = False
    ready: bool = False
    replies: int = 0
    has_outcome: bool = False
    promised: bool = False
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """When a playbook or a step applies; an empty field does not matter, the rest must all hold."""

    kinds: frozenset[Kind] = frozenset()
    strategies: frozenset[Strategy] = frozenset()
    sources: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    arousal: frozenset[str] = frozenset()
    min_severity: int = 0
    max_severity: int = 5
    has_rating: bool | None = None

    def holds(self, facts: Facts) -> bool:
        """Return whether the item is one this is meant for."""
        pairs = (
            (self.kinds, facts.kind),
            (self.strategies, facts.strategy),
            (self.sources, facts.source),
            (self.brands, facts.brand),
            (self.languages, facts.language),
            (self.arousal, facts.arousal),
        )
        return (
            all(not allowed or value in allowed for allowed, value in pairs)
            and self.min_severity <= facts.severity <= self.max_severity
            and self.has_rating in {None, facts.has_rating}
        )

    @property
    def weight(self) -> int:
        """Return how specific it is: the most specific playbook that applies wins."""
        named = (self.kinds, self.sources, self.brands, self.languages, self.arousal)
        return (
            sum(bool(part) for part in (*named, self.strategies))
            + (self.min_severity > 0)
            + (self.max_severity < 5)
            + (self.has_rating is not None)
        )


@dataclass(frozen=True, slots=True)
class StepField:
    """Something a step asks to be written down."""

    name: str
    label: Texts
    required: bool = False
    choices: tuple[str, ...] = ()
    """Codes that may be written, and no others; empty for free text."""
    choice_labels: Mapping[str, Texts] = field(default_factory=dict)
    """What people see for each code."""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a playbook."""

    id: str
    kind: StepKind
    title: Texts
    help: Texts
    """What to do, in a sentence or two."""
    why: Texts
    """Why it helps, with its source."""
    required: bool = True
    """Whether it must be done, or skipped with a reason, before the item can end."""
    fields: tuple[StepField, ...] = ()
    when: Condition = Condition()
    seconds: int = 0
    """How long a breath lasts; 0 for every other kind."""


@dataclass(frozen=True, slots=True)
class Playbook:
    """The checklist for a kind of item."""

    name: str
    version: int
    title: Texts
    applies: Condition
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        """Return ``name@version``, as items remember it."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Record:
    """What an item remembers of a step."""

    step: str
    done_at: Instant
    done_by: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it stands for one item."""

    step: Step
    number: int
    state: StepState
    done_at: Instant | None = None
    done_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be done or skipped."""
        return self.state in {StepState.TODO, StepState.CURRENT}


def in_language(texts: Texts, language: str) -> str:
    """Return a text in a language, in English where that is missing."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
