"""Which of their texts holds the words that items were found by.

Each database finds them by an index of its own (``words``) that follows ``texts`` by itself.
"""

from collections.abc import Sequence

from core.vocabulary import FoundIn, ItemId
from desk.model.event import EventKind
from desk.model.terms import excerpt, places, read_terms
from desk.store.listing import Match
from desk.store.work import Work, fetch

_ARRIVED = frozenset({EventKind.SEEN, EventKind.REVISED})
_BY_KIND = {
    EventKind.REPLIED: FoundIn.REPLY,
    EventKind.PUT_RIGHT: FoundIn.REPLY,
    EventKind.HEARD: FoundIn.HEARD,
    EventKind.NOTED: FoundIn.NOTE,
    EventKind.HANDED: FoundIn.NOTE,
}


def matches(typed: str, items: Sequence[ItemId]) -> Work[dict[ItemId, Match]]:
    """Return for each item the text that holds most of what was typed, the newest of several."""
    terms = read_terms(typed)
    written = yield from fetch(
        "SELECT item, kind, name, body FROM searched WHERE item IN"
        " (SELECT CAST(value AS BIGINT) FROM json_each(?)) ORDER BY item, seq, name DESC",
        str(list(items)),
    )
    best: dict[ItemId, tuple[int, Match]] = {}
    for item, kind, name, body in written:
        found = places(terms, body)
        if found and len(found) >= best.get(item, (0,))[0]:
            match = Match(_found_in(EventKind(kind), name), excerpt(body, min(found)))
            best[item] = len(found), match
    return {item: match for item, (_count, match) in best.items()}


def _found_in(kind: EventKind, name: str) -> FoundIn:
    if kind in _ARRIVED:
        return FoundIn.AUTHOR if name == "author" else FoundIn.COMMENT
    return _BY_KIND.get(kind, FoundIn.HISTORY)
