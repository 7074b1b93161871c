"""The second reader: a colleague is asked to read a reply, and approves it or gives it back."""

from core.i18n import _
from core.identifiers import new_event_id
from core.vocabulary import ItemId, Reading
from desk.model import second_reader
from desk.model.event import EventKind
from desk.model.item import Item
from desk.services.desk import Desk, act
from desk.services.items import own_draft, work_on
from desk.store.records import Notice


async def ask(desk: Desk, item_id: ItemId, question: str = "") -> Item:
    """Ask for a colleague to read the draft as it stands; all of them are told."""
    body = await own_draft(desk, item_id)
    await work_on(desk, item_id)
    asked = await act(
        desk,
        item_id,
        lambda item, now: second_reader.asked(
            item, now, desk.agent, desk.rules(item.source), body, question
        ),
    )
    text = _("Item {item} waits for a second reader (M)").format(item=item_id)
    notice = Notice(new_event_id(desk.now()), desk.now(), desk.agent, text=text)
    await desk.store.put_notice(notice)
    await desk.store.see_notices(desk.agent, [notice.id], desk.now())
    return asked


async def judge(desk: Desk, item_id: ItemId, verdict: Reading, remark: str = "") -> Item:
    """Approve a colleague's reply, or give it back; who wrote it keeps the item."""
    return await act(
        desk,
        item_id,
        lambda item, now: second_reader.judged(item, now, desk.agent, verdict, remark),
    )


async def is_as_approved(desk: Desk, item: Item, body: str) -> bool:
    """Return whether a reply is still the one that was approved; True where none was."""
    if item.reading is not Reading.APPROVED:
        return True
    asked = [e for e in await desk.store.events(item.id) if e.kind is EventKind.REVIEW_ASKED]
    return not asked or asked[-1].text("body").strip() == body.strip()
