"""The demo's feed server: one source a port on 127.0.0.1, changing while it is watched."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from datetime import UTC
from functools import partial

from core.clock import Clock, to_datetime
from webcare.demo.feeds import Feed
from webcare.demo.script import Comment
from webcare.demo.shapes import SHAPES, render

HEAD_LIMIT = 16_384
SLOW_ANSWER = 2.5
"""Seconds the slow source takes over every third answer, at a person's pace."""
RETRY_AFTER = 20
"""Seconds the busy source asks to be left alone, once in five requests."""


class FeedServer:
    """Serves the script over HTTP."""

    def __init__(
        self, feeds: Sequence[Feed], script: Sequence[Comment], clock: Clock, speed: float = 1.0
    ) -> None:
        """Make a server; ``speed`` also shortens the tempers of its sources."""
        self._feeds = feeds
        self._script = script
        self._slow_answer = SLOW_ANSWER / max(speed, 1)
        self._retry_after = max(1, round(RETRY_AFTER / speed))
        self.ends = max(comment.last_change for comment in script)
        """Seconds after the start when all of the script has been told."""
        self._began = time.monotonic()
        self._start = to_datetime(clock.now(), UTC).replace(microsecond=0)

    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self._began

    async def serve(self) -> None:
        """Answer requests until cancelled."""
        servers = [
            await asyncio.start_server(
                partial(self._answer, feed),
                sock=feed.listener,
                limit=HEAD_LIMIT,
            )
            for feed in self._feeds
        ]
        try:
            await asyncio.gather(*(server.serve_forever() for server in servers))
        finally:
            for server in servers:
                server.close()

    async def _answer(
        self, feed: Feed, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            feed.requests += 1
            if feed.slow and feed.requests % 3 == 0:
                await asyncio.sleep(self._slow_answer)
            writer.write(self._reply(feed, head))
            await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            pass  # whoever asked has gone, or did not speak HTTP
        finally:
            writer.close()

    def _reply(self, feed: Feed, head: str) -> bytes:
        if feed.busy and feed.requests % 5 == 3:
            return _message("429 Too Many Requests", b"", f"Retry-After: {self._retry_after}")
        body = self._feed_body(feed)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if f"if-none-match: {etag}" in head.lower():
            return _message("304 Not Modified", b"", f"ETag: {etag}")
        return _message("200 OK", body, f"ETag: {etag}", "Content-Type: application/xml")

    def _feed_body(self, feed: Feed) -> bytes:
        now = self.elapsed()
        shown = [c for c in self._script if c.source == feed.name and c.visible(now)]
        shown.sort(key=lambda comment: comment.at, reverse=True)
        return render(SHAPES[feed.shape], feed.base, shown, self._start, now).encode()


def _message(status: str, body: bytes, *headers: str) -> bytes:
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
