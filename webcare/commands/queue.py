"""``webcare list``, ``next`` and ``find``: the queue as it is worked in, and all by its words."""

from collections.abc import AsyncIterator

import click

from core.i18n import _
from core.labels import label
from core.vocabulary import Lane, State
from desk.reports.found import line_of
from desk.reports.objects import row_object
from desk.services import planning, queue
from desk.services.desk import Desk
from desk.store.listing import QueueRow, View
from tui.countdown import queue_left
from webcare.commands.call import Call, desk_command, print_row
from webcare.commands.values import Code

PAGE = 500
TEXT_SHOWN = 120
"""Characters of author and text on a line."""
QUEUED = frozenset({State.NEW, State.OPEN})


@desk_command("list")
@click.option("--lane", type=Code(Lane), help=_("Only this lane of the plan."))
@click.option(
    "--state",
    type=Code(State),
    help=_("Only this state; other than new and open come newest first, from outside the queue."),
)
@click.option("--order", default="", metavar="NAME", help=_("By another order than the team's."))
@click.option("--limit", type=click.IntRange(0), default=100, help=_("At most so many; 0 is all."))
async def list_(
    call: Call, desk: Desk, lane: Lane | None, state: State | None, order: str, limit: int
) -> None:
    """Print the queue in its order, one item a line."""
    queue.look_by(desk, order)
    view = View.ALL if state and state not in QUEUED else View.QUEUE
    shown = 0
    async for row in _rows(desk, view):
        if (lane and row.lane != lane) or (state and row.state != state):
            continue
        if limit and shown == limit:
            call.say(_("There are more; --limit 0 prints all of them."))
            break
        show_row(call, desk, row)
        shown += 1
    if not shown and not call.json:
        call.say(_("Nothing waits. New comments come with: webcare poll --once"))


@desk_command("next")
@click.option("--take", is_flag=True, help=_("Take it as well."))
async def next_(call: Call, desk: Desk, take: bool) -> None:
    """Print the item that comes first and that nobody else has."""
    row = await queue.next_item(desk, take=take)
    if row is None:
        call.say(_("Nothing waits that is free."))
        return
    show_row(call, desk, row)


@desk_command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=50, help=_("At most so many."))
async def find(call: Call, desk: Desk, words: tuple[str, ...], limit: int) -> None:
    """Print the items that hold all the words, newest first, with what was found in which text.

    The last word may be the beginning of one; \'"two words"\' must stand side by side.
    """
    found = await queue.find(desk, " ".join(words), limit + 1)
    for row in found[:limit]:
        show_row(call, desk, row)
    if len(found) > limit:
        call.say(_("There are older ones; --limit {n} prints more.").format(n=10 * limit))
    if not found and not call.json:
        call.say(_("Nothing found for {words}").format(words=" ".join(words)))


def show_row(call: Call, desk: Desk, row: QueueRow) -> None:
    """Print one line of the queue, with why it stands there."""
    now = desk.now()
    why = planning.why(desk, row, now, call.zone)
    if call.json:
        call.data(row_object(row, why, now, call.zone))
        return
    print_row(
        (str(row.id), 5),
        (queue_left(row.due_at, row.wake_at, now), 7),
        (label(row.lane), 9),
        (label(row.kind), 9),
        str(row.severity),
        (row.source, 12),
        (_holder(row), 8),
        f"{row.author}: {line_of(row)}"[:TEXT_SHOWN],
        f"· {why}",
    )


def _holder(row: QueueRow) -> str:
    """Return who has an item, or to whom it is on its way."""
    if row.claimed_by:
        return f"@{row.claimed_by}"
    return f">{row.handed_to}" if row.handed_to else ""


async def _rows(desk: Desk, view: View) -> AsyncIterator[QueueRow]:
    offset = 0
    while True:
        window = await queue.window(desk, view, offset, PAGE)
        for row in window.rows:
            yield row
        offset += len(window.rows)
        if not window.rows or offset >= window.total:
            return
