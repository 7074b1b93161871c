"""How fast a whole team takes items at the same moment, against a lock that everybody waits for.

``python -m bench.team.rush ADDRESS NAME`` takes items for a while, in the way that a line names.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import StrEnum

from bench.team.agent import ROOT
from core.clock import MINUTE, Instant, SystemClock
from desk.model.event import Event, EventKind, new_event
from desk.model.item import Item
from desk.store import claims
from desk.store.postgres import lookout
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from desk.store.records import Claim
from desk.store.store import Store
from tests.support.postgres import run_on

SECONDS = 2.0
ROUNDS = 12
"""By turns, so that whatever else the machine does hits every way alike. Who gets much of a
processor in one round is by chance another in the next: only a sum of many tells what is fair."""
PAGE = 30
"""Items that an agent chooses from, as the desk's own ``next`` does."""


class Way(StrEnum):
    """How the same transaction is made: the claim, its event, the item's row, NOTIFY."""

    OURS = "ours"
    PLAIN = "plain"
    """Without SKIP LOCKED, and on disk before the next one with a NOTIFY may end."""
    LOCK = "lock"
    """Without SKIP LOCKED alone."""

    def begin(self) -> None:
        """Have this process's claims made so from now on."""
        claims.STEP_OVER = _STEP_OVER if self is Way.OURS else "FOR UPDATE OF i"
        lookout.TELL = "NOTIFY {channel}, '{told}'; COMMIT" if self is Way.PLAIN else _TELL


_STEP_OVER, _TELL = claims.STEP_OVER, lookout.TELL


@dataclass(frozen=True, slots=True)
class Rush:
    """What agents took in one way, in all rounds."""

    took: list[float]
    """Seconds for each claim, in order."""
    by_agent: list[int]
    """Claims of each agent, the fewest first."""

    @property
    def rate(self) -> float:
        """Claims a second, of all agents together."""
        return len(self.took) / (SECONDS * ROUNDS)

    @property
    def fairness(self) -> float:
        """The slowest agent's claims as a part of the fastest one's."""
        return self.by_agent[0] / self.by_agent[-1]

    def within(self, share: float) -> float:
        """Return within how many milliseconds a share of the claims was made."""
        return self.took[int(len(self.took) * share)] * 1000


async def rush(address: str, agents: int, ways: Sequence[Way] = tuple(Way)) -> dict[Way, Rush]:
    """Let agents take items as fast as they can, in each way by turns."""
    found: dict[Way, list[list[list[float]]]] = {way: [] for way in ways}
    async with AsyncExitStack() as opened:
        working = [await _agent(opened, address, number) for number in range(agents)]
        for _round in range(ROUNDS):
            for way in ways:
                await run_on(address, "TRUNCATE claims")
                found[way].append(await asyncio.gather(*(one.take(way) for one in working)))
    return {way: _summed(rounds) for way, rounds in found.items()}


def _summed(rounds: list[list[list[float]]]) -> Rush:
    took = [seconds for agents in rounds for agent in agents for seconds in agent]
    by_agent = [sum(map(len, agent)) for agent in zip(*rounds, strict=True)]
    return Rush(sorted(took), sorted(by_agent))


class Agent:
    """A process that takes items."""

    def __init__(self, told: asyncio.StreamWriter, says: asyncio.StreamReader) -> None:
        self._told = told
        self._says = says

    async def take(self, way: Way) -> list[float]:
        """Have items taken for a while; return how many seconds each claim took."""
        self._told.write(f"{way}\n".encode())
        took: list[float] = json.loads(await self._says.readline())
        return took


async def _agent(opened: AsyncExitStack, address: str, number: int) -> Agent:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.team.rush", address, f"agent{number}"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
    )
    opened.push_async_callback(process.communicate, b"")  # nothing more is said: it ends
    if process.stdin is None or process.stdout is None:
        raise RuntimeError
    await process.stdout.readline()
    return Agent(process.stdin, process.stdout)


async def take(store: Store, clock: SystemClock, agent: str) -> list[float]:
    """Take the first free item again and again; return how many seconds each claim took."""
    took: list[float] = []
    page = await store.item_ids(limit=PAGE)
    until = time.monotonic() + SECONDS
    while page and time.monotonic() < until:
        half = page[len(page) // 2]
        now, began = clock.now(), time.monotonic()
        item = await store.claim_first(page, agent, now, now + 10 * MINUTE, _said(agent, now))
        took.append(time.monotonic() - began)
        if item is None or item > half:
            page = await store.item_ids(after=item or page[-1], limit=PAGE)
    return took


def _said(agent: str, now: Instant) -> claims.Said:
    def said(item: Item, _held: Claim | None) -> Event:
        return new_event(EventKind.CLAIMED, now, agent, item=item.id)

    return said


async def main(address: str, agent: str) -> None:
    """Take items for a while after each line, and print how long each claim took."""
    clock = SystemClock()
    store = await open_postgres(Address(address), clock, agent, listening=False)
    print("ready", flush=True)
    while way := (await asyncio.to_thread(sys.stdin.readline)).strip():
        Way(way).begin()
        print(json.dumps(await take(store, clock, agent)), flush=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
