"""The whole screen on a real SQLite file, with posts that came in and a clock tests move."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.events import Paste
from textual.message import Message
from textual.pilot import Pilot

from core.clock import MINUTE
from desk.model.post import Post
from desk.services.desk import Desk
from desk.services.intake import take_in
from desk.settings import DeskSettings
from desk.store.listing import Counts, Window
from desk.store.records import SourceState
from desk.store.sqlite.database import open_sqlite
from desk.triage.judge import Judge
from playbooks.loader import load_shipped
from tests.support.clock import START, FakeClock
from tests.support.desk import SETTINGS
from tui.actions.live import LiveDesk
from tui.app import WebcareApp
from tui.settings import Peek, TuiSettings

HOSTILE = "[/] [@click=app.quit]x[/] \x1b[2J \x1b]52;c;aGk=\x07 \u202egnp \u200b$naam"
"""A text that would command the screen, were it not cleaned."""
TEXTS = (
    ("marieke", "Al drie weken wacht ik op mijn geld terug, wat een slechte service!"),
    ("ola", "Wanneer gaat de winkel in Utrecht weer open?"),
    ("sofie", "Super geholpen door Tim, dank jullie wel!"),
    (HOSTILE, HOSTILE),
)


def posts(texts: Sequence[tuple[str, str]] = TEXTS, first: int = 0) -> list[Post]:
    """Return posts that were published minutes ago, the first one longest ago."""
    return [
        Post(
            source="shop",
            native_id=f"p-{first + n}",
            author=author,
            body=body,
            title=body if author == HOSTILE else "",
            permalink=f"https://shop.example/{first + n}",
            published_at=START - (20 - n) * MINUTE,
        )
        for n, (author, body) in enumerate(texts)
    ]


@dataclass
class Running:
    """An app that runs, and what lies beneath it."""

    app: WebcareApp
    pilot: Pilot[None]
    desk: Desk
    clock: FakeClock
    messages: list[Message]

    async def settle(self) -> None:
        """Wait until nothing is under way but what waits for the agent or for changes."""
        await self.pilot.pause()
        screen = self.app.desk_screen
        while self.app.screen is screen and (
            screen._resting is not None
            or any(worker.is_running and worker.group != "follow" for worker in self.app.workers)
        ):
            await self.pilot.pause(0.005)
        await self.pilot.pause()

    @property
    def live(self) -> LiveDesk:
        """The desk as it lives on the screen."""
        live = self.app.desk_screen.live
        assert live is not None
        return live

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each to its end."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal does."""
        self.app.post_message(Paste(text))
        await self.settle()

    def lines(self) -> list[str]:
        """Return the screen as it reads."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def reads(self) -> str:
        """Return the whole screen as one text."""
        return "\n".join(self.lines())

    def told(self) -> list[str]:
        """Return the notices that were shown."""
        return [str(notice.message) for notice in self.app._notifications]


@dataclass
class Prepared:
    """An app on a real SQLite file, before it runs."""

    app: WebcareApp
    clock: FakeClock
    opened: list[Desk]
    messages: list[Message]
    empty: bool

    async def ready(self, pilot: Pilot[None]) -> Running:
        """Wait until the desk is open and shows its first item."""
        screen = self.app.desk_screen
        while not self.opened or screen.panes is None or screen.panes.detail is None:
            await pilot.pause(0.01)
            if self.opened and self.empty and screen.panes is not None:
                break
        at_work = Running(self.app, pilot, self.opened[0], self.clock, self.messages)
        await at_work.settle()
        return at_work


def prepared(
    folder: Path,
    arrived: Sequence[Post] | None = None,
    *,
    settings: TuiSettings | None = None,
    desk_settings: DeskSettings = SETTINGS,
    first: Peek | None = None,
) -> Prepared:
    """Return an app that will find these posts when it opens its desk, after its first frame."""
    clock = FakeClock()
    opened: list[Desk] = []
    settings = settings or TuiSettings(
        agent="tim", zone="Europe/Amsterdam", crash_dir=folder / "crash", runtime_dir=folder
    )

    async def open_desk() -> Desk:
        store = await open_sqlite(folder / "desk.db", clock)
        desk = Desk(store, clock, desk_settings, load_shipped(), Judge(), settings.agent, folder)
        for post in posts() if arrived is None else arrived:
            state = SourceState(post.source, items_total=1, last_new_at=1)
            await take_in(desk, post.source, [post], state)
        opened.append(desk)
        return desk

    titles = {name: rules.title for name, rules in desk_settings.sources.items()}
    peek = first or Peek(Window((), 0, 0), Counts(), titles=titles)
    sources = {name: SourceState(name, status="ok") for name in titles}
    app = WebcareApp(peek, open_desk, settings, clock, sources=lambda: sources)
    return Prepared(app, clock, opened, [], empty=arrived == [])


@asynccontextmanager
async def running(
    folder: Path,
    arrived: Sequence[Post] | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    settings: TuiSettings | None = None,
    desk_settings: DeskSettings = SETTINGS,
) -> AsyncIterator[Running]:
    """Run the screen on posts that came in before."""
    made = prepared(folder, arrived, settings=settings, desk_settings=desk_settings)
    async with made.app.run_test(size=size, message_hook=made.messages.append) as pilot:
        yield await made.ready(pilot)
