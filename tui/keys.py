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


GROUPS = {
    **dict.fromkeys(("queue", "pane", "view"), Group.MOVE),
    **dict.fromkeys(("item", "step"), Group.ITEM),
    "reply": Group.REPLY,
    "outcome": Group.CLOSE,
    **dict.fromkeys(("desk", "shift"), Group.DESK),
}


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
    footer: int = 0
    """Its place in the footer, 1 first; 0 for not there."""

    @property
    def group(self) -> Group:
        """Return under which heading it stands: the noun of its id says so."""
        return GROUPS[self.id.partition(".")[0]]

    @property
    def action(self) -> str:
        """Return the action string that Textual runs."""
        return f"perform('{self.id}')"


KEYS: tuple[Key, ...] = (
    Key("queue.down", "j,down", N_("choose"), N_("Go to the next row."), 1),
    Key("queue.up", "k,up", N_("up"), N_("Go to the row above.")),
    Key("queue.first", "g,home", N_("top"), N_("Go to the most urgent row.")),
    Key("queue.last", "G,end", N_("bottom"), N_("Go to the last row.")),
    Key("queue.half_down", "ctrl+d", N_("half down"), N_("Go half a page down.")),
    Key("queue.half_up", "ctrl+u", N_("half up"), N_("Go half a page up.")),
    Key("queue.page_down", "pagedown", N_("page down"), N_("Go a page down.")),
    Key("queue.page_up", "pageup", N_("page up"), N_("Go a page up.")),
    Key("queue.next", "n", N_("next"), N_("Go to the next row that nobody else works on."), 15),
    Key("queue.previous", "N", N_("previous"), N_("Go to the row before it that is free.")),
    Key("pane.open", "enter", N_("read"), N_("Read the comment: its pane gets the keys."), 2),
    Key("pane.back", "escape", N_("leave"), N_("Leave a pane or a draft; the draft is kept.")),
    Key("pane.next", "tab", N_("next pane"), N_("Give the next pane the keys.")),
    Key("pane.previous", "shift+tab", N_("pane before"), N_("Give the pane before the keys.")),
    Key("view.queue", "1", N_("queue"), N_("List what is ours to do, most urgent first.")),
    Key("view.mine", "2", N_("mine"), N_("List what you have taken.")),
    Key("view.waiting", "3", N_("waiting"), N_("List what waits on others.")),
    Key("view.praise", "4", N_("praise"), N_("List praise and its follow-ups.")),
    Key("view.watching", "5", N_("watching"), N_("List what is only watched.")),
    Key("view.handed", "6", N_("handed"), N_("List what was handed to you; a accepts it.")),
    Key("view.found", "slash", N_("find"), N_("Find items by words, closed ones too."), 24),
    Key("item.take", "a", N_("take"), N_("Take the item; others see you work on it."), 8),
    Key("item.over", "A", N_("take over"), N_("Take it from a colleague, with a reason.")),
    Key("item.hand", "h", N_("hand on"), N_("Hand it to a colleague, the next shift, the queue.")),
    Key("step.tick", "space", N_("step"), N_("Do or tick the current step."), 3),
    Key("step.skip", "S", N_("skip step"), N_("Skip the current step, with a reason.")),
    Key("step.why", "T", N_("tip"), N_("Say why the current step helps, and who says so.")),
    Key("item.confirm", "equals_sign", N_("confirm"), N_("Confirm kind and severity as read.")),
    Key("item.kind", "K", N_("kind"), N_("Correct kind, severity, size or language."), 20),
    Key("item.size", "Z", N_("size"), N_("Say how much work it is: long, quick, normal.")),
    Key("item.why", "W", N_("why"), N_("Show what its place was reckoned from.")),
    Key("item.note", "c", N_("note"), N_("Write a note on the comment or its author."), 18),
    Key("item.label", "t", N_("label"), N_("Put labels on the item or take them off."), 19),
    Key("item.merge", "J", N_("merge"), N_("Merge it into another item: one comment.")),
    Key("item.browser", "o", N_("browser"), N_("Open the comment in the browser."), 16),
    Key("item.link", "L", N_("link"), N_("Open a link of the comment, by its number.")),
    Key("item.copy", "y", N_("copy"), N_("Copy the comment and its address."), 17),
    Key("item.source", "i", N_("source"), N_("Show the text as it came in, escapes and all.")),
    Key("item.evidence", "E", N_("evidence"), N_("Keep the comment as evidence.")),
    Key("item.photograph", "Y", N_("picture"), N_("Keep a picture of the comment's page.")),
    Key("item.versions", "v", N_("changes"), N_("Show what was changed in the comment since.")),
    Key("item.gone", "ctrl+g", N_("gone"), N_("Note that the comment is gone at its source.")),
    Key("item.dossier", "X", N_("dossier"), N_("Write all about the item to a file, to hand on.")),
    Key("item.add", "ctrl+n", N_("add"), N_("Add an item by hand: an address or pasted text.")),
    Key("reply.edit", "r", N_("reply"), N_("Write the reply; takes the item."), 4),
    Key("reply.canned", "m", N_("canned"), N_("Begin the reply with a canned text."), 23),
    Key("reply.editor", "e", N_("editor"), N_("Write the reply in your own editor."), 9),
    Key("reply.versions", "V", N_("versions"), N_("Take up an earlier version of the reply.")),
    Key("reply.remark", "ctrl+f", N_("remark"), N_("Go to the coach's next remark.")),
    Key("reply.mend", "ctrl+r", N_("mend"), N_("Mend what the coach remarks, if it can be.")),
    Key("reply.ready", "p", N_("ready"), N_("Check the reply and copy it, to be posted."), 10),
    Key("reply.review", "M", N_("second"), N_("Ask a second reader, or answer who asked one.")),
    Key("reply.posted", "P", N_("posted"), N_("Record the reply as posted."), 11),
    Key("reply.correct", "C", N_("correct"), N_("Record that a posted reply was corrected.")),
    Key("reply.heard", "H", N_("heard"), N_("Record what the customer said elsewhere.")),
    Key("reply.ask", "I", N_("ask"), N_("Ask a department, or record its answer.")),
    Key("reply.promise", "b", N_("promise"), N_("Promise the customer a time.")),
    Key("outcome.decide", "D", N_("decide"), N_("React, watch, remove, thank or discard."), 12),
    Key("outcome.watch", "w", N_("watch"), N_("Leave it standing and keep an eye on it."), 13),
    Key("outcome.conclude", "d", N_("done"), N_("Record the outcome and close the item."), 5),
    Key("outcome.later", "z", N_("later"), N_("Put the item away until a time."), 14),
    Key("outcome.skip", "x", N_("skip"), N_("Pass the item by, with a reason.")),
    Key("outcome.undo", "u", N_("undo"), N_("Undo your last action."), 6),
    Key("outcome.redo", "U", N_("redo"), N_("Do again what was undone.")),
    Key("desk.help", "question_mark,f1", N_("help"), N_("Show all keys; type to search."), 7),
    Key("desk.palette", "ctrl+p", N_("command"), N_("Find an action by its name."), 21),
    Key("desk.poll", "R", N_("poll"), N_("Ask all sources now.")),
    Key("desk.sources", "F", N_("sources"), N_("Show how the sources stand; add another.")),
    Key("desk.rules", "ctrl+t", N_("words"), N_("Read the team's own words and playbooks anew.")),
    Key("desk.order", "O", N_("order"), N_("List the queue in another order.")),
    Key("shift.break", "B", N_("break"), N_("Take a break, or come back from it.")),
    Key("shift.toggle", "s", N_("shift"), N_("Start or end the shift.")),
    Key("shift.team", "0", N_("team"), N_("Show who has what, and what is due and late.")),
    Key("shift.notices", "exclamation_mark", N_("notices"), N_("Read notices, or tell all desks.")),
    Key("shift.summary", "ctrl+e", N_("summary"), N_("Show what the shift came to.")),
    Key("desk.suspend", "ctrl+z", N_("suspend"), N_("Go to the shell; fg returns.")),
    Key("desk.hint", "q", N_("quit?"), N_("Say how to stop; a slip ends nothing.")),
    Key("desk.quit", "ctrl+q", N_("stop"), N_("Stop webcare; the draft is kept."), 22),
)
"""Every key of the desk screen."""

BY_ID: Mapping[str, Key] = {key.id: key for key in KEYS}

_SHOWN = {
    "question_mark": "?",
    "slash": "/",
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
