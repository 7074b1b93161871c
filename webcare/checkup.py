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


def check_all(
    settings: Settings, clock: Clock, states: Mapping[str, SourceState]
) -> Iterator[Check]:
    """Yield every check of a configuration that could be read."""
    yield from check_folders(settings)
    if isinstance(settings.database, Path):
        yield from check_database(settings.database)
    yield check_clock(settings, clock)
    yield from check_terminal(os.environ)
    yield check_camera()
    yield check_spelling()
    yield from check_sources(settings, states)
    yield from check_versions()


def check_folders(settings: Settings) -> Iterator[Check]:
    """Look at the folders: there, ours alone, and with room on the disk."""
    places = settings.places
    for name, folder in (("data", places.data), ("state", places.state)):
        yield _folder(name, folder)
    if places.config.exists():
        yield _shut("config file", places.config, 0o022, _("Others can change it"))
    if places.playbooks.is_dir():
        yield _shut("playbooks", places.playbooks, 0o022, _("Others can change what is in it"))
        yield from _playbooks(places.playbooks)
    yield from _own_words(places)
    free = shutil.disk_usage(_existing(places.data)).free
    status = Status.FAIL if free < SPACE_OUT else Status.WARN if free < SPACE_LOW else Status.OK
    advice = "" if status is Status.OK else _("Make room on the disk.")
    yield Check("space", status, _("{n} MB free").format(n=free // 1_000_000), advice)


def check_spelling() -> Check:
    """Look in which languages replies are spelt, which nothing else needs."""
    names = ", ".join(label(language) for language in Speller().languages)
    lacking = _("No dictionaries: install the spell extra and for instance hunspell-nl")
    return Check("spelling", Status.OK, names or lacking)


def _own_words(places: Places) -> Iterator[Check]:
    files = (("triage words", places.triage, read_rules), ("phrases", places.coach, read_phrases))
    for name, path, read in files:
        try:
            read(path)
        except WebcareError as error:
            advice = _("Mend the file; until then the words of the house are used.")
            yield Check(name, Status.WARN, str(error), advice)


def check_camera() -> Check:
    """Look whether pictures of pages can be taken, which nothing else needs."""
    lacking = ChromiumCamera().lacking()
    return Check("pictures", Status.OK, lacking or _("Pictures of pages can be taken"))


def _playbooks(folder: Path) -> Iterator[Check]:
    for problem in Shelf(folder).problems:
        advice = _("Mend the file; until then what was good stays in use.")
        yield Check("playbooks", Status.WARN, str(problem), advice)


def check_database(database: Path) -> Iterator[Check]:
    """Look at the database: schema, soundness, write-ahead log and who holds it."""
    if not database.exists():
        detail = _("{path} is made at the first start").format(path=database)
        yield Check("database", Status.OK, detail)
        return
    try:
        with closing(open_file(database, read_only=True)) as db:
            check_exactly(db, database, newest())
            (sound,) = db.execute("PRAGMA quick_check(1)").fetchone()
            (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    except WebcareError as error:
        yield Check("database", Status.FAIL, error.message, error.hint)
        return
    except Exception as error:  # noqa: BLE001 - whatever SQLite says of the file is the finding
        advice = _("Keep the file, and put back the newest good copy.")
        yield Check("database", Status.FAIL, f"{database}: {error}", advice)
        return
    status = Status.OK if sound == "ok" else Status.FAIL
    advice = "" if sound == "ok" else _("Keep the file, and put back the newest good copy.")
    yield Check("database", status, f"{database}: {sound}", advice)
    yield _log(str(mode))
    yield _shut("database file", database, 0o077, _("Others can read it"))
    yield _locks(database)


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
        return [Check("database", Status.FAIL, error.message, error.hint)], settings, {}
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
    found = [Check("database", Status.OK, answer)]
    if abs(off) > CLOCK_OFF:
        detail = _("this machine is {n} s off the server's").format(n=off)
        advice = _("Nothing is wrong: the desk goes by the server's clock.")
        found.append(Check("server clock", Status.WARN, detail, advice))
    return [*found, shared], settings, states


def check_team(settings: Settings, versions: Sequence[TeamDocument]) -> tuple[Check, Settings]:
    """Look at the team's settings in the database; return the settings with these over them."""
    name = "team settings"
    if not versions:
        advice = _("A lead puts them there: webcare team push")
        return Check(name, Status.WARN, _("none in the database yet"), advice), settings
    document = versions[0]
    detail = _("version {n}, by {name}").format(n=document.version, name=document.by)
    try:
        theirs = laid_over(settings, document)
    except ConfigError as error:
        return Check(name, Status.FAIL, error.message, error.hint), settings
    if settings.desk != DeskSettings():
        advice = _("What webcare.toml says besides of the team is not used; take it out there.")
        return Check(name, Status.WARN, detail, advice), theirs
    return Check(name, Status.OK, detail), theirs


def check_clock(settings: Settings, clock: Clock) -> Check:
    """Look at the clock: its zone, whether a test moves it, whether it was set back."""
    now = clock.now()
    detail = f"{iso(now)} · {settings.desk.hours.zone}"
    if clock.is_test:
        return Check("clock", Status.WARN, detail, _("TEST CLOCK: unset WEBCARE_CLOCK_FILE."))
    database = settings.database
    if not isinstance(database, Path):
        return Check("clock", Status.OK, detail)
    if database.exists() and database.stat().st_mtime_ns // 1000 > now + 5 * MINUTE:
        advice = _("The database was written later than now: set the machine's clock right.")
        return Check("clock", Status.WARN, detail, advice)
    return Check("clock", Status.OK, detail)


def check_terminal(environ: Mapping[str, str]) -> Iterator[Check]:
    """Look at what the screen will be drawn on."""
    term = environ.get("TERM", "")
    if not sys.stdout.isatty() or term in {"", "dumb"}:
        advice = _("The screen needs a terminal; the commands do not.")
        yield Check("terminal", Status.WARN, _("none here"), advice)
    else:
        size = shutil.get_terminal_size()
        fits = size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]
        colours = environ.get("COLORTERM") or _("256 or fewer colours")
        detail = f"{term} · {size.columns}x{size.lines} · {colours}"
        advice = "" if fits else _("Make the window at least 60 columns by 16 lines.")
        yield Check("terminal", Status.OK if fits else Status.WARN, detail, advice)
    encoding = locale.getpreferredencoding(do_setlocale=False)
    fine = encoding.lower().replace("-", "") == "utf8"
    advice = "" if fine else _("Set LANG to a UTF-8 locale, for instance C.UTF-8.")
    yield Check("locale", Status.OK if fine else Status.WARN, encoding, advice)


def check_sources(settings: Settings, states: Mapping[str, SourceState]) -> Iterator[Check]:
    """Look at how each source did when it was last asked."""
    if not settings.sources:
        advice = _("Add one: webcare sources add URL")
        yield Check("sources", Status.WARN, _("none configured"), advice)
    for source in settings.sources:
        name, state = f"source {source.name}", states.get(source.name)
        if not source.enabled:
            yield Check(name, Status.OK, _("switched off"))
        elif state is None or not state.status:
            advice = _("Ask it now: webcare poll --once --source {name}")
            yield Check(name, Status.WARN, _("never asked yet"), advice.format(name=source.name))
        elif state.error:
            advice = _("Look closer: webcare sources check")
            yield Check(name, Status.WARN, f"{state.status}: {state.error}", advice)
        else:
            yield Check(name, Status.OK, f"{state.status} · {iso(state.last_ok_at)}")


def check_versions() -> Iterator[Check]:
    """Name the versions of what webcare stands on."""
    import sqlite3

    yield Check("python", Status.OK, sys.version.split()[0])
    version = sqlite3.sqlite_version_info
    safe = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or version == (3, 44, 6)
    guard = _("safe") if safe else _("its write-ahead log is guarded by our own lock")
    yield Check("sqlite", Status.OK, f"{sqlite3.sqlite_version} · {guard}")
    yield Check("textual", Status.OK, metadata.version("textual"))


def _folder(name: str, folder: Path) -> Check:
    if not folder.exists():
        return Check(name, Status.OK, _("{path} is made at the first start").format(path=folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        return Check(name, Status.FAIL, str(folder), _("It cannot be written to: chown it."))
    return _shut(name, folder, 0o077, _("Others can look into it"))


def _shut(name: str, path: Path, bits: int, problem: str) -> Check:
    """Check that others lack some permissions on a file or folder."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & bits:
        return Check(name, Status.OK, str(path))
    return Check(name, Status.WARN, f"{path}: {problem}", f"chmod {mode & ~bits:o} {path}")


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _log(mode: str) -> Check:
    if mode == "wal":
        return Check("journal", Status.OK, mode)
    advice = _("Put the database on a local disk, not on a network share.")
    return Check("journal", Status.WARN, mode, advice)


def _locks(database: Path) -> Check:
    held = [n for n in ("desk", "write") if not _free(beside(database, f".{n}.lock"))]
    if "desk" in held:
        return Check("locks", Status.OK, _("a desk has it open; commands work beside it"))
    return Check("locks", Status.OK, _("free") if not held else _("a command is writing"))


def _free(path: Path) -> bool:
    lock = FileLock(path)
    try:
        return lock.take()
    finally:
        lock.close()
