"""The comment being worked on, and what was said since: it reads as one conversation."""

from collections.abc import Iterator
from datetime import tzinfo

from textual.content import Content

from core.clock import MINUTE, Instant
from core.i18n import N_, _, ngettext
from core.labels import label
from core.moments import spell, wall
from core.safe_text import SafeText, safe_text
from core.vocabulary import Channel, DateQuality, Lane, Reading, ReplyKind, State
from desk.model.event import Event, EventKind
from desk.model.item import Item
from desk.order.reasons import sentence
from desk.reports.counts import engagement_words
from desk.reports.look import Look, last_look
from desk.reports.standing import why
from desk.services.detail import Detail, Past
from desk.triage.reasons import explain
from tui.widgets.lines import Writer, apart, chips, hang, wrap
from tui.widgets.pane import Pane

MUTED = "$text-muted"
NOTES_SHOWN, PAST_LINES = 3, 2
"""Of what is known of an author, so much stands above the comment."""
LINKS_SHOWN = 9
"""Links that have a digit; the source view lists them all."""


class MessagePane(Pane):
    """Who said what, where and when; the text, its links, and the conversation since."""

    TITLE = N_("comment")

    @property
    def links(self) -> tuple[str, ...]:
        """Addresses by digit, verbatim: the comment's own page first, then what it links to."""
        detail = self.detail
        if detail is None:
            return ()
        found = (detail.permalink, *detail.links)
        return tuple(dict.fromkeys(address for address in found if address))[:LINKS_SHOWN]

    def depends(self, detail: Detail, now: Instant) -> object:
        """Return the comment's age and why it stands where it stands."""
        return _age(detail, now, self.zone), _place(detail, now, self.zone)

    def writer(self, detail: Detail, now: Instant) -> Writer:
        """Return what writes the comment and its conversation."""
        author = safe_text(detail.author or _("nobody named"), line=True)
        title = safe_text(detail.title, line=True)
        under = safe_text(detail.about, line=True)
        about = _("under: {title}").format(title=under) if under else ""
        body = safe_text(detail.body)
        hidden = author.hidden + title.hidden + under.hidden + body.hidden
        badges = list(_badges(detail, now, self.zone, hidden))
        links = self.links
        place = Content.styled(_place(detail, now, self.zone), "$primary")
        look = last_look(detail) if detail.item.state is State.WATCHING else None

        def write(width: int) -> list[Content]:
            name = Content.styled(author, "bold")
            lines = apart(name, _source(detail), width)
            lines += chips(badges, width)
            lines += wrap(_verdict(detail), width)
            lines += wrap(place, width)
            lines += _past(detail.past, now, self.zone, width)
            lines += _since(look, now, self.zone, width) if look else []
            lines.append(Content(""))
            if about:
                lines += wrap(Content.styled(about, MUTED), width)
            if title:
                lines += [*wrap(Content.styled(title, "bold"), width), Content("")]
            lines += wrap(Content(body), width)
            lines += _link_lines(links, width)
            for event in _conversation(detail):
                lines += _said(event, detail, now, self.zone, width)
            return lines

        return write


def stars(rating: float, rating_max: float | None) -> str:
    """Return a rating as stars where it counts to five, else as figures."""
    top = rating_max or 5
    figures = f"{rating:g}/{top:g}"
    if top != 5 or not 0 <= rating <= 5:
        return figures
    full = int(rating)
    return "★" * full + "☆" * (5 - full) + " " + figures


def _source(detail: Detail) -> Content:
    item = detail.item
    parts = [safe_text(detail.source.title or detail.source.name, line=True)]
    shown: list[str] = list(parts)
    if item.rating is not None:
        shown.append(stars(item.rating, item.rating_max))
    return Content.styled("  ".join(shown), MUTED)


def _badges(detail: Detail, now: Instant, zone: tzinfo, hidden: int) -> Iterator[Content]:
    """Yield what is to be known of the comment besides its text, each in a few words."""
    item = detail.item
    yield Content.styled(_age(detail, now, zone), MUTED)
    if item.added_by:
        by = safe_text(item.added_by, line=True)
        yield Content.styled(_("added by {name}").format(name=by), MUTED)
    yield from _at_source(item, now, zone)
    if detail.pictures:
        at = wall(detail.pictures[-1].at, now, zone)
        yield Content.styled(_("page kept {time}").format(time=at), MUTED)
    if item.merged_into is not None:
        into = _("merged into item {item}").format(item=item.merged_into)
        yield Content.styled(into, "$text-warning")
    if item.reopen_count:
        yield Content.styled(_("reopened"), MUTED)
    for words in filter(None, (engagement_words(one.counts) for one in detail.engagement)):
        yield Content.styled(words, MUTED)
    if hidden:
        words = ngettext("! {n} hidden character", "! {n} hidden characters", hidden)
        yield Content.styled(words.format(n=hidden), "bold $text-warning")
    if item.labels:
        names = "  ".join(f"#{safe_text(name, line=True)}" for name in item.labels)
        yield Content.styled(names, "$primary")


def _at_source(item: Item, now: Instant, zone: tzinfo) -> Iterator[Content]:
    """Yield what its source did with the comment."""
    if item.date_quality is not DateQuality.OK:
        yield Content.styled(label(item.date_quality), MUTED)
    if item.edited_after_answer:
        yield Content.styled(_("! edited after our answer"), "bold $text-warning")
    elif item.revision > 1:
        yield Content.styled(_("edited: version {n}").format(n=item.revision), "$text-warning")
    if item.held and item.published_at is not None:
        since = wall(item.published_at, now, zone)
        yield Content.styled(_("held at the source since {time}").format(time=since), MUTED)
    if item.vanished:
        yield Content.styled(_("! gone at the source"), "bold $text-warning")


def _age(detail: Detail, now: Instant, zone: tzinfo) -> str:
    published, seen = detail.item.published_at, detail.item.first_seen_at
    since = seen if published is None else published
    if now - since < MINUTE:
        return _("{time}, just now").format(time=wall(since, now, zone))
    return _("{time}, {span} ago").format(time=wall(since, now, zone), span=spell(now - since))


def _place(detail: Detail, now: Instant, zone: tzinfo) -> str:
    """Return in one sentence why it stands where it stands in the queue."""
    if detail.reason is not None:
        return sentence(detail.reason, now, zone)
    promise = detail.item.promise
    due = promise.due_at if promise else None
    return why(due, detail.item.queue_from or None, Lane.KEEP, now, zone)


def _verdict(detail: Detail) -> Content:
    """Return kind, severity and language, and why they were read so."""
    item = detail.item
    what = [label(item.kind), _("severity {n}").format(n=item.severity), label(item.language)]
    parts: list[Content | tuple[str, str]] = [(" · ".join(what), "bold")]
    if item.confirmed_by:
        name = safe_text(item.confirmed_by, line=True)
        parts.append((" · " + _("confirmed by {name}").format(name=name), MUTED))
    elif detail.because:
        because = safe_text(explain(detail.because), line=True)
        parts.append((" · " + because, MUTED))
    return Content.assemble(*parts)


def _past(past: Past, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    """Return what is known of the author: before the first word is typed."""
    lines: list[Content] = []
    for note in past.notes[-NOTES_SHOWN:]:
        who, said = (
            safe_text(text, line=True, cap=200) for text in (note.actor, note.text("text"))
        )
        lines += hang(Content.styled("! ", "bold $text-warning"), Content(f"{said} ({who})"), width)
    if past.count:
        words = ngettext("wrote once before", "wrote {n} times before", past.count)
        told = [Content.styled(words.format(n=past.count), "bold")]
        told += [Content.styled(_before(one.item, now, zone), MUTED) for one in past.newest]
        lines += chips(told, width)[:PAST_LINES]
    return lines


def _before(item: Item, now: Instant, zone: tzinfo) -> str:
    end = label(item.outcome.code) if item.outcome else label(item.state)
    since = item.published_at or item.first_seen_at
    return f"{wall(since, now, zone).partition(' ')[0]} {label(item.kind)}: {end}"


def _since(look: Look, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    """Return what changed about a watched comment since the last look, or that nothing did."""
    since = _("since the last look, {time}").format(time=wall(look.at, now, zone))
    nothing = () if look.news or look.words else (_("nothing new"),)
    lines = wrap(Content.styled(since, "bold $primary"), width)
    for told in (*look.news, *nothing):
        lines += hang(Content("· "), Content(told), width)
    words = Content.assemble(*((one.marked, EDITED[one.sign]) for one in look.words))
    return [*lines, *(wrap(words, width) if words else [])]


def _link_lines(links: tuple[str, ...], width: int) -> list[Content]:
    lines = [Content("")] if links else []
    for n, address in enumerate(links, 1):
        shown = Content.styled(safe_text(address, line=True), "underline")
        lines += hang(Content.styled(f"[{n}] ", "bold"), shown, width)
    return lines


EDITED = {" ": "", "-": f"strike {MUTED}", "+": "bold $text-success"}
"""How the words of a comment that stayed, went and came are told apart."""

_TOLD = {
    EventKind.REPLIED: "body",
    EventKind.PUT_RIGHT: "body",
    EventKind.HEARD: "text",
    EventKind.ASKED: "text",
    EventKind.ANSWERED: "text",
    EventKind.NOTED: "text",
    EventKind.REVIEW_ASKED: "body",
    EventKind.REVIEWED: "text",
}
"""What belongs to the conversation, and under which name its words stand."""


def _conversation(detail: Detail) -> list[Event]:
    """Return what was said since, in the order it was said; undone words are left out."""
    undone = set(detail.item.undone)
    told = [event for event in detail.events if event.kind in _TOLD and event.id not in undone]
    return sorted(told, key=lambda event: event.at)


def _said(event: Event, detail: Detail, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    speaker, style = _speaker(event, detail)
    head = Content.assemble((speaker, f"bold {style}"), (f"  {wall(event.at, now, zone)}", MUTED))
    words = safe_text(event.text(_TOLD[event.kind]))
    bar = Content.styled("│ ", style)
    said = wrap(Content(words), max(width - 2, 8)) if words else []
    return [Content(""), *wrap(head, width), *(bar + line for line in said)]


def _speaker(event: Event, detail: Detail) -> tuple[str, str]:
    """Return who says it, and in which colour."""
    who: SafeText = safe_text(event.actor, line=True)
    match event.kind:
        case EventKind.REPLIED if event.data.get("outside"):
            return _("answered outside the desk"), "$primary"
        case EventKind.REPLIED:
            how = label(ReplyKind(event.data.get("kind", ReplyKind.PUBLIC_FULL)))
            seen = any(one.id == event.id and one.seen_at for one in detail.item.replies)
            return f"{who}: {how}" + (_(", seen at the source") if seen else ""), "$primary"
        case EventKind.PUT_RIGHT:
            wrong = safe_text(event.text("wrong"), line=True)
            return _("{name} corrected the reply ({wrong})").format(
                name=who, wrong=wrong
            ), "$primary"
        case EventKind.HEARD:
            by = label(Channel(event.data.get("by", Channel.DM)))
            customer = safe_text(detail.author or _("the customer"), line=True)
            return f"{customer}: {by}", "$foreground"
        case EventKind.ASKED:
            asked = safe_text(event.text("who"), line=True)
            return _("{name} asked {who}").format(name=who, who=asked), MUTED
        case EventKind.REVIEW_ASKED:
            return _("{name} asks for a second reader").format(name=who), "$primary"
        case EventKind.REVIEWED:
            return label(Reading(event.data["verdict"])) + f": {who}", "$primary"
        case EventKind.ANSWERED:
            return _("answer, logged by {name}").format(name=who), MUTED
        case _:
            return _("note by {name}").format(name=who), MUTED
