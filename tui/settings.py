"""What a person sets about the screen; webcare fills it from the file."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


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
    runtime_dir: Path = Path(tempfile.gettempdir())
    """Where a text lies while it is open in an editor."""
    crash_dir: Path = Path(tempfile.gettempdir())
    """Where the report of a crash is written."""
