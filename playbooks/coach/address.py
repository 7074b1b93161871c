"""How a customer is addressed: je or u, du or De, and not both in one reply."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.vocabulary import Language
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.reading import Reading, Word, quotes, within, words_of

_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:…\n\"“«])\s*$")
_NAME_BEHIND = re.compile(r" [A-ZÆØÅ]")


@dataclass(frozen=True, slots=True)
class Forms:
    """How a language tells a formal address from a familiar one."""

    names: tuple[str, str]
    """The familiar one, and the formal one."""
    formal: frozenset[str]
    informal: frozenset[str]
    formal_is_usual: bool
    """Whether many still use it; where not, it is odd unless the customer or the brand does."""

    def is_formal(self, word: Word, text: str) -> bool:
        """Return whether a word is u, or De inside a sentence with no name behind it."""
        if self.formal_is_usual:
            return word.folded in self.formal
        return (
            word.text in self.formal
            and not _SENTENCE_BEFORE.search(text[: word.start])
            and not _NAME_BEHIND.match(text, word.end)
        )


FORMS: Mapping[Language, Forms] = {
    Language.NL: Forms(
        ("je", "u"),
        frozenset({"u", "uw", "uzelf", "uwe"}),
        frozenset({"je", "jij", "jou", "jouw", "jezelf", "dankjewel"}),
        formal_is_usual=True,
    ),
    Language.NB: Forms(
        ("du", "De"),
        frozenset({"De", "Dem", "Deres"}),
        frozenset({"du", "deg", "din", "ditt", "dine"}),
        formal_is_usual=False,
    ),
}


def address(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of two forms of address in one reply, or of another than brand and customer use."""
    forms = FORMS.get(reading.language)
    if forms is None:
        return
    spoken = [word for word in reading.words if not within(word, reading.quotes)]
    formal = [word for word in spoken if forms.is_formal(word, reading.text)]
    informal = [word for word in spoken if word.text.lower() in forms.informal]
    by_customer = _addresses_formally(case.comment, forms)
    odd: Word | None = None
    if formal and informal:
        wanted = by_customer or case.formal or formal[0].start < informal[0].start
        odd = informal[0] if wanted else formal[0]
    elif forms.formal_is_usual and informal and (by_customer or case.formal):
        odd = informal[0]
    elif not forms.formal_is_usual and formal and not (by_customer or case.formal):
        odd = formal[0]
    if odd is not None:
        form = forms.names[odd in informal]
        yield remark(Code.ADDRESS, odd.start, odd.end, words=odd.text, form=form)


def _addresses_formally(comment: str, forms: Forms) -> bool:
    """Return whether a customer addresses us formally, quotes left out."""
    quoted = quotes(comment)
    return any(
        forms.is_formal(word, comment) and not within(word, quoted) for word in words_of(comment)
    )
