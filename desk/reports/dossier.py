"""The dossier of an item, to hand on: texts, times, hashes and history, complete in one file."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from core.clock import Instant, to_datetime
from desk.model.event import JSON, Event, EventKind
from desk.reports.objects import item_object, told_object
from desk.reports.written import written
from desk.services.detail import Detail

SCHEMA = "webcare.dossier/1"
UNPOSTED = frozenset({EventKind.DRAFTED, EventKind.READIED})
"""Events whose texts were never said to anybody."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is held of an item, at an instant, and why it is handed on."""

    detail: Detail
    hashes: tuple[str, ...]
    """The links of the item's chain, one for each event."""
    chain_holds: bool
    """Whether no event, and no text that is left, was altered."""
    images: Mapping[str, bytes]
    """The pictures whose files are here, by their names."""
    made_at: Instant
    made_by: str
    reason: str
    zone: tzinfo

    @property
    def name(self) -> str:
        """Return what its file is called, without an ending."""
        made = to_datetime(self.made_at, self.zone)
        return f"dossier-{self.detail.item.id}-{made:%Y%m%d-%H%M%S}"

    @property
    def gone_at(self) -> Instant | None:
        """Return since when the comment is known to be gone at its source."""
        item = self.detail.item
        told = (event for event in self.detail.events if event.id not in item.undone)
        found = [event.at for event in told if event.kind is EventKind.VANISHED]
        return found[-1] if item.vanished and found else None

    def history(self) -> Iterator[tuple[Event, str]]:
        """Yield the events, each with its link of the chain."""
        return zip(self.detail.events, self.hashes, strict=True)


def dossier_object(dossier: Dossier) -> dict[str, JSON]:
    """Return the dossier for programs; texts are as stored, pictures in base64."""
    detail, zone = dossier.detail, dossier.zone
    return {
        "schema": SCHEMA,
        **written(dossier, zone, "made_at made_by reason gone_at chain_holds"),
        "item": item_object(detail.item, zone),
        "native_id": detail.item.native_id,
        **written(detail, zone, "author author_id links"),
        "url": detail.permalink,
        "versions": [
            {**written(version, zone), **written(version, zone, "after_answer raw")}
            for version in detail.revisions
        ],
        "pictures": [
            {**written(picture, zone), "png": _base64(dossier.images.get(picture.file))}
            for picture in detail.pictures
        ],
        "history": [
            {
                **told_object(event, detail, zone),
                "texts": {} if event.kind in UNPOSTED else dict(event.texts),
                "hash": link,
            }
            for event, link in dossier.history()
        ],
    }


def _base64(image: bytes | None) -> str | None:
    return None if image is None else base64.b64encode(image).decode("ascii")
