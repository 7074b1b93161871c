"""How a reply sounds: clichés, defence, arguing, selling, shouting."""

import re
from collections.abc import Iterator

from core.cues import Hit, fold
from core.vocabulary import Kind
from playbooks.coach.customer import content_words, echoed
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.reading import Reading, Sentence

_SIGNS = re.compile(r"[!?]{2,}")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_MOST = 3
"""Remarks of one kind on a reply; more would hide the others."""
_PRICE = re.compile(r"[€£] ?\d|\d ?(?:%|kr\b|euro\b|kroner\b|procent|prosent)")
_HOLLOW = 5
"""Fewer words are no sentence to speak of."""


def defensive(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of phrases that defend us against a customer."""
    if case.kind is not Kind.PRAISE:
        yield from _phrases(reading, Code.DEFENSIVE, "defensive", "no_defence")


def facts(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of phrases that argue with facts, figures and terms."""
    if case.kind is not Kind.PRAISE:
        yield from _phrases(reading, Code.FACTS, "facts", "no_facts")


def selling(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of an answer to praise that sells something."""
    if case.kind is not Kind.PRAISE:
        return
    found = list(_phrases(reading, Code.SELLING, "selling", "no_selling"))
    calls = reading.phrases.words["cta"]
    for sentence in () if found else reading.sentences:
        first = next(word for word in reading.words if word.start >= sentence.start)
        price = _PRICE.search(sentence.text)
        if first.folded in calls or price:
            start, end = first[2:] if price is None else price.span()
            found.append(remark(Code.SELLING, start, end, words=reading.text[start:end]))
    yield from found


def cliche(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of what is said to everybody, unless the customer's own words stand beside it."""
    theirs = content_words(case.comment, reading.phrases)
    told = 0
    for sentence in reading.sentences:
        hits = sentence.hits.get("cliche") or _hollow(reading, sentence, case.author)
        if not hits or echoed(reading, theirs, sentence.start, sentence.end):
            continue
        hit = hits[0]
        yield remark(Code.CLICHE, hit.start, hit.end, words=reading.words_at(hit))
        told += 1
        if told == _MOST:
            return


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
        mend = text[0] if text[0] in "!?" else _calm(text, start == 0)
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


def _calm(text: str, begins: bool) -> str:
    return text.capitalize() if begins else text.lower()


def _phrases(reading: Reading, code: Code, name: str, unless: str) -> Iterator[Finding]:
    """Yield a remark for each sentence with a phrase of a list, and none that turns it around."""
    told = 0
    for sentence in reading.sentences:
        hits = [hit for hit in sentence.hits.get(name, ()) if not _is_quoted(reading, hit.start)]
        if hits and not sentence.has(unless):
            hit = max(hits, key=lambda one: one.end - one.start)
            yield remark(code, hit.start, hit.end, words=reading.words_at(hit))
            told += 1
            if told == _MOST:
                return


def _is_quoted(reading: Reading, place: int) -> bool:
    return any(start <= place < end for start, end in reading.quotes)
