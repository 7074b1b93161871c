"""What a complaint is owed: an apology, a next step, a private place, and a clock on promises."""

from collections.abc import Iterator

from core.vocabulary import Kind
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.reading import Reading, Sentence

_MANY_ANSWERS = 2
"""From so many public answers on, the next one belongs in private."""


def apology(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a first answer to a complaint without an apology."""
    if not case.is_first_to_complaint:
        return
    if not any(s.has("apology") and not s.has("no_apology") for s in reading.sentences):
        yield remark(Code.APOLOGY, 0, 0)


def next_step(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a first answer to a complaint that solves nothing and says not what comes next."""
    if case.is_first_to_complaint and not _says_what_next(reading):
        end = len(reading.text)
        yield remark(Code.NEXT_STEP, end, end)


def private(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a public answer that should go on in private: heated, long, or with no solution."""
    if case.kind is not Kind.COMPLAINT or not case.public or reading.find("private"):
        return
    if case.hot or case.answered >= _MANY_ANSWERS or not _says_what_next(reading):
        end = len(reading.text)
        yield remark(Code.PRIVATE, end, end)


def promise(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a contact that is promised for a time while no clock runs for it."""
    if case.promised:
        return
    for sentence in reading.sentences:
        if sentence.asks or sentence.has("no_contact") or not sentence.names_a_time:
            continue
        if hits := sentence.hits.get("contact"):
            yield remark(Code.PROMISE, hits[0].start, hits[0].end)
            return


def compensation(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a gift or discount offered to a complaint in public."""
    if case.kind is not Kind.COMPLAINT or not case.public:
        return
    for sentence in reading.sentences:
        if sentence.asks or sentence.has("no_gift"):
            continue
        sure, gifts = sentence.hits.get("gift_sure", ()), sentence.hits.get("gift", ())
        if sure or (gifts and sentence.has("give")):
            hit = [*sure, *gifts][0]
            yield remark(Code.COMPENSATION, hit.start, hit.end)
            return


def _says_what_next(reading: Reading) -> bool:
    return any(_is_step(sentence) for sentence in reading.sentences)


def _is_step(sentence: Sentence) -> bool:
    """Whether a sentence solves something, says when something is done, or asks for what it takes.

    What is merely hoped, passed on or learned from is no step.
    """
    if sentence.has("vague"):
        return False
    return (
        sentence.has("solve")
        or (sentence.has("act", "ourselves") and sentence.names_a_time)
        or (sentence.has("private") and (sentence.has("request") or sentence.asks))
    )
