"""Pages to be photographed, and whether that can be done here."""

import pytest

from sources.camera import ChromiumCamera
from tests.support.feed_server import Reply

NEEDS_CHROMIUM = pytest.mark.skipif(
    bool(ChromiumCamera().lacking()), reason="needs Playwright and an installed Chromium"
)
PAGE = "<h1>Forum</h1><p>De blender is na twee dagen kapot."
PNG = b"\x89PNG\r\n\x1a\n"
"""How a picture begins."""


def page(text: str = PAGE, status: int = 200, drip: float = 0) -> Reply:
    """Return a page of HTML as a server's answer."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return Reply(text.encode(), status, headers, drip)
