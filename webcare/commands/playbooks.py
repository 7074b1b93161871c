"""``webcare playbooks``: the checklists, shipped and the team's own."""

from collections.abc import Sequence
from pathlib import Path

import click

from core.errors import NotFound
from core.i18n import _, language
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
        title = in_language(book.title, language())
        if call.json:
            call.data(_object(book, title))
        else:
            print_row((book.id, 16), (title, 24), applies_to(book, books))


@call_command("show", playbooks)
@click.argument("name")
def show(call: Call, name: str) -> None:
    """Print a playbook with its steps and why they help."""
    book = _find(_books(call), name)
    if call.json:
        call.data(_object(book, in_language(book.title, language())))
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


def _object(book: Playbook, title: str) -> dict[str, object]:
    return {
        "schema": "webcare.playbook/1",
        "name": book.name,
        "version": book.version,
        "title": title,
        "steps": [
            {
                "id": step.id,
                "kind": step.kind,
                "title": in_language(step.title, language()),
                "required": step.required,
                "fields": [
                    {"name": f.name, "required": f.required, "choices": list(f.choices)}
                    for f in step.fields
                ],
            }
            for step in book.steps
        ],
    }
