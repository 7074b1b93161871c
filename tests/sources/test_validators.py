"""Which validators a source is asked with, learned from what it did when comments changed."""

from dataclasses import replace

from core.clock import MINUTE
from desk.store.records import Answered, SourceState
from sources.pacing import Moment
from sources.validators import ETAG, MODIFIED, asked_with, learned
from tests.support.clock import START as NOW

AT = Moment(NOW, in_shift=True)
BOTH = {ETAG: '"1"', MODIFIED: "Mon"}


def answers(*said: str) -> tuple[Answered, ...]:
    """Return a log of these answers."""
    return tuple(Answered(NOW, one) for one in said)


KNOWN = SourceState("s", etag='"1"', last_modified="Mon", full_at=NOW, recent=answers("200"))


def taught(etag: str, modified: str, *, edited: bool = True) -> SourceState:
    """Return the state after comments changed and the validators became these."""
    return learned(KNOWN, replace(KNOWN, etag=etag, last_modified=modified), edited=edited)


def test_a_stranger_is_asked_for_everything_every_second_time() -> None:
    """One 304 may hide something; two in a row are not taken."""
    assert asked_with(KNOWN, AT) == BOTH
    assert asked_with(replace(KNOWN, recent=answers("200", "304")), AT) == {}
    assert asked_with(SourceState("s"), AT) == {}


def test_a_new_comment_proves_nothing() -> None:
    """Any server's validators change with its newest comment."""
    assert taught('"2"', "Tue", edited=False).trust == {}


def test_the_first_answer_proves_nothing() -> None:
    """There was none before that it could have differed from."""
    first = replace(KNOWN, full_at=None)
    assert learned(first, KNOWN, edited=True).trust == {}


def test_an_edit_with_a_new_validator_earns_trust() -> None:
    """Then four 304 in a row are taken, in a shift for ten minutes at most."""
    state = replace(taught('"2"', "Tue"), recent=answers("200", "304", "304", "304"))
    fresh = {ETAG: '"2"', MODIFIED: "Tue"}
    assert asked_with(state, AT) == fresh
    assert asked_with(replace(state, recent=(*state.recent, *answers("304"))), AT) == {}
    later = replace(AT, now=NOW + 10 * MINUTE)
    assert asked_with(state, later) == {}
    assert asked_with(state, replace(later, in_shift=False)) == fresh


def test_a_validator_that_hid_a_change_is_not_sent() -> None:
    """isso's ETag stays the same after an edit, its Last-Modified tells; one lie is enough."""
    state = taught('"1"', "Tue")
    assert asked_with(state, AT) == {MODIFIED: "Tue"}
    again = learned(state, replace(state, etag='"2"', last_modified="Wed"), edited=True)
    assert asked_with(again, AT) == {MODIFIED: "Wed"}


def test_where_both_hide_both_are_sent() -> None:
    """WordPress answers 304 after an edit whatever it is asked with: every second poll tells."""
    state = taught('"1"', "Mon")
    assert asked_with(state, AT) == BOTH
    assert asked_with(replace(state, recent=answers("200", "304")), AT) == {}
