"""A scripted feed server beside a program under test, on a loop of its own thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.feed_server import FeedServer


@contextmanager
def served(ports: int = 1) -> Iterator[FeedServer]:
    """Yield a server that answers; scripts may be changed from the test's thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> FeedServer:
        return await FeedServer(ports).__aenter__()

    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
