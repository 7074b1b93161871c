"""What the coach is told of a reply's surroundings, and what it remarks."""

from dataclasses import dataclass
from enum import StrEnum

from core.vocabulary import Kind, Language


class Code(StrEnum):
    """What a remark is about; stable, as scripts read them."""

    PERSONAL_DATA = "personal_data"
    LANGUAGE = "language"
    LENGTH = "length"
    GREETING = "greeting"
    ECHO = "echo"
    APOLOGY = "apology"
    NEXT_STEP = "next_step"
    PRIVATE = "private"
    ASKS_DATA = "asks_data"
    PROMISE = "promise"
    DEFENSIVE = "defensive"
    FACTS = "facts"
    COMPENSATION = "compensation"
    SELLING = "selling"
    CLICHE = "cliche"
    ADDRESS = "address"
    SHOUTING = "shouting"
    REPEATED = "repeated"
    SPELLING = "spelling"


class Level(StrEnum):
    """Whether a remark only advises, or wants one deliberate key before the reply goes out."""

    ADVICE = "advice"
    ASK = "ask"


DELIBERATE = frozenset({Code.PERSONAL_DATA, Code.LANGUAGE})
"""What is asked about before a reply is ready: it cannot be taken back once it was read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a reply; its sentences are in the agent's language and safe to show."""

    code: Code
    start: int
    end: int
    """The characters it is about; none (start = end) where something is missing."""
    why: str
    """One sentence."""
    source: str
    how: str
    """What to do about it, in one sentence."""
    mend: str | None = None
    """What to write in its place, where that needs no thought."""

    @property
    def level(self) -> Level:
        """Whether it asks or advises."""
        return Level.ASK if self.code in DELIBERATE else Level.ADVICE


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the comment, the customer and our side; anything may be missing."""

    comment: str = ""
    author: str = ""
    language: Language = Language.UND
    """The customer's."""
    kind: Kind = Kind.OTHER
    hot: bool = False
    """Whether it is angry, or a complaint of severity 4 or 5."""
    answered: int = 0
    """How many public answers of ours stand there already."""
    public: bool = True
    limit: int = 0
    """Longest reply that is taken; 0 to go by the platform."""
    platform: str = ""
    formal: bool = False
    """Whether the brand addresses its customers as u or De."""
    own_contacts: tuple[str, ...] = ()
    promised: bool = False
    """Whether a promised contact is on the clock."""
    earlier: tuple[str, ...] = ()
    """What the team answered lately, newest first."""

    @property
    def is_first_to_complaint(self) -> bool:
        """Whether this would be the first answer to a complaint, which decides how it goes on."""
        return self.kind is Kind.COMPLAINT and not self.answered
