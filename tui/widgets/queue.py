"""The list: draws a window of rows out of any number, line by line.

The cursor is an item, never a row. When a new window arrives it stays on its item, and the
list scrolls along so that what the agent looks at does not move.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from core.clock import Instant
from core.safe_text import safe_text
from core.vocabulary import ItemId, Lane
from desk.store.listing import NOBODY, Beside, QueueRow, Window
from tui.countdown import WIDTH, queue_left
from tui.widgets.row import LEFT, MARK, Columns, cells, columns, fit, heading, holder, mark, who

NOTHING = Window((), 0, 0)
TONES = {"!!": "late", "!": "soon", "+": "praise"}
"""How a row's sign colours its clock."""


class QueueHead(Widget):
    """The titles over the list's columns."""

    DEFAULT_CSS = "QueueHead { height: 1; padding-right: 1; color: $text-muted; }"

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - one line is all there is
        """Draw the titles at the list's own widths."""
        width = self.content_size.width
        return Strip([Segment(heading(width), self.rich_style)], width)


class QueueList(ScrollView, can_focus=True):
    """A list of items over a window of rows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "queue--cursor",
        "queue--late",
        "queue--soon",
        "queue--praise",
        "queue--mine",
        "queue--quiet",
        "queue--aside",
    }
    DEFAULT_CSS = "QueueList { overflow-x: hidden; scrollbar-gutter: stable; }"

    empty: var[str] = var("")
    """What to say when there is nothing to list."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to stand on another item, or on none."""

        item: ItemId | None

    @dataclass
    class WindowNeeded(Message):
        """Rows around ``at`` are looked at and not loaded."""

        at: int

    def __init__(self, agent: str, titles: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._agent = agent
        self.titles = titles
        """What people call the sources, by their ids."""
        self.window = NOTHING
        """The rows that are loaded."""
        self._texts: dict[tuple[ItemId, Columns], str] = {}
        self._painted: dict[int, tuple[str, str, str]] = {}
        self._parts: dict[str, Style] = {}
        self._asked: int | None = None
        self._now: Instant = 0
        self.at = 0
        """The cursor's place in the list."""
        self.item: ItemId | None = None
        """The item under the cursor; None where its row is not loaded or nothing is listed."""
        self.beside = NOBODY
        """What colleagues do, as it was last read."""

    # -- what stands where

    @property
    def is_in_sight(self) -> bool:
        """Whether the cursor stands among the rows on the screen."""
        top = self.scroll_offset.y
        return top <= self.at < top + self.size.height

    def _row(self, at: int) -> QueueRow | None:
        place = at - self.window.offset
        return self.window.rows[place] if 0 <= place < len(self.window.rows) else None

    # -- new rows

    def show(
        self, window: Window, now: Instant, at: int | None = None, beside: Beside = NOBODY
    ) -> None:
        """Draw another window; ``at`` is the cursor's item's place when it is not in it."""
        self.beside = beside
        places = {row.id: window.offset + n for n, row in enumerate(window.rows)}
        moved = self._moved(places, at)
        was, before, was_at = self.item, self._in_sight(), self.at
        self.window, self._now, self._asked = window, now, None
        self._texts.clear()
        found = None if was is None else places.get(was, at)
        self.at = max(0, min(self.at if found is None else found, window.total - 1))
        row = self._row(self.at)
        size = Size(self.size.width, window.total)
        if self.virtual_size != size:
            self.virtual_size = size
        if moved:
            self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)
        if moved or not window.total:
            self._painted.clear()
            self.refresh()
        else:
            self._refresh_changed(before, was_at)
        self._choose(row.id if row else (was if found is not None else None))
        self._ask_for_rows()

    @property
    def in_sight(self) -> frozenset[ItemId]:
        """The items on the screen."""
        return frozenset(row.id for row in self._in_sight() if row is not None)

    def mend(self, rows: Iterable[QueueRow]) -> None:
        """Draw some of the lines as they read now, where they stand."""
        new = {row.id: row for row in rows}
        if new:
            was = self.window.rows
            shown = tuple(replace(new.get(row.id, row), match=row.match) for row in was)
            self.show(replace(self.window, rows=shown), self._now, self.at, self.beside)

    def _in_sight(self) -> list[QueueRow | None]:
        top = self.scroll_offset.y
        return [self._row(top + y) for y in range(self.size.height)]

    def _refresh_changed(self, before: list[QueueRow | None], was_at: int) -> None:
        """Repaint the lines that read differently now."""
        top = self.scroll_offset.y
        changed = {y for y, row in enumerate(self._in_sight()) if row != before[y]}
        if was_at != self.at:
            changed |= {was_at - top, self.at - top}
        for y in changed:
            self._painted.pop(y, None)
            self._refresh_line(top + y)
        self.tick(self._now)

    def _moved(self, places: Mapping[ItemId, int], at: int | None) -> int:
        """Return by how many rows that which is looked at has moved in the list."""
        top = self.scroll_offset.y
        if self.item is not None and self.is_in_sight:
            return places.get(self.item, self.at if at is None else at) - self.at
        first = self._row(top)
        return places.get(first.id, top) - top if first else 0

    def follow(self, item: ItemId, at: int) -> None:
        """Put the cursor on an item and its place, to be loaded if it is not."""
        self._go(at)
        self._choose(item)

    def _choose(self, item: ItemId | None) -> None:
        if item != self.item:
            self.item = item
            self.post_message(self.Highlighted(item))

    def restart(self) -> None:
        """Forget cursor and rows, for another list."""
        self.item, self.at = None, 0
        self.scroll_to(y=0, animate=False, force=True)
        self.show(NOTHING, self._now)

    # -- moving

    def move(self, rows: int) -> None:
        """Move the cursor; at the edge of the page the list jumps by half a page."""
        self._go(self.at + rows)

    def move_pages(self, pages: float) -> None:
        """Move the cursor by pages or parts of one."""
        self._go(self.at + int(pages * max(1, self.size.height - 1)))

    def move_to(self, at: int) -> None:
        """Move the cursor to a place; a negative one counts from the end."""
        self._go(at if at >= 0 else self.window.total + at)

    def move_to_free(self, step: int) -> bool:
        """Move to the next (1) or previous (-1) loaded row no one else holds; False if none."""
        at = self.at + step
        while (row := self._row(at)) is not None:
            if holder(row, self._now) in {"", self._agent}:
                self._go(at)
                return True
            at += step
        return False

    def _go(self, at: int) -> None:
        at = max(0, min(at, self.window.total - 1))
        was, self.at = self.at, at
        if self.is_in_sight:
            self._refresh_line(was)
            self._refresh_line(at)
        else:
            self.scroll_to(y=max(0, at - self.size.height // 2), animate=False, force=True)
            self.refresh()
        row = self._row(at)
        self._choose(row.id if row else None)
        self._ask_for_rows()

    def _refresh_line(self, at: int) -> None:
        self.refresh(Region(0, at - self.scroll_offset.y, self.size.width, 1))

    def _ask_for_rows(self) -> None:
        """Ask once for what is looked at and not loaded."""
        top, window = self.scroll_offset.y, self.window
        bottom = min(top + self.size.height, window.total)
        if window.offset <= top and bottom <= window.offset + len(window.rows):
            return
        if self._asked != top:
            self._asked = top
            self.post_message(self.WindowNeeded(top))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint, and load what came into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._painted.clear()
        self._ask_for_rows()

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked."""
        at = event.y + self.scroll_offset.y
        if at < self.window.total:
            self._go(at)

    # -- drawing

    def tick(self, now: Instant) -> None:
        """Repaint the clocks in sight whose text changes; nothing else."""
        self._now = now
        for y, painted in list(self._painted.items()):
            row = self._row(y + self.scroll_offset.y)
            shown = painted if row is None else self._clock(row)
            if shown != painted:
                width = LEFT + 1 + MARK if shown[2] == painted[2] else self.size.width
                self.refresh(Region(0, y, width, 1))

    def _clock(self, row: QueueRow) -> tuple[str, str, str]:
        """Return what time changes of a row: its clock, its sign, and who has it."""
        return (
            queue_left(row.due_at, row.wake_at, self._now),
            mark(row, self._now),
            who(row, self._now, self._agent, self.beside),
        )

    def render_line(self, y: int) -> Strip:
        """Draw the row at a line, blank where it is not loaded."""
        width = self._width
        base = self.visual_style.rich_style  # kept by Textual until the style changes
        row = self._row(y + self.scroll_offset.y)
        if row is None:
            text = self.empty if self.window.total == 0 else ""
            lines = text.splitlines()
            line = lines[y - 1] if 1 <= y <= len(lines) else ""
            return Strip([Segment(fit(f"  {line}", width), base)], width)
        if y + self.scroll_offset.y == self.at:
            base += self._part("cursor")
        strip = Strip(self._segments(y, row, base, width), width)
        return strip.adjust_cell_length(width, base)

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def _segments(self, y: int, row: QueueRow, base: Style, width: int) -> list[Segment]:
        left, sign, has = self._painted[y] = self._clock(row)
        widths = columns(width)
        pointer = ">" if y + self.scroll_offset.y == self.at else " "
        clock = base + self._part(TONES.get(sign.lstrip("·"), "quiet"))
        text = base + self._part("aside") if row.lane is Lane.SET_ASIDE else base
        segments = [
            Segment(f"{pointer} {left:>{WIDTH}} {sign:<{MARK}}", clock),
            Segment(self._text(row, widths), text),
        ]
        if widths.who:
            shown = fit(safe_text(has, line=True) or "-", widths.who)
            mine = holder(row, self._now) == self._agent
            segments.append(Segment(f" {shown}", base + self._part("mine" if mine else "quiet")))
        return segments

    def _text(self, row: QueueRow, widths: Columns) -> str:
        """Return source, author and text as laid out once for the window and the width."""
        key = (row.id, widths)
        if key not in self._texts:
            self._texts[key] = cells(row, self.titles, widths)
        return self._texts[key]

    def _part(self, name: str) -> Style:
        if name not in self._parts:
            self._parts[name] = self.get_component_rich_style(f"queue--{name}", partial=True)
        return self._parts[name]

    def notify_style_update(self) -> None:
        """Read the colours anew when a theme or a class changes them."""
        super().notify_style_update()
        self._parts.clear()
