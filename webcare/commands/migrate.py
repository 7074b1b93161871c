"""``webcare migrate``: bring the database up to date, or move the desk to another one."""

import asyncio

import click

from core.clock import SystemClock
from core.errors import UsageError
from core.i18n import _
from webcare.commands.call import Call, call_command
from webcare.database import Database, Server, open_store, read_address
from webcare.schema import MisfitError
from webcare.secret import check_reference


@call_command("migrate")
@click.option("--to", default="", help=_("The database to move to: postgresql://… or a file."))
@click.option("--password", default="", help=_("Where its password is: env:NAME, file:PATH …"))
def migrate(call: Call, to: str, password: str) -> None:
    """Bring the database up to date; with --to, copy the whole desk to another one.

    The old database stays as it is. A copy that broke off is begun again by the same command.
    """
    if to:
        asyncio.run(_move(call, _target(call, to, password)))
    else:
        asyncio.run(_bring_up(call))


def _target(call: Call, to: str, password: str) -> Database:
    if "://" not in to:
        return call.settings.places.database(to)
    try:
        return read_address(to, check_reference(password) if password else "", ("--to",))
    except (MisfitError, ValueError) as error:
        raise UsageError(f"--to: {error}") from error


async def _bring_up(call: Call) -> None:
    store = await open_store(call.settings.database, SystemClock(), call.settings.agent)
    await store.close()
    call.say(_("The database is up to date."))


async def _move(call: Call, target: Database) -> None:
    from desk.store.transfer import transfer

    if target == call.settings.database:
        raise UsageError(_("The desk is there already"))
    clock, agent = SystemClock(), call.settings.agent
    source = await open_store(call.settings.database, clock, agent, desk_lock=True)
    try:
        copy = await open_store(target, clock, agent)
        try:
            async for table, count in transfer(source, copy):
                if call.json:
                    call.data({"schema": "webcare.migrate/1", "table": table, "rows": count})
                else:
                    call.say(f"{table}: {count}")
        finally:
            await copy.close()
    finally:
        await source.close()
    named = target.url if isinstance(target, Server) else str(target)
    call.say(_('Now write in webcare.toml: database = "{named}"').format(named=named))
