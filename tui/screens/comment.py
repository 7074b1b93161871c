"""A comment as it came in, everything unseen written out; and what was changed in it since."""

from collections.abc import Iterator
from datetime import tzinfo
from itertools import pairwise

from textual.content import Content

from core.clock import Instant
from core.i18n import _
from core.moments import wall
from core.safe_text import safe_text, show_source
from desk.reports.compare import compare, shortened
from desk.services.detail import Detail, Revision
from tui.screens.reading import ReadingScreen, sections
from tui.widgets.message import marked

HEAD = "bold $primary"


def source_view(detail: Detail, now: Instant, zone: tzinfo) -> ReadingScreen:
    """Show the verbatim fields, every revision, and the raw entry, read-only."""
    parts = [
        (Content.styled(safe_text(title, line=True), HEAD), [Content(show_source(text))])
        for title, text in _fields(detail, now, zone)
        if text
    ]
    return ReadingScreen(_("As it came in"), sections(parts))


def _fields(detail: Detail, now: Instant, zone: tzinfo) -> Iterator[tuple[str, str]]:
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


def versions_screen(detail: Detail, now: Instant, zone: tzinfo) -> ReadingScreen:
    """Show the newest version first, each with what differs from the one before, word by word."""
    parts = []
    for head, body, digest in _versions(detail, now, zone):
        foot = [Content.styled(f"SHA-256 {digest}", "$text-muted")] if digest else []
        parts.append((Content.styled(head, HEAD), [body, *foot]))
    return ReadingScreen(_("What changed"), sections(parts))


def _versions(detail: Detail, now: Instant, zone: tzinfo) -> Iterator[tuple[str, Content, str]]:
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
        yield _head(version, now, zone), body, version.sha256
    for first in detail.revisions[:1]:
        yield _head(first, now, zone), Content(safe_text(first.whole)), first.sha256
    for picture in detail.pictures:
        at = wall(picture.at, now, zone)
        by = safe_text(picture.by, line=True)
        head = _("picture of the page, {time}, {who}").format(time=at, who=by)
        yield head, Content(safe_text(picture.file, line=True)), picture.sha256


def _head(version: Revision, now: Instant, zone: tzinfo) -> str:
    time = wall(version.seen_at, now, zone)
    told = _("version {n}, seen {time}").format(n=version.n, time=time)
    if version.edited_at is not None:
        changed = wall(version.edited_at, now, zone)
        told = _("{sentence}, changed {time}").format(sentence=told, time=changed)
    return _("{sentence}, after our answer").format(sentence=told) if version.after_answer else told
