"""Keeping what is typed, in the order of typing, and having it read along with."""

import asyncio
from typing import TYPE_CHECKING

from core.vocabulary import ItemId

if TYPE_CHECKING:
    from tui.screens.desk import DeskScreen


class Keeper:
    """Stores the draft that is being written and its versions, and shows the coach's remarks."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._turn = asyncio.Lock()
        self._trouble = ""

    async def save(self, item: ItemId, body: str) -> None:
        """Keep a draft; the pane says so once it is durable."""
        from tui.actions.replies import keep_draft

        desk, panes = self._screen.desk, self._screen.panes
        if desk is not None and panes is not None:
            async with self._turn:
                saved_at = await keep_draft(desk, item, body)
            panes.draft.saved(saved_at, body)

    async def keep_version(self, item: ItemId, body: str) -> None:
        """Keep a draft as a version, once it is saved."""
        from tui.actions.replies import keep_version

        if self._screen.desk is not None:
            async with self._turn:
                await keep_version(self._screen.desk, item, body)
        self._screen.wake()

    def read_along(self) -> None:
        """Have the coach read the draft as it stands."""
        self._screen.run_worker(self._screen.shielded(self._read_along()), group="coach")

    async def _read_along(self) -> None:
        from tui.actions.replies import phrase_trouble, remarks

        desk, panes = self._screen.desk, self._screen.panes
        if desk is None or panes is None or panes.detail is None:
            return
        detail, text = panes.detail, panes.draft.text
        found = await remarks(desk, detail, text)
        if (trouble := phrase_trouble(desk)) and trouble != self._trouble:
            self._screen.front.tell(trouble, wrong=True)
        self._trouble = trouble
        if panes.detail is detail and panes.draft.text == text:  # else it is being read anew
            panes.draft.remark(text, found)

    async def last_words(self) -> None:
        """Keep what was typed since the last save."""
        panes = self._screen.panes
        if panes and panes.detail and not panes.draft.is_saved:
            await self.save(panes.detail.item.id, panes.draft.text)
