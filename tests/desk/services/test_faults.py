"""A team's shift while its server and its connections come and go: nothing kept is lost or doubled.

The short form of ``make team``.
"""

from dataclasses import replace

import pytest

from bench.team.agent import Said
from bench.team.faults import Fault
from bench.team.shift import shift
from bench.team.truth import Truth, compare

FAULTS = [Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT, Fault.CUT, Fault.IMMEDIATE]


@pytest.mark.asyncio
async def test_a_shift_with_faults_keeps_what_it_said_is_kept() -> None:
    """Lost commits, cut connections, a killed server: no double claim, nothing lost or doubled."""
    found = await shift(agents=3, items=60, seconds=6, faults=list(FAULTS))
    assert found.truth == Truth()
    assert found.faults == dict.fromkeys(FAULTS, 1)
    assert len(found.by_agent) == 3


CLAIMED = Said("ann", "claimed", 1, 0, 1)
DRAFTED = Said("ann", "drafted", 1, 2, 3, "Beste")
REPLYING = Said("ann", "replying", 1, 4, 4, "r1")
REPLIED = Said("ann", "replied", 1, 4, 5, "r1")
CONCLUDED = Said("ann", "concluded", 1, 6, 7)
SAID = [CLAIMED, DRAFTED, REPLYING, REPLIED, CONCLUDED]
EVENTS = [(1, "claimed", "ann", "c1"), (1, "replied", "ann", "r1"), (1, "concluded", "ann", "e1")]


def test_what_is_as_it_was_said_is_no_finding() -> None:
    """An item that was taken, answered and ended leaves nothing to say."""
    assert compare(SAID, EVENTS, [], []) == Truth()


@pytest.mark.parametrize(
    ("said", "events"),
    [
        ([*SAID, Said("bob", "claimed", 1, 2, 3)], [*EVENTS, (1, "claimed", "bob", "c2")]),
        (SAID, [EVENTS[0], (1, "claimed", "bob", "c2"), *EVENTS[1:]]),
        (SAID, [*EVENTS, (1, "taken_over", "bob", "t1")]),
    ],
)
def test_two_who_hold_one_item_are_found(said: list[Said], events: list[object]) -> None:
    """By what both were told, or by the history alone."""
    held_until_late = [replace(one, asked=9) if one.did == "concluded" else one for one in said]
    nobody_ended = [one for one in held_until_late if one.did != "concluded"]
    assert compare(nobody_ended, events, [], []).double


@pytest.mark.parametrize("lost", range(3))
def test_what_is_not_there_is_found(lost: int) -> None:
    """A claim, a reply or an outcome that was acknowledged and is in no history."""
    assert compare(SAID, EVENTS[:lost] + EVENTS[lost + 1 :], [], []).lost


def test_a_lost_draft_and_a_lost_release_are_found() -> None:
    """A draft must read as it was kept last, and who let go must hold nothing."""
    drafted = [CLAIMED, DRAFTED, Said("ann", "released", 1, 4, 5)]
    assert compare(drafted, EVENTS[:1], [(1, "ann", "Beste")], []) == Truth()
    assert compare(drafted, EVENTS[:1], [(1, "ann", "Best")], []).lost
    assert compare(drafted, EVENTS[:1], [(1, "ann", "Beste")], [(1, "ann")]).lost


def test_what_is_there_twice_is_found() -> None:
    """A reply under two ids, or an outcome recorded twice."""
    assert compare(SAID, [*EVENTS, (1, "replied", "ann", "r2")], [], []).doubled
    assert compare(SAID, [*EVENTS, (1, "concluded", "ann", "e2")], [], []).doubled
