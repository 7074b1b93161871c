"""What a source's posts become: one item a comment, however its ids, addresses and feeds behave."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import DAY, HOUR, MINUTE, SECOND
from core.vocabulary import ItemId, State, TimerKind, TimerResult
from desk.model.event import EventKind
from desk.model.item import Item
from desk.model.post import Post
from desk.services import items, replies
from desk.services.desk import Desk
from desk.services.intake import MOST_REVISIONS, Intake, take_in
from desk.store.records import Engagement, SourceState
from tests.support.clock import START as NOW
from tests.support.clock import FakeClock
from tests.support.desk import a_desk

PAGE = "https://blog.zon.example/p/1"
ONE = Post(
    "blog",
    "https://blog.zon.example/?p=1#comment-1",
    "Waar blijft mijn pakket?",
    author="Noor",
    permalink=f"{PAGE}/#comment-1",
    published_at=NOW - 5 * MINUTE,
)
TWO = replace(
    ONE,
    native_id="https://blog.zon.example/?p=1#comment-2",
    permalink=f"{PAGE}/#comment-2",
    body="Top geholpen door Eva!",
    author="Bo",
)
OURS = Post(
    "blog",
    "https://blog.zon.example/?p=1#comment-9",
    "Hoi Noor, het komt morgen. Groet, Tim",
    author="Webcare Zon",
    permalink=f"{PAGE}/#comment-9",
    reply_to=ONE.permalink,
    published_at=NOW - MINUTE,
    is_own=True,
)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Yield Tim's desk."""
    async with a_desk(tmp_path) as opened:
        yield opened
        assert await opened.store.rebuild() == 0


async def poll(
    desk: Desk, *posts: Post, gone: Sequence[str] = (), full_at: int | None = None
) -> Intake:
    """Let posts come in as a later poll of their source brings them."""
    source = posts[0].source if posts else "blog"
    state = SourceState(source, items_total=1, last_new_at=1, full_at=full_at)
    return await take_in(desk, source, posts, state, gone=gone)


async def first(desk: Desk) -> Item:
    """Return the first item."""
    return await desk.store.item(ItemId(1))


def advance(desk: Desk, micros: int) -> None:
    """Let time pass."""
    assert isinstance(desk.clock, FakeClock)
    desk.clock.advance(micros)


async def kinds(desk: Desk) -> list[EventKind]:
    """Return what happened to the first item."""
    return [event.kind for event in await desk.store.events(ItemId(1))]


# -- one comment, one item


@pytest.mark.asyncio
async def test_a_comment_in_two_feeds_is_one_item(desk: Desk) -> None:
    """Under another id and title, with a frame around it, in either order, edited once."""
    there = replace(ONE, source="forum", native_id="77", title="By: Noor", body=f"Re: x {ONE.body}")
    assert len((await poll(desk, ONE, TWO)).new) == 2
    assert (await poll(desk, there)).unchanged == 1
    edited = replace(ONE, body="Waar blijft mijn pakket nu?")
    assert len((await poll(desk, edited)).edited) == 1
    framed = replace(there, body=f"Re: x {edited.body}")
    for _poll in range(2):
        assert (await poll(desk, framed)).unchanged == 1
    assert await desk.store.item_ids() == [ItemId(1), ItemId(2)]
    assert (await first(desk)).revision == 2
    later = replace(there, body="Laat maar, het is er.")
    assert len((await poll(desk, later)).edited) == 1


@pytest.mark.asyncio
async def test_a_shared_link_is_no_identity(desk: Desk) -> None:
    """Two comments that link to their page alone are two, in one feed and in two."""
    page = replace(ONE, permalink=PAGE)
    other = replace(TWO, permalink=PAGE, published_at=NOW - MINUTE)
    elsewhere = replace(other, source="forum", native_id="8", body="Iets heel anders", title="x")
    elsewhere = replace(elsewhere, published_at=NOW - 2 * MINUTE)
    for post in (page, other, elsewhere):
        assert len((await poll(desk, post)).new) == 1
    assert len(await desk.store.item_ids()) == 3


@pytest.mark.asyncio
async def test_ids_that_change_double_nothing(desk: Desk) -> None:
    """To https, to a new scheme of ids, to another host: each stays the item it is."""
    plain = [
        replace(p, native_id=p.native_id.replace("https", "http"), permalink="") for p in (ONE, TWO)
    ]
    await poll(desk, *plain)
    secure = [replace(p, permalink="") for p in (ONE, TWO)]
    assert (await poll(desk, *secure)).unchanged == 2
    moved = [replace(p, native_id=p.native_id.replace("blog.zon", "www.zon-nieuw")) for p in secure]
    assert (await poll(desk, *moved)).unchanged == 2
    numbered = [replace(moved[0], native_id="tag:x,2026:1"), moved[1]]
    assert len((await poll(desk, *numbered)).new) == 1  # an id of another kind, and no link
    fresh = replace(moved[0], native_id="https://zon3.example/?p=9#comment-9", body="Nieuw")
    fresh = replace(fresh, published_at=NOW)
    assert len((await poll(desk, fresh)).new) == 1
    again = replace(moved[0], body="Waar is het nu?")
    assert len((await poll(desk, again)).edited) == 1


@pytest.mark.asyncio
async def test_a_rotated_id_is_known_by_its_permalink(desk: Desk) -> None:
    """With the same words, or the same instant where they were edited on the way."""
    await poll(desk, ONE)
    assert (await poll(desk, replace(ONE, native_id="new-1"))).unchanged == 1
    edited = replace(ONE, native_id="new-2", body="Al drie dagen te laat!")
    assert len((await poll(desk, edited)).edited) == 1
    assert await desk.store.item_ids() == [ItemId(1)]
    assert (await poll(desk, edited)).unchanged == 1


# -- edits


@pytest.mark.asyncio
async def test_an_edit_storm_is_not_followed_for_ever(desk: Desk) -> None:
    """A text that changes by itself makes a bounded number of revisions."""
    await poll(desk, ONE)
    for minute in range(40):
        await poll(desk, replace(ONE, body=f"Geplaatst {minute} minuten geleden"))
    assert (await first(desk)).revision == MOST_REVISIONS + 1


@pytest.mark.asyncio
async def test_a_comment_that_goes_and_comes_back(desk: Desk) -> None:
    """Gone by word of its source, or emptied: it is kept, marked once, and unmarked."""
    await poll(desk, ONE)
    for _poll in range(2):
        await poll(desk, gone=[ONE.native_id, "unknown"])
    assert (await first(desk)).vanished
    assert (await poll(desk, ONE)).edited == ()
    assert not (await first(desk)).vanished
    await poll(desk, replace(ONE, body="", author=""))
    assert (await first(desk)).vanished
    detail = await items.detail(desk, ItemId(1))
    assert detail.body == ONE.body
    happened = await kinds(desk)
    assert happened.count(EventKind.VANISHED) == 2
    assert happened.count(EventKind.RETURNED) == 1
    assert EventKind.REVISED not in happened


@pytest.mark.asyncio
async def test_a_comment_that_was_held_says_so(desk: Desk) -> None:
    """Dated before the last look at everything, it was not there then: its clock is the same."""
    late = replace(ONE, published_at=NOW - HOUR)
    await poll(desk, late, full_at=NOW - 5 * MINUTE)
    await poll(desk, replace(TWO, published_at=NOW - 6 * MINUTE), full_at=NOW - 5 * MINUTE)
    held, prompt = [await desk.store.item(ItemId(n)) for n in (1, 2)]
    assert (held.held, prompt.held) == (True, False)
    assert held.clock_start == NOW - HOUR


# -- engagement


@pytest.mark.asyncio
async def test_counts_are_kept_beside_the_item(desk: Desk) -> None:
    """More likes are no revision; the newest counts are shown with the item."""
    await poll(desk, replace(ONE, engagement={"likes": 1}))
    advance(desk, MINUTE)
    liked = replace(ONE, engagement={"likes": 12, "replies": 3})
    result = await poll(desk, liked)
    assert (result.edited, result.unchanged) == ((), 1)
    told = (await items.detail(desk, ItemId(1))).engagement
    assert told == (Engagement("blog", {"likes": 12, "replies": 3}, NOW + MINUTE),)
    assert (await first(desk)).revision == 1


# -- our own answers


@pytest.mark.asyncio
async def test_our_answer_is_paired_with_the_recorded_reply(desk: Desk) -> None:
    """It makes no item and no second reply; that it was seen stands with the reply."""
    await poll(desk, ONE)
    await replies.reply(desk, ItemId(1), "Hoi Noor, het komt morgen.")
    for _poll in range(2):
        assert (await poll(desk, OURS)).new == ()
    (reply,) = (await first(desk)).replies
    assert (reply.by, reply.outside, reply.seen_at) == ("tim", False, NOW)
    edited = replace(OURS, body="Hoi Noor, het komt overmorgen.")
    assert (await poll(desk, edited)).edited == ()


@pytest.mark.asyncio
async def test_an_answer_given_outside_the_desk_meets_the_promise(desk: Desk) -> None:
    """From when it was posted, and the customer has the ball."""
    await poll(desk, ONE)
    advance(desk, 2 * HOUR)
    await poll(desk, OURS)
    item = await first(desk)
    (reply,) = item.replies
    assert (reply.outside, reply.posted_at) == (True, NOW - MINUTE)
    assert item.state is State.WAITING_CUSTOMER
    (clock,) = [timer for timer in item.timers if timer.kind is TimerKind.FIRST_RESPONSE]
    assert (clock.result, clock.ended_at) == (TimerResult.MET, NOW - MINUTE)
    second = replace(OURS, native_id="#10", permalink=f"{PAGE}/#comment-10", body="En nog iets.")
    await poll(desk, second)
    assert [reply.outside for reply in (await first(desk)).replies] == [True, True]


@pytest.mark.asyncio
async def test_question_and_answer_in_one_poll(desk: Desk) -> None:
    """What was answered before the source was added does not wait for an answer."""
    state = SourceState("blog")
    await take_in(desk, "blog", [ONE, OURS], state)
    assert (await first(desk)).state is State.WAITING_CUSTOMER
    assert (await desk.store.item(ItemId(2))).state is State.HISTORY
    assert (await poll(desk, ONE, OURS)).unchanged == 2


@pytest.mark.asyncio
async def test_without_a_reference_the_same_words_pair_it(desk: Desk) -> None:
    """A flat list of comments says not what is answered; other words answer nobody."""
    await poll(desk, ONE, TWO)
    await replies.reply(desk, ItemId(2), "Dank je Bo, dat geven we graag door aan Eva!")
    flat = replace(OURS, reply_to="", body="Dank je, Bo! Dat geven we graag door aan Eva.")
    assert (await poll(desk, flat)).new == ()
    assert (await desk.store.item(ItemId(2))).replies[0].seen_at == NOW
    other = replace(flat, native_id="#11", permalink="", body="Wij zijn met Kerst gesloten.")
    assert len((await poll(desk, other)).new) == 1
    assert (await desk.store.item(ItemId(3))).state is State.HISTORY


@pytest.mark.asyncio
async def test_old_answers_open_nothing(desk: Desk) -> None:
    """Our answer to what is history already stays history."""
    state = SourceState("blog")
    old = replace(ONE, published_at=NOW - 3 * DAY)
    await take_in(desk, "blog", [old], state)
    assert (await first(desk)).state is State.HISTORY
    await poll(desk, OURS)
    assert (await first(desk)).replies == ()


@pytest.mark.asyncio
async def test_edit_and_answer_in_one_poll(desk: Desk) -> None:
    """Two things that one poll brings of one item are both written."""
    await poll(desk, ONE)
    await poll(desk, replace(ONE, body="Waar blijft mijn pakket? Al 3 dagen!"), OURS)
    item = await first(desk)
    assert (item.revision, len(item.replies)) == (2, 1)
    assert await desk.store.known("blog", [OURS.native_id], [])


@pytest.mark.asyncio
async def test_an_answer_before_the_comment_answers_another(desk: Desk) -> None:
    """What was posted before the comment cannot be its answer."""
    await poll(desk, ONE)
    early = replace(OURS, published_at=NOW - 10 * MINUTE + SECOND)
    assert len((await poll(desk, early)).new) == 1
    assert (await first(desk)).replies == ()


@pytest.mark.asyncio
async def test_an_edit_keeps_the_time_its_server_gives_for_it(desk: Desk) -> None:
    """When it was noticed and when it was made are told apart."""
    await poll(desk, ONE)
    await poll(desk, replace(ONE, body="Waar blijft mijn pakket nou?", edited_at=NOW - 3 * MINUTE))
    first, second = (await items.detail(desk, ItemId(1))).revisions
    assert (first.edited_at, second.edited_at) == (None, NOW - 3 * MINUTE)
