"""A data folder with many open items, filled through intake's rules and the store's own writes.

Filling takes more than a minute, so the folder is kept in the system's temporary folder, by
its schema and this file. Promises were due soon when it was filled: programs that open it are given
a clock that stands so long after that moment.
"""

import asyncio
import os
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, islice
from pathlib import Path

from core.clock import CLOCK_FILE, DAY, HOUR, MINUTE, SECOND, Instant, SystemClock
from desk.model.arrival import Sighting, new_item
from desk.model.hours import Calendar
from desk.model.post import Post
from desk.model.timers import Rules
from desk.settings import Hours, Promises, Target, Waits
from desk.store.records import Identity, Write
from desk.store.sqlite.database import open_sqlite
from desk.store.sqlite.peek import peek
from desk.store.sqlite.schema import shipped_steps
from desk.triage.judge import Judge

AGENT = "bench"
CONFIGURATION = f"""agent = "{AGENT}"
language = "en"
[order]
name = "due"
"""
"""A plan is made as ever; its items stand as they were filled in, whatever can be kept."""
BATCH = 500
NEAR = 40
"""Items whose promise is due soon: the first of the queue, one every GAP from FIRST_DUE on."""
FIRST_DUE = 14 * MINUTE
GAP = 10 * SECOND
LAST_DUE = FIRST_DUE + (NEAR - 1) * GAP
SOON = 11 * HOUR
"""Within which those follow that are due soon besides, where there are any."""
COUNTING = 10 * MINUTE
"""A moment at which every row on the screen counts down by the second, and none is late."""

TEXTS = (
    "Mijn pakket is al drie weken kwijt en niemand belt terug, wat een waardeloze service.",
    "Hoe laat gaan jullie zondag open? Ik kan het nergens op de site vinden.",
    "Geweldig geholpen door Sanne vandaag, hartelijk dank daarvoor!",
    "Nettet har vært nede siden i går kveld og ingen svarer på telefonen, helt elendig.",
    "Når kommer den nye ruteren på lager igjen?",
    "My order arrived broken and your support has ignored me for nine days.",
    "Can I change the delivery address after ordering?",
    "Lovely service, thank you so much for the quick help.",
)
COMPLAINTS = (0, 3, 5)
FILLER = " De rest van het verhaal staat hieronder, voor wie het helemaal wil lezen."


def name_of(number: int) -> str:
    """Return the author of an item, by which its row is found on the screen."""
    return f"klant{number:06d}"


def token_of(number: int) -> str:
    """Return a word deep in an item's text: the list cuts it off, the panes show it."""
    return f"kenmerk{number:06d}"


@dataclass(frozen=True, slots=True)
class LargeDesk:
    """A filled data folder."""

    folder: Path
    filled_at: Instant

    @property
    def database(self) -> Path:
        """Where its items are."""
        return self.folder / "desk.db"

    @property
    def arguments(self) -> tuple[str, ...]:
        """The command line that opens it: nobody's configuration, no source."""
        return ("run", "--config", str(self.folder / "webcare.toml"), "--data", str(self.folder))

    def environment(self, after: int = COUNTING) -> Mapping[str, str]:
        """Set its clock, and return the environment of a program that goes by it."""
        self.set_clock(after)
        return {CLOCK_FILE: str(self._clock)}

    def set_clock(self, after: int) -> None:
        """Make it so long after the filling."""
        offset = (self.filled_at + after - SystemClock().now()) / SECOND
        written = self._clock.with_suffix(".new")
        written.write_text(str(offset), encoding="ascii")
        written.replace(self._clock)

    @property
    def _clock(self) -> Path:
        return self.folder / "clock"

    def authors(self, count: int) -> list[str]:
        """Return who wrote the first items of its queue."""
        seen = peek(self.database, AGENT, self.filled_at, count)
        return [row.author for row in seen[0].rows] if seen else []

    def copied(self, to: Path) -> "LargeDesk":
        """Return a copy of it in another folder, to be written on."""
        shutil.copytree(self.folder, to)
        return LargeDesk(to, self.filled_at)


def large_desk(items: int = 100_000, soon: int = NEAR) -> LargeDesk:
    """Return a desk with so many open items, filled now unless that was done before.

    So many of them are due within the hours that the plan looks ahead.
    """
    made_of = Path(__file__).read_text() + "".join(step.sql for step in shipped_steps())
    name = f"webcare-bench-{os.getuid()}-{items}-{soon}-{sha256(made_of.encode()).hexdigest()[:8]}"
    folder = Path(tempfile.gettempdir()) / name
    if not folder.exists():
        now = SystemClock().now()
        filling = Path(tempfile.mkdtemp(prefix=f"{name}-"))
        (filling / "filled_at").write_text(str(now))
        asyncio.run(_fill(filling / "desk.db", _arrivals(range(items), soon, now)))
        filling.rename(folder)
    (folder / "webcare.toml").write_text(CONFIGURATION)
    return LargeDesk(folder, int((folder / "filled_at").read_text()))


@contextmanager
def lent_desk(items: int = 100_000, soon: int = NEAR) -> Iterator[LargeDesk]:
    """Yield a copy of such a desk for this run alone; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="webcare-bench-") as folder:
        yield large_desk(items, soon).copied(Path(folder) / "desk")


@contextmanager
def written_on(desk: LargeDesk, first: int, pause: float) -> Iterator[None]:
    """Let another process's comments come in one by one, with a pause between, while it lasts."""
    over = threading.Event()
    writer = threading.Thread(target=lambda: asyncio.run(_write(desk, first, pause, over)))
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


async def _write(desk: LargeDesk, first: int, pause: float, over: threading.Event) -> None:
    store = await open_sqlite(desk.database, SystemClock())
    try:
        for arrival in _arrivals(count(first), 0, desk.filled_at):
            await store.append([arrival])
            if await asyncio.to_thread(over.wait, pause):
                return
    finally:
        await store.close()


async def _fill(path: Path, arrivals: Iterator[Write]) -> None:
    store = await open_sqlite(path, SystemClock())
    try:
        while batch := list(islice(arrivals, BATCH)):
            await store.append(batch)
    finally:
        await store.close()


def _arrivals(numbers: Iterable[int], soon: int, now: Instant) -> Iterator[Write]:
    """Yield the first sight of each item, those that are due soon first."""
    judge = Judge()
    verdicts = [judge(text) for text in TEXTS]
    for number in numbers:
        is_near = number < min(NEAR, soon)
        text = COMPLAINTS[number % len(COMPLAINTS)] if is_near else number % len(TEXTS)
        within = _target(number, soon)
        published_at = now if number < soon else now - number % 3600 * SECOND
        post = _post(number, TEXTS[text], published_at)
        promises = Promises(within, within, within, within, within, within, within)
        rules = Rules(promises, Waits(), Calendar(Hours()))
        identity = Identity(post.source, post.native_id, post.content_hash, post.permalink)
        yield Write(new_item(post, verdicts[text], rules, Sighting(now)), identity=identity)


def _target(number: int, soon: int) -> Target:
    """Return the promise of an item: on the first page, within the plan's sight, or far."""
    if number >= soon:
        return Target(60 * DAY, 1)
    if number < NEAR:
        return Target(FIRST_DUE + number * GAP, 4)
    return Target(LAST_DUE + (number - NEAR + 1) * (SOON // soon), 4)


def _post(number: int, text: str, published_at: Instant) -> Post:
    return Post(
        source="shop",
        native_id=str(number),
        title="" if number % 3 else "Over mijn bestelling",
        body=f"{text}{FILLER} {token_of(number)}",
        author=name_of(number),
        permalink=f"https://shop.example/comments/{number}",
        published_at=published_at,
        raw=f"<item><guid>{number}</guid><description>{text}</description></item>",
    )
