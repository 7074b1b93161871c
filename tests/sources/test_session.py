"""Signing in: an app password becomes a token, and a token that ran out another one."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from desk.store.records import SourceState
from sources.adapter import Response
from sources.fault import Fault, SourceError
from sources.fetch import Fetcher
from sources.registry import adapter_for
from sources.settings import SourceSettings
from tests.support.clock import START as NOW
from tests.support.feed_server import FeedServer, Reply, redirect

LIST = "/xrpc/app.bsky.notification.listNotifications"
LOGIN = "/xrpc/com.atproto.server.createSession"
RAN_OUT = Reply(b'{"error": "ExpiredToken"}', status=400)


def token(text: str) -> bytes:
    """Return what a server gives for the right password."""
    return json.dumps({"accessJwt": text, "refreshJwt": "r", "did": "did:plc:x"}).encode()


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher."""
    made = Fetcher(lambda: NOW)
    yield made
    await made.close()


async def ask(fetcher: Fetcher, server: FeedServer) -> Response:
    """Ask for notifications as an account with an app password."""
    source = SourceSettings(
        "b", server.url(LIST), "bluesky", allow_private=True, account="ons.test", secret="app-pw"
    )
    (request,) = adapter_for("bluesky").plan(source, SourceState("b"))
    return await fetcher.fetch(request, source)


@pytest.mark.asyncio
async def test_a_password_is_sent_once_and_the_token_from_then_on(
    fetcher: Fetcher, server: FeedServer
) -> None:
    """The account's name and secret go to its own server only, in a body and no address."""
    server.script(LOGIN, token("t1"))
    server.script(LIST, b'{"notifications": []}')
    await ask(fetcher, server)
    await ask(fetcher, server)
    login, first, second = server.asked
    assert json.loads(login.body) == {"identifier": "ons.test", "password": "app-pw"}
    assert first.headers["authorization"] == second.headers["authorization"] == "Bearer t1"
    assert "app-pw" not in first.path + str(first.headers)


@pytest.mark.asyncio
async def test_a_token_that_ran_out_is_replaced(fetcher: Fetcher, server: FeedServer) -> None:
    """The same poll goes on with a new one."""
    server.script(LOGIN, token("t1"), token("t2"))
    server.script(LIST, b"{}", RAN_OUT, b'{"notifications": []}')
    await ask(fetcher, server)
    assert (await ask(fetcher, server)).body == b'{"notifications": []}'
    assert server.asked[-1].headers["authorization"] == "Bearer t2"


@pytest.mark.asyncio
async def test_a_wrong_password_is_a_matter_of_credentials(
    fetcher: Fetcher, server: FeedServer
) -> None:
    """Neither a refusal nor an answer without a token is asked for again and again."""
    for reply in (Reply(status=401), Reply(b'{"accessJwt": null}'), Reply(b"[]"), Reply(b"<p>")):
        server.script(LOGIN, reply)
        with pytest.raises(SourceError) as caught:
            await ask(fetcher, server)
        assert caught.value.fault is Fault.CREDENTIALS
    assert server.count(LOGIN) == 4
    assert server.count(LIST) == 0


@pytest.mark.asyncio
async def test_a_password_follows_no_redirect(fetcher: Fetcher, server: FeedServer) -> None:
    """What was posted is for the configured server alone."""
    async with FeedServer() as stranger:
        stranger.script("/", token("t"))
        server.script(LOGIN, redirect(stranger.url("/"), 307))
        with pytest.raises(SourceError) as caught:
            await ask(fetcher, server)
        assert caught.value.fault is Fault.REDIRECT_REFUSED
        assert not stranger.asked


@pytest.mark.asyncio
async def test_what_is_public_is_asked_without_signing_in(
    fetcher: Fetcher, server: FeedServer
) -> None:
    """Without a secret nobody signs in."""
    server.script("/feed", b"{}")
    source = SourceSettings("b", server.url("/feed"), "bluesky", allow_private=True)
    (request,) = adapter_for("bluesky").plan(source, SourceState("b"))
    await fetcher.fetch(request, source)
    assert "authorization" not in server.asked[0].headers
    assert server.count(LOGIN) == 0
