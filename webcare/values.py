"""How a value of webcare.toml is read: each reader takes what TOML gave and returns ours.

A reader raises ValueError with the end of a sentence: "… must be <this>".
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time
from itertools import pairwise
from typing import Any

from core.clock import DAY
from core.errors import UsageError
from core.i18n import _
from core.when import parse_duration
from sources.settings import file_problem, url_problem
from webcare.secret import check_reference

Reader = Callable[[object], Any]
Interval = tuple[time, time]

_LONGEST = 366 * DAY
_COUNTRIES_AT_HOME = frozenset({"", "NL", "NO"})
"""Where most users are: known without asking the library of holidays."""
_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def text(value: object) -> str:
    """Read a line of text."""
    if not isinstance(value, str):
        raise ValueError(_("must be text between quotes"))  # noqa: TRY004 - what readers raise
    if not value.isprintable():
        raise ValueError(_("must be one line without control characters"))
    return value


def name(value: object) -> str:
    """Read a text that is not empty."""
    if not text(value).strip():
        raise ValueError(_("must not be empty"))
    return text(value).strip()


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(_("must be true or false"))  # noqa: TRY004 - what readers raise
    return value


def count(low: int, high: int) -> Reader:
    """Return a reader of whole numbers within bounds."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            must = _("must be a whole number from {low} to {high}")
            raise ValueError(must.format(low=low, high=high))
        return value

    return read


def one_of(choices: Iterable[str]) -> Reader:
    """Return a reader of a word out of a closed list."""
    allowed = {str(choice): choice for choice in choices}

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(_("must be one of {choices}").format(choices=", ".join(allowed)))
        return allowed[value]

    return read


def many(reader: Reader, at_least: int = 0) -> Reader:
    """Return a reader of a list whose every member the given reader reads."""

    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError(_("must be a list between [ and ]"))  # noqa: TRY004 - likewise
        if len(value) < at_least:
            raise ValueError(_("must name at least {n}").format(n=at_least))
        return tuple(reader(member) for member in value)

    return read


def signature(value: object) -> str:
    """Read what stands under a reply; it names agent and brand at most."""
    from playbooks.canned import SIGNING

    _check_places(text(value), SIGNING)
    return text(value)


def canned(value: object) -> str:
    """Read a canned text, of as many lines as it likes."""
    from playbooks.canned import PERSONAL, PLACES

    if not isinstance(value, str) or not value.strip():
        raise ValueError(_("must be text between quotes"))
    if not value.replace("\n", "").isprintable():
        raise ValueError(_("must hold no control characters"))
    if PERSONAL not in _check_places(value, PLACES):
        raise ValueError(_("must hold {personal}: what is written for this customer alone"))
    return value.strip()


def _check_places(value: str, known: Iterable[str]) -> list[str]:
    """Return the places in a text; ValueError for one that nothing fills."""
    from playbooks.canned import places

    named = list(places(value))
    for one in named:
        if one not in known:
            there = ", ".join(f"{{{place}}}" for place in known)
            said = _("has no place {name}; there are {places}")
            raise ValueError(said.format(name=f"{{{one}}}", places=there))
    return named


def duration(value: object) -> int:
    """Read a length of time such as ``90s``, ``15m``, ``2h30m`` or ``3d``, in microseconds."""
    with _or(_('must be a length of time such as "15m", "2h30m" or "3d"')):
        length = parse_duration(text(value))
    if not 0 < length <= _LONGEST:
        raise ValueError(_("must be longer than nothing and at most a year"))
    return length


def zone(value: object) -> str:
    """Read the name of a time zone."""
    from zoneinfo import ZoneInfo

    with _or(_('must be a time zone such as "Europe/Amsterdam"')):
        return ZoneInfo(name(value)).key


def interval(value: object) -> Interval:
    """Read opening hours such as ``09:00-17:30``; ``24:00`` is the end of the day."""
    found = _INTERVAL.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(_('must be hours such as "09:00-17:30"'))
    hour, minute, to_hour, to_minute = (int(part) for part in found.groups())
    with _or(_("must lie between 00:00 and 24:00")):
        start = time(hour, minute)
        end = time(0) if (to_hour, to_minute) == (24, 0) else time(to_hour, to_minute)
    if end != time(0) and start >= end:
        raise ValueError(_("must begin before it ends; split a night in two days"))
    return start, end


def intervals(value: object) -> tuple[Interval, ...]:
    """Read a day's opening hours; an empty list is closed."""
    ordered: tuple[Interval, ...] = tuple(sorted(many(interval)(value)))
    for (_start, end), (start, _end) in pairwise(ordered):
        if end == time(0) or start < end:
            raise ValueError(_("must not overlap"))
    return ordered


def country(value: object) -> str:
    """Read the code of a country whose public holidays are closed days; empty for none."""
    code = text(value)
    if code not in _COUNTRIES_AT_HOME:
        from holidays import list_supported_countries  # slow to import, and needed by few

        if code not in list_supported_countries():
            raise ValueError(_('must be a country code such as "NL" or "NO"'))
    return code


def order(value: object) -> str:
    """Read the name of an order of the queue."""
    from desk.order.orders import ORDERS  # the first frame needs no plan

    return str(one_of(ORDERS)(value))


def address(value: object) -> str:
    """Read an address that can be polled, or that names a file; its kind says which it must be."""
    said = text(value)
    if problem := file_problem(said) if said.startswith("file:") else url_problem(said):
        raise ValueError(problem)
    return said


def reference(value: object) -> str:
    """Read where a secret is."""
    return check_reference(text(value))


def day(key: str) -> date:
    """Read a date used as a key, such as ``2026-12-24``."""
    with _or(_("must be a date such as 2026-12-24")):
        return date.fromisoformat(key)


def own_name(key: str) -> str:
    """Read a name of the user's own choosing, used as a key."""
    if not _NAME.fullmatch(key):
        raise ValueError(_("a name has small letters, digits, - and _, at most 40"))
    return key


@contextmanager
def _or(sentence: str) -> Iterator[None]:
    """Say of whatever is no such value what it must be."""
    try:
        yield
    except (ValueError, LookupError, OSError, UsageError) as error:
        raise ValueError(sentence) from error
