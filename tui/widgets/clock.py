"""The clock of an item: what is promised, until when, and what else runs."""

from collections.abc import Iterator
from datetime import tzinfo

from textual.content import Content

from core.clock import SECOND, Instant
from core.i18n import N_, _
from core.labels import label
from core.moments import spell, wall
from core.safe_text import safe_text
from desk.model.item import Item, Timer
from desk.services.detail import Detail
from tui.countdown import short_left
from tui.widgets.lines import Writer, apart, chips, wrap
from tui.widgets.pane import Pane

MUTED = "$text-muted"
LEASE_WARNING = 30 * SECOND
"""What is left of a claim when its holder is warned."""
STAGES = {
    "": "bold $text-success",
    "-half": "bold $primary",
    "-soon": "bold $text-warning",
    "-late": "bold reverse $text-error",
}
"""Style of the headline by stage; the stage is a class of the pane too."""


class ClockPane(Pane):
    """What is promised and how much of it is left; then every other clock that runs."""

    TITLE = N_("clock")

    def tick(self, now: Instant) -> None:
        """Let the clock move on, and change its looks at half and at a fifth of the time."""
        promise = self.detail and self.detail.item.promise
        stage = stage_of(promise, now) if promise else ""
        for name in filter(None, STAGES):
            self.set_class(name == stage, name)
        super().tick(now)

    def writer(self, detail: Detail, now: Instant) -> Writer:
        """Return what writes the clocks."""
        item = detail.item
        told = item.promise and item.promise.kind
        rest = [timer for timer in item.running if timer.kind is not told]

        def write(width: int) -> list[Content]:
            lines = _promise(item, now, self.zone, width)
            lines += chips(_claim(detail, self.agent, now, self.zone), width)[:1]
            if rest:
                lines.append(Content(""))
            for timer in rest:
                lines += _running(timer, now, self.zone, width)
            return lines

        return write


def stage_of(promise: Timer, now: Instant) -> str:
    """Return how far a promise is: from half its time on, from a fifth left on, or missed."""
    left, whole = promise.due_at - now, promise.due_at - promise.started_at
    if left <= 0:
        return "-late"
    if left * 5 <= whole:
        return "-soon"
    return "-half" if left * 2 <= whole else ""


def headline(promise: Timer, now: Instant) -> str:
    """Return what the clock says first: how late it is, or how much is left."""
    left = short_left(promise.due_at - now)
    stage = stage_of(promise, now)
    if stage == "-late":
        return _("LATE  {left}").format(left=left)
    if stage == "-soon":
        return _("! due in {left}").format(left=left)
    return _("due in {left}").format(left=left)


def _promise(item: Item, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    promise = item.promise
    if promise is None:
        return _unpromised(item, now, zone, width)
    style = STAGES[stage_of(promise, now)]
    lines = [Content.styled(f" {headline(promise, now)} ", style).truncate(width), Content("")]
    due = Content(wall(promise.due_at, now, zone))
    lines += apart(Content.styled(label(promise.kind), "bold"), due, width)
    target = _("target {span}, from {time}").format(
        span=spell(promise.due_at - promise.started_at), time=wall(promise.started_at, now, zone)
    )
    lines += wrap(Content.styled(target, MUTED), width)
    if item.late_on_arrival:
        lines += wrap(Content.styled(_("was late when it came in"), "$text-warning"), width)
    return lines


def _unpromised(item: Item, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    """Say how it stands with an item that no promise runs for."""
    lines = wrap(Content.styled(label(item.state), "bold"), width)
    if item.outcome is not None:
        ended = f"{label(item.outcome.code)}, {wall(item.outcome.at, now, zone)}"
        lines += wrap(Content(ended), width)
    lines += wrap(Content.styled(label(item.ball), MUTED), width)
    return lines


def _running(timer: Timer, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    """Return a further clock: what it is for, when, and what is left."""
    left = timer.due_at - now
    late = timer.is_late(now)
    text = short_left(left) if late or left > 0 else _("now")
    style = "bold $text-error" if late else "bold $text-warning" if left <= 0 else ""
    name, reading = Content(label(timer.kind)), Content.styled(f"{text:>6}", style)
    due = Content.styled(wall(timer.due_at, now, zone), MUTED)
    if name.cell_length + due.cell_length + reading.cell_length + 4 > width:
        return apart(name, reading, width)
    return apart(name, Content("  ").join([due, reading]), width)


def _claim(detail: Detail, agent: str, now: Instant, zone: tzinfo) -> Iterator[Content]:
    claim = detail.claim
    if claim is None or claim.until <= now:
        return
    since, until = wall(claim.taken_at, now, zone), wall(claim.until, now, zone)
    if claim.agent != agent:
        name = safe_text(claim.agent, line=True)
        text = _("{name} works on it, until {time}").format(name=name, time=until)
        yield Content.styled(text, "$primary")
    elif claim.until - now <= LEASE_WARNING:
        left = short_left(claim.until - now)
        yield Content.styled(_("! yours for {left} more").format(left=left), "bold $text-warning")
    else:
        yield Content.styled(_("yours until {time}").format(time=until), "$primary")
        yield Content.styled(_("since {time}").format(time=since), MUTED)
