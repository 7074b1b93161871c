"""Who wrote a comment: known before the first word of an answer is typed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import MINUTE
from core.vocabulary import Kind, Strategy
from desk.services import items, outcomes
from desk.services.desk import Desk
from tests.support.clock import START
from tests.support.desk import a_desk, arrive
from tests.support.items import post


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Yield Tim's desk."""
    async with a_desk(tmp_path) as opened:
        yield opened


@pytest.mark.asyncio
async def test_who_complains_again_is_a_returning_customer(desk: Desk) -> None:
    """From a feed or by hand, under the same source; praise and other people are not."""
    (first,) = await arrive(desk, post())
    assert first.labels == ()
    again, thanks, other = await arrive(
        desk,
        post(native_id="c-2", permalink=""),
        post(native_id="c-3", permalink="", body="Wat een geweldige service, heel erg bedankt!"),
        post(native_id="c-4", permalink="", author="Bram"),
    )
    assert (again.labels, thanks.labels, other.labels) == (("returning",), (), ())
    assert (await items.detail(desk, again.id)).playbook.name == "returning"
    by_hand = await items.add(
        desk, "De blender is alweer kapot, schandalig.", author=post().author, source="shop"
    )
    assert by_hand.labels == ("returning",)
    assert await desk.store.rebuild() == 0


@pytest.mark.asyncio
async def test_praise_before_makes_nobody_return(desk: Desk) -> None:
    """Only a complaint before counts."""
    await arrive(desk, post(body="Wat een geweldige service, heel erg bedankt!"))
    (complaint,) = await arrive(desk, post(native_id="c-2", permalink=""))
    assert complaint.kind is Kind.COMPLAINT
    assert complaint.labels == ()


@pytest.mark.asyncio
async def test_the_past_of_an_author_stands_beside_the_item(desk: Desk) -> None:
    """How much there was, the newest of it with how it ended, and what colleagues noted."""
    native_ids = [f"c-{n}" for n in range(5)]
    seen = [
        (await arrive(desk, post(native_id=native, permalink="", published_at=START + n * MINUTE)))[
            0
        ]
        for n, native in enumerate(native_ids)
    ]
    await items.note(desk, seen[0].id, "belt altijd terug", on_author=True)
    await items.note(desk, seen[1].id, "alleen over deze blender")
    await outcomes.decide(desk, seen[3].id, Strategy.WATCH, why="wil aandacht")
    past = (await items.detail(desk, seen[4].id)).past
    assert past.count == 4
    assert {before.item.id for before in past.newest} <= {item.id for item in seen[:4]}
    assert len(past.newest) == 3
    assert past.newest[0].text == post().body
    assert [note.text("text") for note in past.notes] == ["belt altijd terug"]
    own = (await items.detail(desk, seen[0].id)).past
    assert [note.text("text") for note in own.notes] == ["belt altijd terug"]
    await outcomes.undo(desk)
    await outcomes.undo(desk)
    await outcomes.undo(desk)
    assert (await items.detail(desk, seen[4].id)).past.notes == ()


@pytest.mark.asyncio
async def test_without_a_name_there_is_no_past(desk: Desk) -> None:
    """Comments that nobody is named for belong to nobody together."""
    first, second = await arrive(
        desk, post(author=""), post(author="", native_id="c-2", permalink="")
    )
    assert (await items.detail(desk, second.id)).past.count == 0
    assert first.labels == second.labels == ()
