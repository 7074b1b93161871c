"""A shift of agents on one queue while their server and its connections come and go."""

import asyncio
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench.team.agent import ROOT, SETTINGS, Said, read
from bench.team.faults import Fault, Proxy, go_wrong
from bench.team.truth import Truth, look
from core.clock import MINUTE, SystemClock
from desk.model.post import Post
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.store.postgres.address import Address
from desk.store.postgres.database import open_postgres
from desk.store.records import SourceState
from desk.triage.judge import Judge
from tests.support.postgres import OwnServer, in_database, run_on

TEXT = "Hoe laat gaan jullie zondag open? Ik kan het nergens vinden."
BATCH = 250
LATE = 60.0
"""Seconds after the shift in which an agent ends what it has in hand."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What came of it."""

    said: list[Said]
    faults: Counter[Fault]
    truth: Truth
    seconds: float

    @property
    def claims(self) -> list[float]:
        """How long each claim took, in seconds."""
        return sorted(one.told - one.asked for one in self.said if one.did == "claimed")

    @property
    def by_agent(self) -> list[int]:
        """How many claims each agent made, the fewest first."""
        return sorted(Counter(o.agent for o in self.said if o.did == "claimed").values())


async def shift(agents: int, items: int, seconds: float, faults: list[Fault]) -> Shift:
    """Let agents work for so long while things go wrong, and look at what is kept."""
    server = await asyncio.to_thread(OwnServer)
    try:
        address = in_database(server.address, "team")
        await run_on(server.address, "CREATE DATABASE team")
        await fill(address, items)
        done: Counter[Fault] = Counter()
        began = time.monotonic()
        async with Proxy(server.folder) as proxy:
            with tempfile.TemporaryDirectory() as folder:
                wrong = asyncio.create_task(go_wrong(server, proxy, faults, seconds * 0.9, done))
                said = await _work(proxy.address, Path(folder), agents, seconds)
                wrong.cancel()
                await asyncio.gather(wrong, return_exceptions=True)
        return Shift(said, done, await look(address, said), time.monotonic() - began)
    finally:
        await asyncio.to_thread(server.close)


async def fill(address: str, items: int) -> None:
    """Let so many questions come in."""
    clock = SystemClock()
    store = await open_postgres(Address(address), clock, listening=False)
    desk = Desk(store, clock, SETTINGS, (), Judge())
    try:
        for first in range(0, items, BATCH):
            posts = [_post(n, clock) for n in range(first, min(first + BATCH, items))]
            await take_in(desk, "shop", posts, SourceState("shop", items_total=1, last_new_at=1))
    finally:
        await store.close()
    await run_on(address, "ANALYZE")


def _post(number: int, clock: SystemClock) -> Post:
    return Post(
        source="shop",
        native_id=str(number),
        author=f"klant{number}",
        body=TEXT,
        permalink=f"https://shop.example/{number}",
        published_at=clock.now() - MINUTE,
    )


async def _work(address: str, folder: Path, agents: int, seconds: float) -> list[Said]:
    """Run the agents' processes; return all that they said, in the order they said it."""
    working = [await _agent(address, folder, f"agent{n}", seconds) for n in range(agents)]
    outputs = await asyncio.wait_for(
        asyncio.gather(*(agent.communicate(b"go\n") for agent in working)), seconds + LATE
    )
    if any(agent.returncode for agent in working):
        message = f"agents ended with {[agent.returncode for agent in working]}"
        raise RuntimeError(message)
    said = [read(line) for out, _err in outputs for line in out.decode().splitlines()]
    return sorted(said, key=lambda one: one.told)


async def _agent(address: str, folder: Path, name: str, seconds: float) -> Process:
    """Start an agent; return once it sits at its desk."""
    home = folder / name
    home.mkdir()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.team.agent", address, name, str(home), str(seconds)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdout is None or await process.stdout.readline() != b"ready\n":
        message = f"{name} did not begin"
        raise RuntimeError(message)
    return process
