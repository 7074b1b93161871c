"""What doing a step asks of the desk beside being recorded; the desk applies it."""

from dataclasses import dataclass

from playbooks.kinds import StepKind
from playbooks.model import Facts, Step

HIGH_AROUSAL = "high"


@dataclass(frozen=True, slots=True)
class SaveEvidence:
    """Keep the comment as it stands."""


@dataclass(frozen=True, slots=True)
class StartCoolDown:
    """Hold the reply back a moment; the desk caps it at a fifth of the time that is left."""

    seconds: int


Effect = SaveEvidence | StartCoolDown


def effect(step: Step, facts: Facts) -> Effect | None:
    """Return what doing this step asks of the desk; a breath is for a heated item only."""
    match step.kind:
        case StepKind.EVIDENCE:
            return SaveEvidence()
        case StepKind.BREATHE if facts.arousal == HIGH_AROUSAL and not facts.replies:
            return StartCoolDown(step.seconds)
        case _:
            return None
