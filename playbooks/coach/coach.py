"""The coach: reads a reply once, and hands what it read to each check."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from core.cue_lists import Rules
from core.language import identify
from core.vocabulary import Language
from playbooks.coach import address, customer, form, privacy, promises, tone
from playbooks.coach.finding import Case, Code, Finding
from playbooks.coach.phrases import compile_phrases
from playbooks.coach.reading import Reading
from playbooks.coach.spelling import Speller

Check = Callable[[Reading, Case], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    privacy.personal_data,
    customer.language,
    form.length,
    customer.greeting,
    customer.echo,
    promises.apology,
    promises.next_step,
    promises.private,
    privacy.asks_data,
    promises.promise,
    tone.defensive,
    tone.facts,
    promises.compensation,
    tone.selling,
    tone.cliche,
    address.address,
    tone.shouting,
    form.repeated,
)
"""In the order in which remarks matter."""
_ORDER = {code: place for place, code in enumerate(Code)}


class Coach:
    """Remarks on replies; pure but for the dictionaries, which are read when first asked."""

    def __init__(self, rules: Rules | None = None, speller: Speller | None = None) -> None:
        self._speller = speller or Speller()
        self.use(rules or {})

    def use(self, rules: Rules) -> None:
        """Read with these phrases of the team from now on."""
        self._phrases = lru_cache(maxsize=4)(lambda language: compile_phrases(language, rules))

    def __call__(self, text: str, case: Case) -> tuple[Finding, ...]:
        """Return the remarks on a reply, the weightiest first; never raises for what it holds."""
        if not text.strip():
            return ()
        language = _language_of(text, case)
        reading = Reading(text, language, self._phrases(language))
        found = [finding for check in CHECKS for finding in check(reading, case)]
        found += self._speller.check(reading, case)
        return tuple(sorted(found, key=lambda finding: (_ORDER[finding.code], finding.start)))


def _language_of(text: str, case: Case) -> Language:
    """Return the language of a reply; a short one is taken to be in the customer's."""
    code = identify(text, declared=case.language)
    return Language(code) if code in set(Language) - {"und"} else case.language
