"""What triage says of a comment."""

from dataclasses import dataclass

from core.vocabulary import Kind, Language
from desk.model.item import Because


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement with its reasons; an agent's key overrules it."""

    language: Language
    kind: Kind
    severity: int
    """1 low … 5 threat, safety or any harm family."""
    polarity: str
    """negative · neutral · positive"""
    p_negative: float
    arousal: str
    """high · low; empty where the comment is not negative."""
    harm: tuple[str, ...] = ()
    """Harm families that were seen; a flag, never a removal."""
    because: tuple[Because, ...] = ()
