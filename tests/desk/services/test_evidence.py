"""Evidence: every version verbatim, what is gone, and the dossier that is handed on."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.clock import MINUTE
from core.errors import Refused
from core.vocabulary import ItemId, State
from desk.model.event import EventKind
from desk.reports.dossier import dossier_object
from desk.reports.dossier_html import dossier_html
from desk.services import evidence, items, outcomes, replies
from desk.services.desk import Desk
from desk.settings import DeskSettings
from sources.camera import ChromiumCamera
from sources.settings import SourceSettings
from tests.support.clock import FakeClock
from tests.support.desk import a_desk, arrive
from tests.support.feed_server import FeedServer
from tests.support.items import post
from tests.support.pages import NEEDS_CHROMIUM, page

FIRST = "De blender is na twee dagen kapot."
HOSTILE = '</pre><script>alert(1)</script> <img src=x onerror="y"> \x1b[2J \u202egnp'


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Yield Tim's desk."""
    async with a_desk(tmp_path) as opened:
        yield opened


async def edited(desk: Desk) -> ItemId:
    """Return an item that was edited before our answer and after it."""
    (item,) = await arrive(desk, post(body=FIRST))
    assert isinstance(desk.clock, FakeClock)
    desk.clock.advance(MINUTE)
    await arrive_edit(desk, "De blender is na twee weken kapot.")
    await replies.reply(desk, item.id, "Hoi Noor, we kijken ernaar.")
    desk.clock.advance(MINUTE)
    await arrive_edit(desk, HOSTILE)
    return item.id


async def arrive_edit(desk: Desk, body: str) -> None:
    """Let the same entry come in with another text."""
    assert await arrive(desk, post(body=body)) == []


@pytest.mark.asyncio
async def test_each_version_is_kept_with_its_digest_and_its_mark(desk: Desk) -> None:
    """First sight and edits stand verbatim; the one after our answer says so, and comes back."""
    detail = await items.detail(desk, await edited(desk))
    assert [version.text for version in detail.revisions][::2] == [FIRST, HOSTILE]
    assert [version.after_answer for version in detail.revisions] == [False, False, True]
    assert len({version.sha256 for version in detail.revisions}) == 3
    assert detail.item.edited_after_answer
    assert detail.item.state is State.OPEN


@pytest.mark.asyncio
async def test_gone_is_said_once_and_taken_back_by_undo_or_another_edit(desk: Desk) -> None:
    """It is never told from silence: a person says so; a comment that speaks again is not gone."""
    item = await edited(desk)
    assert (await evidence.gone(desk, item)).vanished
    with pytest.raises(Refused, match="already"):
        await evidence.gone(desk, item)
    assert not (await outcomes.undo(desk)).item.vanished
    await evidence.gone(desk, item)
    await arrive_edit(desk, "Ik ben er weer.")
    assert not (await desk.store.item(item)).vanished


@pytest.mark.asyncio
async def test_a_dossier_holds_everything_and_says_why_it_was_made(desk: Desk) -> None:
    """Texts as stored, a hash for each event, unposted drafts left out, the reason kept."""
    item = await edited(desk)
    await replies.save_draft(desk, item, "Dit gaat niemand aan.")
    await evidence.gone(desk, item)
    with pytest.raises(Refused, match="reason"):
        await evidence.dossier(desk, item, "  ")
    told = dossier_object(await evidence.dossier(desk, item, "aangifte"))
    assert [version["text"] for version in told["versions"]][::2] == [FIRST, HOSTILE]
    assert told["versions"][2]["after_answer"] is True
    assert {version["raw"] for version in told["versions"]} == {"<item/>"}
    assert told["gone_at"]
    assert told["chain_holds"] is True
    events = told["history"]
    assert (events[-1]["kind"], events[-1]["texts"]) == ("handed_on", {"reason": "aangifte"})
    assert len({event["hash"] for event in events}) == len(events)
    assert "niemand aan" not in json.dumps(told)


@pytest.mark.asyncio
async def test_a_dossier_says_when_its_history_was_altered(desk: Desk, tmp_path: Path) -> None:
    """A stored comment that was changed behind the desk's back breaks the chain."""
    item = await edited(desk)
    with sqlite3.connect(tmp_path / "desk.db") as database:
        database.execute("UPDATE texts SET body = 'Prima blender!' WHERE name = 'body'")
    made = await evidence.dossier(desk, item, "aangifte")
    assert not made.chain_holds
    assert "was altered" in dossier_html(made)


@pytest.mark.asyncio
async def test_a_dossier_page_is_inert_and_shows_what_is_hidden(desk: Desk) -> None:
    """No tag, script or control character of a comment gets into the page; nothing is loaded."""
    page = dossier_html(await evidence.dossier(desk, await edited(desk), "<b>aangifte</b>"))
    allowed = "html|meta|title|style|h1|h2|h3|p|pre|table|tr|th|td|br|code|del|ins"
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= {*allowed.split("|")}
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", page)
    assert r"\u202egnp" in page
    assert "&lt;b&gt;aangifte" in page
    assert "default-src 'none'" in page
    assert "http" not in re.sub(r"https://shop\.example|http-equiv", "", page)
    assert "<del>dagen </del><ins>weken </ins>" in page
    assert "after our answer" in page


@pytest.mark.asyncio
async def test_evidence_is_the_text_as_it_stands(desk: Desk) -> None:
    """The event names the version that was kept, by its number and digest."""
    item = await edited(desk)
    await evidence.keep(desk, item)
    detail = await items.detail(desk, item)
    kept = next(event for event in detail.events if event.kind is EventKind.EVIDENCE)
    assert (kept.data["revision"], kept.data["sha256"]) == (3, detail.revisions[-1].sha256)


@NEEDS_CHROMIUM
@pytest.mark.asyncio
async def test_the_page_of_a_severe_item_is_photographed_by_itself(desk: Desk) -> None:
    """What is less severe is left alone; a page that cannot be shown stops nothing."""
    async with FeedServer() as server:
        shop = SourceSettings("shop", server.url("/feed"), allow_private=True)
        desk.camera = ChromiumCamera([shop])
        work = asyncio.ensure_future(evidence.photograph_hot(desk))
        await asyncio.sleep(0)
        hot = "Jullie zijn oplichters, schandalig! Ik ben woedend, ik wil mijn geld terug!"
        calm, broken, severe = await arrive(
            desk,
            post(native_id="1", permalink=server.script("/1", page()), body="Is de winkel open?"),
            post(native_id="2", permalink="http://192.168.0.1/2", body=hot),
            post(native_id="3", permalink=server.script("/3", page()), body=hot),
        )
        assert (calm.severity, broken.severity >= 4, severe.severity >= 4) == (2, True, True)
        changes = desk.store.changes()
        while not (detail := await items.detail(desk, severe.id)).pictures:
            await anext(changes)
        work.cancel()
    (picture,) = detail.pictures
    assert (picture.by, picture.status) == ("webcare", 200)
    assert detail.item.evidence_at is not None
    assert (await desk.store.item(calm.id)).evidence_at is None
    assert (await desk.store.item(broken.id)).evidence_at is None


@pytest.mark.asyncio
async def test_no_page_is_photographed_where_the_team_wants_none(tmp_path: Path) -> None:
    """With the threshold at 0, or without a camera, nothing waits for arrivals."""
    async with a_desk(tmp_path, settings=DeskSettings(photograph_from=0)) as quiet:
        quiet.camera = ChromiumCamera()
        await evidence.photograph_hot(quiet)
    async with a_desk(tmp_path) as blind:
        await evidence.photograph_hot(blind)
        assert blind.on_arrival is None
