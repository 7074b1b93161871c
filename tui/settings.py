"""What a person sets about the screen; webcare fills it from the file."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk.store.listing import Counts, Window

if TYPE_CHECKING:
    from desk.store.records import Shift


def _temporary() -> Path:
    return Path(tempfile.gettempdir())


@dataclass(frozen=True, slots=True)
class TuiSettings:
    """The screen's side of the configuration."""

    agent: str = ""
    """Who works here; shown on top and named in every event."""
    zone: str = "UTC"
    """IANA zone in which instants are shown and typed."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Key id to key or comma-separated keys, over the table's own."""
    colours: str = "full"
    """full · ansi (the terminal's 16 colours) · none."""
    runtime_dir: Path = field(default_factory=_temporary)
    """Where a text lies while it is open in an editor."""
    crash_dir: Path = field(default_factory=_temporary)
    """Where the report of a crash is written."""


@dataclass(frozen=True, slots=True)
class Peek:
    """What is read before the desk is open: enough for the first frame."""

    window: Window
    counts: Counts
    shift: "Shift | None" = None
    titles: Mapping[str, str] = field(default_factory=dict)
    """Source name to the short name that lists show."""
