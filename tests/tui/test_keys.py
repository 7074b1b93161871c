"""The table of keys and all that is made from it."""

import pytest

from core.errors import ConfigError
from tests.support.keys_page import PAGE, document
from tui.actions.registry import ACTIONS
from tui.keys import BY_ID, KEYS, check_keymap, footer_keys, names
from tui.screens.help import matches
from tui.screens.moves import MOVES


def test_the_page_of_keys_is_the_table() -> None:
    """docs/keys.md is what the table says."""
    assert PAGE.read_text(encoding="utf-8") == document()


def test_every_key_does_something_and_every_action_has_a_key() -> None:
    """Each id is either a move or an action, and neither knows an id the table lacks."""
    assert MOVES.keys() | ACTIONS.keys() == BY_ID.keys()
    assert not MOVES.keys() & ACTIONS.keys()


def test_no_key_stands_for_two_actions() -> None:
    """The table as shipped has no clash."""
    check_keymap({})
    shown = [name for key in KEYS for name in names(key, {})]
    assert len(shown) == len(set(shown))


def test_an_unknown_action_is_refused_with_the_nearest() -> None:
    """A typing error in [keys] names what was meant."""
    with pytest.raises(ConfigError, match=r"item\.tak: .*did you mean item\.take"):
        check_keymap({"item.tak": "x"})


def test_a_key_given_twice_is_refused_with_both_actions() -> None:
    """A remapped key that another action has is named with both."""
    with pytest.raises(ConfigError, match=r"x is the key of both item\.take and outcome\.skip"):
        check_keymap({"item.take": "x"})


def test_the_footer_has_its_places_once() -> None:
    """No two keys share a place in the footer."""
    places = [key.footer for key in footer_keys()]
    assert places == sorted(set(places))


def test_help_finds_a_key_by_its_name_its_words_and_itself() -> None:
    """Typing narrows by what is pressed, called or explained."""
    key = BY_ID["outcome.conclude"]
    assert matches(key, "d", {})
    assert matches(key, "OUTCOME", {})
    assert matches(key, "close the", {})
    assert not matches(key, "zzz", {})
