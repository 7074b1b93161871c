"""Pictures of the screen, to be looked at when they change.

``pytest tests/tui/test_snapshots.py --snapshot-update`` keeps new ones. They hold
what no assertion says well: what stands where, what stands out, what is cut.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from core.clock import MINUTE
from core.vocabulary import Strategy
from desk.model.post import Post
from desk.services import items, outcomes, replies, shifts, steps
from desk.settings import DeskSettings, SourceRules
from tests.support.clock import START
from tests.support.running import Running, prepared
from tests.support.screen import Stage
from tests.support.summary import TITLES, open_line, scripted_summary
from tui.screens.reading import summary_screen

SOURCES = {
    name: SourceRules(name, brand="zonnewende", title=title, reply_limit=limit)
    for name, title, limit in (
        ("zw-blog", "blog", 0),
        ("zw-forum", "forum", 0),
        ("app", "app", 500),
    )
}
COMMENTS = (
    (
        "zw-blog",
        "Marieke Dol",
        28,
        "Al drie weken vraag ik mijn geld terug. Vier keer gebeld, elke keer een ander verhaal.\n\n"
        "Zo ga je toch niet met klanten om?!",
    ),
    ("zw-blog", "Hendrik", 9, "Er kwam rook uit mijn nieuwe waterkoker. Levensgevaarlijk!"),
    ("app", "b_solheim", 49, "Ubrukelig app, den virker ikke. Jeg er skikkelig skuffet."),
    ("zw-forum", "Pelle de Wit", 72, "Weet iemand of het deksel ook op de Zon 3 past?"),
    ("zw-forum", "Sofie Kramer", 20, "Super geholpen door Tim, dank jullie wel!"),
    ("app", "jay_bergen", 5, "Is it just me or is your site down? How do I pay my bill?"),
    ("zw-blog", "[/]\x1b[2J", 3, "[@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \u202egnp"),
)
DRAFT = "Beste Marieke,\n\nwat vervelend dat u al drie weken wacht. Ik zoek uit waar het blijft."

Snapshot = Callable[..., bool]


def arrived() -> list[Post]:
    """Return the comments of an invented brand's customers."""
    return [
        Post(
            source=source,
            native_id=f"p-{n}",
            author=author,
            body=body,
            permalink=f"https://{source}.example/{n}",
            published_at=START - ago * MINUTE,
        )
        for n, (source, author, ago, body) in enumerate(COMMENTS)
    ]


async def work(run: Running) -> None:
    """Play the first minutes of a shift: one item in hand, one answered, one with a colleague."""
    desk, screen = run.desk, run.app.desk_screen
    ids = {row.author: row.id for row in screen.queue.window.rows}
    mine, answered = ids["Marieke Dol"], ids["Pelle de Wit"]
    await shifts.start(desk)
    await outcomes.decide(desk, answered, Strategy.REACT)
    await replies.reply(desk, answered, "Ja, het past. Groet, Tim")
    run.clock.advance(3 * MINUTE)
    await items.take(desk, mine)
    await steps.tick(desk, mine, "read", {"core_issue": "het geld"})
    await outcomes.decide(desk, mine, Strategy.REACT)
    await replies.save_draft(desk, mine, DRAFT)
    now = desk.now()
    await desk.store.claim(ids["b_solheim"], "ann", now, now + 3 * MINUTE)
    await run.live.go_to(mine)
    screen.tick()
    await run.live.read()


def desk_shows(
    snapshot: Snapshot, folder: Path, *keys: str, size: tuple[int, int] = (80, 24)
) -> bool:
    """Return whether the desk looks as it did, after some keys."""
    made = prepared(folder, arrived(), desk_settings=DeskSettings(sources=SOURCES))

    async def prepare(pilot: Pilot[None]) -> None:
        run = await made.ready(pilot)
        await work(run)
        await run.press(*keys)
        for entry in made.app.screen.query(Input):
            entry.cursor_blink = False
        for text in made.app.screen.query(TextArea):
            text.cursor_blink = False

    return snapshot(made.app, terminal_size=size, run_before=prepare)


@pytest.mark.parametrize("size", ["60x16", "80x24", "120x40", "200x50"])
def test_desk(snap_compare: Snapshot, tmp_path: Path, size: str) -> None:
    """The desk at work: an item in hand, steps done, a draft, hostile text in the list."""
    columns, lines = map(int, size.split("x"))
    assert desk_shows(snap_compare, tmp_path, size=(columns, lines))


def test_help(snap_compare: Snapshot, tmp_path: Path) -> None:
    """The keys, over the desk."""
    assert desk_shows(snap_compare, tmp_path, "question_mark")


def test_decide(snap_compare: Snapshot, tmp_path: Path) -> None:
    """The dialog that asks what to do with an item."""
    assert desk_shows(snap_compare, tmp_path, "D")


def test_outcome(snap_compare: Snapshot, tmp_path: Path) -> None:
    """The dialog that asks how it ended."""
    assert desk_shows(snap_compare, tmp_path, "3", "d")


def test_summary(snap_compare: Snapshot) -> None:
    """What a whole shift came to, at its top."""
    summary = scripted_summary(open_line("Waar blijft mijn pakket?"))

    def make() -> ModalScreen[Any]:
        return summary_screen(summary, TITLES)

    assert snap_compare(Stage(make), terminal_size=(80, 24))
