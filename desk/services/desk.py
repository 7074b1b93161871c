"""The desk as its use cases see it: a store, a clock, settings, and who is working."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.clock import Clock, Instant
from core.vocabulary import Language
from desk.settings import DeskSettings
from desk.store.protocol import Store
from desk.triage.verdict import Verdict
from playbooks.model import Playbook


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


@dataclass(slots=True)
class Desk:
    """What every use case is given."""

    store: Store
    clock: Clock
    settings: DeskSettings
    playbooks: Sequence[Playbook]
    triage: Triage
    agent: str = ""

    def now(self) -> Instant:
        """Return the present instant."""
        return self.clock.now()
