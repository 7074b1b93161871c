"""The draft pane: what is typed is handed over soon, and never lost."""

import subprocess
import sys
from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from textual import on
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import TextArea

from core.clock import SECOND
from core.vocabulary import ItemId
from tests.support.clock import START
from tests.support.detail import make_detail, make_draft, make_item
from tests.support.screen import Bench, reading
from tui.widgets.draft import SAVE_AFTER, DraftPane


class Recorder(Bench):
    """Keeps what the pane posts."""

    def __init__(self) -> None:
        self.pane = DraftPane(ZoneInfo("Europe/Amsterdam"))
        super().__init__(self.pane)
        self.changed: list[tuple[int, str]] = []
        self.left: list[int] = []

    @on(DraftPane.Changed)
    def _changed(self, event: DraftPane.Changed) -> None:
        self.changed.append((event.item, event.body))

    @on(DraftPane.Left)
    def _left(self, event: DraftPane.Left) -> None:
        self.left.append(event.item)


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[tuple[Recorder, Pilot[None]]]:
    """Yield a pane that shows the draft ``Hoi`` of item 7."""
    app = Recorder()
    async with app.run_test(size=(48, 12)) as pilot:
        app.pane.show(make_detail(drafts=[make_draft("Hoi")]), START, "tim")
        await pilot.pause()
        yield app, pilot


Desk = tuple[Recorder, Pilot[None]]


async def start_editing(app: Recorder, pilot: Pilot[None]) -> None:
    """Open the editor."""
    app.pane.edit()
    await pilot.pause()


@pytest.mark.asyncio
async def test_the_preview_shows_the_agents_own_draft(desk: Desk) -> None:
    """The stored draft is shown with its length and when it was saved; no editor is made yet."""
    app, _pilot = desk
    text = "\n".join(reading(app))
    assert "Hoi" in text
    assert "3/2000 characters" in text
    assert "saved 12:06:40" in text
    assert not app.query(TextArea)


@pytest.mark.asyncio
async def test_typing_is_handed_over_soon_and_once(desk: Desk) -> None:
    """Several keys are handed over together, within a second of the first of them."""
    app, pilot = desk
    await start_editing(app, pilot)
    await pilot.press(*" dag")
    assert app.changed == []
    assert "saving …" in "\n".join(reading(app))
    assert SAVE_AFTER <= 0.8
    await pilot.pause(SAVE_AFTER + 0.1)
    assert app.changed == [(7, "Hoi dag")]


@pytest.mark.asyncio
async def test_escape_hands_over_at_once_and_leaves(desk: Desk) -> None:
    """Escape posts the text and then that the agent left; the preview keeps the new text."""
    app, pilot = desk
    await start_editing(app, pilot)
    await pilot.press("!", "escape")
    await pilot.pause()
    assert app.changed == [(7, "Hoi!")]
    assert app.left == [7]
    assert not app.query(TextArea)
    assert "Hoi!" in "\n".join(reading(app))


@pytest.mark.asyncio
async def test_losing_the_keys_hands_over_at_once(desk: Desk) -> None:
    """A blur saves without ending the editing."""
    app, pilot = desk
    await start_editing(app, pilot)
    await pilot.press("!")
    app.screen.set_focus(None)
    await pilot.pause()
    assert app.changed == [(7, "Hoi!")]
    assert app.pane.is_editing


@pytest.mark.asyncio
async def test_news_of_the_same_item_never_touches_what_is_typed(desk: Desk) -> None:
    """A detail that arrives while typing, with an older draft in it, changes nothing here."""
    app, pilot = desk
    await start_editing(app, pilot)
    await pilot.press("!")
    app.pane.show(make_detail(drafts=[make_draft("older")]), START + SECOND, "tim")
    await pilot.pause()
    assert app.query_one(TextArea).text == "Hoi!"
    await pilot.press("escape")
    app.pane.show(make_detail(drafts=[make_draft("older")]), START + SECOND, "tim")
    await pilot.pause()
    assert app.pane.text == "Hoi!"


@pytest.mark.asyncio
async def test_moving_to_another_item_hands_over_first(desk: Desk) -> None:
    """What was typed belongs to the item it was typed on; the other item shows its own draft."""
    app, pilot = desk
    await start_editing(app, pilot)
    await pilot.press("!")
    other = make_detail(item=make_item(id=ItemId(8)), drafts=[make_draft("Andere")])
    app.pane.show(other, START, "tim")
    await pilot.pause()
    assert app.changed == [(7, "Hoi!")]
    assert app.pane.text == "Andere"
    assert not app.pane.is_editing


@pytest.mark.asyncio
async def test_saved_is_said_only_of_the_text_that_is_stored(desk: Desk) -> None:
    """An answer for an older text leaves it at saving; the right one shows the second."""
    app, pilot = desk
    await start_editing(app, pilot)
    await pilot.press("!", "escape")
    app.pane.saved(START + SECOND, "Hoi")
    await pilot.pause()
    assert "saving …" in "\n".join(reading(app))
    app.pane.saved(START + SECOND, "Hoi!")
    await pilot.pause()
    assert "saved 12:06:41" in "\n".join(reading(app))
    app.pane.show(make_detail(drafts=[make_draft("from elsewhere")]), START, "tim")
    assert app.pane.text == "from elsewhere"


@pytest.mark.asyncio
async def test_too_long_a_reply_says_by_how_much(desk: Desk) -> None:
    """Beyond the platform's limit the count warns, and nothing is cut."""
    app, pilot = desk
    app.pane.put("a" * 2012)
    await pilot.pause()
    assert "! 2012/2000 characters: 12 too many" in " ".join(" ".join(reading(app)).split())
    assert app.changed == [(7, "a" * 2012)]


@pytest.mark.asyncio
async def test_a_colleagues_draft_is_told_of(desk: Desk) -> None:
    """Another agent's draft is shown by its first words, beside one's own."""
    app, pilot = desk
    drafts = [make_draft("Hoi"), make_draft("Beste [/] Marieke", "ann")]
    app.pane.show(make_detail(drafts=drafts), START, "tim")
    await pilot.pause()
    text = "\n".join(reading(app))
    assert "ann writes too (12:06): Beste [/] Marieke" in text
    assert "Hoi" in text


@pytest.mark.asyncio
async def test_what_is_pasted_is_cleaned(desk: Desk) -> None:
    """Escape codes in pasted text become signs that can be seen, and lines stay lines."""
    app, pilot = desk
    await start_editing(app, pilot)
    area = app.query_one(TextArea)
    app.post_message(Paste("\x1b[2J[/]\nx"))
    await pilot.pause()
    assert area.text == "Hoi␛[2J[/]\nx"


def test_the_editor_is_not_imported_for_the_first_frame() -> None:
    """The pane itself needs neither TextArea nor Input."""
    code = (
        "import sys, tui.widgets.draft as d; "
        "assert 'textual.widgets._text_area' not in sys.modules; "
        "assert 'tui.widgets.editor' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
