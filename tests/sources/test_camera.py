"""Pictures of pages by the Chromium that is installed, and what is said where there is none."""

import time
from pathlib import Path

import pytest

from desk.camera import PageUnseenError
from sources.camera import ChromiumCamera
from sources.settings import SourceSettings
from tests.support.feed_server import FeedServer, redirect
from tests.support.pages import NEEDS_CHROMIUM, PNG, page


def camera(server: FeedServer) -> ChromiumCamera:
    """Return a camera for a forum that lives on this machine."""
    return ChromiumCamera([SourceSettings("forum", server.url("/feed"), allow_private=True)])


@NEEDS_CHROMIUM
@pytest.mark.asyncio
async def test_a_page_is_photographed_as_it_stands() -> None:
    """The picture is a PNG; where the page stood and what its server said go along."""
    async with FeedServer() as server:
        server.script("/1", page())
        moved = server.script("/moved", redirect("/1"))
        picture = await camera(server).photograph("forum", f"{moved}#c1")
        assert picture.png.startswith(PNG)
        assert (picture.url, picture.status) == (f"{server.url('/1')}#c1", 200)
        gone = server.script("/2", page("Weg", 404))
        missing = await camera(server).photograph("forum", gone)
        assert missing.png.startswith(PNG)
        assert missing.status == 404
        assert not [asked for asked in server.asked if "proxy-connection" in asked.headers]


@NEEDS_CHROMIUM
@pytest.mark.asyncio
async def test_a_page_leads_to_no_private_address() -> None:
    """Neither by its address, a redirect nor what it loads; the forum's own host alone is open."""
    async with FeedServer() as server, FeedServer() as inner:
        inside = inner.script("/1", page()).replace("127.0.0.1", "localhost")
        plain = server.script("/1", page(f'<img src="{inside}"><p>Hoi'))
        away = server.script("/on", redirect(inside))
        for source, url in (("other", plain), ("forum", away)):
            with pytest.raises(PageUnseenError, match="private address"):
                await camera(server).photograph(source, url)
        assert (await camera(server).photograph("forum", plain)).status == 200
        assert inner.asked == []


@NEEDS_CHROMIUM
@pytest.mark.asyncio
async def test_a_page_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence when it takes too long; the browser and its profile are gone afterwards."""
    monkeypatch.setattr("sources.camera.PATIENCE", 3.0)
    async with FeedServer() as server:
        url = server.script("/slow", page(drip=60))
        with pytest.raises(PageUnseenError, match="in time"):
            await camera(server).photograph("forum", url)
    assert server.count("/slow") == 1
    assert browsers() == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "javascript:alert(1)", "https://u:p@x.example/", "", "chrome://gpu"],
)
async def test_only_web_addresses_are_photographed(url: str) -> None:
    """Anything else is refused before a browser is started."""
    with pytest.raises(PageUnseenError):
        await ChromiumCamera().photograph("forum", url)


@pytest.mark.asyncio
async def test_without_chromium_one_sentence_comes_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is started, waited for or looked for on the network."""
    monkeypatch.setenv("PATH", str(tmp_path))
    began = time.perf_counter()
    with pytest.raises(PageUnseenError, match="Chromium, which is not installed"):
        await ChromiumCamera().photograph("forum", "https://forum.example/1")
    assert time.perf_counter() - began < 0.5


def browsers() -> list[str]:
    """Return the command lines of the browsers that this test started and that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
            environ = (folder / "environ").read_bytes()
        except OSError:
            continue
        if "--proxy-server" in command and b"PYTEST_CURRENT_TEST" in environ:
            found.append(command)
    return found
