"""Collect our sentences into the catalogues of nl and nb, and compile them: make catalogues.

Run as a program it writes; the tests use the same functions to hold the catalogues to the code.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "core" / "locale"
ROOMS = ("webcare", "tui", "sources", "desk", "playbooks", "core")
LANGUAGES = ("nl", "nb")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def collect() -> Catalog:
    """Return every sentence of the code, without the places it stands in."""
    template = Catalog(project="webcare", charset="utf-8", fuzzy=False)
    for room in ROOMS:
        found = extract_from_dir(
            ROOT / room, [("**.py", "python")], keywords=KEYWORDS, comment_tags=()
        )
        for _file, _line, message, _comments, context in found:
            template.add(message, context=context)
    return template


def read(language: str) -> Catalog:
    """Return a language's catalogue as it stands."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="webcare", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_path(language: str) -> Path:
    """Return where a language's sentences are kept for people."""
    return LOCALE / language / "LC_MESSAGES" / "webcare.po"


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> None:
    """Bring the catalogues up to date with the code and compile them."""
    template = collect()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file, catalogue, width=100, no_location=True, omit_header=False, sort_output=True
            )
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = sum(1 for message in catalogue if message.id and not message.string)
        sys.stdout.write(f"{language}: {len(catalogue)} sentences, {missing} not translated\n")


if __name__ == "__main__":
    main()
