"""What a playbook is: the checklist for a kind of item, and what each step asks or records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.clock import Instant
from core.labels import label
from core.vocabulary import (
    EventId,
    Kind,
    Reading,
    ReplyKind,
    RootCause,
    Strategy,
    Verification,
    Word,
)
from playbooks.kinds import Known, StepKind

Texts = Mapping[str, str]
"""One text in the agents' languages: nl, nb, en."""


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
    labels: frozenset[str] = frozenset()
    private: bool = False
    """Whether it went on in private: by a reply that says so, or a contact that was promised."""
    known: frozenset[Known] = frozenset()
    replies: frozenset[ReplyKind] = frozenset()
    reading: Reading = Reading.NONE
    pressed: bool = False
    """Whether a fifth of the time or less is left, or nobody may be waited for any longer."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Codes that were chosen in steps, by the name of the field."""


RETURNING, FIRESTORM = "returning", "firestorm"
"""Labels that the desk puts on by itself."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When a playbook or a step applies; an empty field does not matter, the rest must all hold."""

    kinds: frozenset[Kind] = frozenset()
    strategies: frozenset[Strategy] = frozenset()
    sources: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    arousal: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    """One of them must be on the item."""
    min_severity: int = 0
    max_severity: int = 5
    has_rating: bool | None = None
    private: bool | None = None
    returning: bool | None = None
    firestorm: bool | None = None
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Field to the codes that let it hold; a field that was not answered yet lets all hold."""

    def holds(self, facts: Facts) -> bool:
        """Return whether the item is one this is meant for."""
        told = facts.answers
        pairs = (
            (self.kinds, facts.kind),
            (self.strategies, facts.strategy),
            (self.sources, facts.source),
            (self.brands, facts.brand),
            (self.languages, facts.language),
            (self.arousal, facts.arousal),
            *((codes, told[name]) for name, codes in self.answers.items() if name in told),
        )
        flags = (
            (self.has_rating, facts.has_rating),
            (self.private, facts.private),
            (self.returning, RETURNING in facts.labels),
            (self.firestorm, FIRESTORM in facts.labels),
        )
        return (
            all(not allowed or value in allowed for allowed, value in pairs)
            and all(wanted in {None, is_so} for wanted, is_so in flags)
            and (not self.labels or bool(self.labels & facts.labels))
            and self.min_severity <= facts.severity <= self.max_severity
        )

    @property
    def weight(self) -> int:
        """Return how specific it is: the most specific playbook that applies wins.

        A storm goes before a customer who returns, that before what a team says of its own
        sources, brands, languages and labels, that before reviews, and all before the rest.
        """
        own = (self.sources, self.brands, self.languages, self.labels)
        rest = (self.kinds, self.strategies, self.arousal, self.answers)
        severity = (self.min_severity > 0) + (self.max_severity < 5)
        return (
            512 * bool(self.firestorm)
            + 256 * bool(self.returning)
            + 32 * sum(map(bool, own))
            + 16 * (self.has_rating is not None)
            + sum(map(bool, rest))
            + (self.private is not None)
            + severity
        )


CODES: Mapping[str, type[Word]] = {"verification": Verification, "root_cause": RootCause}
"""The desk's own words that a field may choose from, by the name playbooks call them."""


@dataclass(frozen=True, slots=True)
class StepField:
    """Something a step asks to be written down."""

    name: str
    label: Texts
    required: bool = False
    choices: tuple[str, ...] = ()
    """Codes that may be written, and no others; empty for free text."""
    choice_labels: Mapping[str, Texts] = field(default_factory=dict)
    """What people see for each code of the playbook's own."""
    again: frozenset[str] = frozenset()
    """Codes after which the step is still to be done: an offer that was declined."""
    codes: type[Word] | None = None
    """The desk's own words its choices are."""

    def called(self, code: str, language: str) -> str:
        """Return what people call one of its choices."""
        if code in self.choice_labels:
            return in_language(self.choice_labels[code], language)
        return label(self.codes(code)) if self.codes and code in self.choices else code


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
    """How long a breath lasts; 0 for as long as the team set."""
    replies: frozenset[ReplyKind] = frozenset()
    """Which replies do it; empty for those its kind has."""


@dataclass(frozen=True, slots=True)
class Next:
    """With which playbook an item goes on, once a condition holds."""

    playbook: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Playbook:
    """The checklist for a kind of item."""

    name: str
    version: int
    title: Texts
    applies: Condition
    steps: tuple[Step, ...]
    next: Next | None = None

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
    event: EventId = EventId("")
    """Whose texts hold the fields that were filled in, or the reason for skipping."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Codes that were chosen, by field."""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it stands for one item."""

    step: Step
    number: int
    state: StepState
    done_at: Instant | None = None
    done_by: str = ""
    required: bool = True
    """Whether it holds up what comes after it."""

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be done or skipped."""
        return self.state in {StepState.TODO, StepState.CURRENT}


def in_language(texts: Texts, language: str) -> str:
    """Return a text in a language, in English where that is missing."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
