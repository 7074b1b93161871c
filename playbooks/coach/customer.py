"""Whether a reply is for this customer: greeted by name, in their words and their language."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from core.cues import fold
from core.labels import label
from core.language import identify
from core.vocabulary import Kind, Language
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.phrases import Phrases
from playbooks.coach.reading import Reading, Sentence, quotes, within, words_of

_LETTERS = 25
"""Fewer letters tell no language."""
_ENOUGH = 0.25
"""This share of a reply in the customer's language will do: it stands in two of them."""
_NAMED = re.compile(r"(?<=[^.!?\s] )[^\W\d_a-zß-ÿ]\w+|https?://\S+|#\w+")
_FIRST = 3
"""Sentences in which the customer's words are expected."""
_LONG_COMMENT = 40
"""From so many words on, two of them should be taken up."""
_READ = 2000
_NAME = re.compile(r"[^\W\d_]{2,20}(?:[-'’][^\W\d_]{1,20})*")
_GREETINGS = {
    Language.NL: ("Hoi {name},", "Beste {name},"),
    Language.NB: ("Hei {name},", "Hei {name},"),
    Language.EN: ("Hi {name},", "Dear {name},"),
}
_GREETED = frozenset({Kind.COMPLAINT, Kind.QUESTION, Kind.PRAISE})


def greeting(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a first answer that does not name the customer, or greets nobody at all."""
    if case.answered or case.kind not in _GREETED or reading.language not in _GREETINGS:
        return
    name = first_name(case.author, reading.phrases)
    names = {fold(part) for part in _NAME.findall(case.author) if len(part) > 1}
    if names & {word.folded for word in reading.words}:
        return
    begin = reading.words[0].start if reading.words else 0
    greeted = next((hit for hit in reading.find("greeting") if hit.start == begin), None)
    if not name and (greeted or case.kind is not Kind.COMPLAINT):
        return
    if greeted and name:
        text = f"{reading.words_at(greeted)} {name}"
        yield remark(Code.GREETING, greeted.start, greeted.end, mend=text, greeting=text)
        return
    pattern = _GREETINGS[reading.language][case.formal]
    text = pattern.format(name=name) if name else pattern.split()[0] + "!"
    end, begun = _lowered(reading) if name else (0, "")
    yield remark(Code.GREETING, 0, end, mend=f"{text} {begun}", greeting=text)


def _lowered(reading: Reading) -> tuple[int, str]:
    """Return the first word as it stands behind a comma, where it is no name, and its end."""
    first = reading.words[0] if reading.words else None
    if first is None or first.start or first.folded not in reading.phrases.words["stop"]:
        return 0, ""
    return (0, "") if first.text.startswith("I") else (first.end, first.text.lower())


def first_name(author: str, phrases: Phrases) -> str:
    """Return by what a customer can be greeted; empty for a handle or a firm."""
    first = next(iter(author.split()), "").strip(".,!")
    is_name = _NAME.fullmatch(first) and first[0].isupper() and not first.isupper()
    return first if is_name and fold(first) not in phrases.words["not_names"] else ""


def echo(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a first answer to a complaint in which none of the customer's words is taken up."""
    if not case.is_first_to_complaint:
        return
    theirs = content_words(case.comment, reading.phrases)
    if not theirs:
        return
    wanted = 2 if len(case.comment.split()) > _LONG_COMMENT else 1
    if len(echoed(reading, theirs, 0, _end_of(reading, _FIRST))) < min(wanted, len(theirs)):
        yield remark(Code.ECHO, 0, 0, words=", ".join(theirs[:3]))


def echoed(reading: Reading, theirs: Sequence[str], start: int, end: int) -> set[str]:
    """Return which of the customer's words stand in a stretch of a reply, outside its clichés."""
    worn = [(hit.start, hit.end) for hit in reading.find("cliche")]
    ours = {
        word.folded
        for word in reading.words
        if start <= word.start < end
        and word.folded not in reading.phrases.words["stop"]
        and not within(word, worn)
    }
    return {their for their in theirs if any(_alike(their, our) for our in ours)}


@lru_cache(maxsize=64)
def content_words(comment: str, phrases: Phrases) -> tuple[str, ...]:
    """Return the words of a comment that say what it is about, the longest first."""
    words = dict.fromkeys(word.folded for word in words_of(comment[:_READ]))
    telling = [
        word
        for word in words
        if word not in phrases.words["stop"] and (len(word) > 2 or word.isdigit())
    ]
    return tuple(sorted(telling, key=len, reverse=True))


def language(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a reply in another language than the customer's; one sentence in theirs will do."""
    theirs = case.language
    if theirs is Language.UND or reading.language in {theirs, Language.UND}:
        return
    told = [_plain(sentence) for sentence in reading.sentences]
    letters = sum(map(_letters, told))
    in_theirs = (text for text in told if identify(text, declared=theirs) == theirs)
    if letters < _LETTERS or sum(map(_letters, in_theirs)) >= letters * _ENOUGH:
        return
    names = {"theirs": label(theirs), "ours": label(reading.language)}
    yield remark(Code.LANGUAGE, 0, len(reading.text), **names)


def _end_of(reading: Reading, count: int) -> int:
    """Return where the first sentences end, a greeting by itself not counted."""
    longer = [sentence for sentence in reading.sentences if len(sentence.text.split()) > _FIRST]
    return longer[:count][-1].end if longer else len(reading.text)


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: a beginning in common, or one inside the other."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < 3 or short.isdigit():
        return False
    if long.startswith(short):
        return len(long) - len(short) <= 3 or len(short) >= 5
    if len(short) >= 5 and short in long:
        return True
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(short))
    return same >= 4 and same >= len(long) - 3


def _plain(sentence: Sentence) -> str:
    """Return a sentence without names and what it quotes, which may be in any language."""
    text = sentence.text
    for start, end in reversed(quotes(text)):
        text = text[:start] + text[end:]
    return _NAMED.sub("", text)


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)
