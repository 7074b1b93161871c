"""Which validators a source is asked with, and how far they can be believed.

Real servers answer 304 after an edit, a late approval or a removal: WordPress dates a feed by its
newest comment, isso names it after the first one. So a source is asked for everything in every
second poll, until it has shown an edit by a changed validator; and a validator that stayed the
same while comments changed is not sent any more, as long as there is a better one.
"""

from collections.abc import Mapping
from dataclasses import replace

from core.clock import MINUTE
from desk.store.records import SourceState
from sources.pacing import Moment

WARY_EVERY = 2
TRUSTING_EVERY = 5
"""Each so many polls ask for everything: at first, and when a validator has shown an edit."""

FULL_WITHIN = 10 * MINUTE
"""The longest time between two looks at everything while a shift is on."""

_LIMIT = 1000
ETAG, MODIFIED = "etag", "last_modified"
_SHOWS, _HIDES = "shows", "hides"


def with_validators(
    state: SourceState, address: str, at: Moment, *, in_full: bool = False
) -> SourceState:
    """Return the state as it may be used for the next request to an address.

    Validators are left out ``in_full``, when it is time to look at everything, and when the
    source was given another address, of which they say nothing; nor does the last body then.
    """
    if state.cursor.get("address", address) != address:
        return replace(state, etag="", last_modified="", body_sha256="")
    if in_full or _looks_at_everything(state, at):
        return replace(state, etag="", last_modified="")
    given, hiding = _given(state), _hiding(state)
    if hiding == given:
        return state  # better than none, between two looks at everything
    return replace(
        state,
        etag="" if ETAG in hiding else state.etag,
        last_modified="" if MODIFIED in hiding else state.last_modified,
    )


def remembered(state: SourceState, headers: Mapping[str, str], at: Moment) -> SourceState:
    """Return the state with the validators of an answer that was more than a 304, as they came."""
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return replace(state, etag=etag[:_LIMIT], last_modified=modified[:_LIMIT], full_at=at.now)


def refreshed(state: SourceState, headers: Mapping[str, str]) -> SourceState:
    """Return the state with the validators that came with a 304; the others stay."""
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return replace(
        state,
        etag=etag[:_LIMIT] or state.etag,
        last_modified=modified[:_LIMIT] or state.last_modified,
    )


def with_trust(
    before: SourceState, after: SourceState, *, changed: bool, edited: bool
) -> SourceState:
    """Return the state with what an answer taught about the source's validators.

    Args:
        before: with the validators of the answer before.
        after: with those of this one.
        changed: whether any comment is new, was edited or is gone.
        edited: whether one was edited: a new comment changes any server's validators.
    """
    if not changed or before.full_at is None:
        return after
    trust = dict(after.trust)
    same = {ETAG: after.etag == before.etag, MODIFIED: after.last_modified == before.last_modified}
    for name in _given(before) & _given(after):
        if same[name]:
            trust[name] = _HIDES
        elif edited:
            trust.setdefault(name, _SHOWS)
    return replace(after, trust=trust)


def _given(state: SourceState) -> set[str]:
    return {name for name, value in ((ETAG, state.etag), (MODIFIED, state.last_modified)) if value}


def _hiding(state: SourceState) -> set[str]:
    return {name for name in _given(state) if state.trust.get(name) == _HIDES}


def _looks_at_everything(state: SourceState, at: Moment) -> bool:
    is_shown = any(state.trust.get(name) == _SHOWS for name in _given(state))
    every = TRUSTING_EVERY if is_shown else WARY_EVERY
    unseen = next(
        (n for n, answer in enumerate(reversed(state.recent)) if answer.said != "304"),
        len(state.recent),
    )
    is_stale = at.in_shift and state.full_at is not None and at.now - state.full_at >= FULL_WITHIN
    return unseen >= every - 1 or is_stale
