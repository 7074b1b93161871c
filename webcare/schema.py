"""Every setting of webcare.toml: its place, and how its value is read.

docs/configuration.md explains each one; a test holds that page to this table.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from core.i18n import _
from core.vocabulary import Kind, Language
from sources.registry import KINDS
from sources.settings import MAX_BYTES_LIMIT
from webcare import values
from webcare.values import Reader

Way = tuple[str, ...]
"""The way to a setting: names of tables, then its own."""
Shape = Reader | Mapping[str, "Shape"]
"""A reader of one value, or a table of shapes by key."""

ANY_NAME = "<name>"
"""Stands for a name of the user's own choosing."""
ANY_DAY = "<date>"
"""Stands for a date."""
ANY_ID = "<id>"
"""Stands for the id of a key's action, or the name of a header."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_SCREEN = ("nl", "nb", "en")
_READ = [language for language in Language if language is not Language.UND]


class MisfitError(ValueError):
    """A key or value that the schema does not know."""

    def __init__(self, way: Way, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.way = way
        self.message = message
        self.hint = hint


_PROMISE: Mapping[str, Shape] = {"within": values.duration, "weight": values.count(0, 100)}

PROMISES: Mapping[str, Shape] = {
    "harmful": _PROMISE,
    "hot_complaint": _PROMISE,
    "complaint": _PROMISE,
    "hot_question": _PROMISE,
    "question": _PROMISE,
    "praise": _PROMISE,
    "other": _PROMISE,
    "next_response": _PROMISE,
    "resolution": _PROMISE,
    "promised_contact_weight": values.count(0, 100),
}

WAITS: Mapping[str, Shape] = {
    "cool_down": values.duration,
    "review": values.duration,
    "internal": values.duration,
    "follow_up": values.duration,
    "praise_follow_up": values.duration,
    "watch_rechecks": values.sequence(values.duration, 1),
    "lease": values.duration,
    "ready_lease": values.duration,
}

ORDER: Mapping[str, Shape] = {
    "name": values.order,
    "reserve": values.count(0, 80),
    "guard": values.duration,
    "horizon": values.duration,
}

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

HOURS: Mapping[str, Shape] = {
    "zone": values.zone,
    **dict.fromkeys(WEEKDAYS, values.intervals),
    "holidays": values.country,
    "exceptions": {ANY_DAY: values.intervals},
}

BRAND: Mapping[str, Shape] = {
    "title": values.name,
    "signature": values.signature,
    "formal": values.flag,
    "tone": values.text,
    "own_contacts": values.many(values.name),
    "promises": PROMISES,
}

CANNED: Mapping[str, Shape] = {
    "title": values.name,
    "language": values.one_of(_READ),
    "text": values.canned,
    "kinds": values.many(values.one_of(Kind)),
    "brands": values.many(values.name),
    "formal": values.flag,
}

SOURCE: Mapping[str, Shape] = {
    "url": values.address,
    "kind": values.one_of(KINDS),
    "brand": values.name,
    "title": values.text,
    "language": values.one_of(_READ),
    "zone": values.zone,
    "enabled": values.flag,
    "interval_min": values.duration,
    "interval_max": values.duration,
    "fields": {ANY_ID: values.name},
    "own_authors": values.many(values.name),
    "reply_limit": values.count(0, 100_000),
    "account": values.name,
    "secret": values.reference,
    "headers": {ANY_ID: values.reference},
    "opml": {ANY_ID: values.text},
    "allow_private": values.flag,
    "allow_hosts": values.many(values.name),
    "max_bytes": values.count(1, MAX_BYTES_LIMIT),
    "promises": PROMISES,
}

SCHEMA: Mapping[str, Shape] = {
    "agent": values.name,
    "language": values.one_of(_SCREEN),
    "database": values.name,
    "database_password": values.reference,
    "screen": {"colours": values.one_of(("full", "ansi", "none"))},
    "keys": {ANY_ID: values.name},
    "team": {
        "name": values.name,
        "languages": values.sequence(values.one_of(_READ), 1),
    },
    "evidence": {"photograph_from": values.count(0, 5)},
    "hours": HOURS,
    "promises": PROMISES,
    "waits": WAITS,
    "order": ORDER,
    "storm": {"items": values.count(0, 500), "within": values.duration},
    "brands": {ANY_NAME: BRAND},
    "canned": {ANY_NAME: CANNED},
    "sources": {ANY_NAME: SOURCE},
}


LOCAL = frozenset({"agent", "language", "database", "database_password", "screen", "keys"})
"""What is each agent's own; all else holds for the whole team."""


def fit(value: object, shape: Shape = SCHEMA, way: Way = ()) -> Any:
    """Return a document with every value read; raise MisfitError at the first that does not fit."""
    if not isinstance(shape, Mapping):
        try:
            return shape(value)
        except ValueError as error:
            raise MisfitError(way, str(error)) from error
    if not isinstance(value, Mapping):
        raise MisfitError(way, _("must be a table of settings"))
    return {
        str(key): fit(part, _shape_of(str(key), shape, way), (*way, str(key)))
        for key, part in value.items()
    }


def settings(shape: Shape = SCHEMA, way: Way = ()) -> Iterator[Way]:
    """Yield the place of every setting, with ANY_… where users choose the name."""
    if not isinstance(shape, Mapping):
        yield way
        return
    for key, part in shape.items():
        yield from settings(part, (*way, key))


def _shape_of(key: str, shape: Mapping[str, Shape], way: Way) -> Shape:
    found = shape.get(key)
    if found is not None and key not in _CHOSEN:
        return found
    for chosen, check in _CHOSEN.items():
        if chosen in shape:
            try:
                check(key)
            except ValueError as error:
                raise MisfitError((*way, key), str(error)) from error
            return shape[chosen]
    raise MisfitError(
        (*way, key), _("there is no such setting"), did_you_mean(key, shape) or _known(shape)
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question after the nearest right spelling, empty where nothing is near."""
    from core.toml_lines import nearest  # only a mistake pays for it

    near = nearest(word, known)
    return _("Did you mean {near}?").format(near=near) if near else ""


def _known(shape: Mapping[str, Shape]) -> str:
    return _("Known here: {keys}.").format(keys=", ".join(shape))


def _name(key: str) -> None:
    if not _NAME.fullmatch(key):
        raise ValueError(_("a name has small letters, digits, - and _, at most 40"))


_CHOSEN: Mapping[str, Callable[[str], object]] = {
    ANY_NAME: _name,
    ANY_DAY: values.day,
    ANY_ID: values.name,
}
"""How the names that users choose are checked."""
