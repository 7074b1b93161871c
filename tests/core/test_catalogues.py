"""The catalogues hold every sentence of the code, translated, and compiled as they stand."""

import gettext
import io
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from core.i18n import _, language, ngettext, set_language
from core.safe_text import safe_text
from tests.support.catalogues import (
    LANGUAGES,
    collect,
    compiled,
    is_translated,
    po_path,
    read,
    written,
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Leave the language as it was found."""
    before = language()
    yield
    set_language(before)


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Return every sentence of the code."""
    return collect()


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """Return each language's catalogue in turn."""
    return read(request.param)


def test_every_sentence_of_the_code_is_translated(template: Catalog, catalogue: Catalog) -> None:
    """A sentence that was added or changed fails here until make catalogues and a translation."""
    missing = [
        message.id
        for message in template
        if message.id and ((known := catalogue.get(message.id)) is None or not is_translated(known))
    ]
    assert missing == []


def test_translations_hold_the_placeholders_of_the_original(catalogue: Catalog) -> None:
    """What is filled in has the same names and formats in every language, in every plural form."""
    wrong = [
        (form, original)
        for message in sentences(catalogue)
        for original, form in pairs(message)
        if placeholders(form) != placeholders(original)
    ]
    assert wrong == []


def test_translations_hold_no_markup_and_no_control_characters(catalogue: Catalog) -> None:
    """A translation has brackets and line breaks where the original has them, and no tricks."""
    wrong = [
        form
        for message in sentences(catalogue)
        for original, form in pairs(message)
        if shape(form) != shape(original) or safe_text(form) != form or "\t" in form
    ]
    assert wrong == []


def test_compiled_catalogue_says_what_the_written_one_says(catalogue: Catalog) -> None:
    """What gettext reads is exactly what people read: nobody forgot to compile."""
    name = str(catalogue.locale)
    shipped = gettext.GNUTranslations(io.BytesIO(po_path(name).with_suffix(".mo").read_bytes()))
    fresh = gettext.GNUTranslations(io.BytesIO(compiled(catalogue)))
    assert told(shipped) == told(fresh)
    assert shipped.info() == fresh.info()


def test_catalogue_is_written_the_same_at_each_run(catalogue: Catalog) -> None:
    """No date, name or place of a machine is in it, so equal sentences make equal files."""
    text = po_path(str(catalogue.locale)).read_text(encoding="utf-8")
    head = text.split("\n\n", 1)[0].lower()
    assert not any(word in head for word in ("date", "translator", "team", "generated", "@"))
    assert "\n#: " not in text
    assert written(catalogue) == written(read(str(catalogue.locale)))


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ("nl", "Er loopt geen dienst"),
        ("nb", "Ingen vakt pågår"),
        ("en", "No shift is running"),
        ("xx", "No shift is running"),
    ],
)
def test_chosen_language_speaks(chosen: str, sentence: str) -> None:
    """A known language translates; any other leaves English standing."""
    set_language(chosen)
    assert _("No shift is running") == sentence


def test_counted_sentences_follow_the_number() -> None:
    """One and many differ where the language says so."""
    set_language("nl")
    words = [
        ngettext("! {n} hidden character", "! {n} hidden characters", n).format(n=n) for n in (1, 2)
    ]
    assert words == ["! 1 verborgen teken", "! 2 verborgen tekens"]


def sentences(catalogue: Catalog) -> list[Message]:
    """Return the translated messages, without the head."""
    return [message for message in catalogue if message.id and is_translated(message)]


def pairs(message: Message) -> list[tuple[str, str]]:
    """Return each form of an original beside its translation."""
    originals = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return list(zip(originals, forms, strict=True))


def placeholders(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return the names that are filled in, with their formats."""
    fields = Formatter().parse(text)
    return sorted((name, spec or "", mark or "") for _text, name, spec, mark in fields if name)


def shape(text: str) -> tuple[list[int], list[bool]]:
    """Return the counts of markup and line breaks, and whether blanks stand at either end."""
    counts = [text.count(sign) for sign in ("[", "]", "*", "`", "\n")]
    return counts, [text[:1].isspace(), text[-1:].isspace()]


def told(translations: gettext.GNUTranslations) -> dict[object, str]:
    """Return what gettext would answer, by sentence; the head is told apart."""
    answers: dict[object, str] = translations._catalog  # type: ignore[attr-defined]  # no public way
    return {key: text for key, text in answers.items() if key}
