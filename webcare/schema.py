"""Every setting of webcare.toml: its place, and how its value is read.

docs/configuration.md explains each one; a test holds that page to this table.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from core.i18n import _
from core.vocabulary import Kind, Language
from desk.settings import Promises, Waits
from sources.registry import KINDS
from sources.settings import MAX_BYTES_LIMIT
from webcare import values
from webcare.language import LANGUAGES
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

CHOSEN: Mapping[str, Callable[[str], object]] = {
    ANY_NAME: values.own_name,
    ANY_DAY: values.day,
    ANY_ID: values.name,
}
"""How the names that users choose are read."""

READ = [language for language in Language if language is not Language.UND]
WEIGHT = values.count(0, 100)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

PROMISES: Mapping[str, Shape] = {
    **{one.name: {"within": values.duration, "weight": WEIGHT} for one in fields(Promises)},
    "promised_contact_weight": WEIGHT,
}

SOURCE: Mapping[str, Shape] = {
    "url": values.address,
    "kind": values.one_of(KINDS),
    "brand": values.name,
    "title": values.text,
    "language": values.one_of(READ),
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
    "language": values.one_of(LANGUAGES),
    "database": values.name,
    "database_password": values.reference,
    "screen": {"colours": values.one_of(("full", "ansi", "none"))},
    "keys": {ANY_ID: values.name},
    "team": {"name": values.name, "languages": values.many(values.one_of(READ), 1)},
    "evidence": {"photograph_from": values.count(0, 5)},
    "hours": {
        "zone": values.zone,
        **dict.fromkeys(WEEKDAYS, values.intervals),
        "holidays": values.country,
        "exceptions": {ANY_DAY: values.intervals},
    },
    "promises": PROMISES,
    "waits": {
        **{one.name: values.duration for one in fields(Waits)},
        "watch_rechecks": values.many(values.duration, 1),
    },
    "order": {
        "name": values.order,
        "reserve": values.count(0, 80),
        "guard": values.duration,
        "horizon": values.duration,
    },
    "storm": {"items": values.count(0, 500), "within": values.duration},
    "brands": {
        ANY_NAME: {
            "title": values.name,
            "signature": values.signature,
            "formal": values.flag,
            "tone": values.text,
            "own_contacts": values.many(values.name),
            "promises": PROMISES,
        }
    },
    "canned": {
        ANY_NAME: {
            "title": values.name,
            "language": values.one_of(READ),
            "text": values.canned,
            "kinds": values.many(values.one_of(Kind)),
            "brands": values.many(values.name),
            "formal": values.flag,
        }
    },
    "sources": {ANY_NAME: SOURCE},
}

LOCAL = frozenset({"agent", "language", "database", "database_password", "screen", "keys"})
"""What is each agent's own; all else holds for the whole team."""


class MisfitError(ValueError):
    """A key or value that the schema does not know."""

    def __init__(self, way: Way, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.way = way
        self.message = message
        self.hint = hint


def fit(value: object, shape: Shape = SCHEMA, way: Way = ()) -> Any:
    """Return a document with every value read; raise MisfitError at the first that does not fit."""
    if not isinstance(shape, Mapping):
        return _read(shape, value, way)
    if not isinstance(value, Mapping):
        raise MisfitError(way, _("must be a table of settings"))
    chosen = next((one for one in CHOSEN if one in shape), None)
    fitted = {}
    for key, part in value.items():
        inner = (*way, str(key))
        if chosen:
            fitted[_read(CHOSEN[chosen], str(key), inner)] = fit(part, shape[chosen], inner)
        elif key in shape:
            fitted[key] = fit(part, shape[key], inner)
        else:
            known = _("Known here: {keys}.").format(keys=", ".join(shape))
            hint = did_you_mean(str(key), shape) or known
            raise MisfitError(inner, _("there is no such setting"), hint)
    return fitted


def _read(reader: Callable[[Any], Any], value: object, way: Way) -> Any:
    try:
        return reader(value)
    except ValueError as error:
        raise MisfitError(way, str(error)) from error


def settings(shape: Shape = SCHEMA, way: Way = ()) -> Iterator[Way]:
    """Yield the place of every setting, with ANY_… where users choose the name."""
    if not isinstance(shape, Mapping):
        yield way
        return
    for key, part in shape.items():
        yield from settings(part, (*way, key))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the question after the nearest right spelling, empty where nothing is near."""
    from core.toml_lines import nearest  # only a mistake pays for it

    near = nearest(word, known)
    return _("Did you mean {near}?").format(near=near) if near else ""
