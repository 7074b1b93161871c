"""What people made of a comment, in words: likes, answers, views."""

from collections.abc import Mapping

from core.i18n import N_, _

_WORDS = {
    "likes": N_("{n} likes"),
    "replies": N_("{n} answers"),
    "shares": N_("shared {n} times"),
    "views": N_("seen {n} times"),
    "votes": N_("{n} votes"),
    "score": N_("score {n}"),
}
"""By the names that adapters give; in the order of what says most about how many look on."""


def engagement_words(counts: Mapping[str, int]) -> str:
    """Return counts as one short phrase, those that are nought left out."""
    told = (_(words).format(n=counts[name]) for name, words in _WORDS.items() if counts.get(name))
    return ", ".join(told)
