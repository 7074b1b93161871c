"""The story of an item, one sentence an event.

Sentences are in the agent's language; whatever people or sources wrote in them is cleaned.
"""

from collections.abc import Callable, Mapping
from string import Formatter
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
)
from desk.model.event import AUTHOR, JSON, Event, EventKind, MoveTimer, StartTimer
from desk.model.handover import QUEUE

NO_TITLES: Mapping[str, str] = MappingProxyType({})
QUOTED = 120
"""Characters of a text that a sentence quotes at most."""

SENTENCES: Mapping[EventKind, tuple[str, str]] = {
    EventKind.SEEN: (N_("Came in from {source}"), ""),
    EventKind.REVISED: (N_("The comment was edited, version {n}"), ""),
    EventKind.VANISHED: (N_("The comment is gone from its source; it is kept here"), ""),
    EventKind.RETURNED: (N_("The comment is back at its source"), ""),
    EventKind.TRIAGED: (N_("Read as {kind}, severity {severity}, {language}"), ""),
    EventKind.CORRECTED: (N_("{who} corrected {changes}"), ""),
    EventKind.CLAIMED: (N_("{who} took it"), ""),
    EventKind.TAKEN_OVER: (N_("{who} took it over from {other}"), "reason"),
    EventKind.RELEASED: (N_("{who} gave it back"), ""),
    EventKind.HANDED: (N_("{who} handed it to {whom}"), "note watch"),
    EventKind.ACCEPTED: (N_("{who} accepted it"), ""),
    EventKind.STEP_DONE: (N_("{who} did the step {step}"), ""),
    EventKind.STEP_SKIPPED: (N_("{who} skipped the step {step}"), "reason"),
    EventKind.DECIDED: (N_("{who} decided: {strategy}"), "why announced"),
    EventKind.BREATHED: (N_("{who} took a breath before answering"), ""),
    EventKind.DRAFTED: (N_("{who} began a reply"), ""),
    EventKind.REVIEW_ASKED: (N_("{who} asked for a second reader"), "text"),
    EventKind.REVIEWED: (N_("{who} gave the reply back"), "text"),
    EventKind.READIED: (N_("{who} readied the reply"), "override"),
    EventKind.REPLIED: (N_("{who} posted: {how}"), "body"),
    EventKind.ANSWER_SEEN: (N_("Our answer stands at the source"), ""),
    EventKind.PUT_RIGHT: (N_("{who} corrected the reply ({wrong})"), "body"),
    EventKind.PROMISED: (N_("{who} promised to be in touch within {span}"), "text"),
    EventKind.HEARD: (N_("{who} heard the customer by {by}"), "text"),
    EventKind.ASKED: (N_("{who} asked {whom}"), "text"),
    EventKind.ANSWERED: (N_("{who} logged the colleague's answer"), "text"),
    EventKind.EVIDENCE: (N_("{who} kept the comment as evidence"), ""),
    EventKind.HANDED_ON: (N_("{who} made a dossier to hand on"), "reason"),
    EventKind.CONCLUDED: (N_("{who} recorded the outcome: {code}"), "prevention"),
    EventKind.CLOSED: (N_("{who} closed it"), ""),
    EventKind.RECHECKED: (N_("{who} looked again: nothing new"), ""),
    EventKind.REOPENED: (N_("{who} opened it again"), "reason"),
    EventKind.MERGED: (N_("{who} merged it into item {item}"), ""),
    EventKind.ABSORBED: (N_("{who} merged item {item} into this one"), ""),
    EventKind.NOTED: (N_("{who} noted"), "text"),
    EventKind.SNOOZED: (N_("{who} put it away for {span}"), ""),
    EventKind.SKIPPED: (N_("{who} passed it by"), "reason"),
    EventKind.LABELLED: (N_("{who} changed labels: {changes}"), ""),
    EventKind.BREACHED: (N_("Too late: {timer}"), ""),
    EventKind.UNDONE: (N_("{who} took back {what}"), ""),
}
"""What happened, by the kind of event, and which of its texts are quoted; WORDS fill the places."""


Data = Mapping[str, JSON]


def _has(name: str) -> Callable[[Data], object]:
    return lambda data: data.get(name)


MORE: tuple[tuple[EventKind, Callable[[Data], object], str], ...] = (
    (EventKind.SEEN, _has("added_by"), N_("{who} added it by hand, under {source}")),
    (EventKind.SEEN, lambda data: _date(data) is not DateQuality.OK, N_("{sentence}, {date}")),
    (EventKind.SEEN, _has("held"), N_("{sentence}, held there until now")),
    (EventKind.SEEN, _has("late_on_arrival"), N_("{sentence}, already past its target")),
    (EventKind.REVISED, _has("after_answer"), N_("{sentence}, after our answer")),
    (EventKind.CORRECTED, lambda data: not data.get("was"), N_("{who} confirmed what it is")),
    (EventKind.TAKEN_OVER, _has("away"), N_("{sentence}, who was away")),
    (EventKind.RELEASED, _has("from"), N_("{who} gave back what {other} held")),
    (EventKind.HANDED, lambda data: data["to"] == QUEUE, N_("{who} handed it to the queue")),
    (
        EventKind.HANDED,
        lambda data: data["to"] == NEXT_SHIFT,
        N_("{who} handed it to the next shift"),
    ),
    (EventKind.HANDED, _has("from"), N_("{sentence}, from {other}")),
    (EventKind.DECIDED, _has("reason"), N_("{sentence} ({reason})")),
    (EventKind.DRAFTED, _has("version"), N_("{who} wrote on the reply")),
    (
        EventKind.REVIEWED,
        lambda data: data["verdict"] == Reading.APPROVED,
        N_("{who} approved the reply"),
    ),
    (EventKind.READIED, _has("override"), N_("{sentence} before its breath was over")),
    (EventKind.REPLIED, _has("outside"), N_("Answered outside the desk")),
    (EventKind.REPLIED, _has("without_claim"), N_("{sentence}, without holding the item")),
    (EventKind.EVIDENCE, _has("picture"), N_("{who} kept the comment and a picture of its page")),
    (EventKind.NOTED, lambda data: data.get("about") == AUTHOR, N_("{who} noted about the author")),
)
"""What is said instead, or besides, where the data of an event hold for it."""

TAKEN_BACK: Mapping[JSON, str] = {
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

JUDGEMENTS = {
    "kind": (N_("kind"), Kind),
    "severity": (N_("severity"), None),
    "size": (N_("size"), Size),
    "language": (N_("language"), Language),
}
"""What triage says of an item, by the names of its fields."""


def tell(event: Event, titles: Mapping[str, str] = NO_TITLES) -> str:
    """Return what happened as one sentence, safe to show; without its time.

    Args:
        event: what happened.
        titles: what people call the sources and steps that events know by their ids.
    """
    sentence, quoted = SENTENCES[event.kind]
    sentences = [sentence]
    for kind, holds, more in MORE:
        if event.kind is kind and holds(event.data):
            sentences = [*sentences, more] if "{sentence}" in more else [more]
    told = ""
    for one in sentences:
        told = _filled(_(one), event, titles, told)
    texts = " – ".join(filter(None, map(event.text, quoted.split())))
    said = safe_text(texts, line=True, cap=QUOTED).strip() if texts else ""
    return f"{told}: “{said}”" if said else told


def _filled(sentence: str, event: Event, titles: Mapping[str, str], before: str) -> str:
    """Return a sentence with its places filled; ``{sentence}`` is what was said before it."""
    places = {place for _text, place, _spec, _as in Formatter().parse(sentence) if place}
    words = {"sentence": before}
    for place in places - {"sentence"}:
        word = WORDS[place](event)
        words[place] = _clean(titles.get(word) or word) if place in TITLED else word
    return sentence.format(**words)


def _clean(name: object) -> str:
    return str(safe_text(str(name), line=True, cap=60))


def _date(data: Data) -> DateQuality:
    return DateQuality(data.get("date_quality", DateQuality.OK))


def _ahead(event: Event) -> str:
    """Return how far ahead the clock was set that the event started or moved."""
    dues = [e.due_at for e in event.effects if isinstance(e, StartTimer | MoveTimer)]
    return spell(dues[-1] - event.at if dues else 0)


def _changes(event: Event) -> str:
    """Return what was corrected in a judgement, or which labels came and went."""
    data = event.data
    if event.kind is EventKind.LABELLED:
        parts = ((N_("put on {names}"), "add"), (N_("took off {names}"), "remove"))
        return ", ".join(
            _(words).format(names=", ".join(map(_clean, data[field])))
            for words, field in parts
            if data.get(field)
        )
    return "; ".join(
        _("{name}: {new}, was {old}").format(
            name=_(word),
            new=label(codes(data[name])) if codes else data[name],
            old=label(codes(data["was"][name])) if codes else data["was"][name],
        )
        for name, (word, codes) in JUDGEMENTS.items()
        if name in data["was"]
    )


WORDS: Mapping[str, Callable[[Event], str]] = {
    "who": lambda event: _clean(event.actor),
    "other": lambda event: _clean(event.data.get("from", "")),
    "whom": lambda event: _clean(event.data.get("to") or event.text("who")),
    "item": lambda event: str(event.data["into"]),
    "n": lambda event: str(event.data["n"]),
    "source": lambda event: str(event.data["source"]),
    "step": lambda event: str(event.data["step"]),
    "span": _ahead,
    "changes": _changes,
    "wrong": lambda event: _clean(event.text("wrong")),
    "kind": lambda event: label(Kind(event.data["kind"])),
    "severity": lambda event: str(event.data["severity"]),
    "language": lambda event: label(Language(event.data["language"])),
    "strategy": lambda event: label(Strategy(event.data["strategy"])),
    "reason": lambda event: label(OutcomeCode(event.data["reason"])),
    "code": lambda event: label(OutcomeCode(event.data["code"])),
    "how": lambda event: label(ReplyKind(event.data["kind"])),
    "by": lambda event: label(Channel(event.data["by"])),
    "timer": lambda event: label(TimerKind(event.data["timer"])),
    "date": lambda event: label(_date(event.data)),
    "what": lambda event: _(TAKEN_BACK.get(event.data.get("kind"), N_("the last action"))),
}
"""How each place in a sentence is filled."""
TITLED = frozenset({"source", "step"})
"""Places whose word is an id, which may have a title."""
