"""What a step asks of the desk beside being ticked; the desk applies it."""

from dataclasses import dataclass

from playbooks.model import Facts, Step, StepKind

HIGH_AROUSAL = "high"


@dataclass(frozen=True, slots=True)
class StartCoolDown:
    """Hold the reply back a moment; the desk caps it at a fifth of the time that is left."""

    seconds: int


Effect = StartCoolDown
"""Every effect there is; a union once there are more."""


def effects(step: Step, facts: Facts) -> tuple[Effect, ...]:
    """Return what beginning this step asks of the desk: a breath cools down a heated item."""
    if step.kind is StepKind.BREATHE and facts.arousal == HIGH_AROUSAL and not facts.replies:
        return (StartCoolDown(step.seconds),)
    return ()
