"""Dates of feeds, as servers in the Netherlands, Norway and elsewhere write them."""

from datetime import datetime

import pytest

from core.clock import from_datetime
from sources.dates import read_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, 20 Nov 2026 12:00:00 +0000", "2026-11-20T12:00:00+00:00"),
        ("Fri, 20 Nov 2026 12:00:00 GMT", "2026-11-20T12:00:00+00:00"),
        ("20 Nov 26 12:00 EST", "2026-11-20T12:00:00-05:00"),
        ("vr, 20 nov 2026 12:00:00 CET", "2026-11-20T12:00:00+01:00"),
        ("zo, 20 mei 2026 12:00:00 CEST", "2026-05-20T12:00:00+02:00"),
        ("fre, 20 okt 2026 12:00:00 +0200", "2026-10-20T12:00:00+02:00"),
        ("lør., 5. des 2026 kl. 08:30", "2026-12-05T08:30:00+01:00"),
        ("5. des 2026 eller så", None),
        ("Fri, 20 Nov 2026 12:00:00 +0000 (UTC)", "2026-11-20T12:00:00+00:00"),
        ("20 maart 2026 09:05", "2026-03-20T09:05:00+01:00"),
        ("Seg, 24 sept 2018 10:00:00 -0300", "2018-09-24T10:00:00-03:00"),
        ("20-11-2026 12:00", "2026-11-20T12:00:00+01:00"),
        ("2026-11-20T12:00:00Z", "2026-11-20T12:00:00+00:00"),
        ("2026-07-20 12:00:00", "2026-07-20T12:00:00+02:00"),
        ("1763640000", "2025-11-20T12:00:00+00:00"),
        ("1763640000000", "2025-11-20T12:00:00+00:00"),
        ("1999-12-31T23:00:00Z", "1999-12-31T23:00:00+00:00"),
        ("1763-01-01T00:00:00Z", None),
        ("9999-01-01T00:00:00Z", None),
        ("32 Nov 2026 12:00:00 GMT", None),
        ("20 Nov 2026 25:00:00 GMT", None),
        ("gisteren", None),
        ("", None),
        ("٣" * 10, None),
        ("1" * 500, None),
    ],
)
def test_reads_what_feeds_write(text: str, expected: str | None) -> None:
    """A date in the source's own language and zone is placed; nonsense is not."""
    instant = from_datetime(datetime.fromisoformat(expected)) if expected else None
    assert read_date(text, "Europe/Amsterdam") == instant


def test_an_unknown_zone_is_utc() -> None:
    """A zone that this machine does not know costs no entry."""
    assert read_date("2026-11-20 12:00:00", "Mars/Olympus") == read_date("2026-11-20T12:00:00Z")
