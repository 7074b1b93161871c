"""What webcare needs to work, looked at one by one, each with what to do about it."""

import locale
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from core.clock import MINUTE, SECOND, Clock, SystemClock, iso
from core.errors import ConfigError, WebcareError
from core.i18n import _
from core.labels import label
from desk.settings import DeskSettings
from desk.store.records import SourceState, TeamDocument
from desk.store.sqlite.locks import FileLock, beside
from desk.store.sqlite.schema import check_exactly, newest
from desk.store.sqlite.transactions import open_file
from desk.triage.lexicon import read_rules
from playbooks.coach.phrases import read_phrases
from playbooks.coach.spelling import Speller
from playbooks.loader import Shelf
from sources.camera import ChromiumCamera
from webcare.config import Settings
from webcare.database import open_store
from webcare.places import Places
from webcare.shared import laid_over

SPACE_LOW = 1_000_000_000
SPACE_OUT = 50_000_000
CLOCK_OFF = 5
"""Seconds between two clocks that are worth a word."""
SMALLEST = (60, 16)
"""Columns and lines that the screen needs."""


class Status(StrEnum):
    """How a check went."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    status: Status
    detail: str
    advice: str = ""


def passed(name: str, detail: str) -> Check:
    """Return a check that found nothing wrong."""
    return Check(name, Status.OK, detail)


def warned(name: str, detail: str, advice: str, *, fine: bool = False) -> Check:
    """Return a check with advice, which is left out where all is fine after all."""
    return passed(name, detail) if fine else Check(name, Status.WARN, detail, advice)


def failed(name: str, detail: str, advice: str) -> Check:
    """Return a check of something that keeps webcare from working."""
    return Check(name, Status.FAIL, detail, advice)


def check_all(
    settings: Settings, clock: Clock, states: Mapping[str, SourceState]
) -> Iterator[Check]:
    """Yield every check of a configuration that could be read."""
    yield from check_folders(settings.places)
    yield from check_words(settings.places)
    yield check_space(settings.places.data)
    if isinstance(settings.database, Path):
        yield from check_database(settings.database)
    yield check_clock(settings, clock)
    yield from check_terminal(os.environ)
    yield passed("pictures", ChromiumCamera().lacking() or _("Pictures of pages can be taken"))
    spelt = ", ".join(label(language) for language in Speller().languages)
    lacking = _("No dictionaries: install the spell extra and for instance hunspell-nl")
    yield passed("spelling", spelt or lacking)
    yield from check_sources(settings, states)
    yield from check_versions()


def check_folders(places: Places) -> Iterator[Check]:
    """Look at the folders: there, writable and ours alone; others must not change our files."""
    for name, folder in (("data", places.data), ("state", places.state)):
        if not folder.exists():
            yield passed(name, _("{path} is made at the first start").format(path=folder))
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield failed(name, str(folder), _("It cannot be written to: chown it."))
        else:
            yield _shut(name, folder, 0o077, _("Others can look into it"))
    if places.config.exists():
        yield _shut("config file", places.config, 0o022, _("Others can change it"))
    if places.playbooks.is_dir():
        yield _shut("playbooks", places.playbooks, 0o022, _("Others can change what is in it"))


def check_words(places: Places) -> Iterator[Check]:
    """Look at the team's own playbooks, cues and phrases: only what is wrong is told."""
    problems = Shelf(places.playbooks).problems if places.playbooks.is_dir() else ()
    for problem in problems:
        advice = _("Mend the file; until then what was good stays in use.")
        yield warned("playbooks", str(problem), advice)
    files = (("triage words", places.triage, read_rules), ("phrases", places.coach, read_phrases))
    for name, path, read in files:
        try:
            read(path)
        except WebcareError as error:
            advice = _("Mend the file; until then the words of the house are used.")
            yield warned(name, str(error), advice)


def check_space(folder: Path) -> Check:
    """Look for room on the disk."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    detail, advice = _("{n} MB free").format(n=free // 1_000_000), _("Make room on the disk.")
    if free < SPACE_OUT:
        return failed("space", detail, advice)
    return warned("space", detail, advice, fine=free >= SPACE_LOW)


def check_database(database: Path) -> Iterator[Check]:
    """Look at the database: schema, soundness, write-ahead log and who holds it."""
    if not database.exists():
        yield passed("database", _("{path} is made at the first start").format(path=database))
        return
    advice = _("Keep the file, and put back the newest good copy.")
    try:
        with closing(open_file(database, read_only=True)) as db:
            check_exactly(db, database, newest())
            (sound,) = db.execute("PRAGMA quick_check(1)").fetchone()
            (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    except WebcareError as error:
        yield failed("database", error.message, error.hint)
        return
    except Exception as error:  # noqa: BLE001 - whatever SQLite says of the file is the finding
        yield failed("database", f"{database}: {error}", advice)
        return
    detail = f"{database}: {sound}"
    yield passed("database", detail) if sound == "ok" else failed("database", detail, advice)
    local = _("Put the database on a local disk, not on a network share.")
    yield warned("journal", str(mode), local, fine=mode == "wal")
    yield _shut("database file", database, 0o077, _("Others can read it"))
    if not _free(beside(database, ".desk.lock")):
        yield passed("locks", _("a desk has it open; commands work beside it"))
    else:
        free = _free(beside(database, ".write.lock"))
        yield passed("locks", _("free") if free else _("a command is writing"))


async def check_server(
    settings: Settings,
) -> tuple[list[Check], Settings, Mapping[str, SourceState]]:
    """Look at a team's server: whether it answers, how fast, and how far our clock is off.

    Returns the checks, the settings with the team's over them, and how the sources stand there.
    """
    theirs = SystemClock()
    try:
        store = await open_store(settings.database, theirs, settings.agent, read_only=True)
    except WebcareError as error:
        return [failed("database", error.message, error.hint)], settings, {}
    try:
        started = time.perf_counter()
        states = await store.source_states()
        took = round((time.perf_counter() - started) * 1000)
        role = await store.role()
        shared, settings = check_team(settings, await store.team())
    finally:
        await store.close()
    off = round((SystemClock().now() - theirs.now()) / SECOND)
    answer = _("the server answers in {n} ms; you are {role}").format(n=took, role=label(role))
    found = [passed("database", answer), shared]
    if abs(off) > CLOCK_OFF:
        detail = _("this machine is {n} s off the server's").format(n=off)
        advice = _("Nothing is wrong: the desk goes by the server's clock.")
        found.insert(1, warned("server clock", detail, advice))
    return found, settings, states


def check_team(settings: Settings, versions: Sequence[TeamDocument]) -> tuple[Check, Settings]:
    """Look at the team's settings in the database; return the settings with these over them."""
    name = "team settings"
    if not versions:
        advice = _("A lead puts them there: webcare team push")
        return warned(name, _("none in the database yet"), advice), settings
    document = versions[0]
    try:
        theirs = laid_over(settings, document)
    except ConfigError as error:
        return failed(name, error.message, error.hint), settings
    detail = _("version {n}, by {name}").format(n=document.version, name=document.by)
    advice = _("What webcare.toml says besides of the team is not used; take it out there.")
    return warned(name, detail, advice, fine=settings.desk == DeskSettings()), theirs


def check_clock(settings: Settings, clock: Clock) -> Check:
    """Look at the clock: its zone, whether a test moves it, whether it was set back."""
    now, database = clock.now(), settings.database
    detail = f"{iso(now)} · {settings.desk.hours.zone}"
    if clock.is_test:
        return warned("clock", detail, _("TEST CLOCK: unset WEBCARE_CLOCK_FILE."))
    is_file = isinstance(database, Path) and database.exists()
    written = database.stat().st_mtime_ns // 1000 if isinstance(database, Path) and is_file else 0
    advice = _("The database was written later than now: set the machine's clock right.")
    return warned("clock", detail, advice, fine=written <= now + 5 * MINUTE)


def check_terminal(environ: Mapping[str, str]) -> Iterator[Check]:
    """Look at what the screen will be drawn on."""
    term = environ.get("TERM", "")
    if not sys.stdout.isatty() or term in {"", "dumb"}:
        advice = _("The screen needs a terminal; the commands do not.")
        yield warned("terminal", _("none here"), advice)
    else:
        size = shutil.get_terminal_size()
        fits = size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]
        colours = environ.get("COLORTERM") or _("256 or fewer colours")
        detail = f"{term} · {size.columns}x{size.lines} · {colours}"
        advice = _("Make the window at least 60 columns by 16 lines.")
        yield warned("terminal", detail, advice, fine=fits)
    encoding = locale.getpreferredencoding(do_setlocale=False)
    advice = _("Set LANG to a UTF-8 locale, for instance C.UTF-8.")
    fine = encoding.lower().replace("-", "") == "utf8"
    yield warned("locale", encoding, advice, fine=fine)


def check_sources(settings: Settings, states: Mapping[str, SourceState]) -> Iterator[Check]:
    """Look at how each source did when it was last asked."""
    if not settings.sources:
        yield warned("sources", _("none configured"), _("Add one: webcare sources add URL"))
    for source in settings.sources:
        name, state = f"source {source.name}", states.get(source.name)
        if not source.enabled:
            yield passed(name, _("switched off"))
        elif state is None or not state.status:
            advice = _("Ask it now: webcare poll --once --source {name}")
            yield warned(name, _("never asked yet"), advice.format(name=source.name))
        elif state.error:
            advice = _("Look closer: webcare sources check")
            yield warned(name, f"{state.status}: {state.error}", advice)
        else:
            yield passed(name, f"{state.status} · {iso(state.last_ok_at)}")


def check_versions() -> Iterator[Check]:
    """Name the versions of what webcare stands on."""
    import sqlite3

    yield passed("python", sys.version.split()[0])
    version = sqlite3.sqlite_version_info
    safe = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or version == (3, 44, 6)
    guard = _("safe") if safe else _("its write-ahead log is guarded by our own lock")
    yield passed("sqlite", f"{sqlite3.sqlite_version} · {guard}")
    yield passed("textual", metadata.version("textual"))


def _shut(name: str, path: Path, bits: int, problem: str) -> Check:
    """Check that others lack some permissions on a file or folder."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & bits:
        return passed(name, str(path))
    return warned(name, f"{path}: {problem}", f"chmod {mode & ~bits:o} {path}")


def _free(path: Path) -> bool:
    lock = FileLock(path)
    try:
        return lock.take()
    finally:
        lock.close()
