"""One item as lines for people: its text, clocks, checklist and history."""

from core.clock import Instant
from core.i18n import _, language, ngettext
from core.labels import label
from core.moments import wall
from core.vocabulary import State
from desk.model.item import Item
from desk.reports.look import Look, last_look
from desk.reports.story import tell
from desk.services.detail import Detail, Past
from playbooks.model import StepState, in_language
from webcare.commands.call import Call

MARKS = {StepState.DONE: "x", StepState.SKIPPED: "-", StepState.NOT_NEEDED: "."}


def print_detail(call: Call, detail: Detail, place: str, now: Instant) -> None:
    """Print everything about an item, and why it stands where it stands."""
    item = detail.item
    call.line(f"#{item.id} {label(item.kind)} {item.severity} · {item.source} · {detail.author}")
    version = _("version {n}").format(n=item.version)
    call.line(f"{label(item.state)}, {label(item.ball)}, {version}")
    call.line(place)
    if detail.permalink:
        call.line(detail.permalink)
    if detail.claim:
        call.line(_("Held by {agent}").format(agent=detail.claim.agent))
    call.line("")
    if detail.title:
        call.line(detail.title)
    call.text(detail.body)
    for link in detail.links:
        call.line(link)
    _print_past(call, detail.past)
    look = last_look(detail) if item.state is State.WATCHING else None
    if look is not None:
        call.line("")
        print_look(call, look, now)
    _print_clocks(call, item, now)
    _print_steps(call, detail)
    for draft in detail.drafts:
        call.line("")
        call.line(_("Draft of {agent}:").format(agent=draft.agent))
        call.text(draft.body)
    call.line("")
    for event in detail.events:
        undone = f" ({_('undone')})" if event.id in item.undone else ""
        call.line(f"{wall(event.at, now, call.zone)} {tell(event, detail.titles)}{undone}")


def _print_past(call: Call, past: Past) -> None:
    if past.count or past.notes:
        call.line("")
    for note in past.notes:
        call.line(f"! {note.text('text')} ({note.actor})")
    if past.count:
        words = ngettext("wrote once before", "wrote {n} times before", past.count)
        call.line(words.format(n=past.count))
    for before in past.newest:
        end = label(before.item.outcome.code) if before.item.outcome else label(before.item.state)
        call.line(f"#{before.item.id} {label(before.item.kind)}: {end} · {before.text}")


def print_look(call: Call, look: Look, now: Instant) -> None:
    """Print what changed about a watched comment since the last look, and nothing else."""
    call.line(_("since the last look, {time}").format(time=wall(look.at, now, call.zone)))
    nothing = () if look.news or look.words else (_("nothing new"),)
    for told in (*look.news, *nothing):
        call.line(f"· {told}")
    if look.words:
        call.text("".join(one.marked for one in look.words))


def _print_clocks(call: Call, item: Item, now: Instant) -> None:
    if item.timers:
        call.line("")
    for timer in item.timers:
        end = label(timer.result) if timer.result else _("runs")
        call.line(f"{label(timer.kind)}: {wall(timer.due_at, now, call.zone)} · {end}")


def _print_steps(call: Call, detail: Detail) -> None:
    call.line("")
    call.line(in_language(detail.playbook.title, language()))
    for view in detail.steps:
        mark = MARKS.get(view.state, " ")
        title = in_language(view.step.title, language())
        call.line(f"[{mark}] {view.number}. {title} ({view.step.id})")
