"""One agent of a team at work: a process that says whatever it was told is kept.

``python -m bench.team.agent ADDRESS NAME FOLDER SECONDS`` opens the desk as a screen does and
begins when a line comes in. It takes the next item, drafts, and replies and concludes or gives
the item back; each acknowledgement is a line of JSON.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TypeVar

from core.clock import DAY, SystemClock
from core.errors import StoreUnavailable
from core.identifiers import new_event_id
from core.vocabulary import ItemId, OutcomeCode, Strategy
from desk.services import items, outcomes, queue, replies
from desk.services.desk import Desk
from desk.settings import DeskSettings, Promises, Target
from webcare.config import check_text
from webcare.places import Places
from webcare.wiring import make_desk

FAR = Target(60 * DAY, 1)
"""Due beyond the plan's horizon: the queue stands by the store's own key."""
SETTINGS = DeskSettings(promises=Promises(FAR, FAR, FAR, FAR, FAR, FAR, FAR))
AGAIN = 0.2
"""Seconds after which a key is pressed again that was refused because the server is away."""
THINKING = 0.05
"""Seconds an agent thinks at most between two steps."""

ROOT = Path(__file__).parents[2]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """What an agent's process said: that something is about to be written, or is kept."""

    agent: str
    did: str
    """replying · claimed · drafted · replied · concluded · released"""
    item: int
    asked: float
    """When it was asked for, on the clock that all processes of the machine share."""
    told: float
    """When it was acknowledged."""
    detail: str = ""
    """The text of a draft, the id of a reply."""


def read(line: str) -> Said:
    """Return what a line says."""
    return Said(*json.loads(line))


class Agent:
    """Works on a desk, and says what is kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dice = random.Random(desk.agent)  # noqa: S311 - who does what is by chance

    async def work(self, until: float) -> None:
        """Take items until the time is over; the last one is brought to an end."""
        while time.monotonic() < until:
            asked = time.monotonic()
            row = await self._insist(lambda: queue.next_item(self._desk, take=True))
            if row is None:
                await asyncio.sleep(AGAIN)
                continue
            self._say("claimed", row.id, asked)
            await self._handle(row.id)

    async def _handle(self, item: ItemId) -> None:
        desk, name = self._desk, self._desk.agent
        text = f"{name} schrijft {self._dice.random()}"
        await self._think()
        await self._keep("drafted", item, lambda: replies.save_draft(desk, item, text), text)
        await self._think()
        if self._dice.random() < 0.5:
            await self._keep("released", item, lambda: items.release(desk, item))
            return
        reply = new_event_id(desk.now())
        self._say("replying", item, time.monotonic(), reply)
        await self._keep("replied", item, lambda: replies.reply(desk, item, text, id=reply), reply)
        await self._insist(lambda: outcomes.decide(desk, item, Strategy.REACT))
        code = OutcomeCode.INFORMATION_GIVEN
        await self._keep("concluded", item, lambda: outcomes.conclude(desk, item, code))

    async def _keep(
        self, did: str, item: ItemId, work: Callable[[], Awaitable[object]], detail: str = ""
    ) -> None:
        asked = time.monotonic()
        await self._insist(work)
        self._say(did, item, asked, detail)

    async def _insist(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do something, again and again while the server is away."""
        while True:
            try:
                return await work()
            except StoreUnavailable:
                await asyncio.sleep(AGAIN)

    async def _think(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, THINKING))

    def _say(self, did: str, item: int, asked: float, detail: str = "") -> None:
        said = Said(self._desk.agent, did, item, asked, time.monotonic(), detail)
        print(json.dumps(astuple(said)), flush=True)


async def open_desk(address: str, name: str, folder: Path) -> Desk:
    """Open a desk as its screen does: it listens, and keeps what the server does not take."""
    places = Places(folder / "webcare.toml", folder, folder, folder)
    settings = check_text(places, f"database = {json.dumps(address)}\n", agent=name)
    desk = (await make_desk(settings, SystemClock(), desk_lock=True)).desk
    desk.settings = replace(SETTINGS, sources=desk.settings.sources)
    desk.playbooks = [book for book in desk.playbooks if book.name == "short"]
    return desk


async def main(address: str, name: str, folder: Path, seconds: float) -> None:
    """Work for so long."""
    desk = await open_desk(address, name, folder)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    hearing = asyncio.create_task(_hear(desk))
    await Agent(desk).work(time.monotonic() + seconds)
    hearing.cancel()
    await desk.store.close()


async def _hear(desk: Desk) -> None:
    async for _change in desk.store.changes():
        pass  # a screen would be painted


if __name__ == "__main__":
    url, who, where, how_long = sys.argv[1:]
    asyncio.run(main(url, who, Path(where), float(how_long)))
