"""Takes pictures of pages with a Chromium that is installed, through Playwright.

Nothing of either is loaded before the first picture, and where one of them is missing that is said
at once. The browser is sandboxed, sees a profile and a home of its own that are thrown away, and
reaches nothing but through the guarded proxy.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.i18n import _
from desk.camera import PageUnseenError, Picture
from sources.proxy import GuardedProxy
from sources.settings import SourceSettings, url_problem

if TYPE_CHECKING:
    from playwright.async_api import BrowserType, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
"""What an installed Chromium is called, the most likely first."""
PATIENCE = 30.0
"""Seconds for everything, the browser's start included."""
ANSWER_MS = 15_000
"""How long a page may take to answer."""
SETTLE_MS = 5_000
"""How long what a page loads afterwards may take; the picture is then taken as it is."""
WIDTH, HEIGHT = 1280, 1600
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--no-first-run",
    "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
"""Nothing is asked for but what the page asks for, and by nobody but the proxy."""


class ChromiumCamera:
    """Photographs pages, one at a time."""

    def __init__(self, sources: Sequence[SourceSettings] = ()) -> None:
        """Make a camera for pages of these sources, and of comments that were added by hand."""
        self._private = {
            source.name: (urlsplit(source.url).hostname or "", *source.allow_hosts)
            for source in sources
            if source.allow_private
        }
        self._turn = asyncio.Lock()

    def lacking(self) -> str:
        """Return why no picture can be taken here, at once and in a sentence; empty if one can."""
        if find_spec("playwright") is None:
            return _("Pictures of pages need webcare[screenshot], which is not installed")
        if _chromium() is None:
            return _("Pictures of pages need Chromium, which is not installed")
        return ""

    async def photograph(self, source: str, url: str) -> Picture:
        """Return what a page looks like now; raises PageUnseenError."""
        if problem := self.lacking() or url_problem(url):
            raise _unseen(problem)
        async with self._turn:
            try:
                async with (
                    asyncio.timeout(PATIENCE),
                    GuardedProxy(self._private.get(source, ())) as proxy,
                ):
                    return await _photograph(url, proxy)
            except TimeoutError:
                raise _unseen(_("The page did not show in time")) from None


async def _photograph(url: str, proxy: GuardedProxy) -> Picture:
    from playwright.async_api import Error, async_playwright

    async with async_playwright() as driver:
        with tempfile.TemporaryDirectory(prefix="webcare-") as home:
            try:
                return await _show(driver.chromium, url, proxy, home)
            except Error as error:
                if proxy.refused:
                    raise _unseen(_("The page leads to a private address")) from None
                reason = error.message.splitlines()[0][:120]
                raise _unseen(_("The page could not be shown: {why}").format(why=reason)) from None


async def _show(chromium: "BrowserType", url: str, proxy: GuardedProxy, home: str) -> Picture:
    browser = await chromium.launch(
        executable_path=_chromium(),
        chromium_sandbox=os.geteuid() != 0,  # Chromium refuses to be root in its sandbox
        proxy={"server": proxy.address, "bypass": "<-loopback>"},
        args=list(FLAGS),
        env={"PATH": os.environ.get("PATH", ""), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"},
    )
    try:
        page = await browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            accept_downloads=False,
            service_workers="block",
        )
        return await _look(page, url)
    finally:
        await browser.close()


async def _look(page: "Page", url: str) -> Picture:
    from playwright.async_api import TimeoutError as TooSlowError

    answer: Any = await page.goto(url, wait_until="domcontentloaded", timeout=ANSWER_MS)
    with suppress(TooSlowError):
        await page.wait_for_load_state("load", timeout=SETTLE_MS)
    png = await page.screenshot(animations="disabled")
    return Picture(png, page.url, answer.status if answer else 0)


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _unseen(sentence: str) -> PageUnseenError:
    return PageUnseenError(sentence, _("The text is kept all the same."))
