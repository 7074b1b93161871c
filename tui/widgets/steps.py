"""The playbook of the item beside it: what is done, what is next, and why it helps."""

from textual.content import Content
from textual.geometry import Region

from core.clock import Instant
from core.i18n import N_, _, language
from core.moments import day
from core.safe_text import SafeText, safe_text
from desk.model.item import Item
from desk.services.detail import Detail
from playbooks.model import StepState, StepView, Texts, in_language
from tui.countdown import short_left
from tui.widgets.lines import apart, hang
from tui.widgets.pane import Pane

MUTED = "$text-muted"
WIDE = 44
"""From this width on a step says who did it, and when."""
MARKS = {
    StepState.DONE: "[x]",
    StepState.CURRENT: "[>]",
    StepState.TODO: "[ ]",
    StepState.SKIPPED: "[-]",
}
STYLES = {
    StepState.DONE: MUTED,
    StepState.CURRENT: "bold",
    StepState.TODO: "",
    StepState.SKIPPED: MUTED,
}


class StepsPane(Pane):
    """The checklist, with the current step's help where there is room for it."""

    TITLE = N_("steps")

    def depends(self, detail: Detail) -> object:
        """Return what the steps' clocks read, and the date: steps tell when they were done."""
        clocks = [self._waiting(view, detail.item) for view in detail.steps]
        return clocks, day(self.now, self.zone), self.size.height

    def lines(self, detail: Detail, width: int) -> list[Content]:
        """Return the checklist, under the playbook's title and how much of it is done."""
        needed = [view for view in detail.steps if view.state in MARKS]
        done = sum(not view.is_open for view in needed)
        title = _said(detail.playbook.title)
        head = Content.assemble((title, "bold"), (f"  v{detail.playbook.version}", MUTED))
        count = Content.styled(f"{done}/{len(needed)}", "bold" if done < len(needed) else MUTED)
        lines = apart(head, count, width)
        listed = [(view, self._step(view, detail.item, width)) for view in needed]
        spare = self.size.height - len(lines) - sum(len(step) for _view, step in listed)
        for view, step in listed:
            lines += step
            if view is detail.current_step:
                lines += _advice(view, width, spare)
        return lines

    def show(self, detail: Detail | None, now: Instant, agent: str) -> None:
        """Show an item's checklist, scrolled to its current step."""
        super().show(detail, now, agent)
        step = detail and detail.current_step
        if step is not None and self.is_mounted:
            self.call_after_refresh(self._reveal, step)

    def _reveal(self, step: StepView) -> None:
        mark = f"{MARKS[StepState.CURRENT]} {step.number} "
        lines = self._body.render().plain.split("\n")
        row = next((n for n, line in enumerate(lines) if line.startswith(mark)), 0)
        self.scroll_to_region(Region(0, max(row - 1, 0), 1, 3), animate=False)

    def _step(self, view: StepView, item: Item, width: int) -> list[Content]:
        style = STYLES[view.state]
        mark = Content.styled(f"{MARKS[view.state]} {view.number} ", style)
        title = Content.styled(_said(view.step.title), style)
        if waits := self._waiting(view, item):
            told = Content.styled(waits, "bold $text-warning" if view.is_open else MUTED)
        elif width < WIDE or view.done_at is None:
            return hang(mark, title, width)
        else:
            who = safe_text(view.done_by, line=True, cap=12)
            told = Content.styled(f"{who} {self.wall(view.done_at)}", MUTED)
        lines = hang(mark, title, width - told.cell_length - 2)
        return [*apart(lines[0], told, width), *lines[1:]]

    def _waiting(self, view: StepView, item: Item) -> str:
        """Return the reading of the clock that a step waits for, empty where none runs."""
        waits = view.step.kind.rule.waits
        timer = waits and item.timer(waits)
        if not timer or view.state is StepState.SKIPPED:
            return ""
        left = timer.due_at - self.now
        return short_left(left) if left > 0 or timer.is_late(self.now) else _("now")


def _said(texts: Texts) -> SafeText:
    return safe_text(in_language(texts, language()), line=True)


def _advice(view: StepView, width: int, room: int) -> list[Content]:
    """Return the help of a step and why it helps, as far as they fit beneath it."""
    indent = Content("    ")
    lines: list[Content] = []
    for text, style in ((_said(view.step.help), ""), (_said(view.step.why), f"italic {MUTED}")):
        part = hang(indent, Content.styled(text, style), width) if text else []
        if len(lines) + len(part) > room:
            break
        lines += part
    return lines
