"""A comment as it came in, with everything unseen written out."""

from collections.abc import Iterator
from datetime import tzinfo

from textual.content import Content

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text, show_source
from desk.services.detail import Detail
from tui.screens.reading import ReadingScreen
from tui.widgets.lines import hang, wrap


def source_view(detail: Detail, now: Instant, zone: tzinfo) -> ReadingScreen:
    """Show the verbatim fields, every revision, and the raw entry, read-only."""
    parts = [
        (safe_text(title, line=True), show_source(text))
        for title, text in _parts(detail, now, zone)
        if text
    ]

    def write(width: int) -> list[Content]:
        lines: list[Content] = []
        for title, text in parts:
            lines += wrap(Content.styled(title, "bold $primary"), width)
            lines += [*hang(Content("  "), Content(text), width), Content("")]
        return lines

    return ReadingScreen(_("As it came in"), write)


def _parts(detail: Detail, now: Instant, zone: tzinfo) -> Iterator[tuple[str, str]]:
    yield _("source"), detail.source.name
    yield _("author"), detail.author
    yield _("author's id"), detail.author_id
    yield _("said under"), detail.about
    yield _("address"), detail.permalink
    yield _("links"), "\n".join(detail.links)
    for revision in reversed(detail.revisions):
        seen = _("version {n}, seen {time}").format(
            n=revision.n, time=wall(revision.seen_at, now, zone)
        )
        yield seen, revision.whole
        yield _("SHA-256 of version {n}").format(n=revision.n), revision.sha256
    yield _("raw entry"), detail.raw
