"""What must not be read by everybody: personal data, and questions after it."""

from collections.abc import Iterator

from core.personal_data import personal_data as find_personal_data
from playbooks.coach.finding import Case, Code, Finding, remark
from playbooks.coach.reading import Reading

_MASK = "…"


def personal_data(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of personal data in a public reply; our own contacts may be there."""
    if not case.public:
        return
    for start, end in find_personal_data(reading.text, case.own_contacts, reading.language):
        words = reading.text[start:end]
        yield remark(Code.PERSONAL_DATA, start, end, mend=_MASK, words=words)


def asks_data(reading: Reading, case: Case) -> Iterator[Finding]:
    """Tell of a question after personal data with no word of a private channel beside it."""
    if not case.public:
        return
    sentences = reading.sentences
    for place, sentence in enumerate(sentences):
        if not sentence.has("data") or sentence.has("dont"):
            continue
        beside = sentences[max(0, place - 1) : place + 2]
        if any(one.has("private") for one in beside):
            continue
        if sentence.asks or sentence.has("asks"):
            hit = sentence.hits["data"][0]
            yield remark(Code.ASKS_DATA, hit.start, hit.end, words=reading.words_at(hit))
            return
