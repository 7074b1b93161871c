"""What a command said, for tests that call the program as a shell does."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[Any]:
        """Return stdout as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> Any:
        """Return the only line of stdout as JSON."""
        (only,) = self.objects
        return only


Webcare = Callable[..., Answer]
"""Runs a command line; ``text`` is what stands on its stdin."""
