"""Two agents, each at the real program on a terminal of his own, share one real server."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.support.place import Place
from tests.support.postgres import PostgresBackend
from tests.support.terminal import ENTER, ESCAPE, ctrl

pytestmark = pytest.mark.terminal

SEEN_WITHIN = 1.0
"""Seconds from a key on one desk until the other shows it."""
LEASE = 180
"""Seconds that an item is held."""
COMPLAINT = "Al drie weken wacht ik op mijn geld terug, schandalig!"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresBackend]:
    """Return an empty team database."""
    backend = PostgresBackend(tmp_path, FakeClock())
    asyncio.run(backend.make())
    yield backend
    asyncio.run(backend.drop())


@pytest.fixture
def places(tmp_path: Path, server: PostgresBackend) -> tuple[Place, Place]:
    """Return the places of Tim and Ann, with a complaint on their common desk."""
    made = []
    for name in ("tim", "ann"):
        (tmp_path / name).mkdir()
        made.append(Place(tmp_path / name, name, server.address.url))
    tim, ann = made
    ann.env = {**ann.env, "WEBCARE_CLOCK_FILE": tim.env["WEBCARE_CLOCK_FILE"]}
    tim.done("add", "--author", "marieke", text=COMPLAINT)
    tim.done("shift", "start")
    ann.done("shift", "join")
    return tim, ann


def test_two_desks_on_one_item(places: tuple[Place, Place]) -> None:
    """One claims it and the other sees so at once; a take-over keeps both drafts and tells; a
    reply without the lease is kept and both see it; a decision on what changed shows what did."""
    tim, ann = places
    with tim.screen(size=(120, 40)) as his, ann.screen(size=(120, 40)) as hers:
        for screen in (his, hers):
            screen.wait_for("marieke", "[>] 1")
        his.press("a")
        hers.wait_for("marieke", " tim", patience=SEEN_WITHIN)
        hers.press("a")
        hers.wait_for("tim works on it")
        his.press("r")
        his.wait_for("esc leave")
        his.press("Hoi Marieke, van Tim")
        his.wait_for("saved")
        hers.wait_for("van Tim")
        hers.press("A")
        hers.wait_for("Its holder is told.")
        hers.press("overleg\r")
        hers.wait_for("tim wrote a reply")
        hers.press(ESCAPE)
        his.wait_for("ann has it now", "ann took it over from tim", patience=5)
        hers.press("r")
        hers.wait_for("esc leave")
        hers.press("Hoi, van Ann")
        hers.wait_for("saved")
        hers.press(ESCAPE)
        hers.wait_until_gone("esc leave")
        drafts = {one["agent"]: one["body"] for one in tim.show(1)["drafts"]}
        assert drafts == {"tim": "Hoi Marieke, van Tim", "ann": "Hoi, van Ann"}

        hers.press("w")
        hers.wait_for("Why watch")
        hers.press("laat maar")
        tim.done("reply", "1", "--file", "-", text="Hoi Marieke, van Tim")  # he had posted it
        his.wait_for("holding the item")
        hers.wait_for("holding the item")
        hers.press("\r")
        hers.wait_for("It changed while you looked at it", "tim posted")
        hers.press("\r")
        hers.wait_for("shows your answer again")
        story = tim.show(1)
        assert story["strategy"] is None
        assert [(one["by"], one["without_claim"]) for one in story["replies"]] == [("tim", True)]
        for screen in (his, hers):
            screen.press(ESCAPE)
            screen.press(ctrl("q"))
            assert screen.wait_exit() == 0


def test_of_two_keys_at_once_one_claims(places: tuple[Place, Place]) -> None:
    """Both press a in the same moment: one holds it, and the other is told who."""
    tim, ann = places
    with tim.screen(size=(80, 24)) as his, ann.screen(size=(80, 24)) as hers:
        for screen in (his, hers):
            screen.wait_for("marieke", "[>] 1")
        his.press("a")
        hers.press("a")
        his.wait_for(" you") if tim.show(1)["claimed_by"] == "tim" else his.wait_for(" ann")
        claimed = [event["actor"] for event in tim.show(1)["events"] if event["kind"] == "claimed"]
        assert len(claimed) == 1
        hers.wait_for(" you" if claimed == ["ann"] else " tim")


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_reply_after_the_lease_ran_out_is_kept_and_both_see_it(
    places: tuple[Place, Place], is_taken: bool
) -> None:
    """He writes, leaves it for four minutes, and posts; a colleague may have taken it meanwhile,
    without a word being asked of her. What he posted is recorded, and both screens tell how."""
    tim, ann = places
    with tim.screen(size=(120, 40)) as his, ann.screen(size=(120, 40)) as hers:
        for screen in (his, hers):
            screen.wait_for("marieke", "[>] 1")
        his.press("r")
        his.wait_for("esc leave")
        his.press("Hoi Marieke, van Tim")
        his.wait_for("saved")
        hers.wait_for("marieke", " tim")
        tim.advance(LEASE + 60)
        if is_taken:
            hers.press("a")
            hers.wait_for("you", "tim wrote a reply")  # does she want a copy? No.
            hers.press(ESCAPE)
            his.wait_for("ann has it now")
        his.press(ESCAPE)
        his.wait_until_gone("esc leave")
        his.press("P")
        his.wait_for("Reply posted")
        his.press(ENTER)
        his.wait_for("not yours any more")
        his.wait_for("tim posted", "holding the item")
        hers.press("3")
        told = ("1 notice",) if is_taken else ()
        hers.wait_for("marieke", "tim posted", "holding the item", *told)
        story = tim.show(1)
        (reply,) = story["replies"]
        assert (reply["by"], reply["without_claim"]) == ("tim", True)
        assert [e["actor"] for e in story["events"] if e["kind"] == "claimed"] == (
            ["tim", "ann"] if is_taken else ["tim"]
        )
        assert story["claimed_by"] == ("ann" if is_taken else "")
        assert story["drafts"] == []


def test_a_desk_that_runs_works_by_what_a_lead_pushes(places: tuple[Place, Place]) -> None:
    """The screen says that the settings changed; the next promise is the new one."""
    tim, ann = places
    with tim.screen(size=(120, 40)) as his:
        his.wait_for("marieke", "[>] 1")
        ann.done("team", "push", "--file", "-", text='[promises.question]\nwithin = "9m"\n')
        his.wait_for("The team's settings changed")
        his.press(ctrl("n"))
        his.wait_for("Add a comment by hand")
        his.press("\t", "ola", "\t", "Wanneer gaat de winkel in Utrecht weer open?", ctrl("o"))
        his.wait_for("ola", "target 9 min")
