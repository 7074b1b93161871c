"""What stands beneath a draft: its length, whether it is saved, and who writes too."""

from collections.abc import Sequence
from datetime import tzinfo

from textual.content import Content

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text
from desk.store.records import Draft
from tui.widgets.lines import Writer, apart, hang


def beneath(
    others: Sequence[Draft], length: Content, state: Content, now: Instant, zone: tzinfo
) -> Writer:
    """Return what writes the status: other agents' drafts, then length and state."""

    def write(width: int) -> list[Content]:
        lines: list[Content] = []
        for draft in others:
            name = safe_text(draft.agent, line=True)
            at = wall(draft.saved_at, now, zone)
            head = _("{name} writes too ({time}): ").format(name=name, time=at)
            body = Content(safe_text(draft.body, line=True, cap=120))
            lines += hang(Content(""), Content.styled(head, "$primary") + body, width)[:2]
        return [*lines, *apart(length, state, width)]

    return write


def measured(length: int, limit: int) -> Content:
    """Return how long a reply is; over the platform's limit it says by how much."""
    if limit and length > limit:
        text = _("! {n}/{limit} characters: {over} too many")
        text = text.format(n=length, limit=limit, over=length - limit)
        return Content.styled(text, "bold $text-error")
    n = f"{length}/{limit}" if limit else str(length)
    return Content.styled(_("{n} characters").format(n=n), "$text-muted")
