"""Files of this machine as a source: a folder that others drop files into, a file, or a pipe.

A folder answers with a list of what changed since a position, a file and a pipe with what
stands after one. Nothing is moved or written, and nothing outside the folder is opened.
"""

import errno
import json
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from desk.store.records import SourceState
from sources.adapter import POSITION, Pace, ParseResult, Request, Response
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings

LISTING = "application/vnd.webcare.listing+json"
"""Content type of a folder's answer."""

LISTED = 500
"""Files that a folder lists at most in one answer."""

FREE = Pace(every=1, burst=LISTED)
"""Nobody is waiting behind a folder."""

SETTLE = 1_000_000_000
"""Nanoseconds a change lies back before it counts: a look while others write misses none."""

_MAILBOX = ("new", "cur")
"""Folders within a folder that are looked into: those of a Maildir."""
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_NONE_YET = (errno.EAGAIN, errno.EWOULDBLOCK)


def ask(settings: SourceSettings, state: SourceState) -> tuple[Request, ...]:
    """Return the plan of a source of files: what came after where it was read to."""
    return (Request(settings.url, after=dict(parse_qsl(state.cursor.get(POSITION, "")))),)


def named_in(response: Response) -> ParseResult:
    """Return the requests for the files that a folder lists."""
    folder = response.url.rstrip("/")
    requests = (
        Request(f"{folder}/{quote(found['name'])}", after=found)
        for found in json.loads(response.body)["files"]
    )
    return ParseResult(then=tuple(requests), title=unquote(urlsplit(folder).path))


def done(response: Response) -> str:
    """Return the position after a whole file; it is read anew when it changes."""
    return urlencode({name: value for name, value in response.after.items() if name != "from"})


def further(response: Response, count: int) -> tuple[str, Request]:
    """Return the position so many bytes further on, and the request for what follows there."""
    after = {**response.after, "from": str(int(response.after.get("from", "0")) + count)}
    return urlencode(after), Request(response.url, after=after)


@dataclass(slots=True)
class _Pipe:
    """A pipe that stays open, so that its writers do; what is not taken in yet is kept."""

    descriptor: int
    at: int
    waiting: bytearray


class Drop:
    """Reads files; pipes stay open until ``close``."""

    def __init__(self, now: Callable[[], int] = time.time_ns) -> None:  # noqa: TID251
        # The time of the file system, which no clock of a test moves.
        self._now = now
        self._pipes: dict[Path, _Pipe] = {}

    def close(self) -> None:
        """Let go of every pipe."""
        pipes, self._pipes = list(self._pipes.values()), {}
        for pipe in pipes:
            os.close(pipe.descriptor)

    def read(self, request: Request, settings: SourceSettings) -> Response:
        """Return what a folder lists or a file holds after a position.

        Raises:
            SourceError: the folder or file of the source cannot be read.
        """
        root = Path(unquote(urlsplit(settings.url).path))
        path = Path(unquote(urlsplit(request.url).path))
        at = request.after
        is_root = path == root
        if not is_root and path.parent not in (root, *(root / name for name in _MAILBOX)):
            raise SourceError(Fault.ADDRESS_REFUSED)
        try:
            mode = path.stat().st_mode
            if is_root and stat.S_ISDIR(mode):
                listing = self._list(root, at)
                return Response(request.url, listing, headers={"content-type": LISTING})
            if is_root and stat.S_ISFIFO(mode):
                start = int(at.get("from", "0"))
                body, after = self._drain(path, start, settings.max_bytes), {"from": str(start)}
            else:
                place = path.resolve() if is_root else path
                body, after = _read(place, at, settings.max_bytes)
        except OSError as error:
            if is_root:
                raise SourceError(Fault.UNREACHABLE, error.strerror or "") from None
            body, after = b"", dict(at)  # gone or shut: read when it changes again
        return Response(request.url, body, after=after)

    def _list(self, root: Path, at: Mapping[str, str]) -> bytes:
        seen = (int(at.get("stamp", "0")), at.get("name", ""))
        settled = self._now() - SETTLE
        found = sorted((stamp, name) for stamp, name in _files(root) if stamp <= settled)
        new = [{"stamp": str(stamp), "name": name} for stamp, name in found if (stamp, name) > seen]
        if "from" in at and seen in found:  # it was left in the middle
            new.insert(0, dict(at))
        return json.dumps({"at": dict(at), "files": new[:LISTED]}).encode()

    def _drain(self, path: Path, start: int, limit: int) -> bytes:
        """Return what has come through a pipe after what was taken in."""
        pipe = self._pipes.get(path)
        if pipe is None:
            pipe = self._pipes[path] = _Pipe(os.open(path, _FLAGS), start, bytearray())
        del pipe.waiting[: max(0, start - pipe.at)]
        pipe.at = start
        while len(pipe.waiting) < limit:
            try:
                piece = os.read(pipe.descriptor, limit - len(pipe.waiting))
            except OSError as error:
                if error.errno in _NONE_YET:
                    break
                raise
            if not piece:
                break
            pipe.waiting += piece
        return bytes(pipe.waiting[:limit])


def _files(root: Path) -> Iterator[tuple[int, str]]:
    """Yield when each file of a folder last changed, and its name; a move counts as a change."""
    for folder in (root, *(root / name for name in _MAILBOX)):
        if folder != root and not folder.is_dir():
            continue
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
                    name = Path(entry.path).relative_to(root).as_posix()
                    yield entry.stat(follow_symlinks=False).st_ctime_ns, name


def _read(path: Path, at: Mapping[str, str], limit: int) -> tuple[bytes, dict[str, str]]:
    """Return what stands in a file after a position, and the position itself."""
    descriptor = os.open(path, _FLAGS)
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        start = int(at.get("from", "0"))
        inode = str(about.st_ino)
        if at.get("inode", inode) != inode or start > about.st_size:
            start = 0  # another file stands there now, or it was emptied
        body = os.pread(descriptor, limit, start)
    finally:
        os.close(descriptor)
    known = at if "stamp" in at else {"inode": inode}
    return body, {**known, "from": str(start)}
