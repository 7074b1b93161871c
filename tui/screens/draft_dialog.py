"""Which earlier version of a draft to take up again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from string import ascii_lowercase

from textual.widget import Widget

from core.clock import Instant
from core.errors import Refused
from core.i18n import N_, _
from core.moments import wall
from desk.model.drafts import DraftVersion
from desk.model.event import EventKind
from tui.screens.dialog import Dialog
from tui.widgets.choice import Choice, Option

WHAT: Mapping[EventKind, str] = {
    EventKind.DRAFTED: N_("writing"),
    EventKind.READIED: N_("made ready"),
    EventKind.REPLIED: N_("posted"),
}


class DraftDialog(Dialog[DraftVersion]):
    """Offers the newest versions first, each with who wrote it, when, and how it begins."""

    def __init__(self, versions: Sequence[DraftVersion], now: Instant, zone: tzinfo) -> None:
        super().__init__(_("Earlier versions"))
        newest = tuple(reversed(versions))[: len(ascii_lowercase)]
        self._choice = Choice(
            "",
            [Option(one, _named(one, now, zone), one.body) for one in newest],
            chosen=0,
            folds=False,
        )

    def fields(self) -> Iterable[Widget]:
        """Return the choice."""
        return (self._choice,)

    def answer(self) -> DraftVersion:
        """Return the version that was chosen."""
        if self._choice.value is None:
            raise Refused(_("Choose a version"))
        return self._choice.value


def _named(version: DraftVersion, now: Instant, zone: tzinfo) -> str:
    time = wall(version.at, now, zone, seconds=True)
    return f"{time} · {version.by} · {_(WHAT[version.kind])}"
