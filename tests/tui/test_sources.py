"""The sources on the screen: how they stand, and what an agent does about them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.clock import MINUTE
from desk.store.listing import View
from tests.support.bodies import body
from tests.support.clock import FakeClock
from tests.support.feed_server import FeedServer, Reply
from tests.support.running import Running, running
from webcare.config import load_settings
from webcare.feeding import Feeding
from webcare.places import find_places


class RestingClock:
    """A clock that stands still and lets the machine rest meanwhile."""

    is_test = True

    def __init__(self, clock: FakeClock) -> None:
        self.now = clock.now

    async def sleep(self, seconds: float) -> None:
        """Look again in a moment."""
        await asyncio.sleep(0.01)


@asynccontextmanager
async def fed(folder: Path, server: FeedServer, *, enabled: bool = True) -> AsyncIterator[Running]:
    """Run the screen on two sources of a server, polled as in the program."""
    config = folder / "webcare.toml"
    config.write_text(
        f'# of the evening team\n[sources.thee]\nurl = "{server.url("/thee")}"\ntitle = "thee"\n'
        f"enabled = {str(enabled).lower()}\n"
        f'allow_private = true  # an inner forum\n[sources.stuk]\nurl = "{server.url("/stuk")}"\n'
        f"allow_private = true\nenabled = {str(enabled).lower()}\n",
        encoding="utf-8",
    )
    server.script("/thee", body("wordpress-comments.rss"))
    server.script("/stuk", Reply(status=500))
    feeding = Feeding(load_settings(find_places(config, folder / "data")))
    async with running(folder, []) as run:
        run.desk.sources = feeding
        run.desk.clock = RestingClock(run.clock)
        tasks = [asyncio.ensure_future(work(run.desk)) for work in (feeding.feed, feeding.watch)]
        try:
            await feeding._begun.wait()
            yield run
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def until(run: Running, text: str) -> str:
    """Return the screen once it says something; the clock stands still meanwhile."""
    for _ in range(600):
        await run.pilot.pause(0.02)
        screen = run.app.screen
        if hasattr(screen, "tick"):
            screen.tick()
        read = "\n".join((run.reads(), *run.told()))
        if text in read:
            return read
    raise AssertionError(run.reads())


@pytest.mark.asyncio
async def test_each_source_says_how_it_stands_and_why_it_is_asked_when(tmp_path: Path) -> None:
    """State, last answers, counts and the next poll with its reason; what is wrong in words."""
    async with FeedServer() as server, fed(tmp_path, server) as run:
        await run.press("F")
        assert "SOURCES" in run.lines()[0]
        await run.pilot.press("R")
        await until(run, "200 +2")
        await until(run, "2 comments in all")
        await until(run, "as often as comments come")
        await run.pilot.press("j", "R")
        await until(run, "stuk: has trouble of its own (500)")
        await until(run, "trying again")
        await run.pilot.press("enter")
        await until(run, "stuk: its last answers")
        assert "500" in run.reads()
        await run.pilot.press("escape", "escape")
        assert run.app.screen is run.app.desk_screen


@pytest.mark.asyncio
async def test_a_pause_is_written_down_and_holds(tmp_path: Path) -> None:
    """One key leaves a source alone, in the file with its comments; the same one ends it."""
    async with FeedServer() as server, fed(tmp_path, server) as run:
        config = tmp_path / "webcare.toml"
        await run.press("F")
        await run.pilot.press("p")
        await until(run, "1 paused")
        text = config.read_text(encoding="utf-8")
        assert "enabled = false" in text
        assert text.startswith("# of the evening team\n")
        assert "allow_private = true  # an inner forum" in text
        await run.pilot.press("R")
        await until(run, "It is paused; p asks it again.")
        await run.pilot.press("p")
        await until(run, "1 good")
        assert "enabled = true" in config.read_text(encoding="utf-8")


@pytest.mark.asyncio
async def test_a_trial_shows_samples_and_takes_nothing_in(tmp_path: Path) -> None:
    """What a source holds can be read before anybody has to answer it."""
    async with FeedServer() as server, fed(tmp_path, server, enabled=False) as run:
        await run.press("F")
        await run.pilot.press("t")
        await until(run, "thee, asked on trial")
        await until(run, "Gelden die ook in de vakantie?")
        window = await run.desk.store.window(View.ALL, "tim", run.clock.now(), 0, 9)
        assert window.total == 0


@pytest.mark.asyncio
async def test_what_is_found_behind_an_address_becomes_a_source(tmp_path: Path) -> None:
    """The agent pastes a page's address and takes a find; it is written down and asked."""
    async with FeedServer() as server, fed(tmp_path, server) as run:
        await run.press("F")
        await run.pilot.press("a")
        await until(run, "Where do comments come from?")
        await run.pilot.press(*"www.kiyoh.com/reviews/1099999/x", "enter")
        await until(run, "Which one?")
        assert "wants a secret" in run.reads()
        await run.pilot.press("enter")
        await until(run, "kiyoh is a source now.")
        assert 'kind = "kiyoh"' in (tmp_path / "webcare.toml").read_text(encoding="utf-8")
        assert run.desk.settings.sources.keys() == {"thee", "stuk", "kiyoh"}


@pytest.mark.asyncio
async def test_an_address_that_leads_nowhere_is_told_and_changes_nothing(tmp_path: Path) -> None:
    """A private address is not opened because somebody pasted it."""
    async with FeedServer() as server, fed(tmp_path, server, enabled=False) as run:
        before = (tmp_path / "webcare.toml").read_bytes()
        await run.press("F")
        await run.pilot.press("a")
        await until(run, "Where do comments come from?")
        await run.pilot.press("enter")
        await until(run, "Give the address")
        await run.pilot.press(*server.url("/thee").removeprefix("http://"), "enter")
        await until(run, "private address")
        assert (tmp_path / "webcare.toml").read_bytes() == before
        assert not server.asked


@pytest.mark.asyncio
async def test_all_are_asked_by_one_key(tmp_path: Path) -> None:
    """R on the desk asks every source, and says what it came to."""
    async with FeedServer() as server, fed(tmp_path, server) as run:
        run.clock.advance(MINUTE)
        await run.pilot.press("R")
        await until(run, "1 source did not answer")


@pytest.mark.asyncio
async def test_a_thousand_sources_are_as_quick_to_look_through_as_ten(tmp_path: Path) -> None:
    """Only the rows in sight are written; the cursor takes them along."""
    config = tmp_path / "webcare.toml"
    tables = (f'[sources.s{n:03}]\nurl = "https://s{n}.example/feed"\n' for n in range(1000))
    config.write_text("".join(tables), encoding="utf-8")
    async with running(tmp_path, []) as run:
        run.desk.sources = Feeding(load_settings(find_places(config, tmp_path / "data")))
        await run.press("F")
        assert "> s000" in await until(run, "s020")
        await run.pilot.press("G")
        assert "s950" not in await until(run, "> s999")
        assert "s980" in run.reads()
        await run.pilot.press("g")
        await until(run, "> s000")
