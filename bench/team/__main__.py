"""``python -m bench.team [shift | rush | hearing]``: a team on a server; 1 when a limit breaks."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from bench.result import Result, table
from bench.team.faults import Fault
from bench.team.hearing import ARRIVE, FRAME, TAKE, Heard, by_ear, by_eye, name_of
from bench.team.rush import Rush, Way, rush
from bench.team.shift import fill, shift
from tests.support.postgres import OwnServer, in_database, run_on

AGENTS = 12
ITEMS = 5_000
SECONDS = 180.0
FAULTS = {
    Fault.BEFORE_COMMIT: 5,
    Fault.AFTER_COMMIT: 5,
    Fault.CUT: 10,
    Fault.FAST: 1,
    Fault.IMMEDIATE: 2,
}
CLAIMS = 5_000
SLOWEST = 0.8
"""The least that the slowest agent may have of the fastest one's claims."""
LONGEST = 100.0
"""Milliseconds within which 99 of 100 claims are to be made."""
FASTER = 3.0
PLANNED = 3
"""Frames until what comes in is shown: it is planned first, among thousands."""
SYNC = 4_000
"""Microseconds that a disk without a cache takes for one sync: the server is told to wait so long,
where its own disk is faster."""


def of_shift() -> Iterator[Result]:
    """Tell what a shift with faults came to."""
    faults = [fault for fault, times in FAULTS.items() for _ in range(times)]
    found = asyncio.run(shift(AGENTS, ITEMS, SECONDS, faults))
    print(found.truth)
    for what, wrong in found.truth.counted().items():
        yield Result(what, str(wrong), "0", wrong, 0, "")
    yield _at_least("faults", sum(found.faults.values()), len(faults))
    yield _at_least(f"claims in {SECONDS:.0f} s", len(found.claims), CLAIMS)
    by = found.by_agent
    yield _at_least("slowest agent, of the fastest", by[0] / by[-1], SLOWEST)
    for share in (0.5, 0.99):
        print(f"claim within {_at(found.claims, share) * 1000:.1f} ms: {share:.0%}")


def of_rush() -> Iterator[Result]:
    """Tell how fast twelve agents take items at the same moment."""
    with _server() as (server, address):
        asyncio.run(fill(address, ITEMS))
        yield from _compared("on this disk", asyncio.run(rush(address, AGENTS)), bound=False)
        for setting in (f"commit_delay = {SYNC}", "commit_siblings = 0"):
            asyncio.run(run_on(server.address, f"ALTER SYSTEM SET {setting}"))
        asyncio.run(run_on(server.address, "SELECT pg_reload_conf()"))
        yield from _compared(f"sync of {SYNC} µs", asyncio.run(rush(address, AGENTS)), bound=True)


def _compared(where: str, found: Mapping[Way, Rush], *, bound: bool) -> Iterator[Result]:
    ours = found[Way.OURS]
    for way, one in found.items():
        within = ", ".join(f"{one.within(share):.1f} ms {share:.0%}" for share in (0.5, 0.99))
        print(f"{where}: {way} {one.rate:.0f} a second, {within}, slowest {one.fairness:.2f}")
    yield Result(f"99 % of claims, {where}", "", "", ours.within(0.99), LONGEST, "ms")
    least = SLOWEST if bound else found[Way.PLAIN].fairness  # who comes next is by chance
    yield _at_least(f"slowest agent, of the fastest, {where}", ours.fairness, least)
    faster = ours.rate / found[Way.PLAIN].rate
    yield _at_least(f"plain FOR UPDATE, times as fast, {where}", faster, FASTER if bound else 0)


def of_hearing() -> Iterator[Result]:
    """Tell how soon another desk hears of a change, and shows it."""
    with _server() as (_own, address):
        asyncio.run(fill(address, ITEMS))
        yield from _heard("told", asyncio.run(by_ear(address)), 0)
        taken = by_eye(address, TAKE, name_of)
        yield from _heard("on the screen", taken, FRAME)
        arrived = by_eye(address, ARRIVE, lambda number: f"queue {ITEMS + number}")
        yield from _heard("on the screen, as new", arrived, PLANNED * FRAME)


def _heard(what: str, found: Heard, more: float) -> Iterator[Result]:
    for name in ("sync", "written", "heard"):
        times = getattr(found, name)
        print(f"{what}: {name} {_at(times, 0.5) * 1000:.2f} ms, 95 % {_at(times, 0.95) * 1000:.2f}")
    sync, heard = _at(found.sync, 0.5), _at(found.heard, 0.95)
    limit = (2 * sync + more) * 1000
    yield Result(f"95 % {what} after it is kept", "", "", heard * 1000, limit, "ms")


def _at(times: Sequence[float], share: float) -> float:
    return times[int(len(times) * share)]


def _at_least(what: str, ours: float, least: float) -> Result:
    return Result(what, f"{ours:.2f}", f"{least:.2f}", max(0.0, least - ours), 0, "short")


@contextmanager
def _server() -> Iterator[tuple[OwnServer, str]]:
    server = OwnServer()
    try:
        asyncio.run(run_on(server.address, "CREATE DATABASE team"))
        yield server, in_database(server.address, "team")
    finally:
        server.close()


PARTS: Mapping[str, Callable[[], Iterator[Result]]] = {
    "shift": of_shift,
    "rush": of_rush,
    "hearing": of_hearing,
}


def main(names: Sequence[str]) -> int:
    """Run all parts or those named, and print what they found."""
    results = [one for name, part in PARTS.items() if not names or name in names for one in part()]
    print(table(results))
    return int(any(result.is_over for result in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
