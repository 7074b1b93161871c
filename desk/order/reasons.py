"""Why an item stands where it stands: one sentence, and on request the whole reckoning.

A reason carries its numbers as instants and spans, so that it can be said anew each second
without planning anew. Nothing here ever promises: what arrives next may always change it.
"""

from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from core.clock import MINUTE, Instant
from core.i18n import _, ngettext
from core.moments import spell, wall
from core.vocabulary import ItemId, Lane
from desk.order.job import Job
from desk.order.plan import Plan, price


class Why(StrEnum):
    """Codes of reasons, for scripts."""

    PINNED = "pinned"
    KEEP = "keep"
    BEYOND = "beyond"
    SET_ASIDE = "set_aside"
    TOO_LATE = "too_late"
    MOVED_UP = "moved_up"
    SECOND = "second"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one item stands where it stands."""

    why: Why
    job: Job
    start: Instant | None = None
    """When its turn comes, as planned."""
    second: Instant | None = None
    """Its second promise."""
    breaks: int = 0
    """How many others keeping it would break."""
    breaks_weight: float = 0

    @property
    def last_start(self) -> Instant:
        """The last instant at which it can be begun and still be kept."""
        return self.job.due - self.job.work


def reason(plan: Plan, item: ItemId) -> Reason:
    """Return why an item of the plan stands where it stands; KeyError when it is not in it."""
    job = plan.jobs[item]
    start, second = plan.starts.get(item), plan.seconds.get(item)
    if job.pinned and plan.rules.pins:
        return Reason(Why.PINNED, job)
    if plan.lanes[item] is Lane.SET_ASIDE:
        lost = price(plan, job)
        weight = sum(one.weight for one in lost)
        return Reason(Why.SET_ASIDE, job, breaks=len(lost), breaks_weight=weight)
    if plan.lanes[item] is Lane.LATE:
        if item in plan.moved:
            return Reason(Why.MOVED_UP, job, second=second)
        if job.due > plan.now:
            return Reason(Why.TOO_LATE, job, second=second)
        return Reason(Why.SECOND if second else Why.LATE, job, second=second)
    if start is None:
        return Reason(Why.BEYOND, job)
    return Reason(Why.KEEP, job, start=int(start))


def sentence(reason: Reason, now: Instant, zone: tzinfo) -> str:
    """Return the reason in one short sentence, as it holds at an instant."""
    job = reason.job
    second = wall(reason.second, now, zone) if reason.second is not None else ""
    match reason.why:
        case Why.PINNED:
            return _("first of all: someone may come to harm")
        case Why.KEEP:
            if reason.last_start - now < MINUTE:
                return _("start now: last minute to keep it")
            left = spell(reason.last_start - now)
            return _("can still be kept if started within {span}").format(span=left)
        case Why.BEYOND:
            due = wall(job.due, now, zone)
            return _("due {due}: later than the plan looks").format(due=due)
        case Why.SET_ASIDE:
            if not reason.breaks:
                return _("set aside: time is kept free for what is still to come")
            return ngettext(
                "set aside: keeping it would break {n} other (weight {weight})",
                "set aside: keeping it would break {n} others (weight {weight})",
                reason.breaks,
            ).format(n=reason.breaks, weight=f"{reason.breaks_weight:g}")
        case Why.TOO_LATE if job.due > now:
            return _("too late to finish in time (usually takes {work}, {left} left)").format(
                work=spell(job.work), left=spell(job.due - now)
            )
        case Why.MOVED_UP if job.heavy:
            return _("moved up: late and heavy; second promise {time}").format(time=second)
        case Why.MOVED_UP:
            return _("moved up: late; second promise {time}").format(time=second)
    over = spell(max(0, now - job.due))
    if reason.second is None:
        return _("cannot be kept any more: {over} over").format(over=over)
    return _("cannot be kept any more: {over} over; second promise {time}").format(
        over=over, time=second
    )


def reckoning(plan: Plan, item: ItemId, now: Instant, zone: tzinfo) -> tuple[str, ...]:
    """Return everything the plan reckoned with for an item, line by line."""
    found = reason(plan, item)
    job = found.job
    ahead = plan.order.index(job)
    lines = [
        sentence(found, now, zone),
        _("due {due}, usually takes {work}, weight {weight}").format(
            due=wall(job.due, now, zone), work=spell(job.work), weight=f"{job.weight:g}"
        ),
        _("it keeps {n} of weight for each ten minutes of work").format(
            n=f"{job.weight / job.work * 10 * MINUTE:.1f}"
        ),
        ngettext("{n} item comes before it", "{n} items come before it", ahead).format(n=ahead),
    ]
    if found.start is not None:
        lines.append(_("its turn comes at about {time}").format(time=wall(found.start, now, zone)))
    lines += [
        ngettext(
            "{n} agent works, {busy} items in hand",
            "{n} agents work, {busy} items in hand",
            plan.hands.agents,
        ).format(n=plan.hands.agents, busy=len(plan.hands.in_hand)),
        _("{n} % of the time is kept free for what is still to come").format(
            n=round(plan.rules.reserve * 100)
        ),
        _("of all: {keep} can be kept, {aside} set aside, {late} late").format(
            keep=plan.count(Lane.KEEP),
            aside=plan.count(Lane.SET_ASIDE),
            late=plan.count(Lane.LATE),
        ),
        _("the plan changes by itself at {time} at the earliest").format(
            time=wall(plan.replan_at, now, zone, seconds=True)
        ),
    ]
    return tuple(lines)
