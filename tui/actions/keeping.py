"""Keeping what is typed, in the order of typing, and having it read along with."""

import asyncio
from typing import TYPE_CHECKING

from core.clock import Instant
from core.safe_text import safe_text
from core.vocabulary import ItemId
from desk.services import coaching, drafts, items, replies
from desk.services.desk import Desk

if TYPE_CHECKING:
    from tui.actions.live import LiveDesk


async def keep_draft(desk: Desk, item: ItemId, body: str) -> Instant:
    """Keep a draft durably and renew the lease; return when it was saved."""
    draft = await replies.save_draft(desk, item, body)
    await items.renew(desk, item)
    return draft.saved_at


class Keeper:
    """Stores the draft that is being written and its versions, and shows the coach's remarks."""

    def __init__(self, live: "LiveDesk") -> None:
        self._live = live
        self._desk = live.desk
        self._panes = live.panes
        self._turn = asyncio.Lock()
        self._trouble = ""

    async def save(self, item: ItemId, body: str) -> None:
        """Keep a draft; the pane says so once it is durable."""
        async with self._turn:
            saved_at = await keep_draft(self._desk, item, body)
        self._panes.draft.saved(saved_at, body)

    async def keep_version(self, item: ItemId, body: str) -> None:
        """Keep a draft as a version, once it is saved."""
        async with self._turn:
            await drafts.keep_version(self._desk, item, body)
        self._live.wake()

    async def read_along(self) -> None:
        """Have the coach read the draft as it stands."""
        draft, detail = self._panes.draft, self._panes.detail
        if detail is None:
            return
        text = draft.text
        found = await coaching.remarks(self._desk, detail, text)
        trouble = safe_text(coaching.phrase_trouble(self._desk), line=True)
        if trouble and trouble != self._trouble:
            self._live.screen.tell(trouble, wrong=True)
        self._trouble = trouble
        if self._panes.detail is detail and draft.text == text:  # else it is being read anew
            draft.remark(text, found)

    async def last_words(self) -> None:
        """Keep what was typed since the last save."""
        draft, detail = self._panes.draft, self._panes.detail
        if detail and not draft.is_saved:
            await self.save(detail.item.id, draft.text)
