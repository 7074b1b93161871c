"""Whether it is the sources that cannot be reached, or we who are offline."""

from core.clock import SECOND, Instant
from sources.fault import Fault

PROBE_EVERY = 15 * SECOND
_HOSTS = 3
"""So many hosts in a row without a way to any of them, and none reached since, is being offline."""


class Network:
    """What the last polls say of our own line."""

    def __init__(self, hosts: int) -> None:
        self._enough = min(_HOSTS, hosts) if hosts > 1 else _HOSTS  # one alone proves nothing
        self._lost: set[str] = set()
        self._probe_at: Instant = 0

    @property
    def is_down(self) -> bool:
        """Whether nothing can be reached; asking everybody is pointless then."""
        return len(self._lost) >= self._enough

    def note(self, host: str, fault: Fault | None, now: Instant) -> None:
        """Learn from a poll; one that timed out says nothing about whose fault that is."""
        if fault is Fault.NO_ROUTE:
            self._lost.add(host)
            self._probe_at = now + PROBE_EVERY
        elif fault is not Fault.TIMEOUT:
            self._lost.clear()

    def may_probe(self, now: Instant) -> bool:
        """Tell whether it is time to see if the line works again; then it is not for a while."""
        is_time = now >= self._probe_at
        if is_time:
            self._probe_at = now + PROBE_EVERY
        return is_time
