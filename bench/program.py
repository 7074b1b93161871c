"""A program on a pty, timed from outside: its raw bytes are searched, no emulator reads them."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

SIZE = (120, 40)
PATIENCE = 30.0
"""Seconds after which a program that shows nothing is given up."""
HELLO = (sys.executable, str(Path(__file__).with_name("hello.py")))
"""The peer: Textual and one Static; ``j`` counts it up, as cheaply as Textual can."""


def webcare(*arguments: str) -> tuple[str, ...]:
    """Return the command line of the program, started as its installed script does."""
    start = "import sys; from webcare.__main__ import start; sys.exit(start())"
    return (sys.executable, "-c", start, *arguments)


SIZE_NAMES = {"COLUMNS", "LINES"}


def spawn(
    argv: Sequence[str], size: tuple[int, int], env: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a program in a session whose terminal is a new pty; return it and our end of that."""
    columns, lines = size
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    # A size that is told beside the terminal's own would overrule it.
    around = {name: value for name, value in os.environ.items() if name not in SIZE_NAMES}
    process = subprocess.Popen(
        ["setsid", "--ctty", *argv],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**around, **terminal, **env},
    )
    os.close(slave)
    return process, master


class Program:
    """A running program and what it has drawn since it was last asked."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._drawn = bytearray()
        self._asked = 0.0
        # A program that is installed has been compiled: let it write what it compiles.
        installed = {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": ""}
        self._started = time.perf_counter()
        self._process, self._master = spawn(argv, SIZE, {**installed, **(env or {})})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def first_frame(self, *marks: str) -> float:
        """Return the seconds from exec until all the marks were drawn."""
        return self.wait_for(*marks) - self._started

    def answer(self, keys: str, mark: str) -> float:
        """Type keys; return the seconds until a mark was drawn."""
        self.settle(0)
        self._asked = time.perf_counter()
        os.write(self._master, keys.encode())
        return self.since_keys(mark)

    def since_keys(self, mark: str) -> float:
        """Return the seconds from the keys typed last until another mark was drawn."""
        return self.wait_for(mark) - self._asked

    def press(self, keys: str) -> None:
        """Type keys and wait for nothing."""
        os.write(self._master, keys.encode())

    def wait_for(self, *marks: str) -> float:
        """Return when the last of the marks was drawn; what is drawn later is kept."""
        wanted = [mark.encode() for mark in marks]
        until = time.perf_counter() + PATIENCE
        while not all(mark in self._drawn for mark in wanted):
            if not self._read(until - time.perf_counter()):
                shown = self._drawn[-2000:].decode(errors="replace")
                message = f"{marks} did not come: {shown!r}"
                raise TimeoutError(message)
        return time.perf_counter()

    def settle(self, seconds: float) -> None:
        """Forget what is drawn, until nothing has been for so long."""
        while self._read(seconds):
            pass
        self._drawn.clear()

    def pass_time(self, seconds: float) -> None:
        """Let it run, reading what it draws as a terminal does."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)
        self._drawn.clear()

    def cpu(self) -> float:
        """Return the seconds of processor time it has used, all its threads counted."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(patience, 0))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the program has let go of the terminal
            return False
        self._drawn += data
        if b"\x1b[?2026$p" in data:  # asks whether it may draw in one go: say yes
            os.write(self._master, b"\x1b[?2026;2$y")
        return bool(data)
