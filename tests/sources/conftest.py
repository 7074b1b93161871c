"""A desk, its clock and a scripted server, for whatever fills the desk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desk.services.desk import Desk
from tests.support.clock import FakeClock
from tests.support.desk import a_desk
from tests.support.feed_server import FeedServer


@pytest.fixture
def clock() -> FakeClock:
    """Time that the test moves."""
    return FakeClock()


@pytest_asyncio.fixture
async def desk(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Desk]:
    """A desk on a real SQLite file."""
    async with a_desk(tmp_path, clock=clock) as opened:
        yield opened


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FeedServer]:
    """A scripted server."""
    async with FeedServer() as running:
        yield running
