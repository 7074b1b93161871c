"""The plan on the screen: signs, the why, the reckoning, sizes, orders, breaks and the range."""

from pathlib import Path

import pytest

from core.clock import HOUR, MINUTE
from core.vocabulary import Kind, Lane, Size
from desk.model.event import EventKind
from desk.model.post import Post
from desk.services import items, planning, shifts
from desk.store.listing import View
from desk.store.sqlite.peek import peek
from tests.support.clock import START
from tests.support.running import prepared, running
from tui.settings import Peek

MANY = 10
"""Complaints of which one agent cannot answer all in time."""


def complaints(count: int = MANY) -> list[Post]:
    """Return complaints that are due within half an hour, one a minute."""
    return [
        Post(
            source="shop",
            native_id=f"c-{n}",
            author=f"klant {n}",
            body=f"Bestelling {n} is kapot aangekomen, wat een slechte service.",
            published_at=START - 30 * MINUTE + n * MINUTE,
        )
        for n in range(count)
    ]


@pytest.mark.asyncio
async def test_what_is_set_aside_is_signed_and_dimmed_and_stands_last(tmp_path: Path) -> None:
    """Its row has a dot before its sign, is dim, and the bar gives the range without promising."""
    async with running(tmp_path, complaints()) as run:
        made = await planning.planned(run.desk)
        aside = [item for item in made.order if made.lanes[item] is Lane.SET_ASIDE]
        assert 0 < len(aside) < MANY
        rows = run.app.desk_screen.queue.window.rows
        assert [row.id for row in rows] == list(made.order)
        assert {row.id for row in rows if row.lane is Lane.SET_ASIDE} == {*aside}
        dotted = [line for line in run.lines() if " · " in line[:14] and "klant" in line]
        assert len(dotted) == len(aside)
        strip = run.app.desk_screen.queue.render_line(rows.index(rows[-1]))
        assert any(segment.style and segment.style.dim for segment in strip)
        first = run.app.desk_screen.queue.render_line(0)
        assert not any(segment.style and segment.style.dim for segment in first)
        told = made.forecast
        assert f"breaks {told.low}–{told.high}" in run.lines()[0]
        assert "safe" not in run.reads()


@pytest.mark.asyncio
async def test_the_item_says_why_and_w_the_whole_reckoning(tmp_path: Path) -> None:
    """The sentence stands with the comment; W lists what it was reckoned from."""
    async with running(tmp_path, complaints()) as run:
        assert "can still be kept if started within" in run.reads()
        run.clock.advance(MINUTE)
        run.app.desk_screen.tick()
        await run.settle()
        await run.press("G")
        assert "set aside: keeping it would break" in run.reads()
        await run.press("W")
        assert "Why it stands here" in run.reads()
        assert "30 % of the time is kept free" in run.reads()
        await run.press("escape")
        await run.press("a", "W")
        assert "in hand" in run.told()[-1]


@pytest.mark.asyncio
async def test_z_turns_the_size_and_the_plan_follows(tmp_path: Path) -> None:
    """Long, quick, normal again: the expected minutes change at once; undo takes it back."""
    async with running(tmp_path, complaints(1)) as run:
        item = run.app.desk_screen.chosen
        assert item is not None
        works = []
        for _ in range(3):
            await run.press("Z")
            works.append((await planning.planned(run.desk)).plan.jobs[item].work)
        assert works[0] > works[2] > works[1]
        assert run.told()[0] == "Size: long."
        await run.press("u")
        assert (await run.desk.store.item(item)).size is Size.QUICK


@pytest.mark.asyncio
async def test_a_corrected_kind_moves_the_row_and_the_cursor_stays_on_it(tmp_path: Path) -> None:
    """What turns out to be harmful goes to the top, says so, and keeps the cursor."""
    async with running(tmp_path, complaints(3)) as run:
        await run.press("G")
        item = run.app.desk_screen.chosen
        assert item is not None
        await items.correct(run.desk, item, kind=Kind.HARMFUL, severity=5)
        await run.live.read()
        assert run.app.desk_screen.chosen == item
        assert run.app.desk_screen.queue.at == 0
        assert "someone may come to harm" in run.reads()


@pytest.mark.asyncio
async def test_o_lists_by_another_order_and_the_bar_says_so(tmp_path: Path) -> None:
    """The newest first, and back to the team's order by choosing it."""
    async with running(tmp_path, complaints(3)) as run:
        before = [row.id for row in run.app.desk_screen.queue.window.rows]
        await run.press("O")
        assert "the team's order" in run.reads()
        await run.press("d", "enter")
        rows = run.app.desk_screen.queue.window.rows
        assert [row.id for row in rows] == sorted(before, reverse=True)
        assert "by newest" in run.lines()[0]
        await run.press("O", "a", "enter")
        assert [row.id for row in run.app.desk_screen.queue.window.rows] == before
        assert "by newest" not in run.lines()[0]


@pytest.mark.asyncio
async def test_b_says_what_a_break_costs_and_comes_back(tmp_path: Path) -> None:
    """It asks first; the bar shows the break; B again ends it, and both stand in the shift."""
    async with running(tmp_path, complaints(3)) as run:
        await run.press("B")
        assert "No shift is running" in run.told()[-1]
        await shifts.start(run.desk)
        await run.press("B")
        assert "if you take 15 minutes" in run.reads() or "breaks by 15 minutes" in run.reads()
        await run.press("enter")
        shift = await shifts.current(run.desk)
        assert shift is not None
        assert shifts.own_stay(shift, "tim").away_since is None
        await run.press("B", "t", "enter")
        shift = await shifts.current(run.desk)
        assert shift is not None
        assert shifts.own_stay(shift, "tim").away_since == run.clock.now()
        assert "on a break since" in run.lines()[0]
        await run.press("B")
        shift = await shifts.current(run.desk)
        assert shift is not None
        assert shifts.own_stay(shift, "tim").away_since is None


@pytest.mark.asyncio
async def test_the_list_follows_when_the_plan_changes_by_itself(tmp_path: Path) -> None:
    """Without a key or a write, rows turn late and change their place when their time has come."""
    async with running(tmp_path, complaints(2)) as run:
        run.clock.advance(HOUR)
        run.app.desk_screen.tick()
        await run.settle()
        assert {row.lane for row in run.app.desk_screen.queue.window.rows} == {Lane.LATE}
        assert run.app.desk_screen.view is View.QUEUE
        assert "second promise" in run.reads()
        item = run.app.desk_screen.chosen
        assert item is not None
        kinds = [event.kind for event in await run.desk.store.events(item)]
        assert EventKind.CORRECTED not in kinds


@pytest.mark.asyncio
async def test_the_cursor_begins_at_the_plans_first(tmp_path: Path) -> None:
    """The first frame stands by due time; once the plan is there, an untouched cursor is on top."""
    async with running(tmp_path, complaints()) as run:
        made = await planning.planned(run.desk)
    assert made.lanes[made.order[0]] is Lane.KEEP
    found = peek(tmp_path / "desk.db", "tim", START, 30)
    assert found is not None
    assert found[0].rows[0].id != made.order[0]
    again = prepared(tmp_path, [], first=Peek(*found))
    async with again.app.run_test(size=(120, 40)) as pilot:
        while again.app.desk_screen.panes is None or again.app.desk_screen.panes.detail is None:
            await pilot.pause(0.01)
        assert again.app.desk_screen.queue.at == 0
        assert again.app.desk_screen.chosen == made.order[0]
