"""The demo's script: who writes what, and when it can be seen."""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

MEAN_GAP = 35.0
"""Seconds between comments that come at a pace of their own: a busy evening's."""
FIRST_GAP = 25.0


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of the script; times in seconds after the start of the demo."""

    id: int
    source: str
    at: float
    author: str
    lang: str
    text: str
    title: str = ""
    rating: int = 0
    edited_at: float | None = None
    edited: str = ""
    gone_at: float | None = None

    @property
    def last_change(self) -> float:
        """Return when it changes for the last time."""
        return max(self.at, self.edited_at or self.at, self.gone_at or self.at)

    def visible(self, now: float) -> bool:
        """Return whether the source shows it at a moment."""
        return self.at <= now and (self.gone_at is None or now < self.gone_at)

    def text_at(self, now: float) -> str:
        """Return its text at a moment: customers edit what they wrote."""
        changed = self.edited_at is not None and now >= self.edited_at
        return self.edited if changed else self.text


def load_script(seed: int, speed: float = 1.0) -> tuple[Comment, ...]:
    """Return the script.

    Args:
        seed: decides in which order and when the comments come that have no time of their own.
        speed: how much faster than a person's evening things happen.
    """
    file = Path(__file__).with_name("comments.toml")
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["comment"]
    chance = random.Random(seed)  # noqa: S311 - a demo's pace is no secret
    free = [entry for entry in entries if "at" not in entry]
    chance.shuffle(free)
    at = FIRST_GAP
    for entry in free:
        at += chance.expovariate(1 / MEAN_GAP)
        entry["at"] = at
    for entry in entries:
        for key in ("at", "edited_at", "gone_at"):
            if entry.get(key, 0) > 0:
                entry[key] /= speed
    return tuple(Comment(id=number, **entry) for number, entry in enumerate(entries, 1))
