"""What a terminal pastes is one text, however its bytes come in."""

from collections.abc import Iterable

from textual import events
from textual.message import Message

from tui.pasting import PasteParser

PASTED = "Hei! \x1b[31mq\x1b]0;x\x07 \x1b[201 d\x1b"
SENT = f"j\x1b[200~{PASTED}\x1b[201~k"


def read(*parts: str) -> list[str]:
    """Return what parts of the stream amount to: keys by name, a paste by its text."""
    parser = PasteParser()
    messages: list[Message] = [message for part in parts for message in parser.feed(part)]
    return list(_told(messages))


def _told(messages: Iterable[Message]) -> Iterable[str]:
    for message in messages:
        if isinstance(message, events.Key):
            yield message.key
        elif isinstance(message, events.Paste):
            yield f"paste {message.text}"


def test_escape_codes_in_a_paste_press_no_keys() -> None:
    """A paste is one message with its escapes as pictures; keys around it are keys."""
    assert read(SENT) == ["j", "paste " + PASTED.replace("\x1b", "␛"), "k"]


def test_a_paste_may_come_in_parts() -> None:
    """Wherever a read ends, the outcome is the same."""
    whole = read(SENT)
    for cut in range(1, len(SENT)):
        assert read(SENT[:cut], SENT[cut:]) == whole, cut
    assert read(*SENT) == whole


def test_keys_outside_a_paste_are_what_they_were() -> None:
    """Arrows and letters come through as they do without us."""
    assert read("\x1b[A", "a", "\x1b[B") == ["up", "a", "down"]
