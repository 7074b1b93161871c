"""What is asked about sources: an address to look behind, and which find to take."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from string import ascii_lowercase

from textual.content import Content
from textual.widget import Widget

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text
from desk.sourcing import Found, Trial, told
from tui.screens.dialog import Dialog, Field, need
from tui.screens.reading import ReadingScreen
from tui.widgets.choice import Choice, Option
from tui.widgets.lines import hang, wrap

_SHOWN = 120
"""Characters of a sample beneath a find."""


class AddressDialog(Dialog[str]):
    """Asks for the address of a page, a profile, an app or a community."""

    def __init__(self) -> None:
        super().__init__(_("Where do comments come from?"))
        self._address = Field(_("address"), placeholder="https://")

    def fields(self) -> Iterable[Widget]:
        """Return the line to write in."""
        return (self._address,)

    def answer(self) -> str:
        """Return the address as it was written."""
        return need(self._address.text, _("Give the address of a page, a profile or an app."))


class FoundDialog(Dialog[Found]):
    """Offers what was found by a letter, each with what it holds."""

    def __init__(self, found: Sequence[Found]) -> None:
        super().__init__(_("Which one?"))
        options = [Option(one, f"{one.kind}  {one.url}", _held(one)) for one in found]
        self._choice = Choice("", options, chosen=0, keys=ascii_lowercase, folds=False)

    def fields(self) -> Iterable[Widget]:
        """Return the choice."""
        return (self._choice,)

    def answer(self) -> Found:
        """Return what was chosen."""
        chosen = self._choice.value
        assert chosen is not None  # noqa: S101 - one is chosen from the start
        return chosen


class TrialScreen(ReadingScreen):
    """What a source answered when it was asked on trial."""

    def __init__(self, name: str, trial: Trial, now: Instant, zone: tzinfo) -> None:
        def write(width: int) -> list[Content]:
            lines = [*wrap(Content(safe_text(told(trial), line=True)), width), Content("")]
            for sample in trial.samples:
                at = sample.published_at
                date = "" if at is None else f"  {wall(at, now, zone)}"
                author = safe_text(sample.author, line=True) or "–"
                lines += wrap(Content.assemble((author, "bold"), (date, "$text-muted")), width)
                lines += [*hang(Content("  "), Content(safe_text(sample.text)), width), Content("")]
            return lines

        super().__init__(_("{name}, asked on trial").format(name=safe_text(name, line=True)), write)


def _held(found: Found) -> str:
    if found.trial is None:
        return _("wants a secret") if found.wants_secret else _("not tried")
    samples = (f"{one.author or '–'}: {one.text}" for one in found.trial.samples[:2])
    parts = [told(found.trial), *(text[:_SHOWN] for text in samples)]
    return "  ·  ".join(" ".join(part.split()) for part in parts)
