"""``webcare playbooks``: the checklists, shipped and the team's own."""

from collections.abc import Sequence
from pathlib import Path

import click

from core.errors import NotFound
from core.i18n import _, language
from desk.reports.written import written
from playbooks.describe import applies_to, describe
from playbooks.loader import Shelf, load_file, load_folder
from playbooks.model import Playbook, in_language
from webcare.commands.call import Call, call_command, print_row
from webcare.commands.values import PATH
from webcare.schema import did_you_mean


@click.group("playbooks")
def playbooks() -> None:
    """List, show and check the playbooks."""


@call_command("list", playbooks)
def list_(call: Call) -> None:
    """Name every playbook and what it is for."""
    for book in (books := _books(call)):
        if call.json:
            _show(call, book)
        else:
            title = in_language(book.title, language())
            print_row((book.id, 16), (title, 24), applies_to(book, books))


@call_command("show", playbooks)
@click.argument("name")
def show(call: Call, name: str) -> None:
    """Print a playbook with its steps and why they help."""
    book = _find(_books(call), name)
    if call.json:
        _show(call, book)
    else:
        call.text(describe(book, language()))


@call_command("check", playbooks)
@click.argument("file", required=False, type=PATH)
def check(call: Call, file: Path | None) -> None:
    """Check a playbook file, or all of the team's own; errors name file, line and field."""
    folder = call.settings.places.playbooks
    books = [load_file(file, Shelf(folder).books)] if file else load_folder(folder)
    if call.json:
        call.data({"schema": "webcare.check/1", "ok": True, "playbooks": [b.id for b in books]})
    else:
        call.say(_("In order: {names}").format(names=", ".join(book.id for book in books)))


def _books(call: Call) -> Sequence[Playbook]:
    """Return the playbooks in use; what is wrong with a file is told, and hides no other."""
    shelf = Shelf(call.settings.places.playbooks)
    for problem in shelf.problems:
        call.say(str(problem))
    return shelf.books


def _find(books: Sequence[Playbook], name: str) -> Playbook:
    for book in books:
        if name in {book.name, book.id}:
            return book
    hint = did_you_mean(name, [book.name for book in books])
    raise NotFound(_("There is no playbook {name}").format(name=name), hint)


def _show(call: Call, book: Playbook) -> None:
    """Print a playbook as an object, in the agent's language."""
    steps = [
        {
            **written(step, names="id kind required"),
            "title": in_language(step.title, language()),
            "fields": [written(one, names="name required choices") for one in step.fields],
        }
        for step in book.steps
    ]
    title = in_language(book.title, language())
    call.record("playbook", book, "name version", title=title, steps=steps)
