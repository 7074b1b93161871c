"""A desk on a real SQLite file, with a clock that tests move."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from core.clock import Clock
from core.vocabulary import ItemId
from desk.model.item import Item
from desk.model.post import Post
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.settings import DeskSettings, SourceRules
from desk.store.records import SourceState
from desk.store.sqlite.database import open_sqlite
from desk.triage.judge import Judge
from playbooks.loader import load_shipped
from tests.support.clock import FakeClock

SETTINGS = DeskSettings(sources={"shop": SourceRules("shop", brand="zon", title="blog")})


@asynccontextmanager
async def a_desk(
    folder: Path,
    agent: str = "tim",
    clock: Clock | None = None,
    settings: DeskSettings = SETTINGS,
) -> AsyncIterator[Desk]:
    """Open a desk in a folder; several may be open on the same one."""
    clock = clock or FakeClock()
    store = await open_sqlite(folder / "desk.db", clock)
    try:
        yield Desk(store, clock, settings, load_shipped(), Judge(), agent, folder)
    finally:
        await store.close()


async def arrive(desk: Desk, *posts: Post) -> list[Item]:
    """Let posts come in as a later poll of their source brings them."""
    state = SourceState(posts[0].source, items_total=1, last_new_at=1)
    intake = await take_in(desk, posts[0].source, posts, state)
    return [await desk.store.item(item) for item in intake.new]


def ids(items: Sequence[Item]) -> list[ItemId]:
    """Return the ids of items."""
    return [item.id for item in items]
