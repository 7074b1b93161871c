"""Hostile servers beside healthy ones: each attack three times, and nobody else notices."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest

from core.clock import SECOND, Instant
from sources.fetch import Fetcher, Patience
from sources.poller import Poller
from sources.result import PollResult
from sources.settings import SourceSettings
from sources.worker import ParseWorker
from tests.support.clock import FastClock
from tests.support.desk import a_desk
from tests.support.feed_server import FeedServer
from tests.support.hostility import PORTS, lively, serve
from tests.support.pollers import source

ROUNDS = 3
SPEED = 10
PACE = 30 * SECOND
HEALTHY = ("een", "twee", "drie", "vier")


async def attacked(poller: Poller, names: Sequence[str]) -> list[PollResult]:
    """Ask hostile sources once each, whatever they did before."""
    return [result async for result in poller.poll_once(names, wait=600)]


@pytest.mark.asyncio
async def test_hostile_servers_harm_nobody(tmp_path: Path) -> None:
    """Healthy sources keep their cadence; what is good comes in once, also after recovery."""
    clock = FastClock(SPEED)
    polled: defaultdict[str, list[Instant]] = defaultdict(list)

    def note(result: PollResult) -> None:
        polled[result.source].append(clock.now())

    async with (
        FeedServer(ports=PORTS + len(HEALTHY) + 1) as server,
        a_desk(tmp_path, clock=clock) as desk,
    ):
        hostile = serve(server)
        healthy = [
            replace(source(name, lively(server, name)), interval_min=PACE, interval_max=PACE)
            for name in HEALTHY
        ]
        never = SourceSettings("inner", server.script("/inner", b"x"))  # not allowed to be private
        others = [source(one.name, one.url) for one in hostile] + [never]
        poller = Poller(
            desk,
            [*healthy, *others],
            owner="here",
            attended=True,
            fetcher=Fetcher(desk.now, Patience(total=1.0, connect=0.5, read=0.5)),
            worker=ParseWorker(deadline=1.5),
            on_result=note,
        )
        task = asyncio.ensure_future(Poller.run(poller))
        try:
            names = [one.name for one in others]
            rounds = [await attacked(poller, names) for _round in range(ROUNDS)]
            for one in hostile:
                one.honest = True
            recovered = await attacked(poller, names)
            while min(len(polled[name]) for name in HEALTHY) < 6:
                await clock.sleep(5)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await poller.close()
        found = [await desk.store.item(item) for item in await desk.store.item_ids()]
        assert await desk.store.rebuild() == 0
    assert min(one.attacked for one in hostile) >= ROUNDS
    silent = {one.name for one in hostile if one.brings_nothing} | {"inner"}
    for results in rounds:
        told = {result.source: result for result in results}
        failed = {name for name in told if told[name].is_fault or told[name].status == "waiting"}
        assert failed == silent
        assert all(
            "\n" not in told[name].error and "geheim" not in told[name].error for name in told
        )
    assert {r.source for r in recovered if r.is_fault} == {"inner"}
    seen = Counter((item.source, item.native_id) for item in found)
    assert set(seen.values()) == {1}
    for one in hostile:
        assert {native_id for name, native_id in seen if name == one.name} == one.ids
    assert server.count("/inner") == 0
    for name in HEALTHY:
        asked = server.count(f"/{name}")
        assert sum(name == of for of, _id in seen) == asked // 3 + 1
        between = fmean(b - a for a, b in zip(polled[name], polled[name][1:], strict=False))
        assert abs(between / PACE - 1) < 0.1, (name, between / SECOND)
