"""Collect our sentences into the catalogues of nl and nb, and compile them: make catalogues.

Run as a program it writes; the tests use the same functions to hold the catalogues to the code.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "core" / "locale"
ROOMS = ("webcare", "tui", "sources", "desk", "playbooks", "core")
LANGUAGES = ("nl", "nb")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


class Sentences(Catalog):
    """A catalogue whose head says only what gettext needs: equal sentences give equal files.

    Babel's own head holds the time of the run, its version and places for names.
    """

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return language, encoding and plural forms."""
        return [
            ("Project-Id-Version", "webcare"),
            ("Language", self.locale_identifier or ""),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


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


def read(language: str) -> Sentences:
    """Return a language's catalogue as it stands."""
    catalogue = Sentences(
        locale=language, charset="utf-8", fuzzy=False, header_comment=f"# webcare in {language}"
    )
    path = po_path(language)
    if path.exists():
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    catalogue[message.id] = Message(message.id, message.string)
    return catalogue


def po_path(language: str) -> Path:
    """Return where a language's sentences are kept for people."""
    return LOCALE / language / "LC_MESSAGES" / "webcare.po"


def is_translated(message: Message) -> bool:
    """Return whether a sentence is translated, in each of its plural forms."""
    return bool(message.string and all(message.string))


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as people read and edit it, by sentence."""
    target = io.BytesIO()
    write_po(target, catalogue, width=100, no_location=True, sort_output=True)
    return target.getvalue()


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
        path.write_bytes(written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = sum(1 for message in catalogue if message.id and not is_translated(message))
        sys.stdout.write(f"{language}: {len(catalogue)} sentences, {missing} not translated\n")


if __name__ == "__main__":
    main()
