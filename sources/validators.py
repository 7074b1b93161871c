"""Which validators a source is asked with, and how far its 304 is believed: learned from it.

Real servers answer 304 after an edit, a late approval or a removal: WordPress dates a feed by its
newest comment, isso names it after the first one. So a source is asked for everything in every
second poll, until it has shown an edit by a changed validator; and a validator that stayed the
same while comments changed is not sent any more, as long as the other one is better.
"""

from dataclasses import replace

from core.clock import MINUTE
from desk.store.records import SourceState
from sources.pacing import Moment

WARY_EVERY = 2
TRUSTING_EVERY = 5
"""Each so many polls ask for everything: at first, and once a validator has shown an edit."""
FULL_WITHIN = 10 * MINUTE
"""The longest time between two looks at everything while a shift is on."""

ETAG, MODIFIED = "If-None-Match", "If-Modified-Since"
_SHOWS, _HIDES = "shows", "hides"


def asked_with(state: SourceState, at: Moment) -> dict[str, str]:
    """Return the headers of the next question; none when a 304 would be no answer to it."""
    given = _given(state)
    if _looks_at_everything(state, at):
        return {}
    believed = {name: value for name, value in given.items() if state.trust.get(name) != _HIDES}
    return believed or given  # where both hide, still better than none


def learned(before: SourceState, after: SourceState, *, edited: bool) -> SourceState:
    """Return the state with what an answer taught that told of changes.

    Args:
        before: with the validators of the answer before.
        after: with those of this one.
        edited: whether a comment was edited: a new one changes any server's validators.
    """
    if before.full_at is None:
        return after
    trust, given = dict(after.trust), _given(after)
    for name, value in _given(before).items():
        if given.get(name) == value:
            trust[name] = _HIDES
        elif name in given and edited:
            trust.setdefault(name, _SHOWS)
    return replace(after, trust=trust)


def _given(state: SourceState) -> dict[str, str]:
    both = {ETAG: state.etag, MODIFIED: state.last_modified}
    return {name: value for name, value in both.items() if value}


def _looks_at_everything(state: SourceState, at: Moment) -> bool:
    if state.full_at is None:
        return False
    shows_edits = any(state.trust.get(name) == _SHOWS for name in _given(state))
    every = TRUSTING_EVERY if shows_edits else WARY_EVERY
    answers = [answer.said for answer in reversed(state.recent)]
    unseen = next((n for n, said in enumerate(answers) if said != "304"), len(answers))
    is_stale = at.in_shift and at.now - state.full_at >= FULL_WITHIN
    return is_stale or unseen >= every - 1
