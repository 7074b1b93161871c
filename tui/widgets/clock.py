"""The clock of an item: what is promised, until when, and what else runs."""

from collections.abc import Iterator

from textual.content import Content

from core.clock import Instant
from core.i18n import N_, _
from core.labels import label
from core.moments import spell
from core.safe_text import safe_text
from desk.model.item import Item, Timer
from desk.services.detail import Detail
from tui.countdown import short_left
from tui.widgets.lines import apart, chips, wrap
from tui.widgets.pane import Pane
from tui.widgets.row import ENDING

MUTED = "$text-muted"
STAGES = {
    "": "bold $text-success",
    "half": "bold $primary",
    "soon": "bold $text-warning",
    "late": "bold reverse $text-error",
}
"""Style of the headline by stage."""


class ClockPane(Pane):
    """What is promised and how much of it is left; then every other clock that runs."""

    TITLE = N_("clock")

    def lines(self, detail: Detail, width: int) -> list[Content]:
        """Return the promise, who holds the item, and its other clocks."""
        item, promise = detail.item, detail.item.promise
        lines = self._promised(item, promise, width) if promise else self._unpromised(item, width)
        lines += chips(self._claim(detail), width)[:1]
        rest = [timer for timer in item.running if not promise or timer.kind is not promise.kind]
        if rest:
            lines.append(Content(""))
        for timer in rest:
            lines += self._further(timer, width)
        return lines

    def _promised(self, item: Item, promise: Timer, width: int) -> list[Content]:
        style = STAGES[stage_of(promise, self.now)]
        head = Content.styled(f" {headline(promise, self.now)} ", style).truncate(width)
        due = Content(self.wall(promise.due_at))
        target = _("target {span}, from {time}").format(
            span=spell(promise.due_at - promise.started_at), time=self.wall(promise.started_at)
        )
        lines = [head, Content("")]
        lines += apart(Content.styled(label(promise.kind), "bold"), due, width)
        lines += wrap(Content.styled(target, MUTED), width)
        if item.late_on_arrival:
            lines += wrap(Content.styled(_("was late when it came in"), "$text-warning"), width)
        return lines

    def _unpromised(self, item: Item, width: int) -> list[Content]:
        """Say how it stands with an item that no promise runs for."""
        lines = wrap(Content.styled(label(item.state), "bold"), width)
        if item.outcome is not None:
            ended = f"{label(item.outcome.code)}, {self.wall(item.outcome.at)}"
            lines += wrap(Content(ended), width)
        return [*lines, *wrap(Content.styled(label(item.ball), MUTED), width)]

    def _further(self, timer: Timer, width: int) -> list[Content]:
        """Return a further clock: what it is for, when, and what is left."""
        left, late = timer.due_at - self.now, timer.is_late(self.now)
        text = short_left(left) if late or left > 0 else _("now")
        style = "bold $text-error" if late else "bold $text-warning" if left <= 0 else ""
        name, reading = Content(label(timer.kind)), Content.styled(f"{text:>6}", style)
        due = Content.styled(self.wall(timer.due_at), MUTED)
        if name.cell_length + due.cell_length + reading.cell_length + 4 > width:
            return apart(name, reading, width)
        return apart(name, due + "  " + reading, width)

    def _claim(self, detail: Detail) -> Iterator[Content]:
        claim = detail.claim
        if claim is None or claim.until <= self.now:
            return
        left, until = claim.until - self.now, self.wall(claim.until)
        if claim.agent != self.agent:
            name = safe_text(claim.agent, line=True)
            text = _("{name} works on it, until {time}").format(name=name, time=until)
            yield Content.styled(text, "$primary")
        elif left <= ENDING:
            text = _("! yours for {left} more").format(left=short_left(left))
            yield Content.styled(text, "bold $text-warning")
        else:
            yield Content.styled(_("yours until {time}").format(time=until), "$primary")
            since = _("since {time}").format(time=self.wall(claim.taken_at))
            yield Content.styled(since, MUTED)


def stage_of(promise: Timer, now: Instant) -> str:
    """Return how far a promise is: from half its time on, from a fifth left on, or missed."""
    left, whole = promise.due_at - now, promise.due_at - promise.started_at
    if left <= 0:
        return "late"
    if left * 5 <= whole:
        return "soon"
    return "half" if left * 2 <= whole else ""


def headline(promise: Timer, now: Instant) -> str:
    """Return what the clock says first: how late it is, or how much is left."""
    left = short_left(promise.due_at - now)
    stage = stage_of(promise, now)
    if stage == "late":
        return _("LATE  {left}").format(left=left)
    if stage == "soon":
        return _("! due in {left}").format(left=left)
    return _("due in {left}").format(left=left)
