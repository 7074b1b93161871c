"""What a line of a list says of an item."""

from core.labels import label
from core.vocabulary import FoundIn, State
from desk.store.listing import QueueRow

GONE = frozenset({State.CLOSED, State.REMOVED})


def line_of(row: QueueRow) -> str:
    """Return an item's text as stored, or what was found of it and in which of its texts."""
    if row.match is None:
        return _text(row)
    found_in, text = row.match
    if found_in is FoundIn.AUTHOR:
        text = _text(row)
    elif found_in is not FoundIn.COMMENT:
        text = f"{label(found_in)}: {text}"
    return f"{label(row.state)} · {text}" if row.state in GONE else text


def _text(row: QueueRow) -> str:
    return row.text.replace("\n", " – ", 1)  # title, then body
