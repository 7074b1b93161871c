"""``webcare doctor``: check everything, and say what to do."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from core.clock import SystemClock
from core.errors import ConfigError, WebcareError
from core.i18n import _, set_language
from desk.reports.written import written
from desk.store.records import SourceState
from webcare.checkup import Check, Status, check_all, check_server
from webcare.commands.call import print_object, print_row
from webcare.commands.options import Asked, asked_command
from webcare.config import Settings
from webcare.wiring import open_desk

MARKS = {Status.OK: "ok", Status.WARN: "WARN", Status.FAIL: "FAIL"}


@asked_command("doctor")
def doctor(asked: Asked) -> int:
    """Check everything webcare needs; exit code 1 when something fails."""
    checks = _check(asked)
    failed = any(check.status is Status.FAIL for check in checks)
    for check in checks:
        if asked.json:
            told = written(check, names="status detail advice")
            print_object({"schema": "webcare.doctor/1", "check": check.name, **told})
        else:
            advice = f"-> {check.advice}" if check.advice else ""
            print_row((MARKS[check.status], 4), f"{check.name}:", check.detail, advice)
    return 1 if failed else 0


def _check(asked: Asked) -> list[Check]:
    try:
        settings = asked.settings(with_keys=True)
    except ConfigError as error:
        return [Check("config", Status.FAIL, error.message, error.hint)]
    set_language(settings.language)
    file = settings.places.config
    detail = str(file) if file.exists() else _("none; every setting has its default")
    advice = "" if file.exists() else _("Make one with: webcare init")
    found = [Check("config", Status.OK, detail, advice)]
    if isinstance(settings.database, Path):
        states = _states(settings, settings.database)
    else:
        checks, settings, states = asyncio.run(check_server(settings))
        found += checks
    return [*found, *check_all(settings, SystemClock(), states)]


def _states(settings: Settings, file: Path) -> Mapping[str, SourceState]:
    """Return the sources' last states; none where the database cannot say, which is told apart."""
    if not file.exists():
        return {}

    async def read() -> Mapping[str, SourceState]:
        async with open_desk(settings, read_only=True) as desk:
            return await desk.store.source_states()

    try:
        return asyncio.run(read())
    except WebcareError:
        return {}
