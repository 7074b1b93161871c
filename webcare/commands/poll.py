"""``webcare poll``: the sources, asked without a screen."""

import asyncio
import signal
from functools import partial

import click

from core.i18n import _
from core.moments import wall
from desk.services.desk import Desk
from desk.services.evidence import photograph_hot
from desk.services.timekeeping import keep_time
from sources.result import PollResult
from webcare.commands.call import Call, desk_command
from webcare.config import Settings
from webcare.feeding import Feeding, Told, open_poller
from webcare.shared import newer
from webcare.wiring import rewire

TERMINATED = 128 + signal.SIGTERM


@desk_command("poll")
@click.option("--once", is_flag=True, help=_("Ask every enabled source once, due or not."))
@click.option("--source", "names", multiple=True, help=_("Only this source; may be repeated."))
@click.option(
    "--wait", type=click.FloatRange(0, 3600), default=30.0, help=_("Seconds to wait, with --once.")
)
async def poll(call: Call, desk: Desk, once: bool, names: tuple[str, ...], wait: float) -> int:
    """Ask the sources for news: one line a source, and without --once until it is stopped."""
    settings = call.settings.only(names)
    if not settings.sources:
        call.say(_("No source is configured; add one: webcare sources add URL"))
        return 0
    told = partial(_show, call, desk)
    if not once:
        return await _poll_on(desk, settings, names, told)
    async with open_poller(desk, settings, told) as (poller, lacking):
        for name, error in lacking.items():
            told(PollResult(name, "failing", error=error.message))
        async for result in poller.poll_once(wait=wait):
            told(result)
    return 0


async def _poll_on(desk: Desk, settings: Settings, names: tuple[str, ...], told: Told) -> int:
    """Poll until a signal; a termination lets go of the sources before it ends the program."""
    feeding = Feeding(settings, told, attended=False)

    async def follow() -> None:
        async for newest in newer(settings, desk):
            rewire(desk, newest)
            feeding.use(newest.only(names))

    work = asyncio.gather(feeding.feed(desk), keep_time(desk), photograph_hot(desk), follow())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    interrupted = asyncio.current_task()
    try:
        await work
    except asyncio.CancelledError:
        if interrupted and interrupted.cancelling():
            raise  # by the user's ^C, not by our handler
    return TERMINATED


def _show(call: Call, desk: Desk, result: PollResult) -> None:
    if call.json:
        call.data(result.as_object())
        return
    counts = _("{new} new, {edited} edited, {same} unchanged").format(
        new=result.new, edited=result.edited, same=result.unchanged
    )
    parts = [f"{result.source}: {result.status}", counts, result.error]
    if result.moved_to:
        said = _("it moved to {url}; take that: webcare sources move {name}")
        parts.append(said.format(url=result.moved_to, name=result.source))
    if result.next_poll_at:
        at = wall(result.next_poll_at, desk.now(), call.zone, seconds=True)
        parts.append(_("next at {time}").format(time=at))
    call.line(" · ".join(part for part in parts if part))
