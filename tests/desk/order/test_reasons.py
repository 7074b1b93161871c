"""Why an item stands where it stands, said in one sentence."""

from datetime import UTC

import pytest

from core.clock import HOUR, MINUTE, SECOND, Instant
from core.vocabulary import ItemId
from desk.order.job import Dial, Hands, Job, Rules
from desk.order.plan import Plan, plan
from desk.order.reasons import Why, reason, reckoning, sentence

NOW = 1_700_000_000 * SECOND
FULL = Rules(reserve=0.0)


def job(number: int, due: float, work: float = 5, weight: float = 4, **more: bool) -> Job:
    """Return a job of a sixty minute promise; due and work in minutes from now."""
    return Job(
        ItemId(number), NOW + round(due * MINUTE), round(work * MINUTE), weight, HOUR, **more
    )


def said(made: Plan, number: int, now: Instant = NOW) -> str:
    """Return the sentence for an item."""
    return sentence(reason(made, ItemId(number)), now, UTC)


@pytest.mark.parametrize(
    ("jobs", "why", "says"),
    [
        ([job(1, 60)], Why.KEEP, "can still be kept if started within 55 min"),
        ([job(1, 5.5)], Why.KEEP, "start now: last minute to keep it"),
        ([job(1, 60, pinned=True)], Why.PINNED, "first of all: someone may come to harm"),
        ([job(1, 3)], Why.TOO_LATE, "too late to finish in time (usually takes 5 min, 3 min left)"),
        (
            [job(1, -20)],
            Why.SECOND,
            "cannot be kept any more: 20 min over; second promise yesterday 00:53",
        ),
        ([job(1, -600)], Why.LATE, "cannot be kept any more: 10 h 00 over"),
        ([job(1, 8, weight=1), job(2, 9)], Why.SET_ASIDE, "break 1 other (weight 4)"),
        ([job(1, -20, heavy=True), job(2, 600)], Why.MOVED_UP, "moved up: late and heavy"),
        ([job(1, 800)], Why.BEYOND, "later than the plan looks"),
    ],
)
def test_each_place_has_its_sentence(jobs: list[Job], why: Why, says: str) -> None:
    """The sentence names what the plan decided, with its numbers."""
    made = plan(jobs, NOW, Hands(1), FULL)
    assert reason(made, ItemId(1)).why is why
    assert says.replace("yesterday ", "") in said(made, 1).replace("tomorrow ", "")


def test_minutes_left_are_those_of_the_instant_asked() -> None:
    """The same reason told later has fewer minutes left; nothing is planned anew for it."""
    made = plan([job(1, 60)], NOW, Hands(1), FULL)
    assert "within 45 min" in said(made, 1, NOW + 10 * MINUTE)


@pytest.mark.parametrize("dial", Dial)
def test_nothing_is_ever_called_safe(dial: Dial) -> None:
    """What comes next may change any place, so no sentence promises one."""
    jobs = [job(n, 7 * n - 40, weight=n % 8 + 1, pinned=n == 3) for n in range(1, 60)]
    made = plan(jobs, NOW, Hands(1), Rules(dial=dial))
    for one in jobs:
        lines = reckoning(made, one.id, NOW, UTC)
        assert lines[0] == said(made, one.id)
        assert all("safe" not in line and line for line in lines)


def test_the_reckoning_holds_what_the_plan_counted() -> None:
    """Place, work, hands and reserve are all there."""
    made = plan([job(1, 30), job(2, 60)], NOW, Hands(2), Rules())
    text = "\n".join(reckoning(made, ItemId(2), NOW, UTC))
    for part in ("1 item comes before it", "usually takes 5 min", "2 agents work", "30 %"):
        assert part in text


def test_an_item_that_is_not_planned_has_no_reason() -> None:
    """Asking for it is a mistake that shows."""
    with pytest.raises(KeyError):
        reason(plan([], NOW, Hands(1), FULL), ItemId(1))
