"""Run the demo: its feeds, a throw-away folder, and the program on top as for any team."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from core.clock import SystemClock
from core.i18n import set_language
from webcare.demo.feeds import Feed, make_feeds
from webcare.demo.folder import demo_folder
from webcare.language import screen_language
from webcare.opening import open_screen
from webcare.places import Places, find_places

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from sources.result import PollResult
    from webcare.config import Settings
    from webcare.demo.server import FeedServer

# Imports inside functions: the screen's first frame does without them.

LAST_ROUND = 30.0
"""Seconds that the last poll waits for a source that asked to be left alone."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready to run: its places, its feeds and what they are to tell."""

    places: Places
    feeds: Sequence[Feed]
    seed: int = 1
    speed: float = 1.0

    def server(self) -> "FeedServer":
        """Return what serves its script; that begins now."""
        from webcare.demo.script import load_script
        from webcare.demo.server import FeedServer

        return FeedServer(self.feeds, load_script(self.seed, self.speed), SystemClock(), self.speed)


def run_demo(
    *,
    seed: int = 1,
    speed: float = 1.0,
    language: str | None = None,
    headless: bool = False,
    agent: str = "",
    json: bool = False,
) -> int:
    """Run the demo until the agent stops it, or without a screen until its script is told."""
    language = language or screen_language(os.environ)
    with prepared(seed, speed, language) as demo:
        if not headless:
            return open_screen(demo.places, agent, beside=(partial(_serve, demo),))
        from webcare.config import load_settings

        set_language(language)
        asyncio.run(play(demo.server(), load_settings(demo.places, agent), json=json))
    return 0


@contextmanager
def prepared(seed: int, speed: float, language: str) -> Iterator[Demo]:
    """Yield a demo with its feeds listening and its folder written; both are gone after."""
    feeds = make_feeds()
    try:
        with demo_folder(feeds, language, speed) as folder:
            places = find_places(folder / "webcare.toml", folder / "data")
            yield Demo(places, feeds, seed, speed)
    finally:
        for feed in feeds:
            feed.listener.close()


async def _serve(demo: Demo, desk: "Desk") -> None:
    """Serve beside a screen."""
    await _begin_shift(desk)
    await demo.server().serve()


async def play(server: "FeedServer", settings: "Settings", *, json: bool) -> None:
    """Play the whole script without a screen, polling its feeds as a desk does.

    After its last change every source is asked once more, so that nothing is missed.
    """
    from webcare.feeding import open_poller
    from webcare.wiring import open_desk

    tell = partial(_tell, json=json)
    serving = asyncio.create_task(server.serve())
    async with open_desk(settings) as desk, open_poller(desk, settings, tell) as (poller, _lacking):
        await _begin_shift(desk)
        polling = asyncio.create_task(poller.run())
        try:
            await asyncio.sleep(server.ends - server.elapsed())
            await _stop(polling)
            async for result in poller.poll_once(wait=LAST_ROUND):
                tell(result)
        finally:
            await _stop(polling)
            await _stop(serving)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _begin_shift(desk: "Desk") -> None:
    from desk.services import shifts

    if await shifts.current(desk) is None:
        await shifts.start(desk)


def _tell(result: "PollResult", *, json: bool) -> None:
    import click

    if json:
        from webcare.commands.call import print_object

        print_object(result.as_object())
    elif result.new or result.edited or result.error:
        news = f"{result.source}: {result.new} new, {result.edited} edited"
        click.echo(f"{news}. {result.error}".rstrip(". "))
