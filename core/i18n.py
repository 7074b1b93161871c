"""Our own words in the agent's language, through gettext.

English is the language of the source; ``core/locale`` holds the catalogues of nl and nb.
"""

import gettext
from pathlib import Path

_LOCALE = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def set_language(language: str) -> None:
    """Choose the language of the screen; an unknown one leaves English."""
    global _translations, _language  # noqa: PLW0603 - gettext's own way: one per process
    _translations = gettext.translation("webcare", _LOCALE, [language], fallback=True)
    _language = language


def language() -> str:
    """Return the language that was chosen."""
    return _language


def _(message: str) -> str:
    """Translate a sentence."""
    return _translations.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Translate a sentence that counts."""
    return _translations.ngettext(one, many, n)


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark a sentence for the catalogues that is translated later, where it is shown."""
    return message
