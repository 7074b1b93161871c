"""The program among hostile servers: it lives, stays small, and touches nothing it should not."""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from core.clock import SECOND, SystemClock
from tests.support.clock import START
from tests.support.hostility import PORTS, Hostile, always, lively, serve
from tests.support.place import Place
from tests.support.served import served
from tests.support.terminal import ROOT, Terminal, ctrl

pytestmark = pytest.mark.terminal

ROUNDS = 3
MOST_MEMORY = 200 * 1024
"""Kilobytes of the program and its parser together, at their largest."""

WATCHER = """
import atexit, json, os, sys

log = open(os.environ["WATCHER_LOG"], "a", buffering=1)

def watch(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        log.write(json.dumps(["open", os.fsdecode(args[0])]) + "\\n")
    elif event == "socket.connect" and isinstance(args[1], tuple):
        log.write(json.dumps(["connect", args[1][0]]) + "\\n")
    elif event in ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec"):
        log.write(json.dumps(["run", str(args[0])]) + "\\n")

sys.addaudithook(watch)
"""
"""Runs in the program from its first moment on, as a ``sitecustomize``."""


def memory_of(pid: int) -> int:
    """Return the most memory that a process and its children ever had, in kilobytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    most = int(status.split("VmHWM:")[1].split()[0])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return most + sum(memory_of(int(child)) for child in children)


def found(place: Place) -> list[tuple[str, str]]:
    """Return source and text of what is in the queue."""
    return [(item["source"], item["text"]) for item in place.listed("--limit", "500")]


def all_attacked(hostile: Sequence[Hostile], times: int) -> bool:
    """Tell whether every hostile source was asked so often."""
    return min(one.attacked for one in hostile) >= times


def until(desk: Terminal, done: Callable[[], bool], looks: int = 600) -> None:
    """Read what the program draws until something is true."""
    for _look in range(looks):
        if done():
            return
        assert desk.read(0.1), "the program ended"
    raise AssertionError(f"it did not come to pass\n{desk.text}")


def test_the_program_among_hostile_servers(tmp_path: Path) -> None:
    """Each attack three times: alive, under 200 MB, no foreign file or host, and all told."""
    place, log = Place(tmp_path), tmp_path / "log"
    place.advance((START - SystemClock().now()) // SECOND)  # to the day of the comments
    watcher = tmp_path / "watcher"
    watcher.mkdir()
    (watcher / "sitecustomize.py").write_text(WATCHER, encoding="utf-8")
    with served(ports=PORTS + 1) as server:
        hostile = [one for one in serve(server) if one.name != "drip"]  # it takes its 20 seconds
        for one in hostile:
            place.add_source(f"x{one.name}", one.url)
            if one.name == "attributes":  # the same bomb each time: it takes its 5 seconds once
                one.attack = always(one.attack(1, b""))
        place.add_source("goed", lively(server, "goed"))
        env = {"PYTHONPATH": str(watcher), "WATCHER_LOG": str(log)}
        with place.screen(env=env) as desk:
            for round_ in range(1, ROUNDS + 1):
                until(desk, partial(all_attacked, hostile, round_))
                desk.press("R")
            for one in hostile:
                one.honest = True
            desk.press("R")
            until(desk, lambda: server.count("/goed") >= ROUNDS + 1)
            until(desk, lambda: len(found(place)) > 2 * len(hostile), looks=30)
            assert memory_of(desk.process.pid) < MOST_MEMORY
            desk.press(ctrl("q"))
            assert desk.wait_exit() == 0
    assert b"\x1b[2J\xc2\x9b" not in desk.raw
    assert b"\xe2\x80\xae" not in desk.raw
    assert len(found(place)) == len(set(found(place)))
    told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    ours = (sys.prefix, sys.base_prefix, str(ROOT), str(tmp_path), "/dev/", "/proc/", "/usr/share/")
    for event, what in told:
        if event == "open":
            assert what.startswith(ours) or not what.startswith("/"), what
        elif event == "connect":
            assert what == "127.0.0.1"
        else:
            assert what == sys.executable
    assert {event for event, _what in told} == {"open", "connect", "run"}
