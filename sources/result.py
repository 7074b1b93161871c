"""What came of asking one source once: a value, whatever happened."""

from dataclasses import asdict, dataclass

from core.clock import Instant, iso


@dataclass(frozen=True, slots=True)
class PollResult:
    """One line of ``webcare poll``."""

    source: str
    status: str
    """ok · unchanged · slow · waiting · offline · failing · poison · paused, as ``SourceState``."""
    answer: int | None = None
    """HTTP status of an answer that was read or that was itself the fault, else None."""
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    """Posts in the answer that were known already; an unchanged answer is not counted."""
    error: str = ""
    """One line for people: why nothing came, or what was odd about it."""
    next_poll_at: Instant | None = None
    moved_to: str = ""
    """Where it has moved for good; proposed, never taken silently."""

    @property
    def is_fault(self) -> bool:
        """Whether something is wrong with the source."""
        return self.status in ("failing", "poison", "paused")

    def as_object(self) -> dict[str, object]:
        """Return the object that ``--json`` prints (``webcare.poll/1``)."""
        return {
            "schema": "webcare.poll/1",
            **asdict(self),
            "error": self.error or None,
            "next_poll_at": iso(self.next_poll_at),
            "moved_to": self.moved_to or None,
        }
