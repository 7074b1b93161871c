"""The keys, as data: one table feeds bindings, footer, ``?`` help, palette and docs/keys.md.

Ids are stable: ``[keys]`` in webcare.toml names them to give an action another key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from textual.binding import Binding

from core.errors import ConfigError
from core.i18n import N_


class Group(StrEnum):
    """Under which heading the help shows a key."""

    MOVE = N_("Moving")
    ITEM = N_("Item")
    REPLY = N_("Reply")
    CLOSE = N_("Decide and close")
    DESK = N_("Desk")


@dataclass(frozen=True, slots=True)
class Key:
    """One action of the desk and what starts it."""

    id: str
    keys: str
    """Textual key names, separated by commas; the first is the one that is shown."""
    label: str
    """One or two words for footer and palette, to be translated."""
    explains: str
    """A sentence for the help, to be translated."""
    group: Group
    footer: int = 0
    """Its place in the footer, 1 first; 0 for not there."""

    @property
    def action(self) -> str:
        """Return the action string that Textual runs."""
        return f"perform('{self.id}')"


_M, _I, _R, _C, _D = Group.MOVE, Group.ITEM, Group.REPLY, Group.CLOSE, Group.DESK

KEYS: tuple[Key, ...] = (
    Key("queue.down", "j,down", N_("choose"), N_("Go to the next row."), _M, 1),
    Key("queue.up", "k,up", N_("up"), N_("Go to the row above."), _M),
    Key("queue.first", "g,home", N_("top"), N_("Go to the most urgent row."), _M),
    Key("queue.last", "G,end", N_("bottom"), N_("Go to the last row."), _M),
    Key("queue.half_down", "ctrl+d", N_("half down"), N_("Go half a page down."), _M),
    Key("queue.half_up", "ctrl+u", N_("half up"), N_("Go half a page up."), _M),
    Key("queue.page_down", "pagedown", N_("page down"), N_("Go a page down."), _M),
    Key("queue.page_up", "pageup", N_("page up"), N_("Go a page up."), _M),
    Key("queue.next", "n", N_("next"), N_("Go to the next row that nobody else works on."), _M, 15),
    Key("queue.previous", "N", N_("previous"), N_("Go to the row before it that is free."), _M),
    Key("pane.open", "enter", N_("read"), N_("Read the comment: its pane gets the keys."), _M, 2),
    Key("pane.back", "escape", N_("leave"), N_("Leave a pane or a draft; the draft is kept."), _M),
    Key("pane.next", "tab", N_("next pane"), N_("Give the next pane the keys."), _M),
    Key("pane.previous", "shift+tab", N_("pane before"), N_("Give the pane before the keys."), _M),
    Key("view.queue", "1", N_("queue"), N_("List what is ours to do, most urgent first."), _M),
    Key("view.mine", "2", N_("mine"), N_("List what you have taken."), _M),
    Key("view.waiting", "3", N_("waiting"), N_("List what waits on others."), _M),
    Key("view.praise", "4", N_("praise"), N_("List praise and its follow-ups."), _M),
    Key("view.watching", "5", N_("watching"), N_("List what is only watched."), _M),
    Key("view.handed", "6", N_("handed"), N_("List what was handed to you; a accepts it."), _M),
    Key("item.take", "a", N_("take"), N_("Take the item; others see you work on it."), _I, 8),
    Key("item.over", "A", N_("take over"), N_("Take it from a colleague, with a reason."), _I),
    Key(
        "item.hand",
        "h",
        N_("hand on"),
        N_("Hand it to a colleague, the next shift, the queue."),
        _I,
    ),
    Key("step.tick", "space", N_("step"), N_("Do or tick the current step."), _I, 3),
    Key("step.skip", "S", N_("skip step"), N_("Skip the current step, with a reason."), _I),
    Key("step.why", "T", N_("tip"), N_("Say why the current step helps, and who says so."), _I),
    Key("item.confirm", "equals_sign", N_("confirm"), N_("Confirm kind and severity as read."), _I),
    Key("item.kind", "K", N_("kind"), N_("Correct kind, severity, size or language."), _I, 20),
    Key("item.size", "Z", N_("size"), N_("Say how much work it is: long, quick, normal."), _I),
    Key("item.why", "W", N_("why"), N_("Show what its place was reckoned from."), _I),
    Key("item.note", "c", N_("note"), N_("Write a note on the comment or its author."), _I, 18),
    Key("item.label", "t", N_("label"), N_("Put labels on the item or take them off."), _I, 19),
    Key("item.merge", "J", N_("merge"), N_("Merge it into another item: one comment."), _I),
    Key("item.browser", "o", N_("browser"), N_("Open the comment in the browser."), _I, 16),
    Key("item.link", "L", N_("link"), N_("Open a link of the comment, by its number."), _I),
    Key("item.copy", "y", N_("copy"), N_("Copy the comment and its address."), _I, 17),
    Key("item.source", "i", N_("source"), N_("Show the text as it came in, escapes and all."), _I),
    Key("item.evidence", "E", N_("evidence"), N_("Keep the comment as evidence."), _I),
    Key("item.photograph", "Y", N_("picture"), N_("Keep a picture of the comment's page."), _I),
    Key("item.versions", "v", N_("changes"), N_("Show what was changed in the comment since."), _I),
    Key("item.gone", "ctrl+g", N_("gone"), N_("Note that the comment is gone at its source."), _I),
    Key(
        "item.dossier",
        "X",
        N_("dossier"),
        N_("Write all about the item to a file, to hand on."),
        _I,
    ),
    Key("item.add", "ctrl+n", N_("add"), N_("Add an item by hand: an address or pasted text."), _I),
    Key("reply.edit", "r", N_("reply"), N_("Write the reply; takes the item."), _R, 4),
    Key("reply.canned", "m", N_("canned"), N_("Begin the reply with a canned text."), _R, 23),
    Key("reply.editor", "e", N_("editor"), N_("Write the reply in your own editor."), _R, 9),
    Key("reply.versions", "V", N_("versions"), N_("Take up an earlier version of the reply."), _R),
    Key("reply.remark", "ctrl+f", N_("remark"), N_("Go to the coach's next remark."), _R),
    Key("reply.mend", "ctrl+r", N_("mend"), N_("Mend what the coach remarks, if it can be."), _R),
    Key("reply.ready", "p", N_("ready"), N_("Check the reply and copy it, to be posted."), _R, 10),
    Key("reply.review", "M", N_("second"), N_("Ask a second reader, or answer who asked one."), _R),
    Key("reply.posted", "P", N_("posted"), N_("Record the reply as posted."), _R, 11),
    Key("reply.correct", "C", N_("correct"), N_("Record that a posted reply was corrected."), _R),
    Key("reply.heard", "H", N_("heard"), N_("Record what the customer said elsewhere."), _R),
    Key("reply.ask", "I", N_("ask"), N_("Ask a department, or record its answer."), _R),
    Key("reply.promise", "b", N_("promise"), N_("Promise the customer a time."), _R),
    Key("outcome.decide", "D", N_("decide"), N_("React, watch, remove, thank or discard."), _C, 12),
    Key("outcome.watch", "w", N_("watch"), N_("Leave it standing and keep an eye on it."), _C, 13),
    Key("outcome.conclude", "d", N_("done"), N_("Record the outcome and close the item."), _C, 5),
    Key("outcome.later", "z", N_("later"), N_("Put the item away until a time."), _C, 14),
    Key("outcome.skip", "x", N_("skip"), N_("Pass the item by, with a reason."), _C),
    Key("outcome.undo", "u", N_("undo"), N_("Undo your last action."), _C, 6),
    Key("outcome.redo", "U", N_("redo"), N_("Do again what was undone."), _C),
    Key("desk.help", "question_mark,f1", N_("help"), N_("Show all keys; type to search."), _D, 7),
    Key("desk.palette", "ctrl+p", N_("command"), N_("Find an action by its name."), _D, 21),
    Key("desk.poll", "R", N_("poll"), N_("Ask all sources now."), _D),
    Key("desk.sources", "F", N_("sources"), N_("Show how the sources stand; add another."), _D),
    Key(
        "desk.rules", "ctrl+t", N_("words"), N_("Read the team's own words and playbooks anew."), _D
    ),
    Key("desk.order", "O", N_("order"), N_("List the queue in another order."), _D),
    Key("shift.break", "B", N_("break"), N_("Take a break, or come back from it."), _D),
    Key("shift.toggle", "s", N_("shift"), N_("Start or end the shift."), _D),
    Key("shift.team", "0", N_("team"), N_("Show who has what, and what is due and late."), _D),
    Key(
        "shift.notices",
        "exclamation_mark",
        N_("notices"),
        N_("Read notices, or tell all desks."),
        _D,
    ),
    Key("shift.summary", "ctrl+e", N_("summary"), N_("Show what the shift came to."), _D),
    Key("desk.suspend", "ctrl+z", N_("suspend"), N_("Go to the shell; fg returns."), _D),
    Key("desk.hint", "q", N_("quit?"), N_("Say how to stop; a slip ends nothing."), _D),
    Key("desk.quit", "ctrl+q", N_("stop"), N_("Stop webcare; the draft is kept."), _D, 22),
)
"""Every key of the desk screen."""

BY_ID: Mapping[str, Key] = {key.id: key for key in KEYS}

_SHOWN = {
    "question_mark": "?",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "shift+tab": "shift+tab",
}


def check_keymap(keymap: Mapping[str, str]) -> None:
    """Refuse a remapping that names an unknown action or gives one key to two actions.

    Raises:
        ConfigError: with the nearest id, or both ids that clash.
    """
    for id_ in keymap:
        if id_ not in BY_ID:
            near = get_close_matches(id_, BY_ID, 1)
            hint = f"did you mean {near[0]}?" if near else "docs/keys.md lists them all"
            raise ConfigError(f"[keys] {id_}: there is no such action", hint)
    owner: dict[str, str] = {}
    for key in KEYS:
        for name in keymap.get(key.id, key.keys).split(","):
            other = owner.setdefault(shown(name.strip()), key.id)
            if other != key.id:
                raise ConfigError(
                    f"[keys] {name.strip()} is the key of both {other} and {key.id}",
                    "give one of them another key",
                )


def bindings() -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Return the table as Textual's bindings; ``App.set_keymap`` remaps them by id."""
    return [Binding(key.keys, key.action, key.label, id=key.id) for key in KEYS]


def shown(name: str) -> str:
    """Return a key's name as people write it: ``?``, ``^p``, ``esc``."""
    if name.startswith("ctrl+"):
        return "^" + name.removeprefix("ctrl+")
    return _SHOWN.get(name, name)


def names(key: Key, keymap: Mapping[str, str]) -> list[str]:
    """Return all keys of an action as people write them, after remapping."""
    return [shown(name.strip()) for name in keymap.get(key.id, key.keys).split(",")]


def footer_keys() -> list[Key]:
    """Return the footer's keys, the most needed first."""
    return sorted((key for key in KEYS if key.footer), key=lambda key: key.footer)
