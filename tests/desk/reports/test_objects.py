"""Items as JSON for scripts: the keys that they rely on, and texts as they are stored."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from core.clock import MINUTE
from core.vocabulary import ItemId, Kind, Lane, OutcomeCode, RootCause
from desk.model.post import Post
from desk.reports.objects import row_object, show_object
from desk.services import items, outcomes, queue, replies, steps
from desk.services.desk import Desk
from desk.store.listing import View
from tests.support.clock import START, FakeClock
from tests.support.desk import a_desk, arrive

UTC = ZoneInfo("UTC")
POST = Post(
    source="shop",
    native_id="c-1",
    title="Blender",
    body="\x1b[2J De blender is kapot, ik wil mijn geld terug.",
    author="Ola N.",
    permalink="https://shop.example/1",
    links=("https://shop.example/photo.jpg",),
    published_at=START - 10 * MINUTE,
)
ROW_KEYS = (
    "schema id source author kind severity language text url published_at first_seen_at due_at "
    "left_s lane why state ball claimed_by"
)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk with one complaint on it."""
    async with a_desk(tmp_path) as desk:
        await arrive(desk, POST)
        yield desk


async def shown(desk: Desk, item: ItemId) -> dict[str, Any]:
    """Return everything about an item that is to be kept."""
    return show_object(await items.detail(desk, item), Lane.KEEP, "due soon", desk.now(), UTC)


@pytest.mark.asyncio
async def test_a_line_of_the_list(desk: Desk) -> None:
    """It has the keys that DESIGN names, in their order, and the seconds left."""
    row = (await queue.window(desk, View.QUEUE, 0, 10)).rows[0]
    told = row_object(row, "due soon", desk.now(), UTC)
    assert " ".join(told) == ROW_KEYS
    assert told["schema"] == "webcare.item/1"
    assert told["author"] == "Ola N."
    assert told["url"] == "https://shop.example/1"
    assert told["text"].endswith("\x1b[2J De blender is kapot, ik wil mijn geld terug.")
    assert told["left_s"] == (row.due_at or 0) // 1_000_000 - START // 1_000_000
    assert told["why"] == "due soon"
    assert told["published_at"] == "2026-11-18T10:56:40+00:00"


@pytest.mark.asyncio
async def test_show_tells_the_whole_story(desk: Desk) -> None:
    """Timers, steps, revisions, events, drafts and the outcome are all there."""
    item = (await queue.window(desk, View.QUEUE, 0, 10)).rows[0].id
    await items.correct(desk, item, kind=Kind.OTHER, severity=2)
    await replies.save_draft(desk, item, "Dag Ola")
    await replies.reply(desk, item, "Dag Ola, je geld komt terug.")
    for view in (await items.detail(desk, item)).steps:
        if view.is_open and view.step.id != "outcome":
            await steps.skip(desk, item, view.step.id, "known customer")
    await outcomes.conclude(
        desk,
        item,
        OutcomeCode.SOLVED_PUBLIC,
        root_cause=RootCause.PRODUCT_DEFECT,
        prevention="test each one",
    )
    told = json.loads(json.dumps(await shown(desk, item)))
    assert set(ROW_KEYS.split()) <= set(told)
    assert told["body"] == POST.body
    assert told["links"] == ["https://shop.example/photo.jpg"]
    first = told["timers"][0]
    assert set(first) == {"kind", "cycle", "started_at", "due_at", "ended_at", "result"}
    assert (first["kind"], first["result"]) == ("first_response", "met")
    step_keys = {"id", "title", "state", "done_at", "done_by", "skipped_reason", "fields"}
    assert all(set(step) == step_keys for step in told["steps"])
    skipped = [step for step in told["steps"] if step["state"] == "skipped"]
    assert {step["skipped_reason"] for step in skipped} <= {"known customer"}
    assert [revision["n"] for revision in told["revisions"]] == [1]
    assert told["revisions"][0]["text"] == POST.body
    replied = next(event for event in told["events"] if event["kind"] == "replied")
    assert replied["texts"] == {"body": "Dag Ola, je geld komt terug."}
    assert replied["sentence"].startswith("tim posted")
    assert not any(event["undone"] for event in told["events"])
    assert told["outcome"]["code"] == "solved_public"
    assert told["outcome"]["prevention"] == "test each one"


@pytest.mark.asyncio
async def test_a_draft_is_shown_with_whose_it_is(desk: Desk) -> None:
    """So that a colleague or a screen reader finds it."""
    item = (await queue.window(desk, View.QUEUE, 0, 10)).rows[0].id
    await replies.save_draft(desk, item, "Dag Ola")
    assert isinstance(desk.clock, FakeClock)
    desk.clock.advance(MINUTE)
    told = await shown(desk, item)
    assert told["drafts"] == [
        {"agent": "tim", "body": "Dag Ola", "saved_at": "2026-11-18T11:06:40+00:00"}
    ]
    assert told["claimed_by"] == "tim"
