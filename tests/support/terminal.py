"""The real program on a real pty, its screen read by a terminal emulator."""

import codecs
import fcntl
import os
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from bench.program import spawn

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
"""Seconds after which a screen that does not come is a failure; noise on a busy machine is not."""

ENTER, TAB, ESCAPE, SPACE, DOWN = "\r", "\t", "\x1b", " ", "\x1b[B"
ESCAPE_ALONE = 0.15
"""Seconds after which an escape is no longer taken for the beginning of another key."""


def ctrl(letter: str) -> str:
    """Return what a terminal sends for ctrl and a letter."""
    return chr(ord(letter) & 0x1F)


class Terminal:
    """A program on a pty of a given size."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.raw = bytearray()
        self.started = time.perf_counter()
        self.process, self._master = spawn(argv, size, env or {})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.kill()
        self.process.wait()
        self.close()

    @property
    def text(self) -> str:
        """Return the screen as lines of text."""
        return "\n".join(self.screen.display)

    def press(self, *keys: str) -> None:
        """Type keys, each on its own as a person would."""
        for key in keys:
            os.write(self._master, key.encode())
            self.read(ESCAPE_ALONE if key == ESCAPE else 0.03)

    def press_until(self, key: str, text: str, most: int = 100) -> None:
        """Press a key until the screen shows a text."""
        for _time in range(most):
            if text in self.text:
                return
            self.press(key)
        self.wait_for(text)

    def type(self, text: str) -> None:
        """Type a text as fast as a person never would."""
        os.write(self._master, text.encode())
        self.read(0.03)

    def paste(self, text: str) -> None:
        """Paste a text as a terminal does: between brackets, so that it is no key."""
        os.write(self._master, b"\x1b[200~" + text.encode() + b"\x1b[201~")
        self.read(0.03)

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size and tell the program so."""
        self.screen.resize(lines, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.read(0.03)

    def kill(self) -> None:
        """Kill the program and all it started, so that nothing of it can clean up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """Close the terminal, as a lost connection or a closed window does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def read(self, seconds: float) -> bool:
        """Take in what the program draws for a while; return whether it still runs."""
        until = time.perf_counter() + seconds
        while True:
            left = until - time.perf_counter()
            ready, _, _ = select.select([self._master], [], [], max(left, 0))
            if not ready:
                return True
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the program has let go of the terminal
                return False
            if not data:
                return False
            self._take(data)

    def _take(self, data: bytes) -> None:
        self.raw += data
        self._stream.feed(self._decoder.decode(data))
        if b"\x1b[?2026$p" in data:  # asks whether it may draw in one go: say yes
            os.write(self._master, b"\x1b[?2026;2$y")

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> str:
        """Return the screen once it shows all the texts; fail with the screen otherwise."""
        until = time.perf_counter() + patience
        while not all(text in self.text for text in texts):
            alive = self.read(0.05)
            if not alive or time.perf_counter() > until:
                why = "ended" if not alive else "did not show it in time"
                raise AssertionError(f"{why}: {texts}\n{self.text}")
        return self.text

    def wait_until_gone(self, text: str, patience: float = PATIENCE) -> str:
        """Return the screen once it does not show a text any more."""
        until = time.perf_counter() + patience
        while text in self.text or (self.read(0.05) and text in self.text):
            self.read(0.05)
            if time.perf_counter() > until:
                raise AssertionError(f"still shows {text!r}\n{self.text}")
        return self.text

    def wait_exit(self, patience: float = PATIENCE) -> int:
        """Return the exit code once the program has ended."""
        until = time.perf_counter() + patience
        while self.process.poll() is None:
            self.read(0.05)
            if time.perf_counter() > until:
                raise AssertionError(f"still runs\n{self.text}")
        self.read(0.1)
        return self.process.returncode


def webcare(*arguments: str) -> list[str]:
    """Return the command line of the program under test."""
    return [sys.executable, "-m", "webcare", *arguments]
