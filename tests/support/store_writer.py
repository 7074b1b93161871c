"""A process that writes to a desk's file and says what was acknowledged, to be killed or starved.

``python -m tests.support.store_writer FILE NAME COUNT [FILE_SIZE_LIMIT]``
prints ``<item> <event>`` after each append returned, and an error's name when one came.
"""

import asyncio
import resource
import sys
from itertools import count, islice
from pathlib import Path

from core.clock import HOUR, SystemClock
from core.errors import WebcareError
from core.vocabulary import ItemId
from desk.model.event import EventKind, new_event
from desk.store.records import Draft, Write
from desk.store.sqlite.database import open_sqlite
from desk.store.store import Store
from tests.support.store import arrival, note

EVERY = 4
"""Each so manyth write is a new item; the others note, undo, claim and draft on the last one."""


def say(*words: object) -> None:
    """Print a line at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def write(store: Store, name: str, number: int, item: ItemId) -> ItemId:
    """Write the next thing, say that it is kept, and return the item it was about."""
    now = SystemClock().now()
    if number % EVERY == 0:
        batch = [arrival(now, f"{name}-{number}")]
    else:
        noted = note(now, f"{name} {number} " + "x" * 500, actor=name)
        batch = [Write((noted,), item)]
        if number % EVERY == 3:
            batch.append(Write((new_event(EventKind.UNDONE, now, name, event=noted.id),), item))
    (*_, kept) = await store.append(batch)
    assert kept is not None
    for each in batch:
        say(kept.id, each.events[0].id)
    await store.save_draft(Draft(kept.id, name, f"{name} {number}", now))
    await store.claim(kept.id, name, now, now + HOUR, over=True)
    return kept.id


async def main(path: Path, name: str, limit: int) -> None:
    """Write so many times, or for ever when the limit is 0."""
    store = await open_sqlite(path, SystemClock())
    item = ItemId(0)
    try:
        for number in islice(count(), limit or None):
            item = await write(store, name, number, item)
    except WebcareError as error:
        say(type(error).__name__, len(await store.item_ids()))
    finally:
        await (
            store.close()
        )  # an open store would keep a failed writer alive, and its reader waiting


if __name__ == "__main__":
    file, name, number, *size = sys.argv[1:]
    if size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(size[0]), int(size[0])))
    asyncio.run(main(Path(file), name, int(number)))
