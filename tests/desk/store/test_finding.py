"""Items found by their words: in any text, on either database, whatever is typed."""

import random
import statistics
import string
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from core.vocabulary import FoundIn, ItemId, ReplyKind
from desk.model.event import EventKind, new_event
from desk.store.records import Draft, Write
from desk.store.store import Store
from desk.store.transfer import transfer
from tests.support.clock import FakeClock
from tests.support.postgres import PostgresBackend
from tests.support.store import Backend, SqliteBackend, add, note, seen

MANY = 100
DATA: Mapping[EventKind, Mapping[str, Any]] = {
    EventKind.REPLIED: {"kind": ReplyKind.PUBLIC_FULL},
    EventKind.HANDED: {"to": "bob"},
}
SAID = """FROM (
    WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 60000)
    SELECT n, CASE WHEN n % 5 < 3 THEN 'veel' ELSE 'anders' END
        || CASE n % 1000 WHEN 7 THEN ' een' ELSE '' END AS body FROM c
) said"""
"""So many items, of which sixty in a hundred hold the one word, and one in a thousand the other."""
FORGET = (
    (
        *(f"DROP TRIGGER {name}" for name in ("texts_added", "texts_changed", "texts_gone")),
        *("DROP TABLE unread", "DROP TABLE words", "DROP VIEW wordings", "DROP VIEW searched"),
        "PRAGMA user_version = 9",
    ),
    (
        "DROP TRIGGER texts_written ON texts",
        "DROP FUNCTION read_words, words_of, folded",
        "DROP TABLE words",
        "DROP VIEW searched",
        "UPDATE schema_version SET number = 9",
    ),
)
"""What takes the index away again, on a file and on a server."""


async def write(store: Store, clock: FakeClock, body: str, author: str = "Anouk de Wit") -> ItemId:
    """Let a comment come in."""
    clock.advance(1)
    event = new_event(
        EventKind.SEEN,
        clock.now(),
        "webcare",
        texts={
            "author": author,
            "author_id": "geheim77",
            "body": body,
            "permalink": "https://shop.example/reactie",
            "raw": f"<item>{body} ruw</item>",
        },
        source="shop",
        native_id=str(clock.now()),
    )
    return (await add(store, Write((event,)))).id


async def say(store: Store, clock: FakeClock, item: ItemId, kind: EventKind, **texts: str) -> None:
    """Let something happen on an item."""
    event = new_event(kind, clock.now(), "ann", texts=texts, **DATA.get(kind, {}))
    await add(store, Write((event,), item))


@pytest.mark.asyncio
async def test_an_item_is_found_by_any_word_of_it(store: Store, clock: FakeClock) -> None:
    """Comment, author, answer, note and reason are looked through; a page's address is not."""
    one = await write(store, clock, "Waar blijft mijn blender?", "Jürgen Østby")
    other = await write(store, clock, "Wat een mooie blender")
    await say(store, clock, one, EventKind.REPLIED, body="Wij sturen een nieuwe toe")
    await say(store, clock, one, EventKind.NOTED, text="belt graag 's avonds")
    await say(store, clock, one, EventKind.SKIPPED, reason="wacht op magazijn")

    for typed in ("waar", "Østby", "jurgen", "nieuwe", "avonds", "MAGAZIJN", "jurgen toe belt"):
        assert await store.find(typed, MANY) == [one], typed
    assert await store.find("blender", MANY) == [other, one]
    assert await store.find("blender", 1) == [other]
    for typed in ("geheim77", "https", "reactie", "ruw", "waar mooie", "", " ", '"', "?!"):
        assert await store.find(typed, MANY) == [], typed


@pytest.mark.asyncio
async def test_words_are_read_as_people_write_them(store: Store, clock: FakeClock) -> None:
    """Case and accents do not matter, the last word may go on, quotes hold words together."""
    text = (
        "Één crème-brûlée, 10e in de rij: cafe\u0301 Ærlig søknad 3x 1e5! e-mail a.b@c.nl top😀 x_y"
    )
    item = await write(store, clock, text)

    for typed in (
        "een creme", "BRULEE", "crème", "10e", "café", "cafe ", "ærl", "SØKNAD", "3x", "1e5 ",
        "top ", "y ", '"een creme brulee"', '"in de rij', "e-mail", "mail e", "a.b@c.nl", "x_y",
        "brul", '"de ri', "in in in",
    ):  # fmt: skip
        assert await store.find(typed, MANY) == [item], typed
    for typed in (
        "brul ",
        '"brul"',
        '"een brulee"',
        "mail-e",
        "rem",
        "ee ",
        "sok",
        "c.a",
        "creme z",
    ):
        assert await store.find(typed, MANY) == [], typed


@pytest.mark.asyncio
async def test_whatever_is_typed_is_looked_for_and_nothing_else(
    store: Store, clock: FakeClock
) -> None:
    """Signs of a query language, NUL and ten thousand characters are words or nothing."""
    item = await write(store, clock, "NOT near OR and words rowid body null")
    for typed in ("NOT near", "OR and", "near OR", "words rowid", "null"):
        assert await store.find(typed, MANY) == [item], typed
    hostile = [
        '"', '""', "'", "''", "\\", "*", "^body", "body:", "{a b}: c", "NEAR(a b, 3)", "a AND", "(",
        "a)", "-a", "a:*", "a & | !b", "<->", "a <2> b", "\0", "bo\0dy", "\ud800", "\u202e",
        "é" * 10_000, '"' * 10_000, "a b " * 5_000, "%s %(x)s {0} ? $1", "'; DROP TABLE items; --",
    ]  # fmt: skip
    dice = random.Random(9)  # noqa: S311 - the same every time
    signs = string.printable + "\0\x1b\u0301\u200b\ud800éøß€🙂中ا"
    hostile += ["".join(dice.choices(signs, k=dice.randint(1, 40))) for _ in range(150)]
    for typed in hostile:
        found = await store.find(typed, MANY)
        assert found in ([], [item]), typed
        assert set(await store.matches(typed, found)) <= set(found), typed


@pytest.mark.asyncio
async def test_it_says_which_text_holds_the_words(store: Store, clock: FakeClock) -> None:
    """Of several texts it is the one with most of the words, and the newest of these."""
    long = "zin " * 100 + "de verloren Sleutel van het magazijn"
    item = await write(store, clock, long, "Sanne Sleutel")
    await say(store, clock, item, EventKind.HEARD, text="aan de telefoon over zijn sleutels")
    await say(store, clock, item, EventKind.REPLIED, body="Uw sleutel is gevonden")
    await say(store, clock, item, EventKind.HANDED, note="let op de koerier")

    async def where(typed: str) -> tuple[FoundIn, str]:
        return (await store.matches(typed, [item]))[item]

    found_in, shown = await where("verloren magazijn")
    assert found_in is FoundIn.COMMENT
    assert shown.startswith("… zin ")
    assert shown.endswith("de verloren Sleutel van het magazijn")
    assert (await where("sanne"))[0] is FoundIn.AUTHOR
    assert await where("sleutel ") == (FoundIn.REPLY, "Uw sleutel is gevonden")
    assert (await where("telefoon sleutel"))[0] is FoundIn.HEARD
    assert await where("koerier") == (FoundIn.NOTE, "let op de koerier")
    assert await store.matches("nergens", [item]) == {}


@pytest.mark.asyncio
async def test_what_is_only_being_written_is_not_found(store: Store, clock: FakeClock) -> None:
    """Drafts and what is asked of a second reader are nobody's word until they are posted."""
    item = await write(store, clock, "Hallo?")
    await store.save_draft(Draft(item, "bob", "voorlopig geheimpje", clock.now()))
    await say(store, clock, item, EventKind.DRAFTED, body="kladversie geheimpje")
    await say(store, clock, item, EventKind.READIED, body="geheimpje klaar")
    await say(store, clock, item, EventKind.REVIEW_ASKED, body="geheimpje", text="kan dit zo")
    assert await store.find("geheimpje", MANY) == []
    assert await store.find("kan dit", MANY) == [item]
    await say(store, clock, item, EventKind.REPLIED, body="geheimpje gepost")
    assert await store.find("geheimpje", MANY) == [item]


@pytest.mark.asyncio
async def test_what_is_erased_is_found_no_more(
    store: Store, backend: Backend, clock: FakeClock
) -> None:
    """The words go with the text, whoever erases it; those of the item's other texts stay."""
    item = await write(store, clock, "mijn adres is Dorpsstraat", "Vergeetmij")
    other = await write(store, clock, "ook Dorpsstraat", "Vergeetmij")
    await say(store, clock, item, EventKind.NOTED, text="gebeld")
    first = (await store.events(item))[0].id
    await backend.run("UPDATE texts SET body = NULL, salt = NULL WHERE event_id = ?", first)
    await say(store, clock, other, EventKind.NOTED, text="de volgende schrijft iets")

    for typed in ("dorpsstraat", "vergeetmij", "adres"):
        assert item not in await store.find(typed, MANY)
    assert await store.find("dorpsstraat", MANY) == [other]
    assert await store.find("gebeld", MANY) == [item]
    await say(store, clock, item, EventKind.NOTED, text="nogmaals gebeld")
    assert await store.find("nogmaals gebeld", MANY) == [item]


@pytest.mark.asyncio
async def test_a_write_that_is_refused_leaves_no_words(store: Store, clock: FakeClock) -> None:
    """What is rolled back is not found, and several items of one batch all are."""
    item = await add(store, Write((seen(clock.now(), body="eerste"),)))
    stale = Write((note(clock.now(), "spookwoord"),), item.id, expected=item.version + 5)
    with pytest.raises(Exception, match="changed"):
        await store.append([Write((seen(clock.now(), body="spookwoord"),)), stale])
    assert await store.find("spookwoord", MANY) == []
    made = await store.append(
        [Write((seen(clock.now(), native_id=str(n), body=f"stuk {n}"),)) for n in range(30)]
        + [Write((note(clock.now(), "stuk bij"),), item.id)]
    )
    ids = sorted((one.id for one in made if one), reverse=True)
    assert await store.find("stuk", MANY) == ids


@pytest.mark.asyncio
async def test_an_item_of_many_texts_is_found_by_its_newest(store: Store, clock: FakeClock) -> None:
    """What somebody edits for ever costs no more each time."""
    item = await write(store, clock, "versie oeroud")
    for n in range(70):
        await say(store, clock, item, EventKind.REVISED, body=f"versie nummer{n}")
    assert await store.find("nummer69", MANY) == [item]
    assert await store.find("oeroud", MANY) == []
    assert await store.find("versie", MANY) == [item]


@pytest.mark.asyncio
async def test_the_words_go_along_to_another_database(tmp_path: Path, clock: FakeClock) -> None:
    """After a move there and back all is found that was."""
    alone = await SqliteBackend(tmp_path, clock).open()
    for n in range(700):
        await write(alone, clock, f"bericht {n} {'even' if n % 2 else 'oneven'}")
    await say(alone, clock, ItemId(5), EventKind.NOTED, text="bellen")
    team = PostgresBackend(tmp_path, clock)
    shared = await team.open()
    (tmp_path / "back").mkdir()
    back = await SqliteBackend(tmp_path / "back", clock).open()
    for source, target in ((alone, shared), (shared, back)):
        async for _table, _count in transfer(source, target):
            pass
    for typed in ("even", "bericht 12", "anouk", "bellen"):
        expected = await alone.find(typed, 1000)
        assert expected
        assert await shared.find(typed, 1000) == expected == await back.find(typed, 1000)
    for store in (alone, shared, back):
        await store.close()
    await team.drop()


@pytest.mark.asyncio
async def test_what_was_written_before_there_was_an_index_is_found(
    store: Store, backend: Backend, clock: FakeClock
) -> None:
    """The upgrade reads all texts that are there."""
    item = await write(store, clock, "van voor de upgrade")
    await say(store, clock, item, EventKind.REPLIED, body="antwoord van toen")
    await store.close()
    for sql in FORGET[isinstance(backend, PostgresBackend)]:
        await backend.run(sql)
    again = await backend.open()
    assert await again.find("upgrade toen", MANY) == [item]
    await say(again, clock, item, EventKind.NOTED, text="en nu verder")
    assert await again.find("upgrade verder", MANY) == [item]
    await again.close()


@pytest.mark.asyncio
async def test_the_newest_of_many_are_found_as_fast_as_a_few(
    store: Store, backend: Backend
) -> None:
    """The newest fifty of a word of most items cost a small multiple of a rare word's."""
    if isinstance(backend, PostgresBackend):
        await backend.run(f"INSERT INTO words SELECT n, to_tsvector('simple', body) {SAID}")
        await backend.run("VACUUM ANALYZE words")
    else:
        await backend.run(f"INSERT INTO words (rowid, body) SELECT n, body {SAID}")

    took: dict[str, list[float]] = {"veel ": [], "een ": []}
    for _ in range(20):
        for typed, times in took.items():
            start = time.perf_counter()
            assert len(await store.find(typed, 50)) == 50
            times.append(time.perf_counter() - start)
    frequent, rare = map(statistics.median, took.values())
    assert frequent < 10 * rare
