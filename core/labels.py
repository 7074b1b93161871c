"""What the codes of the vocabulary are called, in the agent's language."""

from core.i18n import _
from core.vocabulary import Word


def label(word: Word) -> str:
    """Return what a code is called; codes of equal spelling differ by their enumeration."""
    return _(word.english)
