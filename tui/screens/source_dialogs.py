"""What is asked about sources: an address to look behind, and which find to take."""

from collections.abc import Sequence
from datetime import tzinfo

from textual.content import Content

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text
from desk.sourcing import Found, Trial, told
from tui.screens.dialog import Dialog, Field, need
from tui.screens.dialogs import pick_dialog
from tui.screens.reading import ReadingScreen, sections
from tui.widgets.choice import Option

_SHOWN = 120
"""Characters of a sample beneath a find."""


def address_dialog() -> Dialog[str]:
    """Ask for the address of a page, a profile, an app or a community."""
    address = Field(_("address"), placeholder="https://")
    missing = _("Give the address of a page, a profile or an app.")
    title = _("Where do comments come from?")
    return Dialog(title, address, answer=lambda: need(address.text, missing))


def found_dialog(found: Sequence[Found]) -> Dialog[Found]:
    """Offer what was found by a letter, each with what it holds."""
    options = [Option(one, f"{one.kind}  {one.url}", _held(one)) for one in found]
    return pick_dialog(_("Which one?"), options)


def _held(found: Found) -> str:
    if found.trial is None:
        return _("wants a secret") if found.wants_secret else _("not tried")
    samples = (f"{one.author or '–'}: {one.text}" for one in found.trial.samples[:2])
    parts = [told(found.trial), *(text[:_SHOWN] for text in samples)]
    return "  ·  ".join(" ".join(part.split()) for part in parts)


def trial_screen(name: str, trial: Trial, now: Instant, zone: tzinfo) -> ReadingScreen:
    """Show what a source answered when it was asked on trial."""
    parts: list[tuple[Content, list[Content]]] = [(Content(safe_text(told(trial), line=True)), [])]
    for sample in trial.samples:
        date = "" if sample.published_at is None else f"  {wall(sample.published_at, now, zone)}"
        author = safe_text(sample.author, line=True) or "–"
        head = Content.assemble((author, "bold"), (date, "$text-muted"))
        parts.append((head, [Content(safe_text(sample.text))]))
    title = _("{name}, asked on trial").format(name=safe_text(name, line=True))
    return ReadingScreen(title, sections(parts))
