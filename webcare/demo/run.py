"""Run the demo: its feeds, a throw-away folder, and the program on top as for any team."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from core.clock import SystemClock
from sources.result import PollResult
from webcare.config import Settings, load_settings
from webcare.demo.folder import demo_folder
from webcare.demo.script import Comment, load_script
from webcare.demo.server import FeedServer, make_feeds
from webcare.places import find_places

AFTER_THE_LAST = 20.0
"""Seconds that a demo without a screen goes on after its last comment, for the last poll."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready to run."""

    settings: Settings
    server: FeedServer
    script: Sequence[Comment]


@contextmanager
def prepared(seed: int, speed: float, language: str) -> Iterator[Demo]:
    """Yield a demo with its feeds listening and its folder written; both are gone after."""
    feeds = make_feeds()
    try:
        with demo_folder(feeds, language) as folder:
            places = find_places(folder / "webcare.toml", folder / "data")
            settings = load_settings(places)
            script = load_script(seed, speed)
            yield Demo(settings, FeedServer(feeds, script, SystemClock()), script)
    finally:
        for feed in feeds:
            feed.listener.close()


async def play(demo: Demo, on_result: Callable[[PollResult], None]) -> None:
    """Play the whole script without a screen, polling its feeds as a desk does."""
    from sources.poller import Poller
    from webcare.wiring import open_desk

    serving = asyncio.create_task(demo.server.serve())
    async with open_desk(demo.settings) as desk:
        poller = Poller(desk, demo.settings.sources, owner="demo", on_result=on_result)
        polling = asyncio.create_task(poller.run())
        try:
            last = max(comment.at for comment in demo.script)
            await asyncio.sleep(last - demo.server.elapsed() + AFTER_THE_LAST)
        finally:
            polling.cancel()
            serving.cancel()
            for task in (polling, serving):
                with suppress(asyncio.CancelledError):
                    await task
            await poller.close()
