"""Loads playbooks from files: those that are shipped, and a team's own over them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from core.i18n import _
from core.toml_lines import nearest
from core.toml_lines import parse as parse_toml
from playbooks.model import Playbook
from playbooks.parse import parse
from playbooks.problems import PlaybookError, Problem, problem

SHIPPED = Path(__file__).parent / "shipped"
MOST_BYTES = 262_144
"""Largest playbook file that is read."""


@cache
def load_shipped() -> tuple[Playbook, ...]:
    """Return the playbooks that come with the program, by name; read once."""
    return _whole(*_read(SHIPPED))


def load_folder(folder: Path) -> tuple[Playbook, ...]:
    """Return the shipped playbooks and then the team's own; one of the same name replaces it.

    A folder that does not exist holds none. Raises PlaybookError with every problem of every
    file.
    """
    shelf = Shelf(folder)
    if shelf.problems:
        raise PlaybookError(shelf.problems)
    return shelf.books


def load_file(file: Path, beside: Sequence[Playbook] | None = None) -> Playbook:
    """Return the playbook of one file; raises PlaybookError with every problem of it.

    With the playbooks ``beside`` it, the one it names as its next is looked for there.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) <= MOST_BYTES:
            book = parse(data.decode("utf-8-sig"), file.name)
            return book if beside is None else _whole({file: book}, [], beside)[0]
        fault = _("the file is larger than 256 kB; a playbook is a page or two")
    except OSError as error:
        fault = _("the file cannot be read: {why}").format(why=error.strerror)
    except UnicodeDecodeError:
        fault = _("the file is not in UTF-8; save it as UTF-8 text")
    raise PlaybookError([problem(file.name, fault)])


class Shelf:
    """The playbooks of a desk that runs: a file that went wrong keeps its last good version."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._good: dict[Path, Playbook] = {}
        self.books: tuple[Playbook, ...] = ()
        """Those in use, behind versions that items may have begun with."""
        self.problems: tuple[Problem, ...] = ()
        self.reload()

    def reload(self) -> None:
        """Read the team's own playbooks anew."""
        read, problems = _read(self._folder)
        there = _files(self._folder)
        self._good = {file: book for file, book in (self._good | read).items() if file in there}
        astray = dict(_astray(self._good, load_shipped()))
        own = [
            replace(book, next=None) if file in astray else book
            for file, book in self._good.items()
        ]
        self.problems = (*problems, *astray.values())
        names = {book.name for book in own}
        in_use = (*(book for book in load_shipped() if book.name not in names), *own)
        ids = {book.id for book in in_use}
        self.books = (*(book for book in self.books if book.id not in ids), *in_use)


def _whole(
    books: Mapping[Path, Playbook], problems: Sequence[Problem], beside: Sequence[Playbook] = ()
) -> tuple[Playbook, ...]:
    """Return playbooks that are right, and right together; else raise what is wrong."""
    found = [*problems, *dict(_astray(books, beside)).values()]
    if found:
        raise PlaybookError(found)
    return tuple(books.values())


def _read(folder: Path) -> tuple[dict[Path, Playbook], list[Problem]]:
    """Return a folder's good playbooks, and what is wrong with the others."""
    playbooks: dict[Path, Playbook] = {}
    problems: list[Problem] = []
    for file in _files(folder):
        try:
            playbook = load_file(file)
        except PlaybookError as error:
            problems += error.problems
            continue
        if any(playbook.name == other.name for other in playbooks.values()):
            fault = _("another file here has the same name")
            problems.append(problem(file.name, fault, field="name"))
        else:
            playbooks[file] = playbook
    return playbooks, problems


def _astray(
    books: Mapping[Path, Playbook], beside: Sequence[Playbook]
) -> Iterator[tuple[Path, Problem]]:
    """Yield the files whose next playbook is not there, or leads back to where it began."""
    there = {book.name: book for book in (*beside, *books.values())}
    for file, book in books.items():
        way = _way(book, there)
        if book.next is None or (book.next.playbook in there and book.name not in way):
            continue
        text = _("this goes round in a circle: {names}").format(names=", ".join([book.name, *way]))
        if book.next.playbook not in there:
            near = nearest(book.next.playbook, there)
            text = _("there is no playbook “{name}”").format(name=book.next.playbook)
            text += "; " + _("did you mean {word}?").format(word=near) if near else ""
        document = parse_toml(file.read_text(encoding="utf-8-sig"), file.name)
        line = document.line_of("next", "playbook")
        yield file, problem(file.name, text, line=line, field="next.playbook")


def _way(book: Playbook, there: Mapping[str, Playbook]) -> list[str]:
    """Return which playbooks follow a playbook, as far as they are there and new."""
    way: list[str] = []
    while book.next is not None and book.next.playbook not in way:
        way.append(book.next.playbook)
        if way[-1] not in there:
            break
        book = there[way[-1]]
    return way


def _files(folder: Path) -> Iterable[Path]:
    return sorted(file for file in folder.glob("*.toml") if not file.name.startswith("."))
