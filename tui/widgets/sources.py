"""Sources as lines: how each stands, when it is asked next and why, what its answers were."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from statistics import median

from textual.content import Content

from core.clock import SECOND, Instant
from core.i18n import N_, _, ngettext
from core.moments import spell, wall
from core.safe_text import safe_text
from desk.sourcing import SourceLine
from desk.store.records import Answered
from tui.widgets.lines import chips, wrap
from tui.widgets.shift_bar import HEALTHY

MUTED = "$text-muted"
SHOWN = 10
"""Answers that stand beneath the rows; the log has all that are kept."""

_NAME, _STATE, _LAST, _NEXT, _RATE = 13, 10, 7, 9, 7
_STATES = {
    "": N_("not asked yet"),
    "ok": N_("good"),
    "unchanged": N_("good"),
    "slow": N_("slow"),
    "waiting": N_("waits"),
    "offline": N_("offline"),
    "failing": N_("fails"),
    "poison": N_("unreadable"),
    "paused": N_("gone"),
}
_REASONS = {
    "pace": N_("as often as comments come"),
    "server": N_("its server asks for that"),
    "retry": N_("trying again"),
    "hold": N_("its server wants to be left alone"),
    "gap": N_("comments may have been missed"),
}


def heading(width: int) -> Content:
    """Return the titles over the columns."""
    titles = (
        _cell("  " + _("SOURCE"), _NAME + 2)
        + _cell(_("STATE"), _STATE)
        + _cell(_("LAST"), _LAST)
        + _cell(_("NEXT"), _NEXT)
        + _cell(_("NEW/H"), _RATE)
        + _("REMARK")
    )
    return Content.styled(titles, MUTED).truncate(width, ellipsis=True)


def row(line: SourceLine, now: Instant, zone: tzinfo, width: int, is_here: bool) -> Content:
    """Return one source as a row; what is wrong stands in words before it stands in colour."""
    state = line.state
    word, style = _state(line)
    last = "–" if state.last_ok_at is None else wall(state.last_ok_at, now, zone)[-5:]
    text = Content.assemble(
        ("> " if is_here else "  ", "bold"),
        (_cell(safe_text(line.title, line=True), _NAME), "bold" if is_here else ""),
        (_cell(word, _STATE), style),
        _cell(last, _LAST),
        _cell(_left(line, now), _NEXT),
        _cell(f"{state.rate:.0f}" if state.rate >= 0.5 else "–", _RATE),
        (safe_text(state.error, line=True), style or MUTED),
    )
    return text.truncate(width, ellipsis=True)


def tally(lines: Sequence[SourceLine]) -> Content:
    """Return how many are well and how many are not."""
    asked = [line for line in lines if line.is_enabled]
    well = sum(line.state.status in HEALTHY for line in asked)
    wrong = len(asked) - well
    parts = [Content(_("{n} good").format(n=well))]
    if wrong:
        parts.append(Content.styled(_("{n} not").format(n=wrong), "bold $text-warning"))
    if off := len(lines) - len(asked):
        parts.append(Content.styled(_("{n} paused").format(n=off), MUTED))
    return Content("  ").join(parts)


def detail(line: SourceLine, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    """Return all about one source that an agent may have to know."""
    state = line.state
    lines = wrap(Content.styled(f"{safe_text(line.name, line=True)}: {_head(line)}", "bold"), width)
    lines += chips((_answer(one, now, zone) for one in state.recent[-SHOWN:]), width)
    for text in _facts(line, now, zone):
        lines += wrap(Content.styled(text, MUTED), width)
    return lines


def log(line: SourceLine, now: Instant, zone: tzinfo, width: int) -> list[Content]:
    """Return its last answers, the newest first, each with what was odd about it."""
    lines: list[Content] = []
    for one in reversed(line.state.recent):
        brought = [_brought(one)] if one.new or one.edited else []
        said = "  ".join((*brought, str(safe_text(one.note, line=True))))
        at = wall(one.at, now, zone, seconds=True)
        lines += wrap(
            Content.assemble((at, MUTED), "  ", (one.said, _tone(one)), "  ", said), width
        )
    return lines or wrap(Content(_("Not asked yet.")), width)


def _head(line: SourceLine) -> str:
    if not line.is_enabled:
        return _("paused; p asks it again")
    return str(safe_text(line.state.error, line=True)) or _(_STATES[line.state.status])


def _facts(line: SourceLine, now: Instant, zone: tzinfo) -> Iterator[str]:
    state = line.state
    if state.last_ok_at is not None:
        count = ngettext("{n} comment in all", "{n} comments in all", state.items_total)
        last = wall(state.last_ok_at, now, zone)
        said = _("last good answer {time}").format(time=last)
        rate = _("{n} an hour").format(n=f"{state.rate:.1f}")
        yield f"{said}, {count.format(n=state.items_total)}, {rate}"
    dated = [lag for lag in state.lags if lag >= 0]
    if dated:
        span = spell(int(median(dated)) * SECOND)
        yield _("comments come in {span} after they were written").format(span=span)
    if undated := len(state.lags) - len(dated):
        said = _("{n} of the last {all} comments had no date that tells anything")
        yield said.format(n=undated, all=len(state.lags))
    if line.is_enabled and state.next_poll_at:
        reason = _(_REASONS[state.why]) if state.why in _REASONS else ""
        at = wall(state.next_poll_at, now, zone)
        wait = spell(max(state.next_poll_at - now, 0))
        said = _("next {time}, in {span}").format(time=at, span=wait)
        yield f"{said}: {reason}" if reason else said
    if state.has_moved(now):
        where = safe_text(state.moved_to, line=True)
        yield _("has moved for good to {address}; m takes that").format(address=where)
    yield f"{line.kind}  {safe_text(line.address, line=True)}"


def _answer(one: Answered, now: Instant, zone: tzinfo) -> Content:
    text = f"{wall(one.at, now, zone)[-5:]} {one.said}"
    brought = f" {_brought(one)}" if one.new or one.edited else ""
    return Content.styled(text + brought, _tone(one))


def _brought(one: Answered) -> str:
    edited = f" ~{one.edited}" if one.edited else ""
    return f"+{one.new}{edited}"


def _tone(one: Answered) -> str:
    return "" if one.said in ("200", "304") else "$text-warning"


def _state(line: SourceLine) -> tuple[str, str]:
    if not line.is_enabled:
        return _("paused"), MUTED
    is_well = line.state.status in HEALTHY
    return _(_STATES.get(line.state.status, "")), "" if is_well else "bold $text-warning"


def _left(line: SourceLine, now: Instant) -> str:
    """Return the time until it is asked, in minutes and seconds."""
    if not line.is_enabled:
        return "–"
    seconds = max(line.state.next_poll_at - now, 0) // SECOND
    return f"{seconds // 60:02}:{seconds % 60:02}" if seconds < 6000 else spell(seconds * SECOND)


def _cell(text: str, width: int) -> str:
    shown = Content(text).truncate(width - 1, ellipsis=True, pad=True).plain
    return f"{shown} "
