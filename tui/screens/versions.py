"""What a comment said at first, what was changed since, and what is kept of its page."""

from collections.abc import Iterator
from datetime import tzinfo
from itertools import pairwise

from textual.content import Content

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text
from desk.reports.compare import compare, shortened
from desk.services.detail import Detail, Revision
from tui.screens.reading import ReadingScreen
from tui.widgets.lines import hang, wrap
from tui.widgets.message import marked

INDENT = Content("  ")


def versions_screen(detail: Detail, now: Instant, zone: tzinfo) -> ReadingScreen:
    """Show the newest version first, each with what differs from the one before, word by word."""
    parts = list(_parts(detail, now, zone))

    def write(width: int) -> list[Content]:
        lines: list[Content] = []
        for head, body, foot in parts:
            lines += wrap(Content.styled(head, "bold $primary"), width)
            lines += hang(INDENT, body, width)
            lines += hang(INDENT, Content.styled(foot, "$text-muted"), width) if foot else []
            lines.append(Content(""))
        return lines

    return ReadingScreen(_("What changed"), write)


def _parts(detail: Detail, now: Instant, zone: tzinfo) -> Iterator[tuple[str, Content, str]]:
    """Yield a head, what stands beneath it, and its digest."""
    if detail.item.vanished:
        yield _("! gone at the source"), Content(_("Everything about it is kept here.")), ""
    for before, version in reversed(list(pairwise(detail.revisions))):
        words = shortened(compare(safe_text(before.whole), safe_text(version.whole)))
        same = all(one.sign == " " for one in words)
        body = (
            Content(_("Nothing that can be seen changed; i shows what cannot."))
            if same
            else marked(words)
        )
        yield _head(version, now, zone), body, f"SHA-256 {version.sha256}"
    for first in detail.revisions[:1]:
        yield _head(first, now, zone), Content(safe_text(first.whole)), f"SHA-256 {first.sha256}"
    for picture in detail.pictures:
        at = wall(picture.at, now, zone)
        by = safe_text(picture.by, line=True)
        head = _("picture of the page, {time}, {who}").format(time=at, who=by)
        yield head, Content(safe_text(picture.file, line=True)), f"SHA-256 {picture.sha256}"


def _head(version: Revision, now: Instant, zone: tzinfo) -> str:
    time = wall(version.seen_at, now, zone)
    told = _("version {n}, seen {time}").format(n=version.n, time=time)
    if version.edited_at is not None:
        changed = wall(version.edited_at, now, zone)
        told = _("{sentence}, changed {time}").format(sentence=told, time=changed)
    return _("{sentence}, after our answer").format(sentence=told) if version.after_answer else told
