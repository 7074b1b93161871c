"""What can be set about a source, and what of it may be shown."""

import subprocess
import sys
from pathlib import Path

import pytest

from sources.guard import is_allowed
from sources.settings import SourceSettings, redact, url_problem


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://v.nl/feed",
        "gopher://v.nl",
        "javascript:alert(1)",
        "https://",
        "https://v.nl:99999/",
        "https://jan:geheim@v.nl/feed",
        "https://v.nl/a b",
        "https://v.nl/\x1b[2J",
        "https://v.nl/" + "x" * 3000,
        "v.nl/feed",
    ],
)
def test_refuses_addresses_that_cannot_be_polled(url: str) -> None:
    """Only printable http and https addresses without credentials are taken."""
    assert url_problem(url)
    with pytest.raises(ValueError, match="address"):
        SourceSettings("s", url)


def test_refuses_impossible_bounds() -> None:
    """Intervals and sizes must make sense together."""
    with pytest.raises(ValueError, match="interval"):
        SourceSettings("s", "https://v.nl/", interval_min=2, interval_max=1)
    with pytest.raises(ValueError, match="max_bytes"):
        SourceSettings("s", "https://v.nl/", max_bytes=9 * 1024 * 1024)


def test_secrets_do_not_show() -> None:
    """Neither headers nor addresses stand in a settings' repr; query values are redacted."""
    settings = SourceSettings(
        "s", "https://v.nl/feed?token=geheim", headers={"Authorization": "Bearer geheim"}
    )
    assert "geheim" not in repr(settings)
    assert redact(settings.url) == "https://v.nl/feed?token=…"
    jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    assert redact(f"https://v.nl:8443/inbox/{jwt}.xml?{jwt}#x") == "https://v.nl:8443/inbox/…?…"


@pytest.mark.parametrize(
    ("address", "public", "private"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("127.0.0.1", False, True),
        ("10.0.0.1", False, True),
        ("192.168.1.1", False, True),
        ("100.64.0.1", False, True),
        ("::1", False, True),
        ("fd00::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:93.184.216.34", True, True),
        ("64:ff9b::7f00:1", False, True),
        ("2002:7f00:1::", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("0.0.0.0", False, False),
        ("::", False, False),
    ],
)
def test_the_guard_knows_inner_addresses(address: str, public: bool, private: bool) -> None:
    """Inner addresses open only by allow_private; link-local and multicast never."""
    assert is_allowed(address, allow_private=False) is public
    assert is_allowed(address, allow_private=True) is private


def test_nothing_heavy_is_imported_with_the_poller() -> None:
    """The first frame waits for neither the HTTP client nor the parser."""
    code = "import sys, sources.poller; print({'aiohttp', 'feedparser'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert shown.stdout.strip() == "set()"
