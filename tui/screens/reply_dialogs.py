"""Dialogs about what is said: replies, the customer heard elsewhere, colleagues asked."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from string import ascii_lowercase

from core.clock import Instant
from core.errors import Refused
from core.i18n import N_, _, ngettext
from core.labels import label
from core.moments import wall
from core.vocabulary import Channel, Reading, ReplyKind
from core.when import parse_when
from desk.model.drafts import DraftVersion
from desk.model.event import EventKind
from playbooks.canned import Offer
from tui.screens.dialog import Dialog, Field, need, note
from tui.screens.dialogs import pick_dialog
from tui.widgets.choice import Option, codes, mnemonics
from tui.widgets.editor import Editor

POSTED_KINDS = tuple(kind for kind in ReplyKind if kind is not ReplyKind.NONE)
WHAT: Mapping[EventKind, str] = {
    EventKind.DRAFTED: N_("writing"),
    EventKind.READIED: N_("made ready"),
    EventKind.REPLIED: N_("posted"),
}
"""What made a version of a draft."""


def posted_dialog(
    now: Instant, zone: tzinfo, usual: ReplyKind
) -> Dialog[tuple[ReplyKind, Instant | None]]:
    """Ask how and when the reply was posted; enter alone says as ``usual``, just now (None)."""
    kind = codes(_("How?"), POSTED_KINDS, usual)
    when = Field(_("When"), placeholder=_("just now; or 13:40, or 20m for 20 minutes ago"))

    def answer() -> tuple[ReplyKind, Instant | None]:
        at = parse_when(when.text, now, zone, future=False) if when.text else None
        if at is not None and at > now:
            raise Refused(_("That time is still to come"))
        return kind.answer(), at

    return Dialog(_("Reply posted"), kind, when, answer=answer)


def put_right_dialog(posted: str) -> Dialog[tuple[str, str]]:
    """Ask what was wrong in a posted reply and what stands there now, beginning with what did."""
    wrong = Field(_("Was wrong"), placeholder=_("a price, a name, a promise …"))
    editor = Editor(posted)

    def answer() -> tuple[str, str]:
        said = need(wrong.text, _("Say what was wrong"))
        text = need(editor.text, _("Say what stands there now"))
        if text == posted.strip():
            raise Refused(_("The text still reads as it was posted"))
        return said, text

    told = note(_("What stands there now:"))
    title = _("Correct a posted reply")
    return Dialog(title, wrong, told, editor, answer=answer, stepwise=True)


def heard_dialog() -> Dialog[tuple[str, Channel]]:
    """Ask what the customer said, and whether by private message, phone or mail."""
    keys = mnemonics(label(code) for code in Channel)
    by = codes(_("By"), Channel, next(iter(Channel)), keys=keys, across=True)
    editor = Editor(placeholder=_("in the customer's own words"))

    def answer() -> tuple[str, Channel]:
        return need(editor.text, _("Write down what the customer said")), by.answer()

    return Dialog(_("Heard from the customer"), by, editor, answer=answer, stepwise=True)


def ask_dialog() -> Dialog[tuple[str, str]]:
    """Ask whom to ask, and what."""
    who = Field(_("Who"), placeholder=_("a department or a colleague"))
    editor = Editor()

    def answer() -> tuple[str, str]:
        asked = need(who.text, _("Say whom you ask"))
        return asked, need(editor.text, _("Write what you ask"))

    return Dialog(_("Ask a colleague"), who, editor, answer=answer, stepwise=True)


def answered_dialog(asked: str) -> Dialog[str]:
    """Write down the answer of a department that was asked."""
    editor = Editor()
    title = _("Answer of {who}").format(who=asked)
    return Dialog(title, editor, answer=lambda: need(editor.text, _("Write down the answer")))


def review_dialog(writer: str) -> Dialog[tuple[Reading, str]]:
    """Ask whether a colleague's reply may go out as it is, or what should change."""
    verdicts = (Reading.APPROVED, Reading.RETURNED)
    verdict = codes(_("Verdict"), verdicts, keys=mnemonics(label(code) for code in verdicts))
    remark = Field(_("Remark"), placeholder=_("what should change"))

    def answer() -> tuple[Reading, str]:
        if verdict.answer() is Reading.RETURNED:
            need(remark.text, _("Say what should change"))
        return verdict.answer(), remark.text

    title = _("The reply of {name}").format(name=writer)
    return Dialog(title, verdict, remark, answer=answer, stepwise=True)


def canned_dialog(offers: Sequence[Offer]) -> Dialog[Offer]:
    """Offer the texts that fit, filled in, with how often they were used."""
    options = [Option(offer, _offered(offer), offer.text) for offer in offers]
    return pick_dialog(_("Canned text"), options[: len(ascii_lowercase)])


def _offered(offer: Offer) -> str:
    if not offer.used:
        return offer.canned.title
    count = ngettext("used once today", "used {n} times today", offer.used).format(n=offer.used)
    return f"{offer.canned.title} · {count}"


def draft_dialog(
    versions: Sequence[DraftVersion], now: Instant, zone: tzinfo
) -> Dialog[DraftVersion]:
    """Offer the newest versions first, each with who wrote it, when, and how it begins."""
    options = []
    for one in reversed(versions[-len(ascii_lowercase) :]):
        time = wall(one.at, now, zone, seconds=True)
        options.append(Option(one, f"{time} · {one.by} · {_(WHAT[one.kind])}", one.body))
    return pick_dialog(_("Earlier versions"), options)
