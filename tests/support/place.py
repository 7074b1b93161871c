"""A desk with a configuration, data and a clock of its own, used as a person does."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.command import Answer
from tests.support.terminal import ROOT, Terminal, webcare

LONGEST_COMMAND = 60
"""Seconds after which a command hangs; a busy machine is not that slow."""


class Place:
    """The real program on one folder: commands, the screen, and a clock that the test moves."""

    def __init__(self, folder: Path, agent: str = "tim", database: str = "desk.db") -> None:
        self.data = folder / "data"
        self.config = folder / "webcare.toml"
        self._clock = folder / "clock"
        self._offset = 0
        self._clock.write_text("0", encoding="ascii")
        quiet = '[hours]\nzone = "Europe/Amsterdam"\n[evidence]\nphotograph_from = 0\n'
        self.config.write_text(f"database = {json.dumps(database)}\n{quiet}", encoding="utf-8")
        self.env = {
            **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA")},
            "XDG_STATE_HOME": str(folder / "state"),
            "LC_ALL": "C.UTF-8",
            "WEBCARE_AGENT": agent,
            "WEBCARE_CLOCK_FILE": str(self._clock),
        }

    def add_source(self, name: str, url: str, **settings: str) -> None:
        """Write a source into the configuration; texts are given as TOML values."""
        values = {"url": json.dumps(url), "allow_private": "true", **settings}
        lines = [f"\n[sources.{name}]", *(f"{key} = {value}" for key, value in values.items())]
        with self.config.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def advance(self, seconds: int) -> None:
        """Let time pass for every program that runs here."""
        self._offset += seconds
        later = self._clock.with_suffix(".new")
        later.write_text(str(self._offset), encoding="ascii")
        later.replace(self._clock)

    def words(self, *words: str) -> list[str]:
        """Return the command line of a command on this desk."""
        return webcare(*words, "--config", str(self.config), "--data", str(self.data))

    def start(self, *words: str, text: str = "") -> "subprocess.Popen[str]":
        """Start a command and do not wait for it."""
        process = subprocess.Popen(
            self.words(*words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **self.env},
        )
        assert process.stdin is not None
        process.stdin.write(text)
        process.stdin.close()
        process.stdin = None
        return process

    def call(self, *words: str, text: str = "") -> Answer:
        """Run a command and return what it said."""
        process = self.start(*words, text=text)
        out, err = process.communicate(timeout=LONGEST_COMMAND)
        return Answer(process.returncode, out, err)

    def done(self, *words: str, text: str = "") -> str:
        """Run a command that must succeed, and return what it printed."""
        answer = self.call(*words, text=text)
        assert answer.code == 0, answer
        return answer.out.strip()

    def show(self, item: str | int) -> Any:
        """Return the whole story of an item."""
        return json.loads(self.done("show", str(item), "--json"))

    def listed(self, *words: str) -> list[Any]:
        """Return the objects that ``list`` prints."""
        return [json.loads(line) for line in self.done("list", "--json", *words).splitlines()]

    def screen(
        self, *, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ) -> Terminal:
        """Open the desk on a terminal."""
        return Terminal(self.words("run"), size=size, env={**self.env, **(env or {})})
