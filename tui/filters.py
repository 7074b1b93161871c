"""The net under ``safe_text``: no control character of a text reaches the terminal.

``safe_text`` cleans every text where it is shown. What slips past it anyway is dropped here,
line by line, and counted: a hit in a test is a failure.
"""

import re
from collections.abc import Iterable

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class ControlFilter(LineFilter):
    """Drops control and bidi characters; their cell width is 0, so nothing shifts."""

    def __init__(self) -> None:
        super().__init__()
        self.hits = 0
        """How many segments had to be cleaned since the start."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Return the segments without control characters; Textual's own are left alone."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return list(self._clean(segments))

    def _clean(self, segments: Iterable[Segment]) -> Iterable[Segment]:
        for segment in segments:
            text, style, control = segment
            if control is None and _CONTROL.search(text):
                self.hits += 1
                yield Segment(_CONTROL.sub("", text), style)
            else:
                yield segment
