"""Ids made by whoever acts: UUIDv7, so that they sort by the time they were made."""

import secrets

from core.clock import Instant
from core.vocabulary import EventId


def new_event_id(now: Instant) -> EventId:
    """Return a new UUIDv7 (RFC 9562): 48 bits of milliseconds, 74 random bits."""
    millis = now // 1000 & ((1 << 48) - 1)
    value = millis << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62
    text = f"{value | secrets.randbits(62):032x}"
    return EventId("-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:])))
