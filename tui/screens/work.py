"""A screen that works beside its keys: what goes wrong there is told, and the shift goes on."""

from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.worker import Worker

from core.clock import Clock
from core.errors import WebcareError
from core.i18n import _
from core.safe_text import safe_text
from tui.leaving import write_report

Work = Coroutine[object, object, None]


class WorkScreen(Screen[None]):
    """Begins pieces of work, and is the one border where their faults are caught."""

    def __init__(self, clock: Clock, crash_dir: Path) -> None:
        super().__init__()
        self.clock = clock
        self._crash_dir = crash_dir

    def start(self, group: str, work: Work) -> None:
        """Begin what the next key does not wait for."""
        self.run_worker(self.shielded(work), group=group)

    async def shielded(self, work: Work) -> None:
        """Run a piece of work to its end; what goes wrong is told, and ends nothing else."""
        try:
            await work
        except WebcareError as error:
            self.tell(safe_text(str(error), line=True), wrong=True)
        except Exception as error:  # noqa: BLE001 - the one border where a fault is reported and the shift goes on
            self._report(error)

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Show a sentence for some seconds; it is text, clean already, and never markup."""
        severity = "error" if wrong else "information"
        self.notify(sentence, severity=severity, markup=False)  # type: ignore[arg-type]  # one of Textual's words

    def _report(self, error: Exception) -> None:
        """Write down a fault of ours and say where."""
        path = write_report(error, self._crash_dir, self.clock)
        said = _("Something went wrong in webcare; what was recorded is kept.")
        if path is not None:
            said += " " + _("Report: {path}").format(path=path)
        self.tell(said, wrong=True)

    def newest(self, group: str, work: Callable[[], Work]) -> Worker[None]:
        """Begin a piece of work; the newest of its group wins, and an older one may not begin."""
        begin: Any = partial(self._begin, work)
        return self.run_worker(begin, group=group, exclusive=True)

    async def _begin(self, work: Callable[[], Work]) -> None:
        await self.shielded(work())
