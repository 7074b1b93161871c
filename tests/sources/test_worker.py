"""The parse worker: killed when it hangs, gone when its parent is, and fed no secrets."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from sources.adapter import Response
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings
from sources.worker import ParseWorker
from tests.support.feed_server import LOGIN_PAGE, Comment, attribute_bomb, rss

ROOT = Path(__file__).parents[2]
SETTINGS = SourceSettings("s", "https://v.nl/feed", headers={"X-Token": "geheim"})
URL = "https://v.nl/feed"


@pytest_asyncio.fixture
async def worker() -> AsyncIterator[ParseWorker]:
    """A worker that is not started yet."""
    made = ParseWorker(deadline=1.5)
    yield made
    await made.close()


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def is_gone(pid: int, seconds: float = 5.0) -> bool:
    """Wait until a process has ended; False when it outlives that time."""
    end = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.01)
    return not is_alive(pid)


def environment_of(pid: int) -> bytes:
    """Return the environment a process was started with."""
    return Path(f"/proc/{pid}/environ").read_bytes()


@pytest.mark.asyncio
async def test_parses_in_a_process_of_low_priority(worker: ParseWorker) -> None:
    """It starts at the first document, stays for the next, and is nice to the desk."""
    result = await worker.parse(Response(URL, rss([Comment("1", "hoi")])), SETTINGS)
    assert [post.body for post in result.posts] == ["hoi"]
    pid = worker.pid
    assert pid is not None
    assert os.getpriority(os.PRIO_PROCESS, pid) >= os.getpriority(os.PRIO_PROCESS, 0) + 10
    environment = environment_of(pid)
    assert b"geheim" not in environment
    assert b"HOME=" not in environment
    await worker.parse(Response(URL, rss([Comment("2", "hoi")])), SETTINGS)
    assert worker.pid == pid


@pytest.mark.asyncio
async def test_a_fault_of_the_document_is_not_one_of_the_worker(worker: ParseWorker) -> None:
    """A page that is no feed is said so by a process that lives on."""
    with pytest.raises(SourceError) as caught:
        await worker.parse(Response(URL, LOGIN_PAGE), SETTINGS)
    assert caught.value.fault is Fault.NOT_A_FEED
    assert worker.pid is not None


@pytest.mark.asyncio
async def test_a_document_that_hangs_the_parser_is_poison(worker: ParseWorker) -> None:
    """An attribute bomb costs its deadline and the process; the next document is read."""
    with pytest.raises(SourceError) as caught:
        await worker.parse(Response(URL, attribute_bomb()), SETTINGS)
    assert caught.value.fault is Fault.POISON
    assert worker.pid is None
    assert (await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)).posts


@pytest.mark.asyncio
async def test_processor_time_is_limited() -> None:
    """A document that works the processor too long is poison, also for a process in use."""
    worker = ParseWorker(deadline=60, cpu_seconds=1)
    await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)
    with pytest.raises(SourceError) as caught:
        await worker.parse(Response(URL, attribute_bomb()), SETTINGS)
    assert caught.value.fault is Fault.POISON
    await worker.close()


@pytest.mark.asyncio
async def test_a_worker_that_cannot_start_is_no_fault_of_the_document(
    worker: ParseWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no process can be made, the document is not called poison."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(SourceError) as caught:
        await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)
    assert caught.value.fault is Fault.NO_PARSER


@pytest.mark.asyncio
async def test_a_process_that_dies_between_documents_is_replaced(worker: ParseWorker) -> None:
    """Killed by the system or by hand: nobody notices."""
    await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    assert is_gone(worker.pid)
    assert (await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)).posts


@pytest.mark.asyncio
async def test_ctrl_c_is_not_for_the_worker(worker: ParseWorker) -> None:
    """SIGINT goes to the whole terminal; the worker takes no notice."""
    await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)
    pid = worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    assert (await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)).posts
    assert worker.pid == pid


@pytest.mark.asyncio
async def test_a_cancelled_parse_leaves_no_half_answer(worker: ParseWorker) -> None:
    """The answer to a question nobody waits for any more is not taken for the next one's."""
    await worker.parse(Response(URL, rss([Comment("1", "x")])), SETTINGS)
    task = asyncio.ensure_future(worker.parse(Response(URL, attribute_bomb()), SETTINGS))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (post,) = (await worker.parse(Response(URL, rss([Comment("2", "y")])), SETTINGS)).posts
    assert post.native_id == "2"


def test_a_killed_parent_leaves_no_orphan(tmp_path: Path) -> None:
    """kill -9 of the program ends the worker too."""
    script = tmp_path / "program.py"
    script.write_text(
        "import asyncio, sys\n"
        "from sources.adapter import Response\n"
        "from sources.settings import SourceSettings\n"
        "from sources.worker import ParseWorker\n"
        "async def main():\n"
        "    worker = ParseWorker()\n"
        "    body = b'<rss version=\"2.0\"><channel><title>x</title></channel></rss>'\n"
        "    await worker.parse(Response('u', body), SourceSettings('s', 'https://v.nl'))\n"
        "    print(worker.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n",  # unguarded: the worker must not run the program again
        encoding="utf-8",
    )
    parent = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    assert is_gone(pid)


def test_the_parser_opens_and_reaches_nothing(tmp_path: Path) -> None:
    """Once sealed, a process reads Python's own files only, writes none and connects nowhere."""
    (tmp_path / "f").write_text("x", encoding="ascii")
    tries = {
        "read": f"open({str(tmp_path / 'f')!r})",
        "climb": "open(sys.path[-1] + '/../../../../../../../etc/passwd')",
        "write": "open(sys.path[-1] + '/x', 'w')",
        "raw": "os.open('/etc/passwd', os.O_RDONLY)",
        "connect": "socket.create_connection(('127.0.0.1', 9))",
        "look up": "socket.getaddrinfo('localhost', 80)",
        "run": "subprocess.run(['true'])",
        "shell": "os.system('true')",
        "remove": f"os.remove({str(tmp_path / 'f')!r})",
        "import": "importlib.import_module('tabnanny')",
        "zone": "zoneinfo.ZoneInfo.no_cache('Europe/Oslo')",
    }
    script = "import os, sys, socket, subprocess, importlib, zoneinfo, sources.worker as worker\n"
    script += f"tries = {tries!r}\nworker.seal()\nfor name, code in tries.items():\n"
    script += "    try:\n        eval(code)\n    except PermissionError:\n        print(name)\n"
    told = subprocess.run(
        [sys.executable, "-P", "-c", script],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split("\n")[:-1] == [
        name for name in tries if name not in ("import", "zone")
    ]
    assert (tmp_path / "f").exists()
