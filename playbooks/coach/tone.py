"""How a reply sounds: clichés, defence, arguing, selling, shouting."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from core.cues import Hit, fold
from core.vocabulary import Kind
from playbooks.coach.customer import content_words, echoed
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.reading import Reading, Sentence, within

_SIGNS = re.compile(r"[!?]{2,}")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_MOST = 3
"""Remarks of one kind on a reply; more would hide the others."""
_PRICE = re.compile(r"[€£] ?\d+|\d ?(?:%|kr\b|euro\b|kroner\b|procent|prosent)")
_HOLLOW = 5
"""Fewer words are no sentence to speak of."""


def defensive(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of phrases that defend us against a customer."""
    if case.kind is not Kind.PRAISE:
        yield from _tell(reading, Code.DEFENSIVE, _phrases(reading, "defensive", "no_defence"))


def facts(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of phrases that argue with facts, figures and terms."""
    if case.kind is not Kind.PRAISE:
        yield from _tell(reading, Code.FACTS, _phrases(reading, "facts", "no_facts"))


def selling(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of an answer to praise that sells something: by a phrase, else by a call or a price."""
    if case.kind is Kind.PRAISE:
        said = list(_phrases(reading, "selling", "no_selling"))
        yield from _tell(reading, Code.SELLING, said or _offers(reading))


def _offers(reading: Reading) -> Iterator[Hit]:
    """Yield prices, and words that call to buy at the beginning of a sentence."""
    for sentence in reading.sentences:
        first = next(word for word in reading.words if word.start >= sentence.start)
        if price := _PRICE.search(sentence.text):
            yield Hit(sentence.start + price.start(), sentence.start + price.end())
        elif first.folded in reading.phrases.words["cta"]:
            yield Hit(first.start, first.end)


def cliche(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of what is said to everybody, unless the customer's own words stand beside it."""
    theirs = content_words(case.comment, reading.phrases)
    worn = (
        hits[0]
        for sentence in reading.sentences
        if (hits := sentence.hits.get("cliche") or _hollow(reading, sentence, case.author))
        and not echoed(reading, theirs, sentence.start, sentence.end)
    )
    yield from _tell(reading, Code.CLICHE, worn)


def _hollow(reading: Reading, sentence: Sentence, author: str) -> list[Hit]:
    """Return a sentence of sympathy in which no word is about this customer's case."""
    if not sentence.has("sympathy") or sentence.has("apology"):
        return []
    known = reading.phrases.words
    empty = known["stop"] | known["hollow"] | set(fold(author).split())
    greeted = [hit for hit in sentence.hits.get("greeting", ()) if hit.start <= sentence.start + 1]
    after = greeted[0].end if greeted else sentence.start
    words = [word for word in reading.words if after <= word.start < sentence.end]
    if len(words) < _HOLLOW or any(word.folded not in empty for word in words):
        return []
    return [Hit(words[0].start, words[-1].end)]


def shouting(reading: Reading, _case: Case) -> Iterator[Finding]:
    """Tell of words in capitals that are no names, and of signs in rows."""
    for start, end in _shouted(reading):
        text = reading.text[start:end]
        mend = text[0] if text[0] in "!?" else text.lower() if start else text.capitalize()
        yield remark(Code.SHOUTING, start, end, mend=mend, words=text)


def _shouted(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what is shouted; words in capitals that follow each other are one."""
    spans = [match.span() for match in _SIGNS.finditer(reading.text)]
    run: list[re.Match[str]] = []
    loud = reading.phrases.words["loud"]
    words = [*_CAPITALS.finditer(reading.text), None]
    for word in words:
        if word is not None and word[0].isupper():
            run.append(word)
            continue
        if any(one[0].lower() in loud for one in run) or len(run) >= _MOST + 1:
            spans.append((run[0].start(), run[-1].end()))
        run = []
    yield from sorted(spans)[:_MOST]


def _tell(reading: Reading, code: Code, hits: Iterable[Hit]) -> Iterator[Finding]:
    """Yield a remark on each of the first hits."""
    for hit in islice(hits, _MOST):
        yield remark(code, hit.start, hit.end, words=reading.words_at(hit))


def _phrases(reading: Reading, name: str, unless: str) -> Iterator[Hit]:
    """Yield a list's longest phrase in each sentence with nothing that turns it around."""
    for sentence in reading.sentences:
        hits = [hit for hit in sentence.hits.get(name, ()) if not within(hit, reading.quotes)]
        if hits and not sentence.has(unless):
            yield max(hits, key=lambda hit: hit.end - hit.start)
