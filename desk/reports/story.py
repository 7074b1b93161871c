"""The story of an item, one sentence an event.

Sentences are in the agent's language; whatever people or sources wrote in them is cleaned.
"""

from collections.abc import Mapping
from types import MappingProxyType

from core.i18n import N_, _
from core.labels import label
from core.moments import spell
from core.safe_text import safe_text
from core.vocabulary import (
    NEXT_SHIFT,
    Channel,
    DateQuality,
    Kind,
    Language,
    OutcomeCode,
    Reading,
    ReplyKind,
    Size,
    Strategy,
    TimerKind,
    Word,
)
from desk.model.event import AUTHOR, Event, EventKind, MoveTimer, StartTimer
from desk.model.handover import QUEUE

NO_TITLES: Mapping[str, str] = MappingProxyType({})
QUOTED = 120
"""Characters of a text that a sentence quotes at most."""


def tell(event: Event, titles: Mapping[str, str] = NO_TITLES) -> str:
    """Return what happened as one sentence, safe to show; without its time.

    Args:
        event: what happened.
        titles: what people call the sources and steps that events know by their ids.
    """
    plain = PLAIN.get(event.kind)
    who = _clean(event.actor)
    if event.kind is EventKind.NOTED and event.data.get("about") == AUTHOR:
        return _quoting(_("{who} noted about the author").format(who=who), event.text("text"))
    if plain is not None:
        name, text_field = plain
        told = _(name).format(who=who, item=event.data.get("into", ""))
        return _quoting(told, event.text(text_field))
    match event.kind:
        case EventKind.SEEN:
            return _seen(event, who, titles)
        case EventKind.REVISED:
            return _revised(event)
        case EventKind.TRIAGED | EventKind.CORRECTED:
            return _judged(event, who)
        case EventKind.DECIDED:
            return _decided(event, who)
        case EventKind.REPLIED | EventKind.PUT_RIGHT:
            return _replied(event, who)
        case EventKind.EVIDENCE | EventKind.DRAFTED:
            return _kept(event, who)
        case EventKind.CONCLUDED:
            return _concluded(event, who)
        case EventKind.BREACHED:
            timer = label(TimerKind(event.data["timer"]))
            return _("Too late: {timer}").format(timer=timer)
        case EventKind.LABELLED:
            return _labelled(event, who)
        case _:
            return _worked(event, who, titles)


PLAIN = {
    EventKind.VANISHED: (N_("The comment is gone from its source; it is kept here"), ""),
    EventKind.RETURNED: (N_("The comment is back at its source"), ""),
    EventKind.ANSWER_SEEN: (N_("Our answer stands at the source"), ""),
    EventKind.CLAIMED: (N_("{who} took it"), ""),
    EventKind.ACCEPTED: (N_("{who} accepted it"), ""),
    EventKind.BREATHED: (N_("{who} took a breath before answering"), ""),
    EventKind.REVIEW_ASKED: (N_("{who} asked for a second reader"), "text"),
    EventKind.ANSWERED: (N_("{who} logged the colleague's answer"), "text"),
    EventKind.HANDED_ON: (N_("{who} made a dossier to hand on"), "reason"),
    EventKind.CLOSED: (N_("{who} closed it"), ""),
    EventKind.RECHECKED: (N_("{who} looked again: nothing new"), ""),
    EventKind.REOPENED: (N_("{who} opened it again"), "reason"),
    EventKind.MERGED: (N_("{who} merged it into item {item}"), ""),
    EventKind.ABSORBED: (N_("{who} merged item {item} into this one"), ""),
    EventKind.NOTED: (N_("{who} noted"), "text"),
    EventKind.SKIPPED: (N_("{who} passed it by"), "reason"),
}
"""Sentences that need nothing but who, or another item, each with the text it quotes."""

TAKEN_BACK = {
    EventKind.REPLIED: N_("the reply"),
    EventKind.PUT_RIGHT: N_("the correction of a reply"),
    EventKind.CONCLUDED: N_("the outcome"),
    EventKind.DECIDED: N_("the decision"),
    EventKind.CORRECTED: N_("the correction"),
    EventKind.STEP_DONE: N_("a step"),
    EventKind.STEP_SKIPPED: N_("a step"),
    EventKind.SNOOZED: N_("putting it away"),
    EventKind.HANDED: N_("handing it on"),
    EventKind.MERGED: N_("merging it"),
    EventKind.ABSORBED: N_("merging it"),
    EventKind.UNDONE: N_("an undo"),
}
"""What an undo took back, where that has a name of its own."""


def _seen(event: Event, who: str, titles: Mapping[str, str]) -> str:
    source = _titled(event.data["source"], titles)
    if event.data.get("added_by"):
        return _("{who} added it by hand, under {source}").format(who=who, source=source)
    parts = [_("Came in from {source}").format(source=source)]
    quality = DateQuality(event.data.get("date_quality", DateQuality.OK))
    if quality is not DateQuality.OK:
        parts.append(label(quality))
    if event.data.get("held"):
        parts.append(_("held there until now"))
    if event.data.get("late_on_arrival"):
        parts.append(_("already past its target"))
    return ", ".join(parts)


def _titled(name: str, titles: Mapping[str, str]) -> str:
    return _clean(titles.get(name) or name)


def _revised(event: Event) -> str:
    sentence = _("The comment was edited, version {n}").format(n=event.data["n"])
    if event.data.get("after_answer"):
        return _("{sentence}, after our answer").format(sentence=sentence)
    return sentence


def _judged(event: Event, who: str) -> str:
    data = event.data
    if event.kind is EventKind.TRIAGED:
        return _("Read as {kind}, severity {severity}, {language}").format(
            kind=label(Kind(data["kind"])),
            severity=data["severity"],
            language=label(Language(data["language"])),
        )
    was = data.get("was", {})
    if not was:
        return _("{who} confirmed what it is").format(who=who)
    fields = [name for name in JUDGEMENTS if name in was]
    changes = "; ".join(
        _("{name}: {new}, was {old}").format(
            name=_(JUDGEMENTS[name][0]),
            new=_judgement(name, data[name]),
            old=_judgement(name, was[name]),
        )
        for name in fields
    )
    return _("{who} corrected {changes}").format(who=who, changes=changes)


JUDGEMENTS: dict[str, tuple[str, type[Word] | None]] = {
    "kind": (N_("kind"), Kind),
    "severity": (N_("severity"), None),
    "size": (N_("size"), Size),
    "language": (N_("language"), Language),
}


def _judgement(name: str, value: str | int) -> str:
    codes = JUDGEMENTS[name][1]
    return str(value) if codes is None else label(codes(str(value)))


def _decided(event: Event, who: str) -> str:
    strategy = Strategy(event.data["strategy"])
    sentence = _("{who} decided: {strategy}").format(who=who, strategy=label(strategy))
    if event.data.get("reason"):
        reason = label(OutcomeCode(event.data["reason"]))
        sentence = _("{sentence} ({reason})").format(sentence=sentence, reason=reason)
    return _quoting(sentence, event.text("why") or event.text("announced"))


def _kept(event: Event, who: str) -> str:
    if event.kind is EventKind.DRAFTED:
        told = (
            _("{who} wrote on the reply") if "version" in event.data else _("{who} began a reply")
        )
        return told.format(who=who)
    if "picture" in event.data:
        return _("{who} kept the comment and a picture of its page").format(who=who)
    return _("{who} kept the comment as evidence").format(who=who)


def _replied(event: Event, who: str) -> str:
    if event.kind is EventKind.PUT_RIGHT:
        wrong = _clean(event.text("wrong"))
        sentence = _("{who} corrected the reply ({wrong})").format(who=who, wrong=wrong)
        return _quoting(sentence, event.text("body"))
    if event.data.get("outside"):
        return _quoting(_("Answered outside the desk"), event.text("body"))
    how = label(ReplyKind(event.data["kind"]))
    sentence = _("{who} posted: {how}").format(who=who, how=how)
    if event.data.get("without_claim"):
        sentence = _("{sentence}, without holding the item").format(sentence=sentence)
    return _quoting(sentence, event.text("body"))


def _concluded(event: Event, who: str) -> str:
    code = label(OutcomeCode(event.data["code"]))
    sentence = _("{who} recorded the outcome: {code}").format(who=who, code=code)
    return _quoting(sentence, event.text("prevention"))


def _labelled(event: Event, who: str) -> str:
    added = [_clean(name) for name in event.data.get("add", ())]
    removed = [_clean(name) for name in event.data.get("remove", ())]
    parts = []
    if added:
        parts.append(_("put on {names}").format(names=", ".join(added)))
    if removed:
        parts.append(_("took off {names}").format(names=", ".join(removed)))
    return _("{who} changed labels: {changes}").format(who=who, changes=", ".join(parts))


def _worked(event: Event, who: str, titles: Mapping[str, str]) -> str:
    """Tell what an agent did where the sentence names somebody or something else as well."""
    data = event.data
    match event.kind:
        case EventKind.TAKEN_OVER | EventKind.RELEASED | EventKind.HANDED:
            return _passed_on(event, who, _clean(data.get("from", "")))
        case EventKind.STEP_DONE:
            step = _titled(data["step"], titles)
            return _("{who} did the step {step}").format(who=who, step=step)
        case EventKind.STEP_SKIPPED:
            step = _titled(data["step"], titles)
            sentence = _("{who} skipped the step {step}").format(who=who, step=step)
            return _quoting(sentence, event.text("reason"))
        case EventKind.READIED:
            sentence = _("{who} readied the reply").format(who=who)
            if data.get("override"):
                sentence = _("{sentence} before its breath was over").format(sentence=sentence)
            return _quoting(sentence, event.text("override"))
        case EventKind.REVIEWED:
            approved = data["verdict"] == Reading.APPROVED
            sentence = _("{who} approved the reply") if approved else _("{who} gave the reply back")
            return _quoting(sentence.format(who=who), event.text("text"))
        case EventKind.PROMISED:
            sentence = _("{who} promised to be in touch within {span}")
            sentence = sentence.format(who=who, span=_ahead(event))
            return _quoting(sentence, event.text("text"))
        case EventKind.HEARD:
            by = label(Channel(data["by"]))
            sentence = _("{who} heard the customer by {by}").format(who=who, by=by)
            return _quoting(sentence, event.text("text"))
        case EventKind.ASKED:
            whom = _clean(event.text("who"))
            sentence = _("{who} asked {whom}").format(who=who, whom=whom)
            return _quoting(sentence, event.text("text"))
        case EventKind.SNOOZED:
            return _("{who} put it away for {span}").format(who=who, span=_ahead(event))
        case EventKind.UNDONE:
            what = TAKEN_BACK.get(EventKind(data.get("kind", EventKind.NOTED)), "")
            what = _(what) if what else _("the last action")
            return _("{who} took back {what}").format(who=who, what=what)
        case _:
            return _("{who}: {kind}").format(who=who, kind=event.kind)


def _passed_on(event: Event, who: str, other: str) -> str:
    """Tell from whom an item came and to whom it went, with what was said about it."""
    if event.kind is EventKind.TAKEN_OVER:
        sentence = _("{who} took it over from {other}").format(who=who, other=other)
        if event.data.get("away"):
            sentence = _("{sentence}, who was away").format(sentence=sentence)
        return _quoting(sentence, event.text("reason"))
    if event.kind is EventKind.RELEASED:
        if not other:
            return _("{who} gave it back").format(who=who)
        return _("{who} gave back what {other} held").format(who=who, other=other)
    to = event.data["to"]
    if to == QUEUE:
        sentence = _("{who} handed it to the queue").format(who=who)
    elif to == NEXT_SHIFT:
        sentence = _("{who} handed it to the next shift").format(who=who)
    else:
        sentence = _("{who} handed it to {whom}").format(who=who, whom=_clean(to))
    if other:
        sentence = _("{sentence}, from {other}").format(sentence=sentence, other=other)
    return _quoting(sentence, " – ".join(filter(None, (event.text("note"), event.text("watch")))))


def _ahead(event: Event) -> str:
    """Return how far ahead the clock was set that the event started or moved."""
    dues = [e.due_at for e in event.effects if isinstance(e, StartTimer | MoveTimer)]
    return spell(dues[-1] - event.at if dues else 0)


def _quoting(sentence: str, text: str) -> str:
    quoted = safe_text(text, line=True, cap=QUOTED).strip() if text else ""
    return f"{sentence}: “{quoted}”" if quoted else sentence


def _clean(name: str) -> str:
    return str(safe_text(str(name), line=True, cap=60))
