"""With a hundred thousand items, a team's server finds what it is asked by its indexes.

It is asked the store's own statements, and makes a plan for these values and one for any values,
to which it turns after a few times. A few thousand items may all be read; what counts is how many
pages the same question reads where many more lie.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import asyncpg
import pytest

from core.clock import HOUR, MINUTE
from core.vocabulary import ItemId
from desk.store import authors, claims, finding, identities, ledger, lists, promises, rows, team
from desk.store.listing import Ahead, Span, View
from desk.store.postgres.database import run
from desk.store.postgres.dialect import Link
from desk.store.transfer import TABLES
from desk.store.work import Work
from tests.support.clock import START, FakeClock
from tests.support.postgres import PostgresBackend
from tests.support.store import random_history

SEEDS = 200
"""Items that come about through the store; all others are copies."""
FEW, MANY = 4_000, 100_000
MORE = 1_000
"""Pages of indexes that may be read more where more is counted; the items alone lie on ten times
as many."""
LARGE = {"items", "events", "texts"}
ONE = ItemId(7)
SOME = [ItemId(number) for number in range(1, 41)]
LATER = START + MINUTE
AHEAD = Ahead(tuple(SOME), (Span(START, START + HOUR), Span(START, START + HOUR)))

COPIES = {
    "items": {
        "id": f"of.id + n * {SEEDS}",
        "text_event": "of.text_event || '-' || n",
        "doc": f"""replace(of.doc, '"id":' || of.id, '"id":' || of.id + n * {SEEDS})""",
    },
    "events": {
        "seq": "of.seq + n * 1000",
        "id": "of.id || '-' || n",
        "item": f"of.item + n * {SEEDS}",
    },
    "texts": {"event_id": "of.event_id || '-' || n"},
}
"""What differs in the copies of an item, of what was first said of it, and of the words."""
FROM = {
    "items": "items of JOIN items i ON i.id = of.id",
    "events": "events of JOIN items i ON i.text_event = of.id",
    "texts": "texts of JOIN items i ON i.text_event = of.event_id",
}
TALLIED = """
    UPDATE tally_parts SET total = 0, standing = 0, waiting = 0, praise = 0, watching = 0,
        backlog = 0;
    UPDATE tally_parts SET (total, standing, waiting, praise, watching, backlog) = (
        SELECT count(*), count(*) FILTER (WHERE queue_from = 0), sum(waiting), sum(praise),
            sum(watching), sum(backlog) FROM items
    ) WHERE part = 0;
"""

QUESTIONS: Mapping[str, Callable[[], Work[Any]]] = {
    **{view: lambda view=view: lists.window(view, "ann", START, 0, 200) for view in View},  # type: ignore[misc]
    "queue behind the plan": lambda: lists.window(View.QUEUE, "ann", START, 0, 200, AHEAD),
    "queue further on": lambda: lists.window(View.QUEUE, "ann", START, 500, 200),
    "position": lambda: lists.position(View.QUEUE, "ann", START, ONE),
    "position in all": lambda: lists.position(View.ALL, "ann", START, ONE),
    "counts": lambda: lists.counts("ann", START),
    "rows": lambda: lists.rows(SOME, START),
    "handed": lists.handed,
    "overdue": lambda: lists.overdue(START, 200),
    "next crossing": lambda: lists.next_crossing(START),
    "promised": lambda: promises.promised(START, START + HOUR, 200),
    "handled": lambda: promises.handled(0),
    "claim the first": lambda: claims.claim_first(SOME, "ann", START, LATER, None),
    "item": lambda: rows.get(ONE),
    "events": lambda: ledger.events_of(ONE),
    "last actions": lambda: ledger.last_actions("ann", START, 20),
    "earlier": lambda: authors.earlier("shop", "Anouk de Wit", "", ONE),
    "author's notes": lambda: authors.notes(SOME),
    "matches": lambda: finding.matches("pakket", SOME),
    "known": lambda: identities.known("shop", ["1", "2"], ["shop.example/1"]),
    "notices": lambda: team.notices("ann", START),
}
"""What a desk asks while it is looked at, and where it takes an item."""


class Crowd:
    """A team's database that is filled with copies of its first items."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        self._items = SEEDS

    async def grow(self, items: int) -> None:
        """Fill it up to so many items, past the triggers, which count and index one by one."""
        copies = f"generate_series({self._items // SEEDS}, {items // SEEDS - 1}) n"
        await self._connection.execute("SET session_replication_role = replica")
        for table, instead in COPIES.items():
            (names,) = (one.columns for one in TABLES if one.name == table)
            values = ", ".join(instead.get(name, f"of.{name}") for name in names.split(", "))
            await self._connection.execute(
                f"INSERT INTO {table} ({names}) SELECT {values}"  # noqa: S608 - our own names
                f" FROM {FROM[table]}, {copies} WHERE i.id <= {SEEDS}"
            )
        await self._connection.execute(TALLIED)
        await self._connection.execute("RESET session_replication_role")
        await self._connection.execute("VACUUM (ANALYZE) items, events, texts")
        self._items = items


class Explaining:
    """A connection that has each question explained before it is asked."""

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        self.plans: list[Any] = []

    async def fetch(self, sql: str, *values: object) -> list[Any]:
        """Run a statement; of one that asks keep the plan, with what it read."""
        if sql.lstrip().startswith("SELECT"):
            await self._connection.execute(f"PREPARE asked AS {sql}")
            given = f"({', '.join(map(_literal, values))})" if values else ""
            told = await self._connection.fetchval(
                f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE asked{given}"
            )
            await self._connection.execute("DEALLOCATE asked")
            self.plans.append(json.loads(told)[0]["Plan"])
        return list(await self._connection.fetch(sql, *values))

    @property
    def pages(self) -> int:
        """How many pages were read, as often as each was."""
        return sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in self.plans)

    @property
    def read_whole(self) -> set[str]:
        """Which of the large tables were read from end to end."""
        nodes = [node for plan in self.plans for node in _nodes(plan)]
        whole = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
        return whole & LARGE


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _literal(value: object) -> str:
    text = str(value).replace("'", "''")
    return f"'{text}'" if isinstance(value, str) else text


async def asked(connection: "asyncpg.Connection[Any]", mode: str) -> dict[str, Explaining]:
    """Ask everything, and leave nothing changed."""
    await connection.execute(f"SET plan_cache_mode = {mode}")
    found = {}
    for name, question in QUESTIONS.items():
        found[name] = Explaining(connection)
        await connection.execute("BEGIN")
        await run(cast("Link", found[name]), question())
        await connection.execute("ROLLBACK")
    return found


@pytest.mark.asyncio
async def test_no_question_reads_more_where_more_lies(clock: FakeClock) -> None:
    """Nor does any read a large table from end to end, with either kind of plan."""
    backend = PostgresBackend(Path(), clock)
    store = await backend.open()
    dice = random.Random(11)  # noqa: S311 - the same items every time
    await store.append([random_history(dice, START, number) for number in range(SEEDS)])
    await store.close()
    connection = await asyncpg.connect(backend.address.url)
    crowd, modes = Crowd(connection), ("force_custom_plan", "force_generic_plan")
    await crowd.grow(FEW)
    few = {mode: await asked(connection, mode) for mode in modes}
    await crowd.grow(MANY)
    many = {mode: await asked(connection, mode) for mode in modes}
    await connection.close()
    await backend.drop()
    wrong = {
        (mode, name): (few[mode][name].pages, now.pages, now.read_whole)
        for mode in modes
        for name, now in many[mode].items()
        if now.read_whole or now.pages > 2 * few[mode][name].pages + MORE
    }
    assert wrong == {}
