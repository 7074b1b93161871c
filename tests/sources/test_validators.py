"""Which validators a source is asked with, learned from what it did when comments changed."""

from dataclasses import replace

from core.clock import MINUTE
from desk.store.records import Answered, SourceState
from sources.pacing import Moment
from sources.validators import refreshed, remembered, with_trust, with_validators
from tests.support.clock import START as NOW

AT = Moment(NOW)


def answered(*said: str) -> tuple[Answered, ...]:
    """Return a log of these answers."""
    return tuple(Answered(NOW, one) for one in said)


KNOWN = SourceState("s", etag='"1"', last_modified="Mon", full_at=NOW, recent=answered("200"))


def sent(state: SourceState, at: Moment = AT) -> tuple[str, str]:
    """Return the validators that would be sent."""
    usable = with_validators(state, "here", at)
    return usable.etag, usable.last_modified


def taught(etag: str, modified: str, *, edited: bool, state: SourceState = KNOWN) -> SourceState:
    """Return the state after comments changed and the validators became these."""
    after = remembered(state, {"etag": etag, "last-modified": modified}, AT)
    return with_trust(state, after, changed=True, edited=edited)


def test_a_stranger_is_asked_for_everything_every_second_time() -> None:
    """One 304 may hide something; two in a row are not taken."""
    assert sent(KNOWN) == ('"1"', "Mon")
    assert sent(replace(KNOWN, recent=answered("200", "304"))) == ("", "")
    assert sent(replace(KNOWN, recent=())) == ('"1"', "Mon")


def test_a_new_comment_proves_nothing() -> None:
    """Any server's validators change with its newest comment."""
    state = taught('"2"', "Tue", edited=False)
    assert state.trust == {}
    assert sent(replace(state, recent=answered("200", "304"))) == ("", "")


def test_an_edit_with_a_new_validator_earns_trust() -> None:
    """Then four 304 in a row are taken, in a shift for ten minutes at most."""
    state = taught('"2"', "Tue", edited=True)
    assert state.trust == {"etag": "shows", "last_modified": "shows"}
    state = replace(state, recent=answered("200", "304", "304", "304"))
    assert sent(state) == ('"2"', "Tue")
    assert sent(replace(state, recent=(*state.recent, *answered("304")))) == ("", "")
    later = Moment(NOW + 10 * MINUTE)
    assert sent(state, later) == ("", "")
    assert sent(state, replace(later, in_shift=False)) == ('"2"', "Tue")


def test_a_validator_that_hid_a_change_is_not_sent() -> None:
    """isso's ETag stays the same after an edit, its Last-Modified tells."""
    state = taught('"1"', "Tue", edited=True)
    assert state.trust == {"etag": "hides", "last_modified": "shows"}
    assert sent(state) == ("", "Tue")
    again = taught('"2"', "Wed", edited=True, state=state)
    assert again.trust["etag"] == "hides"


def test_where_both_hide_both_are_sent() -> None:
    """WordPress answers 304 after an edit whatever it is asked with: every second poll tells."""
    state = taught('"1"', "Mon", edited=True)
    assert sent(state) == ('"1"', "Mon")
    assert sent(replace(state, recent=answered("200", "304"))) == ("", "")


def test_validators_belong_to_an_address() -> None:
    """A source that was given another address is asked for everything."""
    moved = with_validators(replace(KNOWN, body_sha256="abc", cursor={"address": "old"}), "new", AT)
    assert (moved.etag, moved.last_modified, moved.body_sha256) == ("", "", "")


def test_a_304_may_bring_new_validators() -> None:
    """They are opaque and kept as they come; what is missing stays."""
    assert refreshed(KNOWN, {"etag": 'W/"odd; one"'}).etag == 'W/"odd; one"'
    assert refreshed(KNOWN, {"etag": '"2"'}).last_modified == "Mon"
    assert remembered(KNOWN, {"etag": '"2"'}, AT).last_modified == ""
