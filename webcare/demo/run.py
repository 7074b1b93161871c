"""Run the demo: its feeds, a throw-away folder, and the program on top as for any team."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
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
    from webcare.demo.script import Comment
    from webcare.demo.server import FeedServer

# Imports inside functions: the screen's first frame does without them.

LAST_ROUND = 30.0
"""Seconds that the last poll waits for a source that asked to be left alone."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready to run."""

    settings: "Settings"
    server: "FeedServer"
    script: "Sequence[Comment]"


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
    if headless:
        set_language(language)
        with prepared(seed, speed, language, agent) as demo:
            asyncio.run(play(demo, json=json))
        return 0
    with _listening(language, speed) as (places, feeds):

        async def serve(desk: "Desk") -> None:
            from webcare.demo.script import load_script
            from webcare.demo.server import FeedServer

            await _begin_shift(desk)
            await FeedServer(feeds, load_script(seed, speed), SystemClock(), speed).serve()

        return open_screen(places, agent, beside=(serve,))


@contextmanager
def prepared(seed: int, speed: float, language: str, agent: str = "") -> Iterator[Demo]:
    """Yield a demo with its feeds listening and its folder written; both are gone after."""
    from webcare.config import load_settings
    from webcare.demo.script import load_script
    from webcare.demo.server import FeedServer

    with _listening(language, speed) as (places, feeds):
        script = load_script(seed, speed)
        server = FeedServer(feeds, script, SystemClock(), speed)
        yield Demo(load_settings(places, agent), server, script)


@contextmanager
def _listening(language: str, speed: float) -> Iterator[tuple[Places, Sequence[Feed]]]:
    feeds = make_feeds()
    try:
        with demo_folder(feeds, language, speed) as folder:
            yield find_places(folder / "webcare.toml", folder / "data"), feeds
    finally:
        for feed in feeds:
            feed.listener.close()


async def play(demo: Demo, *, json: bool) -> None:
    """Play the whole script without a screen, polling its feeds as a desk does.

    After its last change every source is asked once more, so that nothing is missed.
    """
    from sources.poller import Poller
    from webcare.wiring import open_desk

    serving = asyncio.create_task(demo.server.serve())
    async with open_desk(demo.settings) as desk:
        await _begin_shift(desk)
        poller = Poller(
            desk,
            demo.settings.sources,
            owner="demo",
            on_result=lambda result: _tell(result, json=json),
        )
        polling = asyncio.create_task(poller.run())
        try:
            last = max(comment.last_change for comment in demo.script)
            await asyncio.sleep(last - demo.server.elapsed())
            await _stop(polling)
            async for result in poller.poll_once(wait=LAST_ROUND):
                _tell(result, json=json)
        finally:
            await poller.close()
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
