"""The list of commands; a module is imported when one of its commands runs."""

import importlib
from typing import cast

import click

from core.errors import UsageError
from core.i18n import N_, _
from webcare.schema import did_you_mean

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run:run", N_("Open the desk on the screen.")),
    "demo": ("run:demo", N_("Open a scripted live shift in a throw-away folder.")),
    "init": ("init:init", N_("Write a commented webcare.toml.")),
    "doctor": ("doctor:doctor", N_("Check everything webcare needs, and say what to do.")),
    "sources": ("sources:sources", N_("List, add and check the sources.")),
    "poll": ("poll:poll", N_("Ask the sources for news without a screen.")),
    "list": ("queue:list_", N_("Print the queue in its order.")),
    "next": ("queue:next_", N_("Print the item that comes first; with --take, take it.")),
    "find": ("queue:find", N_("Find items by their words: comment, author, reply or note.")),
    "show": ("items:show", N_("Print everything about one item.")),
    "take": ("items:take", N_("Take an item, so that others see who has it.")),
    "release": ("items:release", N_("Give an item back to the queue.")),
    "add": ("items:add", N_("Add a comment by hand.")),
    "set": ("items:set_", N_("Correct kind, severity, size or language.")),
    "merge": ("items:merge", N_("Merge an item into another that is the same comment.")),
    "unmerge": ("items:unmerge", N_("Take a merge back.")),
    "note": ("items:note", N_("Write a note for colleagues, on an item or about its author.")),
    "label": ("items:label_", N_("Put labels on an item, or take them off.")),
    "evidence": (
        "evidence:evidence",
        N_("Record that the comment as it stands is kept as evidence."),
    ),
    "versions": ("evidence:versions", N_("Print what was changed in a comment, word by word.")),
    "dossier": ("evidence:dossier", N_("Print everything about an item, to hand on.")),
    "later": ("items:later", N_("Put an item away until a moment.")),
    "skip": ("items:skip", N_("Pass an item by, with a reason.")),
    "undo": ("items:undo", N_("Take back your last action.")),
    "step": ("items:step", N_("Tick a step of the playbook, or skip it with a reason.")),
    "decide": ("outcomes:decide", N_("Decide: react, watch, remove, thank or discard.")),
    "outcome": ("outcomes:outcome", N_("Record how it ended.")),
    "reopen": ("outcomes:reopen", N_("Take up an item again that had ended.")),
    "recheck": ("outcomes:recheck", N_("Record that a watched item was looked at.")),
    "canned": ("replies:canned", N_("List the canned texts, and how often they were used today.")),
    "draft": ("replies:draft", N_("Save the text of a reply that is being written.")),
    "review": ("replies:review", N_("Ask a second reader, approve a reply or give it back.")),
    "drafts": ("replies:drafts_", N_("List the versions of a draft, or take one up again.")),
    "ready": ("replies:ready", N_("Check the reply, extend the lease and print it.")),
    "reply": ("replies:reply", N_("Record the reply as posted.")),
    "correct": ("replies:correct", N_("Record that a posted reply was corrected.")),
    "promise": ("replies:promise", N_("Record that we promised to be in touch.")),
    "heard": ("replies:heard", N_("Record what the customer said by message, phone or mail.")),
    "ask": ("replies:ask", N_("Record a question to a department.")),
    "answered": ("replies:answered", N_("Record the department's answer.")),
    "shift": ("shift:shift", N_("Start, end, join, leave or look at the shift.")),
    "hand": ("items:hand", N_("Hand an item to a colleague, the next shift or the queue.")),
    "handover": ("shift:handover_", N_("Print what was handed to you, and accept it.")),
    "notice": ("shift:notice", N_("Tell all desks something, or read what you were told.")),
    "team": ("team:team", N_("See who has what, and keep what holds for the whole team.")),
    "break": ("shift:break_", N_("Go on a break, or see what it would break.")),
    "back": ("shift:back", N_("Come back from a break.")),
    "summary": ("summary:summary", N_("Print what a shift came to.")),
    "export": ("summary:export", N_("Print every item with its events.")),
    "coach": ("judging:coach", N_("Remark on replies given as JSON lines.")),
    "triage": ("judging:triage", N_("Judge comments given as JSON lines.")),
    "plan": ("plan:plan", N_("Print what can be kept, at this staffing.")),
    "simulate": ("simulate:simulate_", N_("Play shifts by any order of the queue, and compare.")),
    "migrate": ("migrate:migrate", N_("Bring the database up to date, or move the desk.")),
    "playbooks": ("playbooks:playbooks", N_("List, show and check the playbooks.")),
}
"""Command to where it lives and what it does."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, importing its module; None where there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name][0].partition(":")
        loaded = importlib.import_module(f"webcare.commands.{module}")
        return cast("click.Command", getattr(loaded, name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for; UsageError names the nearest."""
        if args and args[0] not in COMMANDS:
            message = _("There is no command {name}").format(name=args[0])
            hint = did_you_mean(args[0], COMMANDS) or _("See: webcare --help")
            raise UsageError(message, hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(does)) for name, (_at, does) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="webcare", message="%(prog)s %(version)s", help=_("Print the version.")
)
def webcare() -> None:
    """Work the public comments that need an answer, the most urgent promise first.

    Without a command the desk opens. Every command takes --config, --data, --agent and --json.
    """
