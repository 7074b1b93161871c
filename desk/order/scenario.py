"""Scenario files (webcare.scenario/1): the shift that ``webcare simulate`` plays.

Every key is optional; what is left out has the value of the benchmark. Times are minutes.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar, cast

from core.clock import MINUTE
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

    @property
    def target_minutes(self) -> float:
        """How long its promise runs: from when it can be worked on."""
        return self.workable_before_minutes


@dataclass(frozen=True, slots=True)
class Break:
    """A break of every agent, the second agent's later than the first's."""

    after_minutes: float = 0
    minutes: float = 0


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

    def breaks_of(self, agent: int) -> list[tuple[int, int]]:
        """Return when an agent's breaks begin and how long they last, in microseconds."""
        later = agent * self.break_stagger_minutes
        return [
            (round((one.after_minutes + later) * MINUTE), round(one.minutes * MINUTE))
            for one in sorted(self.breaks, key=lambda one: one.after_minutes)
        ]


BOUNDS: Mapping[str, tuple[float, float]] = {
    "day_minutes": (1, 100_000),
    "agents": (1, 1000),
    "load": (0, 100),
    "storms.count": (0, 100),
    "storms.factor": (0, 100),
    "misread": (0, 1),
    "known_minutes_factor": (0.01, 100),
    "backlog_minutes_per_agent": (0, 100_000),
    "answers_back.share": (0, 1),
    "promised_contact.share": (0, 1),
    "mean_minutes": (0.1, LARGEST),
    "after_median_minutes": (0.1, LARGEST),
    "sigma": (0, 5),
    "kind_sigma": (0, 5),
}
"""Between what a number must lie to be played, by its path or its own name; else up to LARGEST."""
WHOLE = frozenset({"agents", "storms.count"})


def read_scenario(value: object) -> Scenario:
    """Return a scenario from decoded JSON; UsageError names the key that is off."""
    table = dict(_table(value, ""))
    if table.pop("schema", SCHEMA) != SCHEMA:
        raise _off("schema", _("must be {schema}").format(schema=SCHEMA))
    scenario = _section(Scenario(), table, "")
    if not sum(kind.share for kind in scenario.kinds.values()):
        raise _off("kinds", _("no kind has a share"))
    if not sum(scenario.arrival_profile):
        raise _off("arrival_profile", _("holds no arrivals"))
    if len(scenario.poll_delay_minutes) != 2:
        raise _off("poll_delay_minutes", _("must be two numbers"))
    for name in scenario.answers_back.of:
        if name not in scenario.kinds:
            raise _off("answers_back.of", _("names {kind}, which is no kind").format(kind=name))
    return scenario


def _section(start: Section, table: Mapping[str, object], path: str) -> Section:
    """Return a section with the values given, each of the type of what it starts with."""
    names = [part.name for part in fields(cast("Any", start))]
    changes = {}
    for key, value in table.items():
        where = f"{path}.{key}".strip(".")
        if key not in names:
            near = nearest(key, names)
            hint = _("Did you mean {near}?").format(near=near) if near else ""
            raise _off(where, _("is not a key of a scenario"), hint)
        changes[key] = _value(getattr(start, key), value, where)
    return cast("Section", replace(cast("Any", start), **changes))


def _value(start: object, value: object, path: str) -> object:
    if isinstance(start, Mapping):
        kinds = {name: _kind(name, part) for name, part in _table(value, path).items()}
        return dict(start) | kinds
    if is_dataclass(start):
        return _section(start, _table(value, path), path)
    if isinstance(start, tuple):
        if not isinstance(value, list):
            raise _off(path, _("must be a list"))
        blank = type(start[0])()
        return tuple(_value(blank, one, f"{path}[{n}]") for n, one in enumerate(value))
    if isinstance(start, str):
        if not isinstance(value, str):
            raise _off(path, _("must be text"))
        return value
    return _number(value, path)


def _kind(name: str, value: object) -> KindMix:
    path = f"kinds.{name}"
    table = _table(value, path)
    for part in fields(KindMix):
        if name not in KINDS and part.name not in table:
            raise _off(f"{path}.{part.name}", _("is missing"))
    return _section(KINDS.get(name, KindMix(0, 0, 0, 0, 0)), table, path)


def _table(value: object, path: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _off(path or _("the scenario"), _("must be an object"))
    return value


def _number(value: object, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _off(path, _("must be a number"))
    low, high = BOUNDS.get(path) or BOUNDS.get(path.rpartition(".")[2], (0, LARGEST))
    if not low <= value <= high:
        raise _off(path, _("must lie between {low} and {high}").format(low=low, high=high))
    if path not in WHOLE:
        return value
    if value != int(value):
        raise _off(path, _("must be a whole number"))
    return int(value)


def _off(path: str, why: str, hint: str = "") -> UsageError:
    return UsageError(_("Scenario, {key}: {why}").format(key=path, why=why), hint)
