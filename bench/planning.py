"""What planning the queue anew costs: from the promises as the store had them to every place."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter

from bench.result import Result
from core.clock import HOUR, MINUTE, SECOND
from core.vocabulary import ItemId, Kind, Lane, Size
from desk.order.orders import ORDERS
from desk.services.planner import Facts, Planner
from desk.settings import DeskSettings
from desk.store.listing import Span
from desk.store.records import Near, Promised

NOW = 1_700_000_000 * SECOND
HORIZON = 12
"""Hours over which the promises lie, a twelfth of them missed already."""
LIMITS = {1_000: 5.0, 10_000: 20.0}
"""Promises to the milliseconds that they may take."""
MIX = (
    (0.03, Kind.HARMFUL, 5, 15, 8),
    (0.10, Kind.COMPLAINT, 4, 30, 6),
    (0.36, Kind.COMPLAINT, 3, 60, 4),
    (0.30, Kind.QUESTION, 2, 120, 2),
    (0.21, Kind.PRAISE, 1, 480, 1),
)
"""Share, kind, severity, minutes promised and weight."""
TIMES = 15


def promises(count: int) -> Near:
    """Return so many promises of a busy desk, as they are read: by due instant."""
    dice = random.Random(count)  # noqa: S311 - the same desk every time
    kinds = dice.choices(MIX, [one[0] for one in MIX], k=count)
    dues = sorted(NOW + round(dice.uniform(-1, HORIZON) * HOUR) for _ in kinds)
    rows = tuple(
        Promised(
            ItemId(number),
            due,
            due - minutes * MINUTE,
            weight,
            kind,
            severity,
            dice.choice(tuple(Size)),
            f"shop{number % 7}",
            dice.randint(20, 900),
        )
        for number, (due, (_share, kind, severity, minutes, weight)) in enumerate(
            zip(dues, kinds, strict=True)
        )
    )
    everything = Span(NOW - HOUR, NOW + HORIZON * HOUR)
    return Near(rows, (everything, everything))


def measure() -> Iterator[Result]:
    """Measure a whole replan by each setting of the dial, against sorting the same promises."""
    for count, limit in LIMITS.items():
        facts = Facts(NOW, promises(count), agents=4)
        peer = best(partial(sorted, facts.near.promised, key=attrgetter("weight", "due")))
        for name in (name for name in ORDERS if name.startswith("promises")):
            planner = Planner()
            work = partial(planner.plan, facts, DeskSettings(), name)
            took, aside = best(work), work().plan.count(Lane.SET_ASIDE)
            what = f"replan of {count:,}, {name}, {aside:,} set aside"
            yield Result(what, f"{took:.1f} ms", f"{peer:.1f} ms", took, limit, "ms")


def best(work: Callable[[], object], times: int = TIMES) -> float:
    """Return the milliseconds of the quickest run, with what is loaded out of the collector's way.

    The desk keeps it out as well.
    """
    gc.collect()
    gc.freeze()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took) * 1000
