"""The comment being worked on, and what was said since: it reads as one conversation."""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from core.clock import MINUTE
from core.i18n import N_, _, ngettext
from core.labels import label
from core.moments import spell
from core.safe_text import safe_text
from core.vocabulary import Channel, DateQuality, Lane, Reading, ReplyKind, State
from desk.model.event import Event, EventKind
from desk.model.item import Item
from desk.order.reasons import sentence
from desk.reports.compare import Words
from desk.reports.counts import engagement_words
from desk.reports.look import Look, last_look
from desk.reports.standing import why
from desk.services.detail import Detail, Past
from desk.triage.reasons import explain
from tui.widgets.lines import apart, chips, hang, wrap
from tui.widgets.pane import Pane

MUTED = "$text-muted"
NOTES_SHOWN, PAST_LINES = 3, 2
"""Of what is known of an author, so much stands above the comment."""
LINKS_SHOWN = 9
"""Links that have a digit; the source view lists them all."""
EDITED = {" ": "", "-": "strike $text-error", "+": "bold $text-success"}
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

_SPEAKERS = {
    EventKind.PUT_RIGHT: (N_("{name} corrected the reply ({wrong})"), "$primary"),
    EventKind.REVIEW_ASKED: (N_("{name} asks for a second reader"), "$primary"),
    EventKind.ASKED: (N_("{name} asked {who}"), MUTED),
    EventKind.ANSWERED: (N_("answer, logged by {name}"), MUTED),
    EventKind.NOTED: (N_("note by {name}"), MUTED),
}
"""Who says it where that is a name in a sentence, and in which colour."""


class MessagePane(Pane):
    """Who said what, where and when; the text, its links, and the conversation since."""

    TITLE = N_("comment")

    def depends(self, detail: Detail) -> object:
        """Return the comment's age and why it stands where it stands."""
        return self._age(detail.item), self._place(detail)

    def lines(self, detail: Detail, width: int) -> list[Content]:
        """Return the comment, what is known of it and its author, and its conversation."""
        author = safe_text(detail.author or _("nobody named"), line=True)
        title = safe_text(detail.title, line=True)
        under = safe_text(detail.about, line=True)
        body = safe_text(detail.body)
        hidden = author.hidden + title.hidden + under.hidden + body.hidden
        lines = apart(Content.styled(author, "bold"), _source(detail), width)
        lines += chips(self._badges(detail, hidden), width)
        lines += wrap(_verdict(detail), width)
        lines += wrap(Content.styled(self._place(detail), "$primary"), width)
        lines += self._past(detail.past, width)
        if detail.item.state is State.WATCHING and (look := last_look(detail)):
            lines += self._since(look, width)
        lines.append(Content(""))
        if under:
            lines += wrap(Content.styled(_("under: {title}").format(title=under), MUTED), width)
        if title:
            lines += [*wrap(Content.styled(title, "bold"), width), Content("")]
        lines += wrap(Content(body), width)
        lines += _link_lines(addresses(detail)[:LINKS_SHOWN], width)
        for event in _conversation(detail):
            lines += self._said(event, detail, width)
        return lines

    def _badges(self, detail: Detail, hidden: int) -> Iterator[Content]:
        """Yield what is to be known of the comment besides its text, each in a few words."""
        item = detail.item
        yield Content.styled(self._age(item), MUTED)
        if item.added_by:
            by = safe_text(item.added_by, line=True)
            yield Content.styled(_("added by {name}").format(name=by), MUTED)
        yield from self._at_source(item)
        if detail.pictures:
            at = self.wall(detail.pictures[-1].at)
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

    def _at_source(self, item: Item) -> Iterator[Content]:
        """Yield what its source did with the comment."""
        if item.date_quality is not DateQuality.OK:
            yield Content.styled(label(item.date_quality), MUTED)
        if item.edited_after_answer:
            yield Content.styled(_("! edited after our answer"), "bold $text-warning")
        elif item.revision > 1:
            edited = _("edited: version {n}").format(n=item.revision)
            yield Content.styled(edited, "$text-warning")
        if item.held and item.published_at is not None:
            since = self.wall(item.published_at)
            yield Content.styled(_("held at the source since {time}").format(time=since), MUTED)
        if item.vanished:
            yield Content.styled(_("! gone at the source"), "bold $text-warning")

    def _age(self, item: Item) -> str:
        since = item.first_seen_at if item.published_at is None else item.published_at
        time, age = self.wall(since), self.now - since
        if age < MINUTE:
            return _("{time}, just now").format(time=time)
        return _("{time}, {span} ago").format(time=time, span=spell(age))

    def _place(self, detail: Detail) -> str:
        """Return in one sentence why it stands where it stands in the queue."""
        if detail.reason is not None:
            return sentence(detail.reason, self.now, self.zone)
        promise = detail.item.promise
        due = promise.due_at if promise else None
        return why(due, detail.item.queue_from or None, Lane.KEEP, self.now, self.zone)

    def _past(self, past: Past, width: int) -> list[Content]:
        """Return what is known of the author: before the first word is typed."""
        lines: list[Content] = []
        mark = Content.styled("! ", "bold $text-warning")
        for note in past.notes[-NOTES_SHOWN:]:
            said = safe_text(note.text("text"), line=True, cap=200)
            who = safe_text(note.actor, line=True, cap=200)
            lines += hang(mark, Content(f"{said} ({who})"), width)
        if past.count:
            words = ngettext("wrote once before", "wrote {n} times before", past.count)
            told = [Content.styled(words.format(n=past.count), "bold")]
            told += [Content.styled(self._before(one.item), MUTED) for one in past.newest]
            lines += chips(told, width)[:PAST_LINES]
        return lines

    def _before(self, item: Item) -> str:
        end = label(item.outcome.code) if item.outcome else label(item.state)
        day, _sep, _time = self.wall(item.published_at or item.first_seen_at).partition(" ")
        return f"{day} {label(item.kind)}: {end}"

    def _since(self, look: Look, width: int) -> list[Content]:
        """Return what changed about a watched comment since the last look, or that nothing did."""
        since = _("since the last look, {time}").format(time=self.wall(look.at))
        nothing = () if look.news or look.words else (_("nothing new"),)
        lines = wrap(Content.styled(since, "bold $primary"), width)
        for told in (*look.news, *nothing):
            lines += hang(Content("· "), Content(told), width)
        return [*lines, *(wrap(marked(look.words), width) if look.words else [])]

    def _said(self, event: Event, detail: Detail, width: int) -> list[Content]:
        speaker, style = _speaker(event, detail)
        head = Content.assemble((speaker, f"bold {style}"), (f"  {self.wall(event.at)}", MUTED))
        words = safe_text(event.text(_TOLD[event.kind]))
        bar = Content.styled("│ ", style)
        said = wrap(Content(words), max(width - 2, 8)) if words else []
        return [Content(""), *wrap(head, width), *(bar + line for line in said)]


def addresses(detail: Detail) -> list[str]:
    """Return what can be opened, verbatim: the comment's own page first, then what it links to."""
    return list(dict.fromkeys(filter(None, (detail.permalink, *detail.links))))


def marked(words: Iterable[Words]) -> Content:
    """Return a text word by word; what went and what came stands out, and has its marks."""
    return Content.assemble(*((one.marked, EDITED[one.sign]) for one in words))


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
    shown = safe_text(detail.source.title or detail.source.name, line=True)
    stood = "" if item.rating is None else f"  {stars(item.rating, item.rating_max)}"
    return Content.styled(f"{shown}{stood}", MUTED)


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


def _link_lines(links: Sequence[str], width: int) -> list[Content]:
    lines = [Content("")] if links else []
    for n, address in enumerate(links, 1):
        shown = Content.styled(safe_text(address, line=True), "underline")
        lines += hang(Content.styled(f"[{n}] ", "bold"), shown, width)
    return lines


def _conversation(detail: Detail) -> list[Event]:
    """Return what was said since, in the order it was said; undone words are left out."""
    undone = set(detail.item.undone)
    told = [event for event in detail.events if event.kind in _TOLD and event.id not in undone]
    return sorted(told, key=lambda event: event.at)


def _speaker(event: Event, detail: Detail) -> tuple[str, str]:
    """Return who says it, and in which colour: ours stands out."""
    name, who, wrong = (
        safe_text(text, line=True) for text in (event.actor, event.text("who"), event.text("wrong"))
    )
    match event.kind:
        case EventKind.REPLIED if event.data.get("outside"):
            return _("answered outside the desk"), "$primary"
        case EventKind.REPLIED:
            how = label(ReplyKind(event.data.get("kind", ReplyKind.PUBLIC_FULL)))
            seen = any(one.id == event.id and one.seen_at for one in detail.item.replies)
            return f"{name}: {how}" + (_(", seen at the source") if seen else ""), "$primary"
        case EventKind.REVIEWED:
            return label(Reading(event.data["verdict"])) + f": {name}", "$primary"
        case EventKind.HEARD:
            by = label(Channel(event.data.get("by", Channel.DM)))
            customer = safe_text(detail.author or _("the customer"), line=True)
            return f"{customer}: {by}", "$foreground"
        case kind:
            sentence, style = _SPEAKERS[kind]
            return _(sentence).format(name=name, who=who, wrong=wrong), style
