"""The list: a cursor that is an item, rows that stay where they are looked at, few repaints."""

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from core.clock import HOUR, MINUTE, SECOND
from core.vocabulary import FoundIn, ItemId, Kind, State
from desk.store.listing import Match, QueueRow, Window
from tests.support.clock import START
from tests.support.rows import make_row
from tui.widgets.queue import QueueList


def row(number: int, **changes: object) -> QueueRow:
    """Return a row that is due some hours from now, later the higher its number."""
    plain = {"id": ItemId(number), "author": f"author {number}", "text": f"text {number}"}
    return make_row(**{**plain, "due_at": START + HOUR + number * SECOND, **changes})


def window(numbers: range | list[int], offset: int = 0, total: int | None = None) -> Window:
    """Return a window of rows with these ids."""
    rows = tuple(row(number) for number in numbers)
    return Window(rows, offset, offset + len(rows) if total is None else total)


class ListApp(App[None]):
    """A list alone; remembers what it asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.list = QueueList("tim", {"shop": "blog"})
        self.chosen: list[ItemId | None] = []
        self.needed: list[int] = []

    def compose(self) -> ComposeResult:
        """Show the list alone."""
        yield self.list

    def on_queue_list_highlighted(self, message: QueueList.Highlighted) -> None:
        """Remember the item."""
        self.chosen.append(message.item)

    def on_queue_list_window_needed(self, message: QueueList.WindowNeeded) -> None:
        """Remember the place."""
        self.needed.append(message.at)

    def lines(self) -> list[str]:
        """Return the screen as it reads."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


@pytest.mark.asyncio
async def test_a_line_says_what_was_found_also_when_it_is_mended() -> None:
    """The words that were looked for stay in sight when a colleague takes the item."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        found = row(1, match=Match(FoundIn.NOTE, "belt over de bon"))
        gone = row(2, match=Match(FoundIn.COMMENT, "… mijn bon weg"), state=State.CLOSED)
        app.list.show(Window((found, gone), 0, 2), START)
        app.list.mend([row(1, claimed_by="ann")])
        await pilot.pause()
        assert "note: belt over de bon" in app.lines()[0]
        assert "ann" in app.lines()[0]
        assert "closed · … mijn bon weg" in app.lines()[1]


@pytest.mark.asyncio
async def test_lines_in_sight_are_mended_where_they_stand() -> None:
    """One that is not loaded is left out, and the cursor stays where it is."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.show(window(range(1, 101)), START)
        app.list.move(4)
        await pilot.pause()
        assert app.list.in_sight == set(range(1, 11))
        app.list.mend([row(2, author="Ann"), row(500, author="Bob")])
        await pilot.pause()
        assert "Ann" in app.lines()[1]
        assert "Bob" not in "".join(app.lines())
        assert app.list.item == 5
        assert app.list.window.total == 100


@pytest.mark.asyncio
async def test_the_cursor_stays_on_its_item_and_on_its_line() -> None:
    """A more urgent arrival above pushes rows down the list, not down the screen."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.show(window(range(1, 101)), START)
        app.list.move(4)
        await pilot.pause()
        before = [line[:70] for line in app.lines()]
        app.list.show(window([900, 901, *range(1, 101)]), START)
        await pilot.pause()
        assert app.list.item == ItemId(5)
        assert app.list.at == 6
        assert [line[:70] for line in app.lines()] == before


@pytest.mark.asyncio
async def test_a_row_that_leaves_gives_its_place_to_the_next() -> None:
    """When the cursor's item is gone the cursor stands on the row that took its place."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.show(window(range(1, 9)), START)
        app.list.move(2)
        app.list.show(window([1, 2, 4, 5, 6, 7, 8]), START)
        await pilot.pause()
        assert app.list.item == ItemId(4)
        assert app.chosen[-1] == ItemId(4)


@pytest.mark.asyncio
async def test_rows_outside_the_window_are_blank_and_asked_for() -> None:
    """The end of a long list is asked for once, and adopted when it comes."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.show(window(range(1, 101), total=100_000), START)
        app.list.move_to(-1)
        await pilot.pause()
        assert not app.list.item
        assert not any(line[:70].strip(" >") for line in app.lines())
        assert app.needed
        first = app.needed[-1]
        app.list.show(window(range(99_901, 100_001), offset=99_900, total=100_000), START)
        await pilot.pause()
        assert first >= 99_900
        assert app.list.item == ItemId(100_000)
        assert app.lines()[-1].startswith(">")


@pytest.mark.asyncio
async def test_a_step_inside_the_page_repaints_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moving the cursor refreshes its old and its new line only."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.show(window(range(1, 101)), START)
        await pilot.pause()
        refreshed: list[Region] = []
        monkeypatch.setattr(app.list, "refresh", lambda *regions, **_: refreshed.extend(regions))
        app.list.move(1)
        assert [(region.y, region.height) for region in refreshed] == [(0, 1), (1, 1)]


@pytest.mark.asyncio
async def test_the_edge_of_the_page_jumps_by_half_a_page() -> None:
    """Going past the last line puts the cursor in the middle of the screen."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.show(window(range(1, 101)), START)
        await pilot.pause()
        for _ in range(10):
            app.list.move(1)
        await pilot.pause()
        assert app.list.scroll_offset.y == 5
        assert app.lines()[5].startswith(">")


@pytest.mark.asyncio
async def test_a_tick_repaints_only_clocks_whose_text_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second later only the row under ten minutes reads differently."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        soon = row(2, due_at=START + 5 * MINUTE)
        far = row(1, due_at=START + 30 * MINUTE + 30 * SECOND)
        app.list.show(Window((far, soon), 0, 2), START)
        await pilot.pause()
        refreshed: list[Region] = []
        monkeypatch.setattr(app.list, "refresh", lambda *regions, **_: refreshed.extend(regions))
        app.list.tick(START + SECOND)
        assert [(region.y, region.height) for region in refreshed] == [(1, 1)]


@pytest.mark.asyncio
async def test_rows_read_anew_repaint_what_reads_differently(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of rows that were read again the changed one is painted, and clocks still go on after it."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        soon = row(1, due_at=START + 5 * MINUTE)
        app.list.show(Window((soon, row(2), row(3)), 0, 3), START)
        await pilot.pause()
        refreshed: list[Region] = []
        monkeypatch.setattr(app.list, "refresh", lambda *regions, **_: refreshed.extend(regions))
        app.list.show(Window((soon, row(2, claimed_by="ann"), row(3)), 0, 3), START)
        assert [(region.y, region.height) for region in refreshed] == [(1, 1)]
        refreshed.clear()
        app.list.tick(START + SECOND)
        assert [(region.y, region.height) for region in refreshed] == [(0, 1)]


@pytest.mark.asyncio
async def test_marks_and_holder_say_what_colour_says() -> None:
    """Late, soon, praise, edited and who holds it are written out."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        rows = (
            row(1, due_at=START - 4 * MINUTE - 12 * SECOND, claimed_by="tim"),
            row(2, due_at=START + 5 * MINUTE, claimed_by="ann", lease_until=START + MINUTE),
            row(3, kind=Kind.PRAISE, claimed_by="ann", lease_until=START - 1),
            row(4, revision=2),
            row(5, severity=5),
        )
        app.list.show(Window(rows, 0, 5), START)
        await pilot.pause()
        lines = app.lines()
        assert lines[0].startswith("> -04:12 !! blog")
        assert lines[0].endswith("you")
        assert lines[1].startswith("   05:00 !  ")
        assert lines[1].endswith("ann")
        assert lines[2].startswith("    1h00 +  ")
        assert lines[2].endswith("-")
        assert lines[3].startswith("    1h00 ~  ")
        assert lines[4].startswith("    1h00 !! ")


@pytest.mark.asyncio
async def test_a_narrow_list_keeps_clock_and_text() -> None:
    """Below 60 columns source, author and holder go."""
    app = ListApp()
    async with app.run_test(size=(50, 10)) as pilot:
        app.list.show(window(range(1, 4)), START)
        await pilot.pause()
        assert app.lines()[0] == ">   1h00    text 1"


@pytest.mark.asyncio
async def test_the_next_free_row_passes_by_what_others_hold() -> None:
    """n skips rows of colleagues and stops where none is left."""
    app = ListApp()
    async with app.run_test(size=(80, 10)):
        rows = (row(1), row(2, claimed_by="ann"), row(3))
        app.list.show(Window(rows, 0, 3), START)
        assert app.list.move_to_free(1)
        assert app.list.item == ItemId(3)
        assert not app.list.move_to_free(1)
        assert app.list.item == ItemId(3)


@pytest.mark.asyncio
async def test_a_click_selects_the_row() -> None:
    """The mouse selects what it points at."""
    app = ListApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.show(window(range(1, 9)), START)
        await pilot.pause()
        await pilot.click(QueueList, offset=(20, 3))
        assert app.list.item == ItemId(4)
