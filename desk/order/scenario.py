"""Scenario files (webcare.scenario/1): the shift that ``webcare simulate`` plays.

Every key is optional; what is left out has the value of the benchmark. Times are minutes.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar, cast

from core.errors import UsageError
from core.i18n import _
from core.toml_lines import nearest

SCHEMA = "webcare.scenario/1"
LARGEST = 1_000_000
"""No figure of a shift is larger."""

Section = TypeVar("Section")


@dataclass(frozen=True, slots=True)
class KindMix:
    """One kind of comment: how often it comes, what it is promised, how long it takes."""

    share: float
    weight: float
    target_minutes: float
    mean_minutes: float
    sigma: float
    """Spread of the log-normal handling time."""


@dataclass(frozen=True, slots=True)
class Storms:
    """Hours in which everybody writes, above all those who are angry."""

    count: int = 1
    minutes: float = 45
    factor: float = 3.0


@dataclass(frozen=True, slots=True)
class AnswersBack:
    """Customers who answer our answer."""

    share: float = 0.2
    after_median_minutes: float = 35
    sigma: float = 0.8
    weight: float = 4
    target_minutes: float = 60
    mean_minutes: float = 4
    kind_sigma: float = 0.6
    of: tuple[str, ...] = ("hot", "complaint", "question")


@dataclass(frozen=True, slots=True)
class PromisedContact:
    """Calls that were promised for a moment."""

    share: float = 0.02
    weight: float = 8
    mean_minutes: float = 6
    sigma: float = 0.5
    workable_before_minutes: float = 30


@dataclass(frozen=True, slots=True)
class Break:
    """A break of every agent, the second agent's later than the first's."""

    after_minutes: float
    minutes: float


KINDS: Mapping[str, KindMix] = MappingProxyType(
    {
        "harmful": KindMix(0.03, 8, 15, 5, 0.6),
        "hot": KindMix(0.10, 6, 30, 8, 0.7),
        "complaint": KindMix(0.36, 4, 60, 7, 0.6),
        "question": KindMix(0.30, 2, 120, 4, 0.5),
        "praise": KindMix(0.21, 1, 480, 2, 0.5),
    }
)
ARRIVALS = (0.7, 0.9, 1.05, 1.1, 1.05, 0.95, 0.85, 0.85, 0.9, 1.0, 1.15, 1.3, 1.25, 0.95)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A shift to be played; the values given here are the benchmark's."""

    name: str = "benchmark"
    day_minutes: float = 840
    agents: int = 4
    load: float = 0.9
    """Work that arrives, without storm and backlog, as a share of the agents' time."""
    kinds: Mapping[str, KindMix] = field(default_factory=lambda: KINDS)
    """In the order in which they are taken for one another."""
    storms: Storms = Storms()
    misread: float = 0.2
    """Share of kinds read wrong, mostly as the neighbouring one."""
    poll_delay_minutes: tuple[float, float] = (1, 5)
    """Between which a source's pace lies; a comment is seen within its source's pace."""
    backlog_minutes_per_agent: float = 30
    answers_back: AnswersBack = AnswersBack()
    promised_contact: PromisedContact = PromisedContact()
    known_minutes_factor: float = 1.0
    """How far the desk's expected minutes are off."""
    breaks: tuple[Break, ...] = (Break(120, 15), Break(240, 30), Break(540, 15))
    arrival_profile: tuple[float, ...] = ARRIVALS
    """Relative rates over equal parts of the day."""
    break_stagger_minutes: float = 15


def read_scenario(value: object) -> Scenario:
    """Return a scenario from decoded JSON; UsageError names the key that is off."""
    table = _table(value, "")
    if table.get("schema", SCHEMA) != SCHEMA:
        raise _off("schema", _("must be {schema}").format(schema=SCHEMA))
    given = {key: part for key, part in table.items() if key != "schema"}
    kinds = _table(given.pop("kinds", {}), "kinds")
    scenario = _section(Scenario(), given, "")
    scenario = replace(
        scenario,
        kinds=dict(KINDS) | {name: _kind(name, part) for name, part in kinds.items()},
    )
    _check(scenario)
    return scenario


def _kind(name: str, value: object) -> KindMix:
    path = f"kinds.{name}"
    table = _table(value, path)
    if name in KINDS:
        return _section(KINDS[name], table, path)
    missing = [part.name for part in fields(KindMix) if part.name not in table]
    if missing:
        raise _off(f"{path}.{missing[0]}", _("is missing"))
    return _section(KindMix(0, 0, 0, 0, 0), table, path)


def _section(start: Section, table: Mapping[str, object], path: str) -> Section:
    """Return a section with the values given, checked against those it starts with."""
    names = [part.name for part in fields(cast("Any", start))]
    changes = {}
    for key, value in table.items():
        where = f"{path}.{key}" if path else key
        if key not in names:
            near = nearest(key, names)
            hint = _("Did you mean {near}?").format(near=near) if near else ""
            raise _off(where, _("is not a key of a scenario"), hint)
        changes[key] = _value(getattr(start, key), value, where)
    return cast("Section", replace(cast("Any", start), **changes))


def _value(start: object, value: object, path: str) -> object:
    """Return one value, of the type of what it starts with."""
    if is_dataclass(start):
        return _section(start, _table(value, path), path)
    if isinstance(start, str):
        return _text(value, path)
    if isinstance(start, int | float):
        return _number(value, path, whole=path in WHOLE)
    if not isinstance(value, list):
        raise _off(path, _("must be a list"))
    if path == "answers_back.of":
        return tuple(_text(one, path) for one in value)
    if path == "breaks":
        return tuple(
            _section(Break(0, 0), _table(one, f"breaks[{n}]"), f"breaks[{n}]")
            for n, one in enumerate(value)
        )
    return tuple(_number(one, f"{path}[{n}]") for n, one in enumerate(value))


WHOLE = frozenset({"agents", "storms.count"})


def _check(scenario: Scenario) -> None:
    """Hold values to what can be played."""
    back, call = scenario.answers_back, scenario.promised_contact
    ranges = [
        ("day_minutes", scenario.day_minutes, 1, 100_000),
        ("agents", scenario.agents, 1, 1000),
        ("load", scenario.load, 0, 100),
        ("storms.count", scenario.storms.count, 0, 100),
        ("storms.factor", scenario.storms.factor, 0, 100),
        ("misread", scenario.misread, 0, 1),
        ("known_minutes_factor", scenario.known_minutes_factor, 0.01, 100),
        ("backlog_minutes_per_agent", scenario.backlog_minutes_per_agent, 0, 100_000),
        ("answers_back.share", back.share, 0, 1),
        ("answers_back.mean_minutes", back.mean_minutes, 0.1, LARGEST),
        ("answers_back.after_median_minutes", back.after_median_minutes, 0.1, LARGEST),
        ("answers_back.sigma", back.sigma, 0, 5),
        ("answers_back.kind_sigma", back.kind_sigma, 0, 5),
        ("promised_contact.share", call.share, 0, 1),
        ("promised_contact.mean_minutes", call.mean_minutes, 0.1, LARGEST),
        ("promised_contact.sigma", call.sigma, 0, 5),
    ]
    for name, kind in scenario.kinds.items():
        ranges.append((f"kinds.{name}.mean_minutes", kind.mean_minutes, 0.1, LARGEST))
        ranges.append((f"kinds.{name}.sigma", kind.sigma, 0, 5))
    for path, number, low, high in ranges:
        if not low <= number <= high:
            raise _between(path, low, high)
    if not sum(kind.share for kind in scenario.kinds.values()):
        raise _off("kinds", _("no kind has a share"))
    if not sum(scenario.arrival_profile):
        raise _off("arrival_profile", _("holds no arrivals"))
    if len(scenario.poll_delay_minutes) != 2:
        raise _off("poll_delay_minutes", _("must be two numbers"))
    for name in back.of:
        if name not in scenario.kinds:
            raise _off("answers_back.of", _("names {kind}, which is no kind").format(kind=name))


def _table(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _off(path or _("the scenario"), _("must be an object"))
    return value


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise _off(path, _("must be text"))
    return value


def _number(value: object, path: str, *, whole: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _off(path, _("must be a number"))
    if not 0 <= value <= LARGEST:
        raise _between(path, 0, LARGEST)
    if whole and value != int(value):
        raise _off(path, _("must be a whole number"))
    return int(value) if whole else value


def _between(path: str, low: float, high: float) -> UsageError:
    return _off(path, _("must lie between {low} and {high}").format(low=low, high=high))


def _off(path: str, why: str, hint: str = "") -> UsageError:
    return UsageError(_("Scenario, {key}: {why}").format(key=path, why=why), hint)
