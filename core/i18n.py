"""Our own words in the agent's language, through gettext.

English is the language of the source; ``core/locale`` holds the catalogues of nl and nb.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

_LOCALE = Path(__file__).parent / "locale"
_translations: "NullTranslations | None" = None
_language = "en"


def set_language(language: str) -> None:
    """Choose the language of the screen; an unknown one leaves English."""
    global _translations, _language  # noqa: PLW0603 - gettext's own way: one per process
    _language = language
    if language == "en":
        _translations = None
        return
    import gettext  # which English does without, at every start of the screen

    _translations = gettext.translation("webcare", _LOCALE, [language], fallback=True)


def language() -> str:
    """Return the language that was chosen."""
    return _language


def _(message: str) -> str:
    """Translate a sentence."""
    return _translations.gettext(message) if _translations else message


def ngettext(one: str, many: str, n: int) -> str:
    """Translate a sentence that counts."""
    if _translations:
        return _translations.ngettext(one, many, n)
    return one if n == 1 else many


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark a sentence for the catalogues that is translated later, where it is shown."""
    return message
