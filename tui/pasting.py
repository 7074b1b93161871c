"""Pasted text is text: escape codes in it are shown, and press no keys.

Textual reads an escape sequence inside a bracketed paste as the keys of its characters, so that a
comment copied with its escape codes would act on the desk.
"""

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

START, END = "\x1b[200~", "\x1b[201~"
ESCAPE, PICTURE = "\x1b", "␛"


class PasteParser(XTermParser):
    """Reads what the terminal sends; within a paste only its end is a sequence."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._tail = ""
        """The last of what was read, as the start of a paste may come in two parts."""
        self._held = ""
        """The last of a paste that may be the beginning of its end."""

    def feed(self, data: str) -> Iterable[Message]:
        """Return the messages for what was read; an empty string is the end of all."""
        disarmed = self._disarm(data)
        return super().feed(disarmed) if disarmed or not data else ()

    def _disarm(self, data: str) -> str:
        parts = []
        while data:
            part, data = self._paste(data) if self._pasting else self._keys(data)
            parts.append(part)
        return "".join(parts)

    def _keys(self, data: str) -> tuple[str, str]:
        """Return what stands up to and with the start of a paste, and the rest."""
        joined = self._tail + data
        at = joined.find(START)
        self._pasting = at >= 0
        self._tail = "" if self._pasting else joined[1 - len(START) :]
        cut = at + len(START) - len(joined) + len(data) if self._pasting else len(data)
        return data[:cut], data[cut:]

    def _paste(self, data: str) -> tuple[str, str]:
        """Return pasted text up to and with its end, and the rest."""
        text, end, rest = (self._held + data).partition(END)
        self._held = ""
        if not end:
            possible = (END[:length] for length in range(len(END) - 1, 0, -1))
            self._held = next((part for part in possible if text.endswith(part)), "")
            text = text.removesuffix(self._held)
        self._pasting = not end
        return text.replace(ESCAPE, PICTURE) + end, rest


class PasteDriver(linux_driver.LinuxDriver):
    """Textual's driver with that parser."""

    def run_input_thread(self) -> None:
        """Read the terminal; the name in the driver's module is the only seam for a parser."""
        linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
        super().run_input_thread()
