"""A clock, a database, and a store on it that is closed in the end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from desk.store.store import Store
from tests.support.clock import FakeClock
from tests.support.store import BACKENDS, Backend


@pytest_asyncio.fixture(params=BACKENDS)
async def backend(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock
) -> AsyncIterator[Backend]:
    """Return an empty database of each sort."""
    made = BACKENDS[request.param](tmp_path, clock)
    yield made
    await made.drop()


@pytest_asyncio.fixture
async def store(backend: Backend) -> AsyncIterator[Store]:
    """Return an open store on an empty database."""
    opened = await backend.open()
    yield opened
    await opened.close()
