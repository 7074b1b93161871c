"""Rows of lists, for tests of what shows them."""

from dataclasses import replace

from core.clock import HOUR
from core.vocabulary import Ball, ItemId, Kind, Lane, Language, State
from desk.store.listing import QueueRow
from tests.support.clock import START


def make_row(**changes: object) -> QueueRow:
    """Return the row of a complaint that is due in an hour; any field can be given."""
    plain = QueueRow(
        ItemId(1),
        "shop",
        "marieke",
        "Waar blijft mijn pakket?",
        Kind.COMPLAINT,
        3,
        Language.NL,
        State.OPEN,
        Ball.US,
        Lane.KEEP,
        START + HOUR,
        None,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name
