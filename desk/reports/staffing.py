"""The plan's figures: what can be kept, how many promises will break, and what would help."""

from collections.abc import Sequence
from datetime import tzinfo

from core.clock import MINUTE, iso
from core.i18n import _, ngettext
from core.moments import spell
from core.vocabulary import Lane
from desk.model.event import JSON
from desk.order.capacity import Forecast, Help
from desk.order.plan import Plan
from desk.reports.written import written

SCHEMA = "webcare.plan/1"


def plan_object(
    order: str, plan: Plan, told: Forecast, more: Help | None, rows: Sequence[JSON], zone: tzinfo
) -> dict[str, JSON]:
    """Return the plan as an object; ``rows`` are its items."""
    return {
        "schema": SCHEMA,
        "order": order,
        "agents": plan.hands.agents,
        "in_hand": len(plan.hands.in_hand),
        "counts": {lane.value: plan.count(lane) for lane in Lane},
        "forecast": {"expected": round(told.expected, 2), **written(told, names="low high missed")},
        "help": more
        and {**written(more, names="agents saves"), "minutes": -(-more.duration // MINUTE)},
        "replan_at": iso(plan.replan_at, zone),
        "items": list(rows),
    }


def plan_lines(plan: Plan, told: Forecast, more: Help | None) -> tuple[str, ...]:
    """Return the plan's figures in sentences."""
    agents = plan.hands.agents
    lines = [
        ngettext("{n} agent works", "{n} agents work", agents).format(n=agents),
        _("of all: {keep} can be kept, {aside} set aside, {late} late").format(
            keep=plan.count(Lane.KEEP),
            aside=plan.count(Lane.SET_ASIDE),
            late=plan.count(Lane.LATE),
        ),
        _("missed already: {missed}; of the others {low} to {high} will break").format(
            missed=told.missed, low=told.low, high=told.high
        ),
    ]
    if more is not None:
        lines.append(
            ngettext(
                "{n} more agent for {span} would keep {saves} more",
                "{n} more agents for {span} would keep {saves} more",
                more.agents,
            ).format(n=more.agents, span=spell(more.duration), saves=more.saves)
        )
    return tuple(lines)
