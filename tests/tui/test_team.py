"""Colleagues on the desk screen: claims, handover, notices, presence and roles."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.clock import MINUTE, SECOND, Instant
from core.vocabulary import ItemId, Role
from desk.services import handover, items, notices, replies, shifts
from desk.store.listing import NOBODY, Beside, View
from desk.store.records import Presence
from tests.support.clock import START
from tests.support.desk import a_desk
from tests.support.rows import make_row
from tests.support.running import Running, running
from tui.actions.colleagues import Colleagues
from tui.screens.desk import DeskScreen
from tui.widgets.row import WHO, who

COLLEAGUES = Beside({ItemId(1): "noor"}, frozenset({ItemId(2)}), frozenset({"lars"}))


def chosen(run: Running) -> ItemId:
    """Return the item under the cursor."""
    item = run.app.desk_screen.chosen
    assert item is not None
    return item


async def read(run: Running) -> None:
    """Let the screen read what others wrote."""
    await run.live.read()
    await run.settle()


async def saved(run: Running) -> None:
    """Let what was typed be stored now, not a moment later."""
    assert run.app.desk_screen.panes is not None
    run.app.desk_screen.panes.draft.flush()
    await run.settle()


@pytest.mark.parametrize(
    ("item", "claimed_by", "handed_to", "shown"),
    [
        (1, "", "", "(noor)"),
        (2, "ann", "", "ann …"),
        (3, "lars", "", "lars zz"),
        (3, "ann", "", "ann"),
        (3, "tim", "", "you"),
        (3, "", "ann", ">ann"),
        (3, "", "next-shift", ">shift"),
        (3, "", "tim", ">you"),
        (3, "", "", ""),
        (2, "alexandra", "", "alex… …"),
    ],
)
def test_the_list_says_who_has_it_and_what_he_does(
    item: int, claimed_by: str, handed_to: str, shown: str
) -> None:
    """A name holds; signs tell writing, a break, looking, and receiving; it fits its column."""
    row = make_row(
        id=ItemId(item),
        claimed_by=claimed_by,
        lease_until=START + 3 * MINUTE if claimed_by else None,
        handed_to=handed_to,
    )
    assert who(row, START, "tim", COLLEAGUES) == shown
    assert len(shown) <= WHO


@pytest.mark.parametrize(
    ("left", "shown"), [(31 * SECOND, "you"), (30 * SECOND, "you 30s"), (SECOND, "you 1s"), (0, "")]
)
def test_ones_own_lease_counts_down_its_last_half_minute(left: Instant, shown: str) -> None:
    """What is over is nobody's."""
    row = make_row(claimed_by="tim", lease_until=START + left)
    assert who(row, START, "tim", NOBODY) == shown


@pytest.mark.asyncio
async def test_a_writer_is_warned_before_his_lease_ends_and_typing_keeps_it(
    tmp_path: Path,
) -> None:
    """Thirty seconds before, the draft says so; the next key renews it and the warning goes."""
    async with running(tmp_path) as run:
        item = chosen(run)
        await run.press("r", *"hoi")
        await saved(run)
        assert "yours for" not in run.reads()
        run.clock.advance(2 * MINUTE + 35 * SECOND)
        run.app.desk_screen.tick()
        await run.settle()
        assert "yours for 25 s more" in run.reads()
        await run.press("!")
        await saved(run)
        await read(run)
        held = await run.desk.store.claim_of(item, run.clock.now())
        assert held is not None
        assert held.until == run.clock.now() + 3 * MINUTE
        assert "yours for" not in run.reads()


@pytest.mark.asyncio
async def test_what_a_colleague_takes_is_shown_before_a_new_plan_is_made(tmp_path: Path) -> None:
    """Its line is read by itself; whatever may follow from it comes after."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        item = chosen(run)
        planner = run.desk.planner
        assert planner is not None
        async with planner._turn:  # a plan is being made, for as long as it takes
            await items.take(ann, item)
            async with asyncio.timeout(10):
                while " ann " not in run.reads():
                    await run.pilot.pause(0.01)
        await run.settle()


@pytest.mark.asyncio
async def test_who_loses_an_item_while_writing_is_told_and_keeps_his_text(tmp_path: Path) -> None:
    """The take-over is a notice, the draft says whose the item is, and not a letter is lost."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        item = chosen(run)
        await run.press("r", *"hoi")
        await items.take(ann, item, over="haast")
        await read(run)
        assert "ann has it now" in run.reads()
        assert any("ann took it over from tim" in told for told in run.told())
        await run.press("!", "escape")
        drafts = {draft.agent: draft.body for draft in await run.desk.store.drafts(item)}
        assert drafts == {"tim": "hoi!"}


@pytest.mark.asyncio
async def test_what_was_posted_is_recorded_whoever_has_the_item(tmp_path: Path) -> None:
    """A reply is a fact: P keeps it though Ann has the item by now, and says so to both."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        item = chosen(run)
        await run.press("r", *"hoi", "escape")
        await items.take(ann, item, over="haast")
        await read(run)
        await run.press("P")
        while not (await run.desk.store.item(item)).replies:
            await run.press("enter")
        assert (await run.desk.store.item(item)).replies[0].without_claim
        assert any("not yours any more" in told for told in run.told())
        assert any(
            "without holding" in one for one in map(notices.sentence, await notices.unseen(ann))
        )


@pytest.mark.asyncio
async def test_taking_over_offers_a_copy_of_what_the_holder_wrote(tmp_path: Path) -> None:
    """The reason is asked, his draft is offered, and both keep their own."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        item = chosen(run)
        await replies.save_draft(ann, item, "Hoi Marieke, van Ann")
        await read(run)
        await run.press("A", *"overleg", "enter")
        assert "Hoi Marieke, van Ann" in run.reads()
        await run.press("b", "enter", "end", "!", "escape")
        drafts = {draft.agent: draft.body for draft in await run.desk.store.drafts(item)}
        assert drafts == {"ann": "Hoi Marieke, van Ann", "tim": "Hoi Marieke, van Ann!"}


@pytest.mark.asyncio
async def test_from_somebody_on_a_break_a_takes_at_once(tmp_path: Path) -> None:
    """No reason is asked; the list shows that she is away."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await run.press("s")
        await shifts.join(ann)
        item = chosen(run)
        await items.take(ann, item)
        await shifts.pause(ann)
        await read(run)
        assert "ann zz" in run.reads()
        await run.press("a")
        held = await run.desk.store.claim_of(item, run.clock.now())
        assert held is not None
        assert held.agent == "tim"


@pytest.mark.asyncio
async def test_an_item_is_handed_to_a_colleague(tmp_path: Path) -> None:
    """h asks to whom and what there is to say; the list shows that it is on its way."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await run.press("s")
        await shifts.join(ann)
        item = chosen(run)
        await run.press("a", "h", "a", "enter", *"belt", "enter", *"boos", "enter")
        (row,) = await handover.received(ann)
        brief = await handover.brief(ann, row)
        assert (row.id, brief.note, brief.watch) == (item, "belt", "boos")
        assert await run.desk.store.claims(run.clock.now()) == []
        assert ">ann" in run.reads()


@pytest.mark.asyncio
async def test_the_severe_is_handed_on_with_a_note_only(tmp_path: Path) -> None:
    """The dialog asks for it before it closes, so that nothing is to be typed twice."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await run.press("s")
        await shifts.join(ann)
        item = chosen(run)
        await items.correct(run.desk, item, severity=4)
        await run.press("h", "enter", "enter", "enter")
        assert "Say how it stands" in run.reads()
        await run.press("shift+tab", *"belt", "ctrl+o")
        assert [row.id for row in await handover.received(ann)] == [item]


@pytest.mark.asyncio
async def test_what_was_handed_over_is_read_and_accepted_at_the_start(tmp_path: Path) -> None:
    """Joining shows each item with its note; accepting makes them ours; 6 lists the rest."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        first = chosen(run)
        await shifts.start(ann)
        await handover.hand(ann, first, "next-shift", note="Belt om vier uur")
        run.clock.advance(MINUTE)
        await shifts.end(ann)
        await read(run)
        assert "handed 1" in run.reads()
        await run.press("s")
        assert "Belt om vier uur" in run.reads()
        await run.press("enter", "6")
        assert run.app.desk_screen.view is View.HANDED
        assert chosen(run) == first
        await run.press("a")
        held = await run.desk.store.claim_of(first, run.clock.now())
        assert held is not None
        assert held.agent == "tim"
        assert any("ann" in told for told in [str(one) for one in await notices.unseen(ann)])
        assert "Nothing is on its way to you." in run.reads()


@pytest.mark.asyncio
async def test_whoever_leaves_decides_on_each_item_in_his_hands(tmp_path: Path) -> None:
    """The shift goes on for the other; what was in hand is handed on, and nothing is held."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await run.press("s")
        await shifts.join(ann)
        item = chosen(run)
        await run.press("a", "s", "enter")
        assert f"#{item}" in run.reads()
        await run.press("escape")
        assert (await shifts.current(ann)) is not None
        assert len(await run.desk.store.claims(run.clock.now())) == 1  # nothing was decided
        await run.press("s", "enter", "enter", *"belt nog", "enter", "enter")
        assert await run.desk.store.claims(run.clock.now()) == []
        shift = await shifts.current(ann)
        assert shift is not None
        assert shift.stay_of("tim") is None
        (row,) = await handover.on_their_way(ann)
        assert (row.id, row.handed_to) == (item, "next-shift")


@pytest.mark.asyncio
async def test_an_item_in_hand_is_put_away_when_leaving(tmp_path: Path) -> None:
    """Keeping it is only possible until a time: then it comes back by itself."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await run.press("s")
        await shifts.join(ann)
        await run.press("j")
        item = chosen(run)
        await run.press("a", "s", "enter", "d", "enter", *"+20m", "enter")
        shift = await shifts.current(ann)
        assert shift is not None
        assert shift.stay_of("tim") is None
        assert (await run.desk.store.item(item)).queue_from == run.clock.now() + 20 * MINUTE


@pytest.mark.asyncio
async def test_a_notice_is_shown_once_counted_until_opened_and_opened_again(
    tmp_path: Path,
) -> None:
    """The line on top counts it; ! opens it, and there it stays to be read."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await notices.announce(ann, "Storing sinds 09:30: gebruik tekst 14")
        await read(run)
        await read(run)
        assert run.told().count("ann: Storing sinds 09:30: gebruik tekst 14") == 1
        assert "! 1 notice" in run.reads()
        await run.press("!")
        assert "Storing sinds 09:30" in run.reads()
        await run.press("escape")
        assert "! 1 notice" not in run.reads()
        await run.press("!")
        assert "Storing sinds 09:30" in run.reads()


@pytest.mark.asyncio
async def test_a_lead_tells_all_desks(tmp_path: Path) -> None:
    """What is written beneath the notices goes to everybody; an agent has nowhere to write."""
    async with running(tmp_path) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await run.press("!", *"tekst 14", "ctrl+o")
        assert [notice.text for notice in await notices.unseen(ann)] == ["tekst 14"]
        run.desk.role = Role.AGENT
        await run.press("!", *"nog iets", "ctrl+o")
        assert len(await notices.recent(ann)) == 1


@pytest.mark.asyncio
async def test_the_team_is_seen_with_what_each_has(tmp_path: Path) -> None:
    """0 shows who works, since when, what each holds and what is late."""
    async with running(tmp_path, size=(80, 24)) as run, a_desk(tmp_path, "ann", run.clock) as ann:
        await run.press("s")
        await shifts.join(ann)
        item = chosen(run)
        await items.take(ann, item)
        await shifts.pause(ann)
        run.clock.advance(2 * MINUTE)
        await run.press("0")
        shown = run.reads()
        assert "on a break since" in shown
        assert f"#{item}" in shown
        assert "1 in hand" in shown


@pytest.mark.asyncio
async def test_a_reader_looks_on_and_is_told_so(tmp_path: Path) -> None:
    """Keys that change something say why they do nothing; those that show something work."""
    async with running(tmp_path) as run:
        run.desk.role = Role.READER
        await run.press("a")
        assert run.told()[-1] == "You may look on here, not change anything."
        assert await run.desk.store.claims(run.clock.now()) == []
        await run.press("i")
        assert run.app.screen is not run.app.desk_screen


def test_what_the_cursor_only_passes_by_is_told_to_nobody() -> None:
    """It must rest there from one tick to the next; then it is said once, and again each minute."""
    told: list[ItemId] = []

    def start(group: str, work: Coroutine[object, object, None]) -> None:
        work.close()
        told.append(screen.chosen)

    screen = SimpleNamespace(chosen=ItemId(1), edited=None, start=start)
    colleagues = Colleagues(cast("DeskScreen", screen), cast("Any", SimpleNamespace(settings=None)))
    for seconds, item in enumerate((1, 2, 3, 3, 3, 4)):
        screen.chosen = ItemId(item)
        colleagues.tick(START + seconds * SECOND)
    assert told == [3]
    screen.chosen = ItemId(3)
    for seconds in (62, 63, 64):
        colleagues.tick(START + seconds * SECOND)
    assert told == [3, 3]


@pytest.mark.asyncio
async def test_a_team_sees_what_an_agent_looks_at_and_writes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the cursor rests; a desk of one tells nobody. Colleagues show in the list."""
    async with running(tmp_path) as run:
        screen, store = run.app.desk_screen, run.desk.store
        for _ in range(3):
            screen.tick()
            await run.settle()
        assert await store.presence(run.clock.now()) == []
        monkeypatch.setattr(store, "is_shared", True)
        await run.press("j")
        item = chosen(run)
        for _ in range(3):
            screen.tick()
            await run.settle()
        until = run.clock.now() + 90 * SECOND
        assert await store.presence(run.clock.now()) == [Presence("tim", item, until)]
        await run.press("r")
        for _ in range(2):
            screen.tick()
            await run.settle()
        assert (await store.presence(run.clock.now()))[0].writes
        await store.put_presence(Presence("ann", chosen(run), until))
        await run.press("escape", "k")
        await read(run)
        other = next(row for row in screen.queue.window.rows if row.id == item)
        assert who(other, run.clock.now(), "noor", screen.queue.beside) != ""
