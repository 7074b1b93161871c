"""The chain of hashes over an item's events, and the salted digests that stand for texts.

A text can be erased together with its salt: its digest stays, so that the chain still
holds, but tells nothing about what was written.
"""

import hashlib
import secrets
from collections.abc import Mapping

from desk.model.event import Event
from desk.store.codec import canonical, encode_effects

SALT_BYTES = 16


def new_salt() -> bytes:
    """Return a salt for one text."""
    return secrets.token_bytes(SALT_BYTES)


def digest(salt: bytes, text: str) -> str:
    """Return what an event keeps of a text."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def link(previous: str, event: Event, digests: Mapping[str, str]) -> str:
    """Return the hash of an event that follows the one with the previous hash."""
    content = {
        "actor": event.actor,
        "at": event.at,
        "data": event.data,
        "effects": encode_effects(event.effects),
        "id": event.id,
        "item": event.item,
        "kind": event.kind,
        "previous": previous,
        "recorded_at": event.recorded_at,
        "texts": digests,
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()
